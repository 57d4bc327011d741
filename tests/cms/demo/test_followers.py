"""The demo's followers and wishes: as many as the data says, once, with one letter to program staff."""

import pytest

from cms.demo import followers, people
from cms.models import Chapter, ChapterFollow, ChapterInterest, Message

pytestmark = pytest.mark.django_db


def test_ninety_six_follow_portland_and_oslo_would_like_a_chapter(program_staff):
    people.plant_people()
    people.plant_chapters()
    for _time in range(2):
        followers.plant_followers()
        followers.plant_interests()
    portland = Chapter.objects.get(city="Portland")
    assert (portland.follows.count(), ChapterInterest.objects.count()) == (96, 8)
    told = Message.objects.filter(kind="cms.chapter_wanted")
    assert told.count() == len(people.Group.objects.get(name="Program staff").user_set.all())
    days = ChapterFollow.objects.filter(chapter=portland).dates("created_at", "month")
    assert len(days) >= 6
    assert {row.closed_at is not None for row in Chapter.objects.filter(city="Leipzig")} == {True}
