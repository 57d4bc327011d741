"""What a lesson is compared with: what the reader had before them, whatever the page went through since."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale, PageLogEntry, Revision

from cms.models import Event
from cms.services import publication
from learning.models import LessonPage, LessonProgress
from learning.services import changes, progress
from learning.services.changes import State
from tests.factories import learning as make
from tests.factories import trees
from tests.factories.remembered import remembered


def fresh(page: LessonPage) -> LessonPage:
    return LessonPage.objects.get(pk=page.pk)


def publish(page: LessonPage, summary: str) -> None:
    page = fresh(page)
    page.summary = summary
    page.save_revision().publish()


def state(page: LessonPage) -> str:
    row = LessonProgress.objects.get()
    return changes.state(lesson=fresh(page), row=row, stamp=publication.version())


def told(page: LessonPage) -> list[tuple[str, str]]:
    found = changes.since(lesson=fresh(page), row=LessonProgress.objects.get(), stamp=publication.version())
    return [(str(each.what), each.id) for each in found.differences]


@pytest.fixture
def done(member, lesson):
    progress.mark_done(member=member, lesson=lesson, confidence=3)
    return lesson


def test_a_lesson_that_was_not_touched_is_the_same(done):
    assert (state(done), told(done)) == (State.SAME, [])


def test_a_lesson_published_anew_with_the_same_words_is_the_same(done):
    fresh(done).save_revision().publish()
    assert (state(done), told(done)) == (State.SAME, [])


def test_a_draft_is_never_compared(done):
    page = fresh(done)
    page.summary = "Not out yet."
    page.save_revision()
    assert (state(done), told(done)) == (State.SAME, [])


def test_what_was_published_since_is_told(done):
    publish(done, "First.")
    publish(done, "Second.")
    assert (state(done), told(done)) == (State.CHANGED, [("added", "page-summary")])


def test_changed_and_changed_back_is_the_same(done):
    publish(done, "For a day.")
    publish(done, "")
    assert state(done) == State.SAME


def test_an_alias_tells_what_changed_in_its_original(done):
    trees.complete()
    publish(done, "New.")
    spanish = done.get_translation(Locale.objects.get(language_code="es"))
    assert (state(spanish), told(spanish)) == (State.CHANGED, [("added", "page-summary")])


def test_a_lesson_read_again_is_the_same_and_stays_done_since_when_it_was(done, member):
    before = LessonProgress.objects.get().done_at
    publish(done, "New.")
    for _twice in range(2):
        row = progress.read_again(member=member, lesson=fresh(done))
    assert (row.state, row.done_at, row.confidence, state(done)) == ("done", before, 3, State.SAME)
    assert list(Event.objects.filter(verb="read-again").values_list("before", "after")) == [("done", "done")]


def test_a_new_confidence_does_not_say_that_the_changes_were_read(done, member):
    publish(done, "New.")
    progress.mark_done(member=member, lesson=fresh(done), confidence=1)
    assert state(done) == State.CHANGED


def test_who_has_not_finished_has_read_nothing_again(member, lesson):
    progress.visit(member=member, lesson=lesson)
    row = progress.read_again(member=member, lesson=lesson)
    assert (row.state, row.done_revision, row.read_at, state(lesson)) == ("started", None, None, State.SAME)
    assert progress.read_again(member=member, lesson=make.lesson("Other")) is None


def test_undo_forgets_what_was_read_again(done, member):
    publish(done, "New.")
    progress.read_again(member=member, lesson=fresh(done))
    row = progress.undo(member=member, lesson_key=done.translation_key)
    assert (row.read_at, row.done_revision) == (None, None)


@pytest.fixture
def in_spanish(lesson) -> LessonPage:
    """The lesson's Spanish page, translated and published."""
    return translated(lesson)


@remembered
def translated(lesson: LessonPage) -> LessonPage:
    trees.complete()
    trees.translate([lesson], ["es"])
    page = lesson.get_translation(Locale.objects.get(language_code="es"))
    page.summary = "En español."
    page.save_revision().publish()
    return fresh(page)


def test_another_language_alone_is_no_change(member, lesson, in_spanish):
    progress.mark_done(member=member, lesson=in_spanish, confidence=2)
    assert (state(in_spanish), state(lesson), told(lesson)) == (State.SAME, State.SAME, [])


def test_finished_in_spanish_and_read_in_english_tells_what_changed_in_english_since(
    member, lesson, in_spanish
):
    publish(lesson, "Before.")
    progress.mark_done(member=member, lesson=in_spanish, confidence=2)
    publish(lesson, "After.")
    assert (state(in_spanish), state(lesson), told(lesson)) == (
        State.SAME,
        State.CHANGED,
        [("changed", "page-summary")],
    )


def test_read_again_in_one_language_is_read_in_all(member, lesson, in_spanish):
    progress.mark_done(member=member, lesson=lesson, confidence=2)
    publish(lesson, "After.")
    publish(in_spanish, "Después.")
    seen = [state(lesson), state(in_spanish)]
    progress.read_again(member=member, lesson=fresh(in_spanish))
    assert (seen, [state(lesson), state(in_spanish)]) == ([State.CHANGED] * 2, [State.SAME] * 2)


def test_a_lesson_translated_after_it_was_finished_is_no_change(member, lesson):
    trees.complete()
    alias = lesson.get_translation(Locale.objects.get(language_code="es"))
    progress.mark_done(member=member, lesson=alias, confidence=2)
    trees.translate([lesson], ["es"])
    begun = state(alias)
    publish(alias, "En español.")
    assert (begun, state(alias), state(lesson)) == (State.SAME, State.SAME, State.SAME)


def test_where_the_earlier_text_is_gone_only_that_is_said(done):
    publish(done, "New.")
    Revision.objects.filter(pk=LessonProgress.objects.get().done_revision).delete()
    assert (state(done), told(done)) == (State.GONE, [])


def test_where_the_translation_is_gone_the_other_language_is_compared_by_its_history(
    member, lesson, in_spanish
):
    progress.mark_done(member=member, lesson=in_spanish, confidence=2)
    in_spanish.delete()
    before = state(lesson)
    publish(lesson, "After.")
    assert (before, state(lesson), told(lesson)) == (State.SAME, State.CHANGED, [("added", "page-summary")])


def test_without_a_history_nothing_is_claimed(member, lesson, in_spanish):
    progress.mark_done(member=member, lesson=in_spanish, confidence=2)
    publish(lesson, "After.")
    PageLogEntry.objects.all().delete()
    assert state(lesson) == State.SAME


def test_a_record_from_before_the_page_was_ever_published_is_no_change(member, lesson):
    progress.mark_done(member=member, lesson=lesson, confidence=2)
    LessonProgress.objects.update(done_revision=None, done_at=timezone.now() - timedelta(days=9000))
    assert state(lesson) == State.SAME
