"""After a test that really commits, the database is as the migrations made it."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Locale

from cms.models import HomePage, Member
from tests.factories import learning as make
from tests.factories.baseline import Baseline
from tests.factories.rows import keys, read

pytestmark = pytest.mark.django_db(transaction=True)


def everything() -> dict:
    return {table: rows for table in keys() if (rows := read(table))}


def commit_this_and_that(home) -> None:
    make.track("First steps", [[make.lesson("Lists", checkpoints=True)]])
    Member.objects.create_user("rosa@example.org", display_name="Rosa")
    Group.objects.filter(name="Editors").delete()
    Locale.objects.filter(language_code="fr").update(language_code="de")
    home.title = "Another garden"
    home.save_revision().publish()


def test_what_was_committed_is_put_back(home):
    baseline, before = Baseline(), everything()
    commit_this_and_that(home)
    assert everything() != before
    assert HomePage.objects.search("garden").count() == 1
    baseline.put_back()
    assert everything() == before
    assert HomePage.objects.search("garden").count() == 0


def test_what_comes_next_finds_its_place(home):
    baseline = Baseline()
    commit_this_and_that(home)
    baseline.put_back()
    commit_this_and_that(HomePage.objects.get())
    assert Member.objects.get().display_name == "Rosa"


def test_a_run_that_was_killed_is_healed_by_the_next(home):
    baseline, before = Baseline(), everything()
    baseline.keep()
    commit_this_and_that(home)
    Baseline()
    assert everything() == before
