"""A track may be aliased, translated and copied: every copy is whole and in its own language."""

import pytest
from wagtail.models import Locale

from learning.models import Module, TrackIndexPage, TrackItem, TrackPage
from tests.factories import trees


def pieces(track: TrackPage) -> list[tuple]:
    """Language and title of every module and lesson of a track, in order."""
    items = TrackItem.objects.filter(module__track=track).order_by("module__sort_order", "sort_order")
    return [
        (item.locale.language_code, item.module.locale.language_code, item.module.title, item.lesson.title)
        for item in items.select_related("locale", "module__locale", "lesson")
    ]


def expected(code: str) -> list[tuple]:
    return [
        (code, code, "Module 1", "Lists"),
        (code, code, "Module 1", "Loops"),
        (code, code, "Module 2", "Files"),
    ]


def in_spanish(track: TrackPage) -> TrackPage:
    return track.get_translation(Locale.objects.get(language_code="es"))


def test_an_alias_has_its_modules_and_lessons_in_its_language(track):
    trees.complete()
    assert [pieces(track), pieces(in_spanish(track))] == [expected("en"), expected("es")]


def test_publishing_the_original_again_keeps_the_alias_whole(track):
    trees.complete()
    TrackPage.objects.get(pk=track.pk).save_revision().publish()
    assert [pieces(track), pieces(in_spanish(track))] == [expected("en"), expected("es")]
    assert (Module.objects.count(), TrackItem.objects.count()) == (6, 9)


def test_a_translation_is_whole(track):
    trees.complete()
    trees.translate([track], ["es"])
    assert pieces(in_spanish(track)) == expected("es")


def test_a_translation_follows_when_the_original_changes(track, django_capture_on_commit_callbacks):
    from wagtail_localize.models import Translation, TranslationSource  # noqa: PLC0415

    trees.complete()
    spanish = Locale.objects.get(language_code="es")
    trees.translate([track], ["es"])
    page = TrackPage.objects.get(pk=track.pk)
    module = page.modules.last()
    module.title = "Module two"
    page.modules.add(module)
    page.save_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        source, _made = TranslationSource.update_or_create_from_instance(page)
        Translation.objects.get(source=source, target_locale=spanish).save_target()
    assert pieces(in_spanish(track))[-1] == ("es", "es", "Module two", "Files")


@pytest.mark.parametrize("keep_live", [True, False])
def test_a_copy_is_whole(track, keep_live):
    index = TrackIndexPage.objects.get(locale__language_code="en")
    copy = track.copy(to=index, update_attrs={"slug": "another", "title": "Another"}, keep_live=keep_live)
    assert [pieces(track), pieces(copy)] == [expected("en"), expected("en")]
    assert TrackItem.objects.values("translation_key").distinct().count() == 6
