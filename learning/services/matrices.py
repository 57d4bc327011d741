"""Reads the matrix of a track: its learners and its homework, in three queries for any number of either."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Window

from cms.models import Block, Member
from learning import matrix
from learning.matrix import Column, Matrix
from learning.models import Enrollment, Submission

from .assignments import TrackWork

MOST_CELLS = 4400  # on one page; a cell that leads somewhere weighs about 105 bytes
FEWEST_ROWS = 10


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the matrix: the table, and where it stands among the learners, in order of their names."""

    matrix: Matrix
    learners: int
    number: int
    pages: int


def sheet(*, helper: Member, work: TrackWork, number: int = 1) -> Sheet:
    """The page `number` of the matrix; a number that is not there is the nearest one."""
    columns = _columns(work)
    everybody = _learners(helper, work.key)
    per_page = max(MOST_CELLS // max(len(columns), 1), FEWEST_ROWS)
    shown, population = _some(everybody, per_page, number)
    if not shown and number != 1:
        number = min(max(number, 1), max(-(-everybody.count() // per_page), 1))
        shown, population = _some(everybody, per_page, number)
    pages = max(-(-population // per_page), 1)
    return Sheet(_matrix(helper, columns, shown, everybody, population), population, number, pages)


def whole(*, helper: Member, work: TrackWork) -> Matrix:
    """All learners at once, for an export."""
    everybody = _learners(helper, work.key)
    shown = [(member.pk, member.name) for member in everybody]
    return _matrix(helper, _columns(work), shown, everybody, len(shown))


def _some(everybody: QuerySet[Member], per_page: int, number: int) -> tuple[list[tuple[int, str]], int]:
    """The learners of one page, key and name, and how many there are in all; nobody on a page that is not there."""
    if number < 1:
        return [], 0
    first = (number - 1) * per_page
    counted = everybody.annotate(population=Window(Count("pk")))[first : first + per_page]
    rows = [(member.pk, member.name, member.population) for member in counted]
    return [(pk, name) for pk, name, _all in rows], rows[0][2] if rows else 0


def _columns(work: TrackWork) -> list[Column]:
    return [Column(each.key, each.title, each.lesson) for each in work.homework]


def _learners(helper: Member, track_key: UUID) -> QuerySet[Member]:
    """Whoever follows the track or has finished it, and whom no block keeps from this helper."""
    following = Enrollment.objects.filter(track_key=track_key).exclude(state=Enrollment.State.LEFT)
    blocked = Block.objects.filter(blocker=helper).values("blocked")
    blocking = Block.objects.filter(blocked=helper).values("blocker")
    return (
        Member.objects.filter(is_active=True, pk__in=following.values("member"))
        .exclude(Q(pk__in=blocked) | Q(pk__in=blocking))
        .only("display_name", "left_at")
        .order_by("display_name", "pk")
    )


def _matrix(
    helper: Member,
    columns: list[Column],
    shown: list[tuple[int, str]],
    everybody: QuerySet[Member],
    population: int,
) -> Matrix:
    given = Submission.objects.handed_in().filter(exercise_key__in=[column.key for column in columns])
    own = given.filter(member__in=[pk for pk, _name in shown])
    counted = given.filter(member__in=everybody.order_by().values("pk")).order_by()
    totals = counted.values_list("exercise_key", "state").annotate(number=Count("pk"))
    return matrix.lay_out(
        columns=columns,
        learners=shown,
        submissions=own.values_list("pk", "member_id", "exercise_key", "state"),
        counted={(key, state): number for key, state, number in totals},
        population=population,
        me=helper.pk,
    )
