"""What meetups do by themselves: pass on offers nobody answered, and note what took place."""

from cms.chores import chore
from learning.services import meetups, rsvps

chore("offers passed on")(rsvps.lapse_due)
chore("meetups held")(meetups.hold_due)
