"""Does a run of the matching: takes the row, says how far it is, and stores the whole result at once or nothing of it.

A worker that dies leaves a row that gives no sign any more; after a while it is said to have failed. Whoever cancels a run
changes its state, and the worker notices with its next step.
"""

import logging
import time
from typing import Any

from django.db import transaction
from django.utils import timezone

from mentorship import sentences
from mentorship.matching.edges import Edges
from mentorship.matching.explain import explain
from mentorship.matching.refusals import Cancelled, Contradiction, Refusal
from mentorship.matching.round import RoundResult, match_round
from mentorship.matching.rules import violations
from mentorship.models import MatchEdge, MatchLeftover, MatchRun, RoundPage
from mentorship.services import match_input
from mentorship.services.match_input import Pair, RoundInput
from mentorship.services.match_rows import keep_candidates, note_down, pins_of, spoken_of

logger = logging.getLogger(__name__)

State, Pin = MatchRun.State, MatchEdge.Pin
A_SIGN_EVERY = 0.5  # seconds
BATCH = 2000


def work_due() -> int:
    """Do the runs that wait, whoever was to be woken for them; how many are done."""
    waiting = MatchRun.objects.filter(state=State.WAITING).order_by("created_at", "pk")
    return sum(work(pk) for pk in list(waiting.values_list("pk", flat=True)))


def work(run_pk: int) -> bool:
    """Do one run if it waits and nobody else is at it. True when it came to a draft."""
    waiting = MatchRun.objects.filter(pk=run_pk, state=State.WAITING)
    run = waiting.first()
    if run is None:
        return False
    now = timezone.now()
    if not waiting.filter(tries=run.tries).update(state=State.RUNNING, tries=run.tries + 1, beat_at=now):
        return False
    run.tries, run.state = run.tries + 1, State.RUNNING
    try:
        return _work(run)
    except Cancelled:
        return False
    except Refusal as refusal:
        return _fail(run, refusal.code)
    except Exception as problem:
        logger.warning("The matching run %s came to nothing", run.pk, exc_info=True)
        return _fail(run, f"{type(problem).__name__}: {problem}")


def _held(run: MatchRun) -> Any:
    """The row, as long as it is still ours."""
    return MatchRun.objects.filter(pk=run.pk, tries=run.tries, state=State.RUNNING)


def _fail(run: MatchRun, why: str) -> bool:
    with transaction.atomic():
        if _held(run).update(state=State.FAILED, error=why[:200], finished_at=timezone.now()):
            run.state = State.FAILED
            note_down(None, run, "failed", State.RUNNING)
    return False


class _Sign:
    """Tells the row how far the work is, now and then; says no when the run is not ours any more."""

    def __init__(self, run: MatchRun) -> None:
        self.run, self.last = run, 0.0

    def __call__(self, done: int, total: int) -> bool:
        if time.monotonic() - self.last < A_SIGN_EVERY and done < total:
            return True
        self.last = time.monotonic()
        return bool(_held(self.run).update(done=done, total=total, beat_at=timezone.now()))


def _work(run: MatchRun) -> bool:
    page = RoundPage.objects.of(run.round_key).first()
    if page is None:
        return _fail(run, "no_round")
    found = match_input.of_round(round_page=page, weights=run.weights)
    pins = pins_of(run.follows)
    result, pins, dropped = solve(found, pins, _Sign(run))
    return _store(run, found, result, pins, dropped)


def solve(
    found: RoundInput, pins: dict[Pair, str], progress: Any = None
) -> tuple[RoundResult, dict[Pair, str], list[Pair]]:
    """The round under the pins taken over from before; those that cannot be any more are dropped and named.

    Raises what `match_round` raises.
    """
    here = found.mentees.keys() | found.mentors.keys()
    dropped = [pair for pair in pins if not here.issuperset(pair)]
    while True:
        standing = {pair: pin for pair, pin in pins.items() if pair not in dropped}
        kept = [pair for pair, pin in standing.items() if pin == Pin.KEEP]
        try:
            result = match_round(
                list(found.mentees.values()),
                list(found.mentors.values()),
                found.relations,
                found.terms,
                keep=kept,
                forbid=[pair for pair, pin in standing.items() if pin == Pin.FORBID],
                asked=found.asked,
                progress=progress,
            )
        except Contradiction as clash:
            if not standing:
                raise
            dropped += _clashing(clash, standing)
        else:
            return result, standing, dropped


def _clashing(clash: Contradiction, pins: dict[Pair, str]) -> list[Pair]:
    """The pins that a contradiction is about: all of them when it names none."""
    facts = clash.facts
    mentees = {facts["mentee"]} if "mentee" in facts else set(facts.get("mentees", ()))
    mentors = {facts["mentor"]} if "mentor" in facts else set(facts.get("mentors", ()))
    return [pair for pair in pins if pair[0] in mentees and pair[1] in mentors] or list(pins)


def _store(
    run: MatchRun, found: RoundInput, result: RoundResult, pins: dict[Pair, str], dropped: list[Pair]
) -> bool:
    """Edges, leftovers and figures in one transaction, if the run is still ours."""
    stats = {
        **figures(result),
        "dropped": [[found.keys.get(mentee), found.keys.get(mentor)] for mentee, mentor in dropped],
    }
    with transaction.atomic():
        held = _held(run).update(
            state=State.DRAFT,
            input_hash=match_input.fingerprint(found, pins),
            stats=stats,
            finished_at=timezone.now(),
        )
        if not held:
            return False
        _keep_edges(run, found, result, pins)
        MatchLeftover.objects.bulk_create(
            (
                MatchLeftover(
                    run=run,
                    mentee_id=found.keys[left.mentee],
                    cause=str(left.cause),
                    detail=dict(left.detail),
                    helps=[
                        {"code": one.code, "mentors": one.mentors, "free": one.free, "facts": dict(one.facts)}
                        for one in left.helps
                    ],
                )
                for left in result.unmatched
            ),
            batch_size=BATCH,
        )
        run.state = State.DRAFT
        note_down(
            None, run, "done", State.RUNNING, served=result.stats.served, newcomers=result.stats.mentees
        )
    return True


STATS = (
    "mentees",
    "mentors",
    "seats",
    "served",
    "priority",
    "priority_served",
    "total",
    "worst",
    "blocking",
    "gain",
    "edges",
)


def figures(result: RoundResult) -> dict[str, Any]:
    """The round in numbers, as they are kept with a run."""
    seconds = {name: round(value, 3) for name, value in result.stats.seconds.items()}
    return {**{name: getattr(result.stats, name) for name in STATS}, "seconds": seconds}


def _keep_edges(run: MatchRun, found: RoundInput, result: RoundResult, pins: dict[Pair, str]) -> None:
    """Every candidate; those that were chosen with their reasons, and the pairs kept apart, for the next run to know."""
    chosen = {(match.mentee, match.mentor): match for match in result.pairs}
    asked = {pair[:2] for pair in result.edges.fixed}
    scores = {**_scored(result.edges), **{pair: match.score for pair, match in chosen.items()}}
    barred = {}
    for pair in pins.keys() - scores.keys():
        two = found.mentees[pair[0]], found.mentors[pair[1]]
        scores[pair] = explain(*two, found.terms).score
        barred[pair] = spoken_of(violations(*two, found.relations, found.terms))
    keys, special = found.keys, chosen.keys() | pins.keys() | asked
    MatchEdge.objects.bulk_create(
        (
            MatchEdge(
                run=run,
                mentee_id=keys[pair[0]],
                mentor_id=keys[pair[1]],
                score=scores[pair],
                reasons=sentences.stored(chosen[pair].explanation.reasons) if pair in chosen else [],
                pin=pins.get(pair, Pin.NONE),
                violations=barred.get(pair, []),
                asked=pair in asked,
                chosen=pair in chosen,
            )
            for pair in sorted(special)
        ),
        batch_size=BATCH,
    )
    keep_candidates(
        run,
        (
            (keys[one], keys[other], score)
            for (one, other), score in scores.items()
            if (one, other) not in special
        ),
    )


def _scored(edges: Edges) -> dict[Pair, int]:
    rows = zip(edges.mentee.tolist(), edges.mentor.tolist(), edges.score.tolist(), strict=True)
    return {(edges.mentees[mentee], edges.mentors[mentor]): score for mentee, mentor, score in rows}
