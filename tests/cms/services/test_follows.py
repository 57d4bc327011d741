"""Following a chapter, and what its organizers say of it."""

import pytest

from cms.models import ChapterFollow, Event
from cms.services import chapter_facts, follows
from tests.factories import groups as make

pytestmark = pytest.mark.django_db


def test_following_twice_is_once_and_stopping_too(member):
    chapter = make.chapter()
    told = [follows.follow(chapter=chapter, member=member) for _time in range(2)]
    assert (told, ChapterFollow.objects.count()) == ([True, False], 1)
    told = [follows.unfollow(chapter=chapter, member=member) for _time in range(2)]
    assert (told, ChapterFollow.objects.count()) == ([True, False], 0)
    assert [event.verb for event in Event.objects.order_by("pk")] == ["followed", "unfollowed"]


def test_a_break_begins_once_and_ends(member):
    chapter = make.chapter()
    facts = {"city": "Portland", "contact_email": "hello@portland.example"}
    began = chapter_facts.describe(actor=member, chapter=chapter, facts=facts, rests=True).paused_at
    again = chapter_facts.describe(actor=member, chapter=chapter, facts=facts, rests=True).paused_at
    ended = chapter_facts.describe(actor=member, chapter=chapter, facts=facts, rests=False).paused_at
    assert (began is not None, again, ended) == (True, began, None)
    assert [event.data["fields"] for event in Event.objects.order_by("pk")] == [
        ["contact_email", "paused_at"],
        ["paused_at"],
    ]


def test_organizers_do_not_rename_or_close_their_chapter_here(member):
    with pytest.raises(ValueError, match="closed_at"):
        chapter_facts.describe(actor=member, chapter=make.chapter(), facts={"closed_at": None}, rests=False)
