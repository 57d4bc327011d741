"""The wizard of a new group: three steps that keep everything, refusals beside the field, and strangers outside."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cms.models import Member
from learning.models import CourseWeek, MeetingRule, Meetup, StudyGroup, Venue
from tests.factories import groups as make
from tests.factories import trees
from tests.factories.remembered import remembered

FIVE_YEARS = (timezone.localdate() + timedelta(days=1800)).isoformat()  # weekly, more than 200 meetups

NEW = "/learn/groups/new/"
KEY = uuid.UUID(int=5)


def about(**fields) -> dict:
    today = timezone.localdate()
    plain = {
        "key": str(KEY),
        "name": "Spring evenings",
        "summary": "First steps",
        "track": "",
        "course": "A course",
        "weeks": "4",
        "mode": "room",
        "seats_room": "8",
        "starts_on": (today + timedelta(days=1)).isoformat(),
        "ends_on": (today + timedelta(days=28)).isoformat(),
        "timezone": make.ZONE,
        "join": "open",
        "level": "1",
        "language": "en",
    }
    return {**plain, **fields}


def times(**fields) -> dict:
    plain = {
        "first-kind": "weekly_meeting",
        "first-weekday": "1",
        "first-clock": "18:00",
        "first-minutes": "90",
        "first-interval": "1",
        "second-is_on": "on",
        "second-kind": "homework_meetup",
        "second-weekday": "5",
        "second-clock": "10:00",
        "second-minutes": "120",
        "second-interval": "1",
        "second-new_venue": "Coffee House",
    }
    return {**plain, **fields}


@pytest.fixture
def boss(member, home) -> Member:
    """Organizes the chapter in Portland, which has its page."""
    make.chapter_page()
    return make.organizer(make.chapter(), member)


@pytest.fixture
def organizer(client, boss):
    client.force_login(boss)
    return client


@pytest.fixture
def at(boss) -> str:
    """The address of a draft with both rules, in a site whose other languages are complete."""
    trees.complete()
    send_two_steps(boss)
    return f"/learn/groups/{KEY}/plan/"


@remembered
def send_two_steps(boss: Member) -> None:
    browser = Client()
    browser.force_login(boss)
    browser.post(NEW, about())
    browser.post(f"/learn/groups/{KEY}/plan/times/", times())


def test_from_the_first_step_to_an_open_group(organizer, track):
    form = organizer.get(NEW)
    assert [label for _key, label in form.context["form"].fields["track"].choices] == [
        "No track of this site",
        "First steps",
    ]
    data = about(track=str(track.translation_key), course="", weeks="")
    response = organizer.post(NEW, data)
    assert response["Location"] == f"/learn/groups/{KEY}/plan/times/"
    response = organizer.post(response["Location"], times())
    assert response["Location"] == f"/learn/groups/{KEY}/plan/dates/"
    page = organizer.get(response["Location"])
    assert (page.context["number"], "Coffee House" in page.text) == (8, True)
    page = organizer.post(response["Location"], {"open": "1"}, follow=True)
    assert page.redirect_chain[-1][0] == "/chapters/portland/spring-evenings/"
    group = StudyGroup.objects.get()
    assert (group.state, group.track_key, group.meetups.count(), Venue.objects.count()) == (
        "open",
        track.translation_key,
        8,
        1,
    )


def test_each_step_is_kept_and_going_back_shows_it(at, organizer):
    page = organizer.get(at)
    assert ('value="Spring evenings"' in page.text, 'value="A course"' in page.text) == (True, True)
    assert (CourseWeek.objects.count(), page.context["form"].initial["weeks"]) == (4, 4)
    page = organizer.get(f"{at}times/")
    assert [form.initial["weekday"] for form in page.context["forms"]] == [1, 5]
    assert "Go on with “Spring evenings”" in organizer.get(NEW).text


def test_the_same_step_sent_twice_is_one_draft(at, organizer):
    organizer.post(NEW, about(name="Evenings"))
    assert list(StudyGroup.objects.values_list("name", "state")) == [("Evenings", "draft")]
    assert MeetingRule.objects.count() == 2


def test_one_rule_is_enough(at, organizer):
    organizer.post(f"{at}times/", times(**{"second-is_on": "", "second-clock": "nonsense"}))
    assert list(MeetingRule.objects.values_list("kind", flat=True)) == ["weekly_meeting"]


def test_ticked_dates_are_kept_and_not_made(at, organizer):
    rule = MeetingRule.objects.get(kind="weekly_meeting")
    day = organizer.get(f"{at}dates/").context["plans"][0].effects[1].occurrence.day
    ticks = [f"{rule.pk}:{day}", f"{rule.pk}:2027-02-31", "nonsense", f"{'9' * 30}:{day}"]
    organizer.post(f"{at}dates/", {"skip": ticks})
    rule.refresh_from_db()
    assert rule.skip_dates == [day.isoformat()]
    assert organizer.get(f"{at}dates/").context["number"] == 7
    organizer.post(f"{at}dates/", {"skip": ticks, "open": "1"})
    assert Meetup.objects.count() == 7


def test_an_overlap_is_said_and_the_plan_stays(at, organizer):
    organizer.post(f"{at}times/", times(**{"second-weekday": "1", "second-clock": "19:00"}))
    page = organizer.post(f"{at}dates/", {"open": "1"})
    assert "Some dates overlap with something else." in page.text
    assert "At the same time: Weekly meeting" in page.text
    assert (Meetup.objects.count(), StudyGroup.objects.get().state) == (0, "draft")
    organizer.post(f"{at}dates/", {"open": "1", "overlap": "on"})
    assert Meetup.objects.count() == 8


BAD_FACTS = [
    ("seats_room", "0", "At least one seat."),
    ("seats_room", "1000000", "At most 500 seats."),
    ("seats_remote", "many", "Enter a whole number."),
    ("ends_on", "2020-01-01", "The last day comes before the first."),
    ("starts_on", "soon", "Enter a valid date."),
    ("timezone", "Mars/Olympus", "This is not a time zone we know"),
    ("name", "", "This field is required."),
    ("course", "", "Choose a track, or name the course elsewhere"),
    ("track", str(uuid.UUID(int=9)), "Select a valid choice."),
    ("chat_url", "javascript:alert(1)", "Enter a valid URL."),
    ("level", "99", "Select a valid choice."),
    ("language", "xx", "Select a valid choice."),
    ("weeks", "10000", "Ensure this value is less than or equal to 52."),
]


def test_bad_facts_are_said_and_what_was_typed_stays(organizer):
    for field, value, words in BAD_FACTS:
        page = organizer.post(NEW, about(**{field: value, "summary": "Kept words"}))
        said = (page.status_code, words in page.text, "Kept words" in page.text)
        assert (field, value, *said) == (field, value, 200, True, True)
        assert StudyGroup.objects.count() == 0


BAD_TIMES = [
    ("first-minutes", "14", "greater than or equal to 15"),
    ("first-minutes", "721", "less than or equal to 720"),
    ("first-interval", "0", "greater than or equal to 1"),
    ("first-weekday", "7", "Select a valid choice."),
    ("first-clock", "25:00", "Enter a valid time."),
    ("second-clock", "", "This field is required."),
    ("first-venue", "999", "Select a valid choice."),
]


def test_bad_times_are_said_and_the_rules_stay(at, organizer):
    for field, value, words in BAD_TIMES:
        page = organizer.post(f"{at}times/", times(**{field: value, "first-new_venue": "Kept place"}))
        said = (page.status_code, words in page.text, "Kept place" in page.text)
        assert (field, value, *said) == (field, value, 200, True, True)
        assert list(MeetingRule.objects.values_list("minutes", flat=True).order_by("pk")) == [90, 120]


def test_a_rule_of_ten_thousand_meetups_is_refused(at, organizer):
    organizer.post(at, about(ends_on=FIVE_YEARS))
    page = organizer.post(f"{at}times/", times())
    assert "That is more than 200 meetups." in page.text
    assert organizer.get(f"{at}dates/").status_code == 200


def test_a_plan_can_be_thrown_away(at, organizer):
    assert organizer.get(f"{at}discard/").status_code == 405
    organizer.post(f"{at}discard/")
    assert (StudyGroup.objects.count(), MeetingRule.objects.count()) == (0, 0)


def test_an_organizer_of_two_chapters_says_which(organizer, member):
    make.organizer(make.chapter("Atlanta"), member)
    page = organizer.get(NEW)
    assert [each.name for each in page.context["chapters"]] == ["Atlanta", "Portland"]
    page = organizer.get(NEW, {"chapter": str(make.chapter("Atlanta").uuid)})
    assert page.context["chapter"].name == "Atlanta"


def test_an_organizer_of_another_chapter_finds_nothing(at, client, make_member):
    stranger = make.organizer(make.chapter("Atlanta"), make_member("Wes"))
    client.force_login(stranger)
    paths = ["", "times/", "dates/", "discard/"]
    assert [client.post(f"{at}{path}", about()).status_code for path in paths] == [404] * 4
    assert [client.get(f"{at}{path}").status_code for path in paths[:3]] == [404] * 3
    assert client.get(NEW, {"chapter": str(make.chapter().uuid)}).status_code == 404


def test_members_and_visitors_find_nothing(client, member, home):
    assert client.get(NEW)["Location"].startswith("/accounts/login/")
    client.force_login(member)
    assert client.get(NEW).status_code == 404


def test_an_open_group_is_planned_no_more(at, organizer):
    organizer.post(f"{at}dates/", {"open": "1"})
    assert [organizer.get(f"{at}{path}").status_code for path in ("", "times/", "dates/")] == [404] * 3
    page = organizer.post(NEW, about(name="Again"))
    assert "This group is open already." in page.text
