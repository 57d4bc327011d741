"""Changing when a group meets, in the browser: shown before it happens, nothing unasked, strangers outside."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from cms.models import Event
from learning.models import MeetingRule
from learning.services import courses, memberships, rules
from learning.services.rules import Wish
from tests.factories import groups as make

FIVE_YEARS = (timezone.localdate() + timedelta(days=1800)).isoformat()  # weekly, more than 200 meetups

TUESDAY = timezone.localdate() + timedelta(days=14 - timezone.localdate().weekday() + 1)


@pytest.fixture
def group(home):
    return make.group(seats_room=2)


@pytest.fixture
def rule(group, make_member):
    wish = Wish("weekly_meeting", 1, time(18), 90, TUESDAY, TUESDAY + timedelta(days=20))
    return rules.add(actor=make_member("Olga"), group=group, wish=wish)


@pytest.fixture
def organizer(client, group, member):
    make.organizer(group.chapter, member)
    client.force_login(member)
    return client


@pytest.fixture
def at(group, rule):
    return f"/learn/groups/{group.uuid}/rules/{rule.uuid}/"


def typed(rule, **fields) -> dict:
    plain = {
        "rule-weekday": "1",
        "rule-clock": "18:00",
        "rule-minutes": "90",
        "rule-interval": "1",
        "rule-first": rule.first_on.isoformat(),
        "rule-last": rule.last_on.isoformat(),
    }
    return {**plain, **fields}


def days(group) -> list[int]:
    return [
        (day - TUESDAY).days
        for day in group.meetups.order_by("starts_at").values_list("local_date", flat=True)
    ]


def told(page) -> list[tuple[str, str, bool]]:
    return [(line.effect.what, line.effect.why, line.may_touch) for line in page.context["lines"]]


def test_a_change_is_shown_first_and_done_when_it_is_said(organizer, group, rule, at):
    page = organizer.post(at, typed(rule, **{"rule-weekday": "2"}))
    assert (told(page), days(group)) == ([("moved", "", False)] * 3, [0, 7, 14])
    response = organizer.post(at, typed(rule, **{"rule-weekday": "2", "apply": "1"}))
    assert (response.status_code, days(group)) == (302, [1, 8, 15])


def test_what_people_answered_stays_unless_it_is_ticked(organizer, group, rule, at, make_member):
    memberships.join(group=group, member=make_member("Ana"), mode="room")
    first = group.meetups.order_by("starts_at").first()
    page = organizer.post(at, typed(rule, **{"rule-weekday": "2"}))
    assert told(page) == [("kept", "answered", True)] * 3
    assert page.text.count("People have answered.") == 3
    data = typed(rule, **{"rule-weekday": "2", "touch": [str(first.uuid), "nonsense"]})
    assert told(organizer.post(at, data)) == [
        ("moved", "", True),
        ("kept", "answered", True),
        ("kept", "answered", True),
    ]
    organizer.post(at, {**data, "apply": "1"})
    assert days(group) == [1, 7, 14]


def test_skipped_days_are_cancelled_and_a_longer_rule_has_new_ones(organizer, group, rule, at):
    skip, last = TUESDAY + timedelta(days=7), TUESDAY + timedelta(days=27)
    data = typed(rule, **{"rule-skip": skip.isoformat(), "rule-last": last.isoformat()})
    assert [what for what, _why, _may in told(organizer.post(at, data))] == ["gone", "new"]
    organizer.post(at, {**data, "apply": "1"})
    rule.refresh_from_db()
    assert (rule.skip_dates, days(group)) == ([skip.isoformat()], [0, 7, 14, 21])
    assert list(group.meetups.order_by("starts_at").values_list("state", flat=True)) == [
        "planned",
        "cancelled",
        "planned",
        "planned",
    ]


def test_a_new_place_is_a_place_of_the_chapter(organizer, group, rule, at):
    organizer.post(at, typed(rule, **{"rule-new_venue": "Coffee House", "apply": "1"}))
    assert {meetup.venue.name for meetup in group.meetups.select_related("venue")} == {"Coffee House"}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("rule-last", "2020-01-01", "The last day comes before the first."),
        ("rule-skip", "next week", "“next” is not a day."),
        ("rule-minutes", "0", "greater than or equal to 15"),
        ("rule-last", FIVE_YEARS, "That is more than 200 meetups."),
        ("rule-last", "9999-12-31", "This day is more than five years away."),
    ],
)
def test_what_is_no_rule_is_said_and_nothing_changes(organizer, group, rule, at, field, value, words):
    page = organizer.post(at, typed(rule, **{field: value, "apply": "1"}))
    assert (page.status_code, words in page.text, page.context["lines"], days(group)) == (
        200,
        True,
        None,
        [0, 7, 14],
    )


def test_the_course_moves_by_whole_weeks_after_it_was_shown(organizer, group, rule):
    courses.set_weeks(group=group, number=3)
    before = [week.due_on for week in group.weeks.all()]
    at = f"/learn/groups/{group.uuid}/course/move/"
    page = organizer.post(at, {"by": "2"})
    assert [each.due_on for each in page.context["shifts"]] == [day + timedelta(days=14) for day in before]
    assert [week.due_on for week in group.weeks.all()] == before
    organizer.post(at, {"by": "2", "apply": "1"})
    assert [week.due_on for week in group.weeks.all()] == [day + timedelta(days=14) for day in before]
    assert Event.objects.get(verb="course-moved").data == {"weeks": 2}
    assert days(group) == [0, 7, 14]


def test_a_course_moves_by_weeks_only(organizer, group, rule):
    courses.set_weeks(group=group, number=1)
    for by in ("0", "53", "soon", ""):
        page = organizer.post(f"/learn/groups/{group.uuid}/course/move/", {"by": by, "apply": "1"})
        assert (by, page.status_code, page.context["shifts"]) == (by, 200, None)


def test_an_organizer_of_another_chapter_and_a_member_find_nothing(client, group, rule, at, make_member):
    stranger = make.organizer(make.chapter("Atlanta"), make_member("Wes"))
    member = make.joined(group, make_member("Ana")).member
    for who in (stranger, member):
        client.force_login(who)
        paths = [at, f"/learn/groups/{group.uuid}/rules/"]
        assert [client.get(path).status_code for path in paths] == [404, 404]
        posts = [at, f"/learn/groups/{group.uuid}/course/move/"]
        assert [client.post(path, typed(rule)).status_code for path in posts] == [404, 404]
    client.logout()
    assert client.get(at).status_code == 404


def test_a_rule_of_another_group_is_not_changed_here(organizer, group, rule):
    other = make.group("Other")
    assert organizer.get(f"/learn/groups/{other.uuid}/rules/{rule.uuid}/").status_code == 404


def test_the_rules_in_words(organizer, group, rule):
    page = organizer.get(f"/learn/groups/{group.uuid}/rules/")
    assert "Tuesday 18:00, 90 minutes" in page.text
    assert MeetingRule.objects.count() == 1
