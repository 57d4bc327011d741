"""What a member wants, knows and has time for: kept exactly, once, and taken back."""

import uuid
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from cms.models import Event
from learning.exceptions import NoGoal, NotAWeek
from learning.models import Knowledge, LearningGoal, PathSettings
from learning.services import paths
from learning.services.paths import Wishes

TRACK, TOPIC, LESSON, OTHER = (uuid.UUID(int=number) for number in range(1, 5))
WISHES = Wishes(
    tracks=frozenset([TRACK]),
    topics=frozenset([TOPIC]),
    known_lessons=frozenset([LESSON]),
    known_topics=frozenset([OTHER]),
    minutes=60,
)


def events() -> list[str]:
    return list(Event.objects.filter(object__startswith="learning.path:").values_list("verb", flat=True))


def test_a_member_who_saved_nothing_wishes_nothing_and_has_an_evening_a_week(member):
    assert paths.wishes(member=member) == Wishes(minutes=90)


def test_what_is_saved_is_kept_as_it_was_said(member, make_member):
    paths.save(member=member, wishes=WISHES)
    assert paths.wishes(member=member) == WISHES
    assert paths.wishes(member=make_member("Bo")) == Wishes()


def test_saving_again_changes_only_what_is_different(member):
    paths.save(member=member, wishes=WISHES)
    kept = dict(LearningGoal.objects.values_list("key", "pk"))
    changed = replace(WISHES, topics=frozenset([OTHER]), known_lessons=frozenset(), minutes=120)
    before = paths.save(member=member, wishes=changed)
    assert (before, paths.wishes(member=member)) == (WISHES, changed)
    assert LearningGoal.objects.get(key=TRACK).pk == kept[TRACK]


def test_saving_twice_is_saving_once(member):
    paths.save(member=member, wishes=WISHES)
    paths.save(member=member, wishes=WISHES)
    assert (LearningGoal.objects.count(), Knowledge.objects.count(), events()) == (2, 2, ["save"])


def test_a_path_without_a_goal_is_refused_and_the_old_one_kept(member):
    paths.save(member=member, wishes=WISHES)
    with pytest.raises(NoGoal):
        paths.save(member=member, wishes=Wishes(known_lessons=frozenset([OTHER])))
    assert paths.wishes(member=member) == WISHES


@pytest.mark.parametrize("minutes", [-1, 0, 9, 2401])
def test_a_week_that_is_no_week_is_refused(member, minutes):
    with pytest.raises(NotAWeek):
        paths.save(member=member, wishes=replace(WISHES, minutes=minutes))
    assert paths.wishes(member=member) == Wishes()


def test_to_know_something_twice_is_to_know_it_once(member):
    said = [paths.know(member=member, kind=Knowledge.Kind.LESSON, key=LESSON) for _time in range(2)]
    assert (said, paths.wishes(member=member).known_lessons, events()) == ([True, False], {LESSON}, ["know"])


def test_what_is_known_is_taken_back_once(member):
    paths.know(member=member, kind=Knowledge.Kind.TOPIC, key=TOPIC)
    said = [paths.forget(member=member, kind=Knowledge.Kind.TOPIC, key=TOPIC) for _time in range(2)]
    assert (said, paths.wishes(member=member), events()) == ([True, False], Wishes(), ["know", "forget"])


def test_a_path_that_is_put_away_leaves_what_one_knows(member):
    paths.save(member=member, wishes=WISHES)
    assert [paths.put_away(member=member) for _time in range(2)] == [True, False]
    assert paths.wishes(member=member) == replace(WISHES, tracks=frozenset(), topics=frozenset())
    assert events() == ["save", "put-away"]


def test_only_what_is_asked_after_is_looked_up(member):
    paths.save(member=member, wishes=WISHES)
    found = paths.known_among(member=member, lessons=[LESSON], topics=[TOPIC])
    assert found == Wishes(known_lessons=frozenset([LESSON]))


@pytest.mark.parametrize(
    "row",
    [
        lambda member: LearningGoal(member=member, kind="track", key=TRACK),
        lambda member: Knowledge(member=member, kind="lesson", key=LESSON),
        lambda member: PathSettings(member=member),
    ],
)
def test_the_database_keeps_each_thing_once(member, row):
    row(member).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        row(member).save()


@pytest.mark.parametrize("minutes", [9, 2401])
def test_the_database_refuses_a_week_that_is_no_week(member, minutes):
    with pytest.raises(IntegrityError), transaction.atomic():
        PathSettings.objects.create(member=member, minutes_per_week=minutes)
