"""Hints of an exercise: a member opens them one by one, and they stay open."""

from django.db import transaction

from cms.models import Member
from cms.services.retry import retried
from learning.exceptions import HintsInOrder
from learning.models import Exercise, HintOpening


@retried
@transaction.atomic
def open_next(*, member: Member, exercise: Exercise, number: int) -> HintOpening:
    """Open the hint of this number, from 1; opening it twice is once. Raises HintsInOrder."""
    row, _made = HintOpening.objects.get_or_create(member=member, exercise_key=exercise.translation_key)
    row = HintOpening.objects.select_for_update().get(pk=row.pk)
    if not 1 <= number <= min(row.opened + 1, len(exercise.hints)):
        raise HintsInOrder
    if number > row.opened:
        row.opened = number
        row.save(update_fields=["opened"])
    return row
