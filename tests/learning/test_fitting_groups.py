from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from learning import fitting_groups
from learning.models import GroupMembership, MeetingRule, StudyGroup, TrackTopic
from tests.factories import groups as make
from tests.factories import learning
from tests.factories.mentorship import make_member, make_topic


@pytest.fixture
def git(home):
    return make_topic("Git")


@pytest.fixture
def followed(git) -> StudyGroup:
    """A group on a track about Git that meets on Tuesdays at 18:30 in Prague, for an hour."""
    track = learning.track("Git for everybody", [])
    TrackTopic.objects.create(track=track, topic=git, locale=track.locale)
    group = make.group(
        "Git evenings", state="open", track_key=track.translation_key, timezone="Europe/Prague", language="en"
    )
    group.rules.all().delete()
    today = timezone.now().date()
    MeetingRule.objects.create(
        group=group,
        weekday=1,
        local_time=time(18, 30),
        minutes=60,
        first_on=today,
        last_on=today + timedelta(days=90),
    )
    make.group_page(group)
    return group


def names(member, *topics) -> list[str]:
    found = fitting_groups.for_member(member, [str(topic.translation_key) for topic in topics])
    return [one.group.name for one in found]


def test_a_group_fits_by_topic_language_and_hours_on_the_members_own_clock(git, followed):
    nora = make_member("Nora")
    (found,) = fitting_groups.for_member(nora, [str(git.translation_key)])
    assert (found.group, found.page.group, found.shared, found.meets) == (
        followed,
        followed,
        1,
        ((1, 1110, 1170),),
    )
    london = make_member("Lou", zone="Europe/London", hours=[(1, 1050, 1110)])
    assert [one.meets for one in fitting_groups.for_member(london, [str(git.translation_key)])] == [
        ((1, 1050, 1110),)
    ]
    lost = make_member("Zoe", zone="Nowhere/Gone", hours=[(1, 0, 1440)])  # such a clock shows UTC
    assert names(lost, git) == ["Git evenings"]


def test_a_group_does_not_fit_by_other_topics_languages_or_hours_or_when_it_is_over(git, followed):
    nora, other = make_member("Nora"), make_topic("Games")
    found = [
        names(nora, other),
        names(make_member("Eva", languages={"es": "fluent"}), git),
        names(make_member("Ida", hours=[(1, 1080, 1140)]), git),  # only half of the meeting
        names(make_member("Noa", hours=[]), git),
    ]
    GroupMembership.objects.create(
        group=followed, member=nora, state="joined", asked_at=timezone.now(), joined_at=timezone.now()
    )
    found.append(names(nora, git))
    StudyGroup.objects.filter(pk=followed.pk).update(starts_on=date(2020, 1, 1), ends_on=date(2020, 2, 1))
    found.append(names(make_member("Olga"), git))
    assert found == [[], [], [], [], [], []]


def test_looking_costs_the_same_for_one_group_and_for_three(git, followed):
    nora = make_member("Nora")

    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            names(nora, git)
        return len(queries)

    few = counted()
    for name in ("Git mornings", "Git nights"):
        group = make.group(
            name, state="open", track_key=followed.track_key, timezone="Europe/Prague", language="en"
        )
        group.rules.all().delete()
        rule = followed.rules.get()
        rule.pk, rule.uuid, rule.group = None, group.uuid, group
        rule.save()
        make.group_page(group)
    assert (few, counted()) == (6, 6)
