"""What learning does by itself: seats, meetups and reminders as their time comes, and packs to take home."""

from cms.chores import chore
from learning.services import desk, door, meetups, reminders, rsvps, take_home

chore("offers passed on")(rsvps.lapse_due)
chore("meetups held")(meetups.hold_due)
chore("people noted as missing")(door.close_due)
chore("requests for help closed")(desk.close_due)
chore("reminders planned or changed")(reminders.keep_in_line)
chore("take-home packs built")(take_home.build_due)
chore("take-home packs removed")(take_home.prune)
