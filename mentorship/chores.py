"""What mentoring does by itself: ends proposals whose time has run out."""

from cms.chores import chore
from mentorship.services import lapses

chore("proposals expired")(lapses.expire_due)
