"""What search and references know in a test: all that was saved, as soon as somebody looks, and nothing before."""

import pytest
from django.db import connections, transaction
from wagtail.models import ReferenceIndex
from wagtail.search.models import IndexEntry

from cms.models import StandardPage
from tests.factories import learning as make


def keys_indexed() -> set[str]:
    return set(IndexEntry.objects.values_list("object_id", flat=True))


@pytest.fixture
def behind_its_back(monkeypatch):
    """What the index holds, asked unnoticed."""

    def ask() -> set[str]:
        with monkeypatch.context() as patch:
            patch.setattr(connections["default"], "execute_wrappers", [])
            return keys_indexed()

    return ask


def test_it_is_written_when_somebody_looks(home, behind_its_back):
    before = keys_indexed()
    lesson = make.lesson("Lists")
    assert behind_its_back() == before
    assert str(lesson.pk) in keys_indexed()


def test_what_was_written_in_vain_is_written_again(home):
    lesson = make.lesson("Lists")
    with transaction.atomic():
        keys_indexed()
        transaction.set_rollback(True)
    assert str(lesson.pk) in keys_indexed()


def test_what_is_made_and_undone_is_left_out(home):
    before = keys_indexed()
    with transaction.atomic():
        make.lesson("Lists")
        transaction.set_rollback(True)
    assert keys_indexed() == before


def test_what_is_remembered_is_found_as_what_is_made(home):
    for _time in range(2):
        with transaction.atomic():
            lesson = make.lesson("Lists")
            assert str(lesson.pk) in keys_indexed()
            transaction.set_rollback(True)


def references() -> set[tuple[str, str]]:
    """From which object to which, as the index has it."""
    return set(ReferenceIndex.objects.values_list("object_id", "to_object_id"))


def test_each_index_is_written_for_itself(home, behind_its_back):
    before = keys_indexed()
    make.lesson("Lists")
    references()
    assert behind_its_back() == before


@pytest.fixture
def linked(home) -> tuple[StandardPage, tuple[str, str]]:
    """A page, and the reference to it from words that stay when it is deleted."""
    page = home.add_child(instance=StandardPage(title="Terms"))
    words = f'<p><a linktype="page" id="{page.pk}">Terms</a></p>'
    about = home.add_child(instance=StandardPage(title="About", body=[("text", words)]))
    return page, (str(about.pk), str(page.pk))


@pytest.mark.parametrize("looked", [True, False])
def test_what_is_deleted_is_neither_referred_to_nor_refers(looked, linked):
    page, refers = linked
    if looked:
        assert refers in references()
    page.delete()
    assert refers not in references()


def test_what_was_deleted_in_vain_still_refers(linked):
    page, refers = linked
    with transaction.atomic():
        page.delete()
        transaction.set_rollback(True)
    assert refers in references()


def test_writing_is_not_counted(home, django_assert_num_queries):
    make.lesson("Lists")
    with django_assert_num_queries(1):
        keys_indexed()


def test_what_is_saved_deleted_and_undone_keeps_its_order(linked):
    page, refers = linked
    references()
    page.delete()
    with transaction.atomic():
        transaction.set_rollback(True)
    assert refers not in references()


def test_whoever_empties_an_index_finds_it_written_before(home):
    lesson = make.lesson("Lists")
    IndexEntry.objects.all().delete()
    assert str(lesson.pk) not in keys_indexed()
