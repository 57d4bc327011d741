"""What meetups do by themselves: pass on offers nobody answered, note what took place, plan who is reminded when."""

from cms.chores import chore
from learning.services import meetups, reminders, rsvps

chore("offers passed on")(rsvps.lapse_due)
chore("meetups held")(meetups.hold_due)
chore("reminders planned or changed")(reminders.keep_in_line)
