"""What the site does by itself: publishes and takes down pages on the day their editors chose, and clears up."""

from cms.chores import chore
from cms.services import chapter_rights, housekeeping, reports, schedule

chore("pages on time")(schedule.publish_due)
chore("old sessions")(housekeeping.clear_sessions)
chore("old tasks")(housekeeping.clear_tasks)
chore("rights of chapters kept in line")(chapter_rights.keep_all_in_line)
chore("reports nobody has looked at")(reports.remind_due)
