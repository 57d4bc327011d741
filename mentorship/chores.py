"""What mentoring does by itself: ends proposals that ran out of time, completes pairs, reminds those that fell silent."""

from cms.chores import chore
from mentorship import match_publishing, match_work
from mentorship.services import (
    due_pairs,
    forgetting,
    lapses,
    leftovers,
    match_runs,
    nudges,
    pair_course,
    places_in_line,
    pulses,
)

chore("proposals expired")(lapses.expire_due)
chore("pairs completed")(pair_course.complete_due)
chore("pairs asked how it goes")(pulses.queue_due)
chore("silent pairs reminded")(nudges.queue_due)
chore("pairs at their end asked")(due_pairs.ask_due)
chore("words of closed cases forgotten")(forgetting.forget_due)
chore("first places given back")(places_in_line.give_back)
chore("runs of the matching found dead")(match_runs.fail_silent)
chore("runs of the matching done")(match_work.work_due)
chore("runs of the matching published")(match_publishing.publish_due)
chore("newcomers put first in line")(leftovers.keep_in_line)
