"""Runs of the matching from the wish to the draft: asked for, done in the background, cancelled, given up, discarded."""

from collections.abc import Mapping
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from cms.models import Member
from cms.services.retry import retried
from mentorship.exceptions import AlreadyMatching, NotNow, RoundOver
from mentorship.models import MatchEdge, MatchRun, Phase, RoundPage
from mentorship.tasks import do_match_run, publish_match_run

from . import match_input
from .access import require_organizer
from .match_rows import last_of, note_down, pins_of

State = MatchRun.State
#: Why a run failed, when it is nobody's fault but the machine's.
NO_SIGN = "no_sign"


def default_weights(round_page: RoundPage) -> dict[str, int]:
    return round_page.terms_on(timezone.now().date()).weights.as_dict()


def same_as_before(*, round_page: RoundPage, weights: Mapping[str, int]) -> MatchRun | None:
    """The latest run with a result, if nothing it rests on has changed since. Raises WeightsRefused."""
    match_input.weights_of(weights)
    last = last_of(round_page)
    if last is None or not last.input_hash:
        return None
    found = match_input.of_round(round_page=round_page, weights=weights)
    return last if match_input.fingerprint(found, pins_of(last)) == last.input_hash else None


@retried
@transaction.atomic
def start(
    *, actor: Member | None, round_page: RoundPage, weights: Mapping[str, int], wake: bool = True
) -> MatchRun:
    """Ask for a run; a worker takes it up. `actor`: None for somebody at a shell, who does the work there (`wake`: no).

    Raises WeightsRefused, AlreadyMatching.
    """
    if actor is not None:
        require_organizer(actor, round_page.round_key)
    wanted = match_input.weights_of(weights).as_dict()
    if MatchRun.objects.of(round_page.round_key).at_work().exists():
        raise AlreadyMatching
    try:
        with transaction.atomic():
            run = MatchRun.objects.create(
                round_key=round_page.round_key, by=actor, follows=last_of(round_page), weights=wanted
            )
    except IntegrityError as problem:
        raise AlreadyMatching from problem
    note_down(actor, run, "asked for", "")
    if wake:
        transaction.on_commit(partial(do_match_run.enqueue, run.pk))
    return run


@retried
@transaction.atomic
def publish(*, actor: Member, run: MatchRun) -> MatchRun:
    """Ask for a draft to be published; a worker does it, all at once. Twice is once.

    Raises NotNow, AlreadyMatching, RoundOver.
    """
    require_organizer(actor, run.round_key)
    run = MatchRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)
    if run.is_publishing or run.is_published:
        return run
    if not run.is_draft:
        raise NotNow(run.get_state_display())
    if RoundPage.objects.of(run.round_key).get().phase == Phase.OVER:
        raise RoundOver
    run.state, run.published_by, run.error = State.PUBLISHING, actor, ""
    try:
        with transaction.atomic():
            run.save(update_fields=["state", "published_by", "error"])
    except IntegrityError as problem:
        raise AlreadyMatching from problem
    note_down(actor, run, "publishing", State.DRAFT)
    transaction.on_commit(partial(publish_match_run.enqueue, run.pk))
    return run


def cancel(*, actor: Member, run: MatchRun) -> MatchRun:
    """Stop a run that waits or works; its worker notices with its next step. Raises NotNow when it is done."""
    return _end(actor, run, State.CANCELLED, MatchRun.objects.busy())


def discard(*, actor: Member, run: MatchRun) -> MatchRun:
    """Put a draft away: the pairs it chose stay to be looked at, all others go. Raises NotNow."""
    return _end(actor, run, State.DISCARDED, MatchRun.objects.filter(state=State.DRAFT))


@retried
@transaction.atomic
def _end(actor: Member, run: MatchRun, state: str, from_where: QuerySet[MatchRun]) -> MatchRun:
    require_organizer(actor, run.round_key)
    run = MatchRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)
    if run.state == state:
        return run
    changed = {"state": state} if run.finished_at else {"state": state, "finished_at": timezone.now()}
    if not from_where.filter(pk=run.pk).update(**changed):
        raise NotNow(run.get_state_display())
    before = run.state
    run.refresh_from_db()
    note_down(actor, run, state, before)
    MatchEdge.objects.filter(run=run, chosen=False).delete()
    return run


def fail_silent() -> int:
    """Say of runs whose worker died that they failed, so that the round can be matched again; how many."""
    found = 0
    for run in MatchRun.objects.silent(timezone.now()):
        with transaction.atomic():
            ended = MatchRun.objects.silent(timezone.now()).filter(pk=run.pk, tries=run.tries)
            if ended.update(state=State.FAILED, error=NO_SIGN, finished_at=timezone.now()):
                run.refresh_from_db()
                note_down(None, run, "failed", State.RUNNING)
                found += 1
    return found
