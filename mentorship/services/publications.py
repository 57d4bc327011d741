"""Publishing a run: all its pairs become proposals at once, and whoever is left over stands first from then on.

Everybody concerned is locked in the order of their keys, then the run; every pair is asked the rules again. What no longer
fits is passed over and named. It all happens in one transaction, so nothing is ever half-published.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms import quiet_hours
from cms.models import Event, Member, Message
from cms.services import events
from cms.services.retry import retried
from mentorship import sentences
from mentorship.exceptions import NotNow, RequestsClosed, RoundOver
from mentorship.matching.explain import explain
from mentorship.matching.people import Person, Relations, Terms
from mentorship.matching.rules import violations
from mentorship.models import MatchEdge, MatchLeftover, MatchRun, Participant, Phase, Proposal, RoundPage

from . import leftovers, loading
from .access import require_organizer
from .match_input import terms_of
from .match_rows import spoken_of
from .proposal_rows import identity, round_of

BATCH = 1000


@dataclass(frozen=True)
class Publication:
    """What publishing a run came to, in numbers; who was passed over stands with the edges."""

    proposed: int
    standing: int
    skipped: int
    left_over: int


@dataclass(frozen=True)
class _Round:
    """The round as it stands while everybody concerned is locked.

    `open`: pairs with an open question. What the run could not know: `refused`, pairs one of whom has said no since, and
    `asked`, how many questions have been opened since with each participant.
    """

    page: RoundPage
    terms: Terms
    people: dict[int, Person]
    rows: dict[int, Participant]
    relations: Relations
    open: set[tuple[int, int]]
    refused: set[tuple[int, int]]
    asked: Counter[int]


@retried
@transaction.atomic
def publish(*, run: MatchRun) -> Publication:
    """Ask both sides of every pair of a run that is to be published. Twice is once.

    Raises NotNow, RequestsClosed, RoundOver, and PermissionDenied when whoever wanted it organizes the round no more.
    """
    actor, page = run.published_by, round_of(run.round_key)
    if page is None:
        raise RequestsClosed
    if page.phase == Phase.OVER:
        raise RoundOver
    if actor is None:
        raise PermissionDenied
    require_organizer(actor, run.round_key)
    chosen = MatchEdge.objects.filter(run=run, chosen=True)
    concerned = Q(pk__in=chosen.values("mentee")) | Q(pk__in=chosen.values("mentor"))
    locked = Participant.objects.select_for_update(of=("self",), no_key=True).select_related("member")
    rows = {row.pk: row for row in locked.filter(concerned).order_by("pk")}
    run = MatchRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)
    if run.is_published:
        return Publication(**run.stats["publication"])
    if not run.is_publishing:
        raise NotNow(run.get_state_display())
    everybody = Participant.objects.filter(concerned)
    standing_open, refused, asked = _since(run)
    found = _Round(
        page=page,
        terms=terms_of(page, run.weights),
        people=loading.people(everybody),
        rows=rows,
        relations=loading.relations_of(everybody.values("member")),
        open=standing_open,
        refused=refused,
        asked=asked,
    )
    now = timezone.now()
    made, passed_over, standing = _proposals(run, list(chosen.order_by("-score", "pk")), found, now)
    _open(run, made, actor, page, now)
    _pass_over(run, passed_over, found)
    left_over = leftovers.tell_all(run=run)
    result = Publication(len(made), standing, len(passed_over), left_over)
    run.state, run.published_at = MatchRun.State.PUBLISHED, now
    run.stats = {**run.stats, "publication": vars(result)}
    run.save(update_fields=["state", "published_at", "stats"])
    events.record(
        actor=actor,
        object=f"mentorship.matchrun:{run.uuid}",
        verb="published",
        before=MatchRun.State.PUBLISHING,
        after=run.state,
        data=vars(result),
    )
    return result


def _proposals(
    run: MatchRun, chosen: list[MatchEdge], found: _Round, now: datetime
) -> tuple[list[Proposal], list[MatchEdge], int]:
    """The proposals to open, the pairs that no longer fit, and how many have one open already."""
    made, passed_over, standing = [], [], 0
    promised = Counter(found.asked)
    for edge in chosen:
        if (edge.mentee_id, edge.mentor_id) in found.open:
            standing += 1
            continue
        mentee, mentor = found.people[edge.mentee_id], found.people[edge.mentor_id]
        taken = mentor.seats_taken + promised[edge.mentor_id]
        broken = violations(mentee, replace(mentor, seats_taken=taken), found.relations, found.terms)
        if broken or found.asked[edge.mentee_id] or (edge.mentee_id, edge.mentor_id) in found.refused:
            edge.violations = spoken_of(broken) or ["unavailable"]
            passed_over.append(edge)
            continue
        promised[edge.mentor_id] += 1
        told = explain(mentee, mentor, found.terms)
        made.append(
            Proposal(
                round_key=run.round_key,
                mentor=found.rows[edge.mentor_id],
                mentee=found.rows[edge.mentee_id],
                source=Proposal.Source.RUN,
                run=run,
                score=told.score,
                reasons=sentences.stored(told.reasons),
                expires_at=now + found.page.proposal_ttl,
            )
        )
    return made, passed_over, standing


def _since(run: MatchRun) -> tuple[set[tuple[int, int]], set[tuple[int, int]], Counter[int]]:
    """Pairs with an open question, pairs refused since the run, and whom questions since then concern. One query."""
    rows = Proposal.objects.filter(round_key=run.round_key).filter(
        Q(state=Proposal.State.OPEN) | Q(state=Proposal.State.DECLINED, decided_at__gt=run.created_at)
    )
    standing, refused, asked = set(), set(), Counter[int]()
    for mentee, mentor, state, created_at in rows.values_list("mentee", "mentor", "state", "created_at"):
        if state == Proposal.State.DECLINED:
            refused.add((mentee, mentor))
            continue
        standing.add((mentee, mentor))
        if created_at > run.created_at:
            asked.update((mentee, mentor))
    return standing, refused, asked


def _open(run: MatchRun, made: list[Proposal], actor: Member, page: RoundPage, now: datetime) -> None:
    """All rows, what is noted down of each, and the letters; those that are due go out with the next run of `tick`."""
    Proposal.objects.bulk_create(made, batch_size=BATCH)
    noted = (
        Event(actor=actor, object=identity(one), verb="opened", after=one.state, data={"run": str(run.uuid)})
        for one in made
    )
    Event.objects.bulk_create(noted, batch_size=BATCH)
    Message.objects.bulk_create(
        _letters(made, page.proposal_ttl, now), batch_size=BATCH, ignore_conflicts=True
    )


def _letters(made: Iterable[Proposal], lasts: timedelta, now: datetime) -> Iterable[Message]:
    """The question to both sides of each, and the reminder at half time."""
    for proposal in made:
        about = identity(proposal)
        for participant in (proposal.mentor, proposal.mentee):
            member = participant.member
            reminder = quiet_hours.after(now + lasts / 2, member.zone)
            for kind, due in (("proposal_received", now), ("proposal_reminder", reminder)):
                yield Message(
                    kind=f"mentorship.{kind}",
                    recipient=member,
                    dedupe_key=f"{about}:{kind}:{member.pk}",
                    about=about,
                    context={"proposal": proposal.pk},
                    due_at=due,
                )


def _pass_over(run: MatchRun, edges: list[MatchEdge], found: _Round) -> None:
    """Keep why these pairs were not proposed; their newcomers are left over, if they still take part."""
    MatchEdge.objects.bulk_update(edges, ["violations"], batch_size=BATCH)
    waiting = (
        MatchLeftover(
            run=run, mentee_id=edge.mentee_id, cause="passed_over", detail={"rules": edge.violations}
        )
        for edge in edges
        if not found.people[edge.mentee_id].unready
        and found.people[edge.mentee_id].free_seats
        and not found.asked[edge.mentee_id]
    )
    MatchLeftover.objects.bulk_create(waiting, batch_size=BATCH, ignore_conflicts=True)
