"""What the meetups of a group are about: lessons chosen for one meetup, or a whole track spread over those ahead."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cms.models import Member
from cms.services import events
from cms.services.retry import retried
from learning.group_exceptions import GroupOver, ProgramChanged
from learning.models import Meetup, MeetupLesson, StudyGroup
from learning.models.meetups import Kind
from learning.outline import Lesson, Outline
from learning.spreading import spread

COVER, DUE = MeetupLesson.Use.COVER, MeetupLesson.Use.HOMEWORK_DUE
#: Evenings at which people do homework, and go through nothing new.
FOR_HOMEWORK = frozenset({Kind.HOMEWORK_MEETUP, Kind.HANGOUT})
#: Evenings without lessons.
WITHOUT = frozenset({Kind.SOCIAL, Kind.TALKS, Kind.PANEL})


@dataclass(frozen=True, slots=True)
class Evening:
    """A meetup and what it is about, as it is or as it would be."""

    meetup: Meetup
    covered: tuple[Lesson, ...] = ()
    due: tuple[Lesson, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.covered or self.due)


@dataclass(frozen=True, slots=True)
class Spread:
    """How the rest of a track would be spread; `token` names exactly this plan."""

    evenings: tuple[Evening, ...] = ()

    @property
    def token(self) -> str:
        parts = (
            f"{each.meetup.pk}:{','.join(str(one.key) for one in (*each.covered, *each.due))}"
            for each in self.evenings
        )
        return hashlib.sha256(";".join(parts).encode()).hexdigest()[:24]


@retried
@transaction.atomic
def choose(*, actor: Member, meetup: Meetup, covered: Collection[UUID], due: Collection[UUID]) -> bool:
    """Make these lessons the program of a meetup, in the order given. The same ones again change nothing.

    Also of a meetup that is over: what was done there is what those who missed it catch up on. Returns whether it changed.
    """
    Meetup.objects.select_for_update().get(pk=meetup.pk)
    wanted = [(key, COVER) for key in dict.fromkeys(covered)] + [(key, DUE) for key in dict.fromkeys(due)]
    rows = MeetupLesson.objects.filter(meetup=meetup)
    if list(rows.values_list("lesson_key", "use")) == wanted:
        return False
    rows.delete()
    MeetupLesson.objects.bulk_create(
        MeetupLesson(meetup=meetup, lesson_key=key, use=use, sort_order=nth)
        for nth, (key, use) in enumerate(wanted)
    )
    events.record(
        actor=actor,
        object=f"learning.meetup:{meetup.uuid}",
        verb="program-chosen",
        before=meetup.state,
        after=meetup.state,
        data={"covered": [str(key) for key, use in wanted if use == COVER], "due": [str(key) for key in due]},
    )
    return True


def program(*, group: StudyGroup, outline: Outline | None) -> list[Evening]:
    """The meetups ahead with their lessons of the track: two statements. Lessons of elsewhere are left out."""
    ahead = _ahead(group)
    lessons = {each.key: each for each in outline.lessons} if outline else {}
    rows = MeetupLesson.objects.filter(meetup__in=[each.pk for each in ahead], lesson_key__in=lessons.keys())
    found: dict[tuple[int, str], list[Lesson]] = {}
    for row in rows:
        found.setdefault((row.meetup_id, row.use), []).append(lessons[row.lesson_key])
    return [
        Evening(each, tuple(found.get((each.pk, COVER), ())), tuple(found.get((each.pk, DUE), ())))
        for each in ahead
    ]


def preview(*, group: StudyGroup, outline: Outline, homework: Collection[UUID] = ()) -> Spread:
    """The lessons of the track that no meetup of the group goes through yet, over the meetups ahead without a program.

    Evenings for homework get the lessons with `homework` that were gone through since the one before; the first, what
    was gone through already and was never due. Three statements.
    """
    every = MeetupLesson.objects.filter(meetup__group=group).exclude(meetup__state=Meetup.State.CANCELLED)
    rows = list(every.values_list("lesson_key", "use", "meetup_id", "meetup__starts_at"))
    taken = {key for key, use, _meetup, _at in rows if use == COVER}
    rest = [each for each in outline.lessons if each.key not in taken]
    known = {each.meetup.pk: each for each in program(group=group, outline=outline)}
    planned = {meetup for _key, _use, meetup, _at in rows}
    ahead = [each.meetup for each in known.values() if each.meetup.kind not in WITHOUT]
    free = [each for each in ahead if each.pk not in planned]
    to_teach = [each for each in free if each.kind not in FOR_HOMEWORK] or free
    parts = spread([each.minutes for each in rest], len(to_teach)) if to_teach and rest else []
    new = {meetup.pk: tuple(rest[nth] for nth in part) for meetup, part in zip(to_teach, parts, strict=False)}
    found: list[Evening] = []
    since = _owing(outline, rows, homework)
    for meetup in ahead:
        covered = new.get(meetup.pk, ())
        due = tuple(since) if meetup.kind in FOR_HOMEWORK and meetup in free and not covered else ()
        if covered or due:
            found.append(Evening(meetup, covered, due))
        since = [] if meetup.kind in FOR_HOMEWORK else since
        since += [each for each in covered or known[meetup.pk].covered if each.key in homework]
    return Spread(tuple(found))


def _owing(outline: Outline, rows: Iterable[tuple], homework: Collection[UUID]) -> list[Lesson]:
    """Lessons with homework that past meetups went through, and whose homework no meetup asks for."""
    now = timezone.now()
    gone = {key for key, use, _meetup, at in rows if use == COVER and at <= now}
    due = {key for key, use, _meetup, _at in rows if use == DUE}
    return [each for each in outline.lessons if each.key in (gone & set(homework)) - due]


@retried
@transaction.atomic
def apply(
    *, actor: Member, group: StudyGroup, outline: Outline, homework: Collection[UUID], token: str
) -> int:
    """Write the plan that `token` names. Returns how many meetups got lessons.

    Sent twice it is written once: the second time there is another plan. Raises GroupOver, ProgramChanged.
    """
    group = StudyGroup.objects.select_for_update().get(pk=group.pk)
    if group.is_over:
        raise GroupOver
    # What is chosen for one meetup at this moment is waited for, and then seen: the plan has changed.
    list(Meetup.objects.select_for_update().upcoming().filter(group=group).order_by("pk"))
    plan = preview(group=group, outline=outline, homework=homework)
    if not plan.evenings or plan.token != token:
        raise ProgramChanged
    for each in plan.evenings:
        choose(actor=actor, meetup=each.meetup, covered=_keys(each.covered), due=_keys(each.due))
    return len(plan.evenings)


def _keys(lessons: Iterable[Lesson]) -> list[UUID]:
    return [each.key for each in lessons]


def _ahead(group: StudyGroup) -> list[Meetup]:
    rows = Meetup.objects.upcoming().filter(group=group, starts_at__gt=timezone.now())
    return list(rows.exclude(state=Meetup.State.CANCELLED).for_listing())
