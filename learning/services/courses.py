"""Courses elsewhere: their weeks as a group follows them. When the course moves, its weeks move by whole weeks."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from cms.models import Member
from cms.services import events
from learning import schedule
from learning.models import CourseWeek, StudyGroup


@dataclass(frozen=True, slots=True)
class Shift:
    """A week of the course, and the day it will be due."""

    week: CourseWeek
    due_on: date


@transaction.atomic
def set_weeks(*, group: StudyGroup, number: int) -> list[CourseWeek]:
    """So many weeks, each due at the end of its week from the group's first day on. Of a draft: titles are kept."""
    group.weeks.filter(number__gt=number).delete()
    for nth in range(1, number + 1):
        due_on = group.starts_on + timedelta(days=7 * nth - 1)
        CourseWeek.objects.update_or_create(group=group, number=nth, defaults={"due_on": due_on})
    return list(group.weeks.all())


def preview(*, group: StudyGroup, by: int) -> list[Shift]:
    """What a move by so many weeks (back when negative) would do."""
    weeks = list(group.weeks.order_by("due_on", "number"))
    moved = schedule.moved_weeks([week.due_on for week in weeks], by)
    return [Shift(week, due_on) for week, due_on in zip(weeks, moved, strict=True)]


@transaction.atomic
def shift(*, actor: Member, group: StudyGroup, by: int) -> list[Shift]:
    """Move every week of the course. The group's meetups stay where they are: they have rules of their own."""
    StudyGroup.objects.select_for_update().get(pk=group.pk)
    moved = preview(group=group, by=by)
    for each in moved:
        CourseWeek.objects.filter(pk=each.week.pk).update(due_on=each.due_on)
    if by and moved:
        events.record(
            actor=actor, object=f"learning.group:{group.uuid}", verb="course-moved", data={"weeks": by}
        )
    return moved
