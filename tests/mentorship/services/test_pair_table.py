"""Every verb of a pair, in every state, by everybody: what comes of it. Holding and releasing have a table of their own."""

from datetime import timedelta
from uuid import uuid4

import time_machine
from django.db import transaction
from django.utils import timezone

from cms.models import Event, Member, Message
from mentorship.exceptions import MentorshipError
from mentorship.models import PairGoal, Pairing, PairMeeting, PairMessage, Participant
from mentorship.services import pair_course, pair_goals, pair_meetings, pair_progress, pair_thread, pairings
from tests.factories.mentorship import make_pair

GONE, NOT_NOW = "gone", "not_now"
STATES = ("active", "asked", "paused", "held", "completed", "ended")
#: How a pair gets into each state, from active. A hold is set by hand: its service has its own tests.
MOVES = {
    "active": lambda pair: None,
    "asked": lambda pair: pair_course.finish(pairing=pair, member=pair.mentor.member),
    "paused": lambda pair: pair_course.pause(pairing=pair, member=pair.mentor.member),
    "held": lambda pair: Pairing.objects.update(state="held"),
    "completed": lambda pair: [
        pair_course.finish(pairing=pair, member=one.member) for one in (pair.mentor, pair.mentee)
    ],
    "ended": lambda pair: pairings.end(pairing=pair, member=pair.mentor.member, code="time"),
}


def goal(pair):
    return PairGoal.objects.select_related("pairing").get(title="Loops")


def proposed(pair):
    """By the mentor, and ahead."""
    return PairMeeting.objects.select_related("pairing").get(place="ahead")


def begun(pair):
    return PairMeeting.objects.select_related("pairing").get(place="begun")


def at() -> dict:
    return {"starts_at": timezone.now() + timedelta(days=3), "minutes": 30}


VERBS = {
    "pause": lambda pair, who: pair_course.pause(pairing=pair, member=who),
    "resume": lambda pair, who: pair_course.resume(pairing=pair, member=who),
    "finish": lambda pair, who: pair_course.finish(pairing=pair, member=who),
    "go on": lambda pair, who: pair_course.go_on(pairing=pair, member=who),
    "end": lambda pair, who: pairings.end(pairing=pair, member=who, code="fit", note="Hush"),
    "write": lambda pair, who: pair_thread.write(pairing=pair, member=who, text="Hello", token=uuid4()),
    "add goal": lambda pair, who: pair_goals.add(pairing=pair, member=who, title="Sets"),
    "mark goal": lambda pair, who: pair_goals.mark(goal=goal(pair), member=who, done=True),
    "remove goal": lambda pair, who: pair_goals.remove(goal=goal(pair), member=who),
    "share": lambda pair, who: pair_progress.share(pairing=pair, member=who),
    "propose": lambda pair, who: pair_meetings.propose(pairing=pair, member=who, **at()),
    "move": lambda pair, who: pair_meetings.move(meeting=proposed(pair), member=who, **at()),
    "confirm": lambda pair, who: pair_meetings.confirm(meeting=proposed(pair), member=who),
    "cancel": lambda pair, who: pair_meetings.cancel(meeting=proposed(pair), member=who),
    "tell how": lambda pair, who: pair_meetings.tell_how(meeting=begun(pair), member=who, held=True),
    "contact": lambda pair, who: pairings.reveal_contact(pairing=pair, member=who),
    "a week": lambda pair, who: pair_course.complete_due(),
}
OVER = (NOT_NOW, NOT_NOW, NOT_NOW)
DONE_WHILE_LIVE = ("active", "active", "paused", *OVER)
#: What the pair's state is after the verb, or the code of the refusal; in the order of STATES.
TABLE = {
    **{
        (verb, side): DONE_WHILE_LIVE
        for verb in ("go on", "write", "add goal", "mark goal", "remove goal", "move", "cancel", "tell how")
        for side in ("mentor", "mentee")
    },
    **{("pause", side): ("paused", "paused", "paused", *OVER) for side in ("mentor", "mentee")},
    **{("resume", side): ("active", "active", "active", *OVER) for side in ("mentor", "mentee")},
    **{("propose", side): ("active", "active", NOT_NOW, *OVER) for side in ("mentor", "mentee")},
    **{
        ("end", side): ("ended", "ended", "ended", NOT_NOW, NOT_NOW, "ended") for side in ("mentor", "mentee")
    },
    **{
        ("contact", side): ("active", "active", "paused", "contact_hidden", "completed", "ended")
        for side in ("mentor", "mentee")
    },
    ("finish", "mentor"): ("active", "active", "paused", NOT_NOW, "completed", NOT_NOW),
    ("finish", "mentee"): ("active", "completed", "paused", NOT_NOW, "completed", NOT_NOW),
    ("confirm", "mentor"): ("theirs_to_confirm", "theirs_to_confirm", "theirs_to_confirm", *OVER),
    ("confirm", "mentee"): DONE_WHILE_LIVE,
    ("share", "mentor"): (GONE, GONE, GONE, *OVER),
    ("share", "mentee"): DONE_WHILE_LIVE,
    ("a week", "site"): ("active", "completed", "paused", "held", "completed", "ended"),
}
#: For who is not of the pair nothing is there, whatever the state and whoever they are.
TABLE |= {
    (verb, who): (GONE,) * len(STATES)
    for verb in VERBS
    if verb != "a week"
    for who in ("stranger", "organizer")
}


def outcome(verb: str, pair: Pairing, member: Member | None) -> str:
    try:
        VERBS[verb](pair, member)
    except MentorshipError as refusal:
        return refusal.code
    except Pairing.DoesNotExist:
        return GONE
    return Pairing.objects.get().state


def facts() -> tuple:
    tables = (Pairing, PairGoal, PairMeeting, PairMessage, Participant)
    return [list(table.objects.order_by("pk").values_list()) for table in tables], Event.objects.count()


def test_every_verb_of_a_pair_in_every_state_by_everybody(round_page, make_member):
    """Each cell starts from the same rows and is rolled back; a refusal leaves all of them as they were."""
    pair = make_pair(round_page)
    now = timezone.now()
    pair_goals.add(pairing=pair, member=pair.mentee.member, title="Loops")
    for place, days, state in (("ahead", 2, "proposed"), ("begun", -1, "confirmed")):
        starts = now + timedelta(days=days)
        PairMeeting.objects.create(
            pairing=pair,
            proposed_by="mentor",
            place=place,
            state=state,
            starts_at=starts,
            ends_at=starts + timedelta(hours=1),
        )
    people = {
        "mentor": pair.mentor.member,
        "mentee": pair.mentee.member,
        "stranger": make_member("Rosa"),
        "organizer": Member.objects.create_superuser("staff@example.org"),
        "site": None,
    }
    found, changed, unsaid = dict.fromkeys(TABLE, ()), [], []
    for state in STATES:
        with transaction.atomic():
            MOVES[state](Pairing.objects.for_listing().get())
            before = facts()
            for verb, who in TABLE:
                moved = Pairing.objects.for_listing().get()
                later = now + timedelta(days=8) if verb == "a week" else now
                with transaction.atomic(), time_machine.travel(later, tick=False):
                    came = outcome(verb, moved, people[who])
                    after = facts()
                    transaction.set_rollback(True)
                found[verb, who] += (came,)
                if came not in Pairing.State and after != before:
                    changed.append((verb, who, state))
                if came in Pairing.State and came != moved.state and after[1] == before[1]:
                    unsaid.append((verb, who, state))
            transaction.set_rollback(True)
    assert (found, changed, unsaid) == (TABLE, [], [])


def test_an_end_is_told_once_to_the_other_and_a_completion_to_both(round_page):
    pair = make_pair(round_page)
    with transaction.atomic():
        for _twice in range(2):
            pairings.end(pairing=pair, member=pair.mentee.member, code="time")
        ended = list(Message.objects.filter(kind="mentorship.pair_ended").values_list("recipient", flat=True))
        transaction.set_rollback(True)
    for one in (pair.mentee, pair.mentor, pair.mentor):
        pair_course.finish(pairing=pair, member=one.member)
    done = Message.objects.filter(kind="mentorship.pair_completed").values_list("recipient", flat=True)
    assert (ended, sorted(done)) == (
        [pair.mentor.member_id],
        sorted([pair.mentor.member_id, pair.mentee.member_id]),
    )
