"""What organizers want of a pair in a draft: together, apart, or neither; tried first, then kept, each with its price."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.models import Member
from cms.services.retry import retried
from mentorship import leftover_words, match_words, round_sentences, sentences
from mentorship.exceptions import NotNow, PinsClash
from mentorship.matching.explain import explain
from mentorship.matching.people import Person, Terms
from mentorship.matching.price import Price
from mentorship.matching.refusals import Contradiction
from mentorship.matching.rules import violations
from mentorship.models import MatchEdge, MatchLeftover, MatchRun, Participant

from . import loading
from .access import require_organizer
from .match_input import terms_of
from .match_rows import note_down, spoken_of
from .match_solving import Board, Outcome, Pair, moved
from .proposal_rows import round_of

Pin = MatchEdge.Pin


def price_of_all(*, run: MatchRun) -> Price:
    """What all pins of a draft cost together: the best there is without any, less the best with them."""
    board = Board(run)
    free = {pair: pin for pair, pin in board.pins.items() if pair in board.barred}
    return board.solve(free).price(board.solve(board.pins))


@dataclass(frozen=True)
class Foresight:
    """What a pin would change: who moves from which mentor to which, and what it costs.

    Where a pair is freed, `price` is what that wins back. `more`: the score of a pair the run had not looked at closely.
    `barred`: rules that forbid the pair anyway, now; what is secret is "unavailable".
    """

    board: Board
    pair: Pair
    pin: str
    after: Outcome
    price: Price
    changes: list[tuple[int, int | None, int | None]]
    more: Mapping[Pair, int]
    barred: list[str]


def foresee(*, run: MatchRun, mentor: Participant, mentee: Participant, pin: str) -> Foresight:
    """Solve the draft with this pin and without it; nothing is kept. Raises PinsClash with the names of what clashes,
    and of who can be kept with nobody any more. Leaving a pair free is never refused.
    """
    board, pair = Board(run), (mentee.pk, mentor.pk)
    others = {each: standing for each, standing in board.pins.items() if each != pair}
    barred = _barred(run, board, mentor, mentee, pin)
    more = {} if barred or pair in board.scores else _score(run, mentor, mentee)
    # What the rules forbid is out of the question with the pin and without it: it costs nothing to keep such two apart.
    base = {**others, pair: Pin.FORBID} if barred else others
    free = board.solve(base, more)
    if pin == Pin.NONE:
        # A pin that had to be passed over may come into its own: then nothing is won.
        wins = max(free.price(board.solve(board.pins)), Price())
        changes = moved(board.chosen, free.mentors)
        return Foresight(board, pair, pin, free, wins, changes, more, barred)
    try:
        after = board.solve({**others, pair: pin}, more, strict=pin == Pin.KEEP)
    except Contradiction as clash:
        raise PinsClash(_named(clash, mentor, mentee)) from clash
    changes = moved(board.chosen, after.mentors)
    return Foresight(board, pair, pin, after, free.price(after), changes, more, barred)


def _barred(run: MatchRun, board: Board, mentor: Participant, mentee: Participant, pin: str) -> list[str]:
    """The rules that forbid the pair now. Raises PinsClash where they, or what has happened since the run, refuse it."""
    pair = (mentee.pk, mentor.pk)
    if pair in board.asked and pin != Pin.NONE:
        raise PinsClash(
            _(
                "{mentee} and {mentor} have been asked already. That question has to be answered first."
            ).format(mentee=mentee.member.name, mentor=mentor.member.name)
        )
    if not board.is_here(pair):
        if pin == Pin.KEEP:
            raise PinsClash(match_words.no_longer(mentee, mentor))
        return []
    person, guide, terms = _two(run, mentor, mentee)
    broken = violations(person, guide, loading.relations(mentor.member_id, mentee.member_id), terms)
    spoken = spoken_of(broken)
    if broken and pin == Pin.KEEP:
        told = [rule for rule in spoken if rule != "unavailable"] or [""]
        words = _("{mentee} and {mentor} cannot be paired: {why}.").format(
            mentee=mentee.member.name, mentor=mentor.member.name, why=leftover_words.rule_name(told[0])
        )
        raise PinsClash(words)
    return spoken


def _two(run: MatchRun, mentor: Participant, mentee: Participant) -> tuple[Person, Person, Terms]:
    page = round_of(run.round_key)
    if page is None:
        raise NotNow(run.get_state_display())
    people = loading.people(Participant.objects.filter(pk__in=[mentor.pk, mentee.pk]))
    return people[mentee.pk], people[mentor.pk], terms_of(page, run.weights)


def _score(run: MatchRun, mentor: Participant, mentee: Participant) -> dict[Pair, int]:
    """The score of a pair that the run did not look at closely."""
    return {(mentee.pk, mentor.pk): explain(*_two(run, mentor, mentee)).score}


def _named(clash: Contradiction, mentor: Participant, mentee: Participant) -> str:
    """What clashes, with names instead of keys."""
    keys = {
        str(mentor.uuid),
        str(mentee.uuid),
        *clash.facts.get("mentees", ()),
        *clash.facts.get("mentors", ()),
    }
    rows = Participant.objects.filter(uuid__in=keys).select_related("member")
    return round_sentences.of_refusal(clash, {str(row.uuid): row.member.name for row in rows})


def reasons_of(
    *, run: MatchRun, edge: MatchEdge | None, mentor: Participant, mentee: Participant
) -> tuple[list[dict[str, Any]], int]:
    """The reasons and the score of any two of the round: as the run kept them, or worked out now."""
    if edge is not None and edge.reasons:
        return edge.reasons, edge.score
    told = explain(*_two(run, mentor, mentee))
    return sentences.stored(told.reasons), told.score


@retried
@transaction.atomic
def set_pin(*, actor: Member, run: MatchRun, mentor: Participant, mentee: Participant, pin: str) -> Foresight:
    """Keep the pin and what it changes in the draft. Twice is once. Raises NotNow, PinsClash."""
    require_organizer(actor, run.round_key)
    run = MatchRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)
    if not run.is_draft:
        raise NotNow(run.get_state_display())
    found = foresee(run=run, mentor=mentor, mentee=mentee, pin=Pin(pin))
    before = found.board.pins.get(found.pair, Pin.NONE)
    if before == pin:
        return found
    price = asdict(found.price) if pin != Pin.NONE else {}
    edge, _made = MatchEdge.objects.get_or_create(
        run=run, mentor=mentor, mentee=mentee, defaults={"score": found.more.get(found.pair, 0)}
    )
    _choose(run, found)
    kept = MatchEdge.objects.filter(pk=edge.pk)
    if pin == Pin.NONE and found.barred:
        kept.filter(chosen=False).delete()  # no candidate at all: only the pin was a reason to keep it
    kept.update(
        pin=pin,
        price=price,
        score=found.more.get(found.pair, edge.score),
        violations=found.barred if pin == Pin.FORBID else [],
    )
    _count(run, found.after)
    note_down(
        actor,
        run,
        "pinned",
        run.state,
        mentor=str(mentor.uuid),
        mentee=str(mentee.uuid),
        pin=pin,
        was=before,
    )
    return found


def _choose(run: MatchRun, found: Foresight) -> None:
    """Write down who is chosen now, with reasons for the new pairs, and who is left over."""
    gone = [mentee for mentee, old, _new in found.changes if old is not None]
    MatchEdge.objects.filter(run=run, mentee__in=gone, chosen=True).update(chosen=False)
    new = {mentee: mentor for mentee, _old, mentor in found.changes if mentor is not None}
    edges = [
        edge
        for edge in MatchEdge.objects.filter(run=run, mentee__in=list(new), mentor__in=set(new.values()))
        if new.get(edge.mentee_id) == edge.mentor_id
    ]
    _explain(run, edges)
    for edge in edges:
        edge.chosen, edge.pin = True, edge.pin if edge.pin != Pin.FORBID else Pin.NONE
    MatchEdge.objects.bulk_update(edges, ["chosen", "pin", "reasons"])
    MatchLeftover.objects.filter(run=run, mentee__in=list(new)).delete()
    MatchLeftover.objects.bulk_create(
        (_left(run, found, mentee) for mentee, _old, mentor in found.changes if mentor is None),
        ignore_conflicts=True,
    )


def _explain(run: MatchRun, edges: list[MatchEdge]) -> None:
    page = round_of(run.round_key)
    if page is None or not edges:
        return
    keys = {key for edge in edges for key in (edge.mentee_id, edge.mentor_id)}
    people, terms = loading.people(Participant.objects.filter(pk__in=keys)), terms_of(page, run.weights)
    for edge in edges:
        if not edge.reasons:
            told = explain(people[edge.mentee_id], people[edge.mentor_id], terms)
            edge.reasons = sentences.stored(told.reasons)


def _left(run: MatchRun, found: Foresight, mentee: int) -> MatchLeftover:
    """Somebody whose mentor went to another, or was forbidden to them."""
    board = found.board
    fitting = [mentor for one, mentor in {**board.scores, **found.more} if one == mentee]
    barred = {pair[1] for pair, pin in board.pins.items() if pin == Pin.FORBID and pair[0] == mentee}
    if found.pin == Pin.FORBID and found.pair[0] == mentee:
        barred.add(found.pair[1])
    left = [mentor for mentor in fitting if mentor not in barred]
    if not left:
        return MatchLeftover(run=run, mentee_id=mentee, cause="forbidden", detail={"mentors": len(fitting)})
    places = sum(board.seats[mentor].free for mentor in left if mentor in board.seats)
    rivals = {one for one, mentor in board.scores if mentor in set(left) and one != mentee}
    detail = {"mentors": len(left), "places": places, "rivals": len(rivals)}
    return MatchLeftover(run=run, mentee_id=mentee, cause="seats", detail=detail)


def _count(run: MatchRun, after: Outcome) -> None:
    found = after.found
    run.stats = {
        **run.stats,
        "served": found.served,
        "priority_served": found.priority_served,
        "total": found.total_score,
        "worst": found.worst,
    }
    run.save(update_fields=["stats"])
