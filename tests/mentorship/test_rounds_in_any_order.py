"""Whatever newcomers, mentors, organizers and time do in a round, in whatever order: the promises of mentoring hold.

Some stories here. `HYPOTHESIS_PROFILE=nightly uv run pytest -n 0 tests/mentorship/test_rounds_in_any_order.py` tells ten
thousand of them, `STORIES=300 STORY_STEPS=60` as many and as long ones as one likes.
"""

import os
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from uuid import UUID, uuid4

import time_machine
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from cms.models import Block, Event, Member, Message
from cms.services import messages
from mentorship import waiting
from mentorship.exceptions import MentorshipError
from mentorship.models import PairGoal, Pairing, PairMeeting, PairMessage, Participant, Proposal, RoundPage
from mentorship.models.pairings import AFTERGLOW
from mentorship.services import (
    choices,
    lapses,
    nudges,
    pair_course,
    pair_goals,
    pair_meetings,
    pair_progress,
    pair_rows,
    pair_thread,
    pairings,
    participants,
    pauses,
    proposal_rows,
    proposals,
)
from tests.factories.mentorship import make_member, make_participant, make_round

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
STORIES = int(os.environ.get("STORIES", "10000" if NIGHTLY else "12"))
START = datetime(2026, 11, 20, 12, tzinfo=UTC)
WHO, NTH, TWICE = st.integers(0, 8), st.integers(0, 9), st.booleans()
MENTOR, NEWCOMER = st.integers(0, 3), st.integers(4, 8)
SIDE = st.sampled_from(["mentor", "mentee", "mentor", "mentee", "stranger"])
LIVE = {"active", "paused", "held"}
NOBODY = (Proposal.DoesNotExist, Pairing.DoesNotExist, Participant.DoesNotExist)


@dataclass(frozen=True)
class Sight:
    """Everything that counts at one moment."""

    people: dict[int, Participant]
    proposals: dict[int, Proposal]
    pairs: dict[int, Pairing]
    space: tuple
    walls: set[frozenset[int]]
    events: int
    messages: int

    @property
    def facts(self) -> tuple:
        """What a refusal, and the same done twice, leave as it was."""
        rows = [*self.people.values(), *self.proposals.values(), *self.pairs.values()]
        return (
            [tuple(value for name, value in vars(row).items() if name != "_state") for row in rows],
            self.space,
            self.walls,
            self.events,
            self.messages,
        )


def look() -> Sight:
    space = [
        PairMeeting.objects.values_list("pk", "state", "sequence"),
        PairGoal.objects.values_list("pk", "done_at"),
    ]
    return Sight(
        {row.pk: row for row in Participant.objects.order_by("pk")},
        {row.pk: row for row in Proposal.objects.order_by("pk")},
        {row.pk: row for row in Pairing.objects.order_by("pk")},
        (*(tuple(rows.order_by("pk")) for rows in space), PairMessage.objects.count()),
        {frozenset(pair) for pair in Block.objects.values_list("blocker", "blocked")},
        Event.objects.count(),
        Message.objects.count(),
    )


def step(act):
    """Do it, perhaps twice, and look at what it did: a refusal nothing, everything else what the rules allow."""

    @wraps(act)
    def checked(self, *, twice=False, **how):
        self.clock.shift(timedelta(seconds=1))
        before = self.sight
        try:
            with transaction.atomic():
                act(self, **how)
        except (MentorshipError, *NOBODY) as refusal:
            Stories.seen[getattr(refusal, "code", "nobody")] += 1
            assert look().facts == before.facts
            return
        Stories.seen[act.__name__] += 1
        self.sight = after = look()
        self.check(before, after)
        if twice:
            act(self, **how)
            assert look().facts == after.facts

    return checked


def pick(rows, nth: int):
    found = list(rows)
    return found[nth % len(found)] if found else None


class Stories(RuleBasedStateMachine):
    """Four mentors with few places, five newcomers, one of whom is a mentor, too; not everybody is approved yet."""

    everybody: tuple[int, ...] = ()
    round_page = staff = stranger = None
    seen: Counter = Counter()

    def __init__(self):
        super().__init__()
        mail.outbox.clear()
        self.travel = time_machine.travel(START, tick=False)
        self.clock = self.travel.start()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.sight, self.asked_of_contact = look(), None

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)
        self.travel.stop()

    def one(self, who: int) -> Participant:
        return Participant.objects.select_related("member", "consent").get(pk=self.everybody[who])

    def events_of_the_rare(self) -> bool:
        """What changes everything may happen now and then: after every fifth thing that did."""
        return self.sight.events % 5 == 0

    def side(self, thing: Proposal | Pairing, side: str) -> Member:
        return self.stranger if side == "stranger" else getattr(thing, side).member

    # Into the round, and out of it

    @rule(
        who=WHO,
        verb=st.sampled_from(["apply", "approve", "approve", "waitlist", "reject", "leave"]),
        twice=TWICE,
    )
    def come_and_go(self, who, verb, twice):
        if verb != "leave" or sum(one.is_approved for one in self.sight.people.values()) > 5:
            self.take_part(who=who, verb=verb, twice=twice)

    @step
    def take_part(self, who, verb):
        one, reason = self.one(who), {"reason": "In spring"}
        if verb == "apply":
            participants.submit(participant=one, consent=True)
        elif verb == "leave":
            participants.withdraw(participant=one)
        else:
            decide = getattr(participants, verb)
            decide(actor=self.staff, participant=one, **({} if verb == "approve" else reason))

    @rule(who=MENTOR, capacity=st.integers(0, 3))
    @step
    def make_room(self, who, capacity):
        """Take a break or come back, or offer more places or fewer."""
        mentor = self.one(who)
        if capacity == 0:
            (pauses.resume if mentor.is_paused else pauses.pause)(mentor=mentor)
        elif mentor.is_paused:
            pauses.resume(mentor=mentor)
        else:
            facts = {"capacity": capacity}
            participants.save_draft(
                member=mentor.member, round_page=self.round_page, role="mentor", facts=facts
            )

    @rule(who=NEWCOMER, first=MENTOR, second=MENTOR, place=st.sampled_from([2, choices.AVOID]), twice=TWICE)
    @step
    def choose(self, who, first, second, place):
        places = {self.one(second).member_id: place, self.one(first).member_id: 1}
        choices.choose(mentee=self.one(who), places=places)

    # Asking and answering

    @rule(who=NEWCOMER, mentor=MENTOR, twice=TWICE)
    @step
    def request(self, who, mentor):
        proposals.request(mentee=self.one(who), mentor=self.one(mentor), note="Please")

    @rule(who=NEWCOMER, mentor=MENTOR, twice=TWICE)
    @step
    def propose(self, who, mentor):
        proposals.propose(actor=self.staff, mentor=self.one(mentor), mentee=self.one(who))

    @rule(nth=NTH, side=SIDE, twice=TWICE)
    @precondition(lambda self: any(asked.is_open for asked in self.sight.proposals.values()))
    def say_yes(self, nth, side, twice):
        if asked := pick(self.asked(), nth):
            self.accept(asked=asked, side=side, twice=twice)

    @rule(nth=NTH, twice=TWICE)
    @precondition(lambda self: any(asked.is_open for asked in self.sight.proposals.values()))
    def agree(self, nth, twice):
        """Whoever has to answer says yes."""
        asked = pick(self.asked(), nth)
        self.accept(asked=asked, side="mentee" if asked.mentor_answer == "yes" else "mentor", twice=twice)

    @step
    def accept(self, asked, side):
        proposals.accept(proposal=asked, member=self.side(asked, side))
        assert side != "stranger"

    @rule(nth=NTH, side=SIDE, pause=st.booleans(), twice=TWICE)
    @precondition(lambda self: any(asked.is_open for asked in self.sight.proposals.values()))
    def say_no(self, nth, side, pause, twice):
        if asked := pick(self.asked(), nth):
            self.decline(asked=asked, side=side, pause=pause and side == "mentor", twice=twice)

    @step
    def decline(self, asked, side, pause):
        member = self.side(asked, side)
        proposals.decline(proposal=asked, member=member, code="time", note="", pause=pause)
        assert side != "stranger"

    @rule(nth=NTH, side=st.sampled_from(["mentee", "mentee", "mentor"]), twice=TWICE)
    @precondition(lambda self: any(asked.is_open for asked in self.sight.proposals.values()))
    def take_back(self, nth, side, twice):
        if asked := pick(self.asked(), nth):
            self.withdraw(asked=asked, side=side, twice=twice)

    @step
    def withdraw(self, asked, side):
        proposals.withdraw(proposal=asked, member=self.side(asked, side))
        assert side == "mentee"

    def asked(self):
        """Those that are open rather than those that are over."""
        rows = list(Proposal.objects.for_listing().order_by("pk"))
        return [*[row for row in rows if row.is_open] * 2, *rows]

    # What comes between

    @rule(nth=NTH, one=WHO, other=WHO, known=st.sampled_from([True, True, False]), on=st.booleans())
    @step
    def block(self, nth, one, other, known, on):
        """Of somebody one knows, for the most part; and taken back again."""
        one, other = self.one(one).member, self.one(other).member
        if known and (met := pick([*self.asked(), *self.pairs()], nth)):
            one, other = met.mentor.member, met.mentee.member
        if not on:
            Block.objects.all().delete()
        elif one != other:
            Block.objects.get_or_create(blocker=one, blocked=other)

    @rule(who=WHO, active=st.sampled_from([True, False]))
    @precondition(lambda self: self.events_of_the_rare())
    @step
    def close_an_account(self, who, active):
        Member.objects.exclude(pk=self.staff.pk).update(is_active=True)
        Member.objects.filter(pk=self.one(who).member_id).update(is_active=active)

    @rule(how=st.sampled_from(["open"] * 4 + ["quiet", "closed", "over"]))
    @precondition(lambda self: self.events_of_the_rare())
    @step
    def change_the_round(self, how):
        today = timezone.localdate()
        ends = today - timedelta(days=1) if how == "over" else today + timedelta(days=90)
        days = {
            name: today - timedelta(days=9) for name in ("opens_on", "closes_on", "matching_on", "starts_on")
        }
        kind = "rolling" if how in {"open", "quiet"} else "dated"
        RoundPage.objects.update(kind=kind, ends_on=ends, requests_open=how != "quiet", **days)
        self.round_page.refresh_from_db()

    # Two at work

    @rule(
        nth=NTH,
        side=SIDE,
        verb=st.sampled_from(["pause", "resume", "finish", "finish", "go_on"]),
        twice=TWICE,
    )
    @precondition(lambda self: self.sight.pairs)
    def go_on(self, nth, side, verb, twice):
        if pair := pick(self.pairs(), nth):
            self.course(pair=pair, side=side, verb=verb, twice=twice)

    @step
    def course(self, pair, side, verb):
        getattr(pair_course, verb)(pairing=pair, member=self.side(pair, side))
        assert side != "stranger"

    @rule(nth=NTH, side=SIDE, twice=TWICE)
    @precondition(lambda self: self.sight.pairs)
    def part(self, nth, side, twice):
        if pair := pick(self.pairs(), nth):
            self.end(pair=pair, side=side, twice=twice)

    @step
    def end(self, pair, side):
        pairings.end(pairing=pair, member=self.side(pair, side), code="time", note="Hush")
        assert side != "stranger"

    @rule(nth=NTH, side=SIDE, verb=st.sampled_from(["write", "goal", "done", "share"]), twice=TWICE)
    @precondition(lambda self: self.sight.pairs)
    def talk(self, nth, side, verb, twice):
        if pair := pick(self.pairs(), nth):
            self.say(pair=pair, side=side, verb=verb, token=uuid4(), twice=twice and verb != "write")

    @step
    def say(self, pair, side, verb, token: UUID):
        member = self.side(pair, side)
        if verb == "write":
            pair_thread.write(pairing=pair, member=member, text="Hello", token=token)
        elif verb == "share":
            pair_progress.share(pairing=pair, member=member)
        elif verb == "goal":
            pair_goals.add(pairing=pair, member=member, title="Loops")
        elif goal := pair.goals.first():
            pair_goals.mark(goal=goal, member=member, done=True)
        else:
            return
        assert side != "stranger"

    @rule(nth=NTH, side=SIDE, hours=st.integers(1, 40), move=st.booleans(), twice=TWICE)
    @precondition(lambda self: self.sight.pairs)
    def plan(self, nth, side, hours, move, twice):
        if pair := pick(self.pairs(), nth):
            meeting = pair.meetings.standing().last() if move else None
            at = timezone.now() + timedelta(hours=hours)
            self.meet(pair=pair, meeting=meeting, side=side, at=at, twice=twice)

    @step
    def meet(self, pair, meeting, side, at):
        if meeting:
            pair_meetings.move(meeting=meeting, member=self.side(pair, side), starts_at=at, minutes=60)
        else:
            pair_meetings.propose(pairing=pair, member=self.side(pair, side), starts_at=at, minutes=60)
        assert side != "stranger"

    @rule(
        nth=NTH,
        side=SIDE,
        verb=st.sampled_from(["confirm", "confirm", "cancel", "held", "missed"]),
        twice=TWICE,
    )
    @precondition(lambda self: self.sight.space[0])
    def meeting(self, nth, side, verb, twice):
        if found := pick(
            PairMeeting.objects.select_related("pairing__mentor__member", "pairing__mentee__member"), nth
        ):
            self.settle(found=found, side=side, verb=verb, twice=twice)

    @step
    def settle(self, found, side, verb):
        member = self.side(found.pairing, side)
        if verb in {"confirm", "cancel"}:
            getattr(pair_meetings, verb)(meeting=found, member=member)
        else:
            pair_meetings.tell_how(meeting=found, member=member, held=verb == "held")
        assert side != "stranger"

    @rule(nth=NTH, side=SIDE)
    @precondition(lambda self: self.sight.pairs)
    def look_up(self, nth, side):
        if pair := pick(self.pairs(), nth):
            self.reveal(pair=pair, side=side)

    @step
    def reveal(self, pair, side):
        member = self.side(pair, side)
        assert pairings.reveal_contact(pairing=pair, member=member) == pair.other_of(member).member
        assert side != "stranger"

    def pairs(self):
        rows = list(Pairing.objects.for_listing().order_by("pk"))
        return [*[row for row in rows if row.is_live] * 2, *rows]

    # What time does

    @rule(days=st.sampled_from([0, 0, 0, 1, 1, 4, 8, 20]), twice=TWICE)
    def time_passes(self, days, twice):
        self.clock.shift(timedelta(days=days, hours=1))
        self.tick(twice=twice)

    @step
    def tick(self):
        lapses.expire_due()
        pair_course.complete_due()
        nudges.queue_due()
        open_now = Proposal.objects.open()
        assert not open_now.due(timezone.now()).exists()
        assert not open_now.walled().exists()

    @rule()
    def post_goes_out(self):
        """Each message that is due goes out once, without a word of the contact or the address of somebody else."""
        messages.send_due()
        messages.send_due()
        assert len(mail.outbox) == Message.objects.exclude(sent_at=None).count()
        assert not Message.objects.failing().exists()
        for letter in mail.outbox:
            words = f"{letter.subject} {letter.body} {letter.alternatives[0].content}"
            assert "private-" not in words
            assert "Hush" not in words
            assert set(filter(lambda each: each.endswith("@example.org"), words.split())) <= set(letter.to)

    @rule(who=WHO)
    def look_at_today(self, who):
        """Nothing there is gone, or would be refused."""
        member = self.one(who).member
        if not member.is_active:
            return
        client = Client()
        client.force_login(member)
        for line in waiting.lines(member):
            answer = client.get(line.url)
            assert answer.status_code == 200
            assert "Nobody can be asked right now" not in answer.text
            with suppress(Undone), transaction.atomic():
                if asked := answer.context.get("proposal"):
                    proposals.decline(proposal=asked, member=member, code="time")
                elif line.title.startswith("Your turn"):
                    pair = answer.context["pairing"]
                    pair_thread.write(pairing=pair, member=member, text="Hello", token=uuid4())
                raise Undone

    # What always holds

    def check(self, before: Sight, after: Sight) -> None:
        self.seats_are_those_of_live_pairs(after)
        self.nothing_open_has_lost_its_reason(after)
        self.contact_is_seen_by_the_two_in_time_and_across_no_block(after)
        self.each_change_is_noted(before, after)
        self.each_change_is_told_once(before, after)

    def seats_are_those_of_live_pairs(self, after: Sight) -> None:
        live = [pair for pair in after.pairs.values() if pair.state in LIVE]
        taken = Counter(key for pair in live for key in (pair.mentor_id, pair.mentee_id))
        assert {key: one.seats_taken for key, one in after.people.items() if one.seats_taken} == dict(taken)
        assert [one for one in after.people.values() if one.seats_taken > one.capacity] == []
        assert max(Counter((pair.mentor_id, pair.mentee_id) for pair in live).values(), default=0) <= 1
        accepted = {key for key, asked in after.proposals.items() if asked.state == "accepted"}
        assert sorted(pair.proposal_id for pair in after.pairs.values()) == sorted(accepted)

    def nothing_open_has_lost_its_reason(self, after: Sight) -> None:
        asking: Counter = Counter()
        for asked in after.proposals.values():
            if asked.is_open:
                mentor, mentee = after.people[asked.mentor_id], after.people[asked.mentee_id]
                assert (mentor.state, mentee.state) == ("approved", "approved")
                assert mentor.free_seats
                assert mentee.free_seats
                assert "no" not in {asked.mentor_answer, asked.mentee_answer}
                asking[asked.mentee_id] += asked.is_request
        assert max(asking.values(), default=0) <= 3

    def contact_is_seen_by_the_two_in_time_and_across_no_block(self, after: Sight) -> None:
        rows = [(key, pair.state, pair.ended_at) for key, pair in after.pairs.items()]
        now = rows, after.walls, timezone.localdate()
        if now == self.asked_of_contact:
            return
        self.asked_of_contact = now
        for pair in Pairing.objects.for_listing() if rows else ():
            two = pair.mentor.member, pair.mentee.member
            in_time = not pair.ended_at or timezone.now() < pair.ended_at + AFTERGLOW
            may = in_time and pair.state != "held" and frozenset(m.pk for m in two) not in after.walls
            expected = [may and other.is_active for other in reversed(two)]
            seen = [pairings.may_see_contact(pairing=pair, member=m) for m in (*two, self.stranger)]
            assert seen == [*expected, False]

    def each_change_is_noted(self, before: Sight, after: Sight) -> None:
        """Every state that is another now has an event from the one to the other, and every new row its first."""
        noted = [(e.object, e.before, e.after) for e in Event.objects.order_by("pk")[before.events :]]
        for was, now, name in (
            (before.people, after.people, participants.identity),
            (before.proposals, after.proposals, proposal_rows.identity),
            (before.pairs, after.pairs, pair_rows.identity),
        ):
            for key, row in now.items():
                old = was[key].state if key in was else ""
                if old != row.state and (old or not isinstance(row, Pairing)):
                    assert noted.count((name(row), old, row.state)) == 1

    def each_change_is_told_once(self, before: Sight, after: Sight) -> None:
        """Who has to hear of it does, once: of each proposal and pair, as often as it says."""
        new = list(Message.objects.order_by("pk")[before.messages :])
        told = Counter((m.about, m.kind.removeprefix("mentorship."), m.recipient_id) for m in new)
        each = Counter((m.about, m.kind, m.recipient_id, m.context.get("meeting")) for m in new)
        assert max(each.values(), default=1) == 1
        for key, asked in after.proposals.items():
            old = before.proposals.get(key)
            name, people = proposal_rows.identity(asked), after.people
            mentor, mentee = people[asked.mentor_id].member_id, people[asked.mentee_id].member_id
            if old is None:
                waits = [
                    m
                    for m, yes in ((mentor, asked.mentor_answer), (mentee, asked.mentee_answer))
                    if yes == "waiting"
                ]
                assert [
                    told[name, kind, m] for kind in ("proposal_received", "proposal_reminder") for m in waits
                ] == [1] * 2 * len(waits)
            elif old.state != asked.state == "accepted":
                assert [told[name, "accepted", m] for m in (mentor, mentee)] == [1, 1]
            elif old.state != asked.state == "expired":
                said_yes = [asked.mentor_answer == "yes", asked.mentee_answer == "yes"]
                assert [told[name, "expired", m] for m in (mentor, mentee)] == said_yes
        for key, pair in after.pairs.items():
            old, name = before.pairs.get(key), pair_rows.identity(pair)
            if old and old.state != pair.state and pair.state in {"completed", "ended"}:
                heard = [
                    n
                    for (about, kind, _who), n in told.items()
                    if (about, kind) == (name, f"pair_{pair.state}")
                ]
                assert heard == {"completed": [1, 1], "ended": [1]}[pair.state]


class Undone(Exception):
    """Tried out only."""


def test_the_promises_of_a_round_hold_in_whatever_order(db, record_property):
    Stories.round_page = page = make_round(proposal_ttl_days=7)
    Stories.staff, Stories.stranger = (
        Member.objects.create_superuser("staff@example.org"),
        make_member("Rosa"),
    )
    both = make_member("Dana")
    rows = [
        make_participant(page, "Ada", "mentor"),
        make_participant(page, "Bea", "mentor", capacity=2),
        make_participant(page, "Cleo", "mentor", state="submitted"),
        make_participant(page, "Dana", "mentor", member=both),
        make_participant(page, "Dana", member=both),
        *(make_participant(page, name) for name in ("Nora", "Olga", "Pia")),
        make_participant(page, "Quin", state="draft"),
    ]
    Stories.everybody = tuple(row.pk for row in rows)
    choices.choose(mentee=rows[5], places={row.member_id: nth for nth, row in enumerate(rows[:3], 1)})
    choices.choose(mentee=rows[6], places={rows[0].member_id: 1, rows[3].member_id: 2})
    asked = [
        proposals.request(mentee=rows[nth], mentor=rows[to], note="") for nth, to in ((5, 0), (6, 3), (7, 1))
    ]
    proposals.propose(actor=Stories.staff, mentor=rows[1], mentee=rows[6])
    proposals.accept(proposal=asked[2], member=rows[1].member)
    Stories.seen = Counter()
    alone = "STORIES" in os.environ or NIGHTLY
    run_state_machine_as_test(
        Stories,
        settings=settings(
            max_examples=STORIES,
            stateful_step_count=int(os.environ.get("STORY_STEPS", "30")),
            deadline=None,
            database=None,
            derandomize=not alone,
            phases=[Phase.generate, Phase.shrink] if alone else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    record_property("what happened", dict(Stories.seen.most_common()))
