"""What the workbench reads: rounds with their numbers, a run's leftovers, pairs, load and changes; a query a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from cms.models import Member
from mentorship.matching.price import diff
from mentorship.models import MatchEdge, MatchLeftover, MatchRun, Pairing, Participant, Phase, RoundPage

Role, Pin = Participant.Role, MatchEdge.Pin

#: From here down a pair is one to look at.
WEAK = 5_000


@dataclass(frozen=True)
class RoundLine:
    """A round in the workbench's list: how many wait, how many places there are, and its latest run."""

    page: RoundPage
    newcomers: int
    places: int
    run: MatchRun | None


def rounds_of(*, member: Member) -> list[RoundLine]:
    """The rounds this member organizes by title, those that are over last; three queries."""
    pages = list(RoundPage.objects.originals().run_by(member).order_by("title", "pk"))
    pages.sort(key=lambda page: page.phase == Phase.OVER)
    keys = [page.round_key for page in pages]
    numbers = numbers_of(round_keys=keys)
    runs: dict[UUID, MatchRun] = {}
    for run in MatchRun.objects.filter(round_key__in=keys).order_by("created_at", "pk"):
        runs[run.round_key] = run
    return [RoundLine(page, *numbers.get(page.round_key, (0, 0)), runs.get(page.round_key)) for page in pages]


def numbers_of(*, round_keys: list[UUID]) -> dict[UUID, tuple[int, int]]:
    """Round key -> newcomers without a mentor, but those who are done, and mentors' free places. One query."""
    done = Pairing.objects.filter(mentee=OuterRef("pk"), state=Pairing.State.COMPLETED)
    free = F("capacity") - F("seats_taken")
    rows = (
        Participant.objects.filter(
            round_key__in=round_keys, state=Participant.State.APPROVED, seats_taken__lt=F("capacity")
        )
        .order_by()
        .values("round_key")
        .annotate(
            newcomers=Count("pk", filter=Q(~Exists(done), role=Role.MENTEE)),
            places=Coalesce(Sum(free, filter=Q(role=Role.MENTOR, paused_at=None)), 0),
        )
    )
    return {row["round_key"]: (row["newcomers"], row["places"]) for row in rows}


def leftovers_of(*, run: MatchRun, words: str = "", cause: str = "") -> QuerySet[MatchLeftover]:
    """Whoever the run found nobody for: first in line before all others, then by the day they applied."""
    rows = MatchLeftover.objects.filter(run=run).select_related("mentee__member")
    if words:
        rows = rows.filter(mentee__member__display_name__icontains=words)
    if cause:
        rows = rows.filter(cause=cause)
    return rows.order_by("-mentee__priority_tier", "mentee__submitted_at", "pk")


ORDERS = {
    "weak": ("score", "pk"),
    "strong": ("-score", "pk"),
    "name": ("mentee__member__display_name", "pk"),
}


def pairs_of(*, run: MatchRun, words: str = "", only: str = "", order: str = "") -> QuerySet[MatchEdge]:
    """The pairs the run chose, the weakest first. `only`: "pinned", "asked", "weak", "marked" or "skipped"."""
    rows = MatchEdge.objects.filter(run=run, chosen=True)
    if words:
        name = Q(mentee__member__display_name__icontains=words) | Q(
            mentor__member__display_name__icontains=words
        )
        rows = rows.filter(name)
    if only == "pinned":
        rows = rows.exclude(pin=Pin.NONE)
    elif only == "asked":
        rows = rows.filter(asked=True)
    elif only == "weak":
        rows = rows.filter(score__lt=WEAK)
    elif only == "skipped":
        rows = rows.exclude(violations=[])
    elif only == "marked":
        rows = rows.filter(marked())
    return rows.select_related("mentee__member", "mentor__member").order_by(
        *ORDERS.get(order, ORDERS["weak"])
    )


def asked_in(*, run: MatchRun) -> tuple[int, int, int]:
    """Total, number and weakest of the run's own scores of the pairs that still fitted when it was published. One query."""
    rows = MatchEdge.objects.filter(run=run, chosen=True, violations=[])
    found = rows.aggregate(
        total=Coalesce(Sum("score"), 0), count=Count("pk"), worst=Coalesce(Min("score"), 0)
    )
    return found["total"], found["count"], found["worst"]


def marked() -> Q:
    """Pairs that no longer fit: one of the two has left, takes a break or has no place any more."""
    gone = Q()
    for side in ("mentee", "mentor"):
        gone |= (
            ~Q(**{f"{side}__state": Participant.State.APPROVED})
            | Q(**{f"{side}__paused_at__isnull": False})
            | Q(**{f"{side}__seats_taken__gte": F(f"{side}__capacity")})
        )
    return gone


def pins_of(*, run: MatchRun) -> QuerySet[MatchEdge]:
    """What organizers want in this run, pairs to keep first."""
    rows = MatchEdge.objects.filter(run=run).exclude(pin=Pin.NONE)
    return rows.select_related("mentee__member", "mentor__member").order_by("-pin", "pk")


def load_of(*, run: MatchRun, words: str = "") -> QuerySet[Participant]:
    """The mentors of the round with `given`, the newcomers the run gives them; those with places left first."""
    mine = MatchEdge.objects.filter(run=run, mentor=OuterRef("pk"), chosen=True).order_by()
    given = mine.values("mentor").annotate(count=Count("pk")).values("count")
    looked_at = MatchEdge.objects.filter(run=run, mentor=OuterRef("pk")).exclude(pin=Pin.FORBID).order_by()
    fits = looked_at.values("mentor").annotate(count=Count("pk")).values("count")
    rows = Participant.objects.filter(
        round_key=run.round_key, role=Role.MENTOR, state=Participant.State.APPROVED
    ).select_related("member")
    if words:
        rows = rows.filter(member__display_name__icontains=words)
    return rows.annotate(
        given=Coalesce(Subquery(given), 0),
        fits=Coalesce(Subquery(fits), 0),
        left=F("capacity") - F("seats_taken") - Coalesce(Subquery(given), 0),
    ).order_by("-left", "member__display_name", "pk")


@dataclass(frozen=True)
class Changed:
    """What happened to one newcomer from the run before to this one."""

    kind: str
    mentee: str
    before: str
    after: str


def changes_of(*, run: MatchRun) -> list[Changed]:
    """Pairs gained, lost and moved since the run before; three queries."""
    if run.follows_id is None:
        return []
    old, new = _chosen(run.follows_id), _chosen(run.pk)
    found = diff(old.items(), new.items())
    keys = {key for pair in (*old.items(), *new.items()) for key in pair}
    rows = Participant.objects.filter(round_key=run.round_key).order_by()
    names = {
        str(uuid): name or "–"
        for uuid, name in rows.values_list("uuid", "member__display_name")
        if str(uuid) in keys
    }
    return [
        *(Changed("gained", names[mentee], "", names[mentor]) for mentee, mentor in found.gained),
        *(Changed("lost", names[mentee], names[mentor], "") for mentee, mentor in found.lost),
        *(Changed("moved", names[mentee], names[one], names[other]) for mentee, one, other in found.moved),
    ]


def _chosen(run: int) -> Mapping[str, str]:
    rows = MatchEdge.objects.filter(run=run, chosen=True).order_by()
    return {str(mentee): str(mentor) for mentee, mentor in rows.values_list("mentee__uuid", "mentor__uuid")}


@dataclass(frozen=True)
class Candidate:
    """A mentor the run looked at for a newcomer, and who has their places in it."""

    edge: MatchEdge
    given_to: list[str]


def candidates_of(*, run: MatchRun, mentee: Participant) -> list[Candidate]:
    """The mentors for one newcomer, the best first; two queries."""
    edges = MatchEdge.objects.filter(run=run, mentee=mentee).select_related("mentor__member")
    found = list(edges.order_by("-score", "mentor__uuid"))
    held = MatchEdge.objects.filter(
        run=run, chosen=True, mentor__in=[edge.mentor_id for edge in found]
    ).exclude(mentee=mentee)
    names: dict[int, list[str]] = {}
    for mentor, name in held.order_by("pk").values_list("mentor", "mentee__member__display_name"):
        names.setdefault(mentor, []).append(name or "–")
    return [Candidate(edge, names.get(edge.mentor_id, [])) for edge in found]


def mentors_named(*, run: MatchRun, words: str, limit: int = 10) -> list[Participant]:
    """Mentors of the round whose name holds these words, for a pair the run did not think of."""
    rows = Participant.objects.filter(
        round_key=run.round_key,
        role=Role.MENTOR,
        state=Participant.State.APPROVED,
        member__display_name__icontains=words,
    )
    return list(rows.select_related("member").order_by("member__display_name", "pk")[:limit]) if words else []


def people_named(*, keys: set[int]) -> dict[int, str]:
    """Participant key -> name. One query."""
    rows = Participant.objects.filter(pk__in=keys).select_related("member")
    return {row.pk: row.member.name for row in rows}
