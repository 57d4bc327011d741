"""The demo's wishes for chapters: as many as the data says, once, with one letter to program staff."""

import pytest

from cms.demo import people, wishes
from cms.models import Chapter, ChapterInterest, Message

pytestmark = pytest.mark.django_db


def test_oslo_would_like_a_chapter_and_program_staff_are_told_once(program_staff):
    people.plant_people()
    people.plant_chapters()
    for _time in range(2):
        wishes.plant_interests()
    assert ChapterInterest.objects.count() == 8
    told = Message.objects.filter(kind="cms.chapter_wanted")
    assert told.count() == len(people.Group.objects.get(name="Program staff").user_set.all())
    assert {row.closed_at is not None for row in Chapter.objects.filter(city="Leipzig")} == {True}
