"""What search and references know in a test: all that was saved, as soon as somebody looks, and nothing before."""

import pytest
from django.db import connections, transaction
from wagtail.search.models import IndexEntry

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
