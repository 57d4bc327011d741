"""What Today says to helpers."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.today import Line
from learning.models import Submission
from learning.services import submissions
from learning.waiting import homework, since_words
from tests.factories import homework as make

FRIDAY = datetime(2026, 9, 11, 15, 0, tzinfo=UTC)


@pytest.fixture
def helper(make_member):
    return make.helper(make_member("Hana", timezone="Europe/Prague"))


@pytest.fixture
def waiting(make_member, home):
    """Homework of three people, the longest waiting since Tuesday, on a Friday."""
    task = make.exercise()
    rows = [make.handed_in(make_member(name), task) for name in ("Ann", "Bo", "Cy")]
    for days, row in zip((3, 1, 0), rows, strict=True):
        Submission.objects.filter(pk=row.pk).update(waiting_since=FRIDAY - timedelta(days=days))
    with time_machine.travel(FRIDAY, tick=False):
        yield list(Submission.objects.order_by("pk"))


def test_helpers_hear_how_many_wait_and_since_when(helper, waiting):
    assert homework(helper) == [
        Line(
            title="3 pieces of homework wait",
            detail="The longest since Tuesday.",
            url="/learn/queue/",
            action="To the queue",
            urgency=30,
            icon="exercise",
            since=FRIDAY - timedelta(days=3),
        )
    ]


def test_what_one_has_taken_comes_first_and_is_not_counted_twice(helper, waiting):
    submissions.claim(helper=helper, submission=waiting[0])
    assert [(line.title, line.detail, line.url, line.urgency) for line in homework(helper)] == [
        (
            "You have taken 1 piece of homework",
            "From Ann. It is yours for a day.",
            f"/learn/review/{waiting[0].pk}/",
            15,
        ),
        ("2 pieces of homework wait", "The longest since Thursday.", "/learn/queue/", 30),
    ]
    submissions.claim(helper=helper, submission=waiting[1])
    assert [(line.title, line.url) for line in homework(helper)] == [
        ("You have taken 2 pieces of homework", "/learn/queue/"),
        ("1 piece of homework waits", "/learn/queue/"),
    ]


def test_who_reviews_nothing_hears_nothing(member, waiting):
    assert homework(member) == []


def test_when_nothing_waits_there_is_no_line(helper):
    assert homework(helper) == []


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(hours=1), "4 p.m."),
        (timedelta(hours=18), "Thursday"),
        (timedelta(days=6), "Saturday"),
        (timedelta(days=7), "September 4"),
    ],
)
@time_machine.travel(FRIDAY, tick=False)
def test_a_moment_is_said_as_people_say_it_in_their_own_zone(helper, ago, words):
    assert since_words(FRIDAY - ago, helper) == words


def test_it_takes_two_statements_with_one_and_with_three(helper, waiting):
    found = []
    for _time in range(2):
        fresh = type(helper).objects.get(pk=helper.pk)
        with CaptureQueriesContext(connection) as queries:
            homework(fresh)
        found.append(len(queries))
        Submission.objects.filter(pk__gt=waiting[0].pk).delete()
    assert found == [2, 2]
