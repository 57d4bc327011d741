"""What learning does by itself: finishes take-home packs and takes old ones away."""

from cms.chores import chore
from learning.services import take_home

chore("take-home packs built")(take_home.build_due)
chore("take-home packs removed")(take_home.prune)
