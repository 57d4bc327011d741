"""What a factory remembers is what it made, to the last row."""

import time_machine
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Locale

from cms.models import HomePage, Member, StandardPage
from learning.models import LessonPage
from tests import indexes
from tests.factories import learning as make
from tests.factories import trees
from tests.factories.remembered import remembered
from tests.factories.rows import begin, keys, read


def everything() -> dict:
    """All rows; of an index without their own keys, which nobody refers to."""
    found = {table: rows for table in sorted(keys()) if (rows := read(table))}
    return {
        table: sorted(row[1:] for row in rows.values()) if table in indexes.TABLES else rows
        for table, rows in found.items()
    }


def build() -> dict:
    lists = make.lesson("Lists", checkpoints=True)
    make.track("First steps", [[lists, make.lesson("Loops")]])
    return everything()


class _Undone(Exception):
    pass


def undone(do):
    """What `do` returns, on a database that afterwards is as before."""
    found = None
    try:
        with transaction.atomic():
            found = do()
            raise _Undone
    except _Undone:
        return found


def test_what_is_put_back_is_what_was_made(home):
    first, again = undone(build), undone(build)
    assert first == again
    assert {"learning_lessonpage", "learning_trackitem", "wagtailcore_referenceindex"} <= first.keys()


def test_what_is_there_already_is_not_overwritten(home):
    undone(build)
    home.add_child(instance=StandardPage(title="Another", slug="another"))
    build()
    assert set(LessonPage.objects.values_list("slug", flat=True)) == {"lists", "loops"}
    assert home.get_children().count() == 3


@remembered
def inner() -> StandardPage:
    home = HomePage.objects.get(locale=Locale.get_default())
    named = "strangers" if not Group.objects.filter(name="Friends") else "friends"
    return home.add_child(instance=StandardPage(title=f"For {named}", slug="whom"))


@remembered
def outer() -> StandardPage:
    inner()
    return StandardPage.objects.get()


def test_what_something_inside_depended_on_counts_for_the_whole(home):
    undone(inner)
    begin()  # as the next test does: what tables hold is known without reading them
    assert undone(outer).title == undone(outer).title == "For strangers"
    Group.objects.create(name="Friends")
    assert undone(outer).title == "For friends"


def made_at():
    return undone(lambda: make.lesson("Lists").latest_revision.created_at)


def test_after_a_request_and_on_a_journey_through_time_things_are_made_in_earnest(client, home):
    first = made_at()
    assert made_at() == first
    with time_machine.travel("2020-01-01"):
        assert made_at().year == 2020
    client.get("/healthz")
    assert made_at() > first


@remembered
def thank(member: Member, text: str) -> Member:
    """Writes a row beside what it gives back."""
    Group.objects.create(name=text).user_set.add(member)
    return member


def test_what_is_given_back_out_of_a_table_that_was_not_looked_at_is_read_anew(member):
    for name in ("Rosa", "Ana", "Mira"):
        Member.objects.update(display_name=name)
        assert undone(lambda: thank(Member.objects.get(), "Thanks")).name == name


def test_what_is_given_back_is_everybodys_own(home):
    def given() -> tuple[LessonPage, LessonPage]:
        lesson = make.lesson("Lists")
        return lesson, LessonPage.objects.get(pk=lesson.pk)

    undone(given)
    spoilt, _read = undone(given)
    spoilt.title = "Changed"
    spoilt.body.pop()
    lesson, read = undone(given)
    assert vars(lesson).keys() == vars(read).keys()
    assert (lesson.title, lesson.body.get_prep_value()) == (read.title, read.body.get_prep_value())
    assert (lesson.title, len(lesson.body)) == ("Lists", 3)


def test_the_home_page_is_read_again_when_a_page_was_written(home):
    assert trees.home() == trees.home()
    HomePage.objects.filter(pk=home.pk).update(title="Another")
    assert trees.home().title == "Another"
