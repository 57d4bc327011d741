"""What the site does by itself: publishes and takes down pages on the day their editors chose."""

from cms.chores import chore
from cms.services import schedule

chore("pages on time")(schedule.publish_due)
