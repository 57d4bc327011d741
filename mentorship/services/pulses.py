"""The pulse of a pair: asked of each side once a day it is due, answered once, and looked after by the organizers.

The days count only while the pair is active: what it was when stands in the log of its transitions, so a pause or a hold
moves them. A pair that rests is asked nothing, one that was ever on hold is not asked at its end, and of two days that
have come due together only the later one is asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cms import quiet_hours
from cms.models import Event, Member, Message
from cms.services import messages
from cms.services.retry import retried
from mentorship.exceptions import NotAsked, NotNow
from mentorship.models import Pairing, Pulse
from mentorship.models.pairings import AFTERGLOW

from .nudges import organizers_of
from .pair_rows import identity, note_down

State, Day = Pairing.State, Pulse.Day
KIND, LOW_KIND, WORD_KIND = "mentorship.pulse", "mentorship.pulse_low", "mentorship.pulse_word"
DAYS = {Day.QUARTER: timedelta(days=90), Day.MONTH: timedelta(days=30), Day.WEEK: timedelta(days=7)}
#: The end is asked about when both have had a night to sleep on it.
REST = timedelta(days=1)
#: How long a question may be answered.
OPEN_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Asked:
    """A question to one of the two."""

    pairing: Pairing
    member: Member
    day: str

    @property
    def key(self) -> str:
        return f"{identity(self.pairing)}:pulse:{self.day}:{self.member.pk}"


def queue_due() -> int:
    """Ask whoever is to be asked now; how many. Safe to run twice, late or side by side: the ledger knows each key."""
    now = timezone.now()
    found = {asked.key: asked for asked in (*_under_way(now), *_over(now))}
    known = _known(found)
    new = [asked for key, asked in found.items() if key not in known]
    for asked in new:
        messages.queue(
            kind=KIND,
            recipient=asked.member,
            dedupe_key=asked.key,
            about=identity(asked.pairing),
            context={"pairing": asked.pairing.pk, "day": str(asked.day)},
            due_at=quiet_hours.after(now, asked.member.zone),
        )
    return len(new)


def _known(keys: Iterable[str]) -> set[str]:
    rows = Message.objects.filter(dedupe_key__in=list(keys))
    return set(rows.values_list("dedupe_key", flat=True))


def _both(pairing: Pairing, day: str) -> Iterator[Asked]:
    yield Asked(pairing, pairing.mentor.member, day)
    yield Asked(pairing, pairing.mentee.member, day)


def _under_way(now: datetime) -> Iterator[Asked]:
    """Pairs at work for whom a day has come; those who are closing already are asked about the end instead."""
    rows = Pairing.objects.unblocked().filter(state=State.ACTIVE, done_asked_by="")
    may = {
        row: next(day for day, after in DAYS.items() if now - row.started_at >= after)
        for row in rows.filter(started_at__lte=now - DAYS[Day.WEEK]).for_listing()
    }
    known = _known(asked.key for row, day in may.items() for asked in _both(row, day))
    open_ = [row for row, day in may.items() if any(asked.key not in known for asked in _both(row, day))]
    log = _log(open_)
    for row in open_:
        at_work = time_at_work(row, log.get(identity(row), ()), now)
        if day := next((day for day, after in DAYS.items() if at_work >= after), None):
            yield from _both(row, day)


def _over(now: datetime) -> Iterator[Asked]:
    """Pairs that are over since a day or more, and were never on hold."""
    over = Pairing.objects.unblocked().filter(state__in=[State.COMPLETED, State.ENDED])
    rows = list(over.filter(ended_at__lte=now - REST, ended_at__gt=now - AFTERGLOW).for_listing())
    log = _log(rows)
    for row in rows:
        if all(event.after != State.HELD for event in log.get(identity(row), ())):
            yield from _both(row, Day.END)


def _log(rows: Sequence[Pairing]) -> Mapping[str, Sequence[Event]]:
    """The changes of state of these pairs, in their order, by identity; one query, or none."""
    found: dict[str, list[Event]] = defaultdict(list)
    if rows:
        moves = Event.objects.filter(object__in=[identity(row) for row in rows]).exclude(before=F("after"))
        for event in moves.order_by("pk"):
            found[event.object].append(event)
    return found


def time_at_work(pairing: Pairing, moves: Iterable[Event], now: datetime) -> timedelta:
    """How long the pair has been active, without its pauses and holds."""
    total, state, since = timedelta(), str(State.ACTIVE), pairing.started_at
    for event in moves:
        if state == State.ACTIVE:
            total += max(timedelta(), event.at - since)
        state, since = event.after, event.at
    return total + max(timedelta(), now - since) if state == State.ACTIVE else total


def asked_of(*, member: Member) -> list[Pulse]:
    """The questions that wait for this member, as answers not yet given: of each pair the latest, which speaks for those
    before it. One query; one more when there are any.
    """
    rows = Message.objects.filter(kind=KIND, recipient=member, due_at__gt=timezone.now() - OPEN_FOR)
    asked = rows.order_by("due_at", "pk").values_list("context", flat=True)
    waiting = {context["pairing"]: context["day"] for context in asked}
    if not waiting:
        return []
    pairs = Pairing.objects.filter(pk__in=list(waiting)).exclude(state=State.HELD)
    found = {pair.pk: pair for pair in pairs.unblocked().for_listing().prefetch_related("pulses")}
    return [
        Pulse(pairing=found[pk], side=found[pk].side_of(member), day=day)
        for pk, day in sorted(waiting.items())
        if pk in found and not _answer_in(found[pk], found[pk].side_of(member), day)
    ]


def _answer_in(pairing: Pairing, side: str, day: str) -> bool:
    return any((pulse.side, pulse.day) == (side, day) for pulse in pairing.pulses.all())


@retried
@transaction.atomic
def answer(*, pairing: Pairing, member: Member, day: str, answer: int, words: str = "") -> Pulse:
    """Keep the answer of one side; the first one stands. A low one is told to the organizers, without the words.

    Raises NotAsked, NotNow.
    """
    pairing = Pairing.objects.select_for_update(of=("self",), no_key=True).for_listing().get(pk=pairing.pk)
    side = pairing.side_of(member)
    if not side:
        raise Pairing.DoesNotExist
    if already := pairing.pulses.filter(side=side, day=day).first():
        return already
    if pairing.state == State.HELD:
        raise NotNow(pairing.get_state_display())
    asked = Message.objects.filter(dedupe_key=Asked(pairing, member, day).key)
    if not asked.filter(due_at__gt=timezone.now() - OPEN_FOR).exists():
        raise NotAsked
    pulse = Pulse.objects.create(
        pairing=pairing, side=side, day=Day(day), answer=Pulse.Answer(answer), words=words.strip()
    )
    note_down(
        member, pairing, "pulse_answered", day=str(day)
    )  # that, and never what: the log is read by others
    if pulse.answer == Pulse.Answer.POOR:
        _tell_organizers(pulse)
    return pulse


def _tell_organizers(pulse: Pulse) -> None:
    pairing = pulse.pairing
    both = {pairing.mentor.member_id, pairing.mentee.member_id}
    for organizer in organizers_of(round_key=pairing.proposal.round_key):
        if organizer.pk not in both:
            messages.queue(
                kind=LOW_KIND,
                recipient=organizer,
                dedupe_key=f"{identity(pairing)}:pulse_low:{pulse.pk}:{organizer.pk}",
                about=identity(pairing),
                context={"pulse": pulse.pk},
            )


@retried
@transaction.atomic
def look_after(*, actor: Member, pulse: Pulse, words: str = "") -> Pulse:
    """An organizer has seen to it; it leaves the list, and a word goes to whoever answered. Twice is once.

    The caller has found it among `run_by`.
    """
    if Pulse.objects.low().filter(pk=pulse.pk).update(handled_at=timezone.now()):
        note_down(actor, pulse.pairing, "pulse_looked_after", day=pulse.day)
        if words.strip():
            messages.queue(
                kind=WORD_KIND,
                recipient=pulse.who,
                dedupe_key=f"{identity(pulse.pairing)}:pulse_word:{pulse.pk}",
                about=identity(pulse.pairing),
                context={"pulse": pulse.pk, "by": actor.pk, "words": words.strip()},
            )
    pulse.refresh_from_db(fields=["handled_at"])
    return pulse
