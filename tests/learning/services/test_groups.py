"""A study group from its draft to its end: what opening makes, what may change, and what is refused."""

import uuid
from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale

from cms.models import Event, Message
from learning.group_exceptions import (
    GroupOver,
    MeetingsOverlap,
    NoChapterPage,
    NoMeetings,
    NotADraft,
    NothingToLearn,
    SeatsTaken,
)
from learning.meetup_exceptions import SeatsInUse
from learning.models import MeetingRule, Meetup, StudyGroup, StudyGroupPage
from learning.services import drafts, group_pages, groups, memberships
from learning.services.groups import Change, Facts
from learning.services.rules import Wish
from tests.factories import groups as make

KEY = uuid.UUID(int=1)
MONDAY = date(2027, 3, 1)


def facts(**fields) -> Facts:
    plain = {
        "name": "Spring evenings",
        "timezone": make.ZONE,
        "starts_on": MONDAY,
        "ends_on": MONDAY + timedelta(days=27),
        "language": "en",
        "course": "A course",
        "seats_room": 8,
    }
    return Facts(**{**plain, **fields})


def wish(**fields) -> Wish:
    plain = {
        "kind": "weekly_meeting",
        "weekday": 1,
        "clock": time(18),
        "minutes": 90,
        "first": MONDAY,
        "last": MONDAY + timedelta(days=27),
    }
    return Wish(**{**plain, **fields})


@pytest.fixture
def draft(member):
    """A draft of four Tuesdays and four Saturdays, whose chapter has a page."""
    make.chapter_page()
    group = groups.create(actor=member, chapter=make.chapter(), key=KEY, facts=facts())
    saturdays = wish(kind="homework_meetup", weekday=5, clock=time(10))
    drafts.keep_rules(group=group, wishes=[wish(), saturdays])
    return group


def opened(group, member, **how) -> StudyGroup:
    return groups.open_group(actor=member, group=group, **how)


def days(group) -> list[tuple[str, str]]:
    return [(each.kind, each.local_date.isoformat()) for each in group.meetups.order_by("starts_at")]


def test_a_plan_sent_twice_is_one_draft_with_the_last_facts(member):
    chapter = make.chapter()
    groups.create(actor=member, chapter=chapter, key=KEY, facts=facts())
    again = groups.create(actor=member, chapter=chapter, key=KEY, facts=facts(name="Evenings", seats_room=9))
    assert (StudyGroup.objects.count(), again.name, again.seats_room, again.state) == (
        1,
        "Evenings",
        9,
        "draft",
    )


def test_a_draft_of_another_chapter_and_an_open_group_are_no_drafts(member, draft):
    with pytest.raises(NotADraft):
        groups.create(actor=member, chapter=make.chapter("Atlanta"), key=KEY, facts=facts())
    opened(draft, member)
    with pytest.raises(NotADraft):
        groups.create(actor=member, chapter=make.chapter(), key=KEY, facts=facts())


def test_opening_makes_meetups_page_and_organizer_and_twice_is_once(member, draft):
    for _time in range(2):
        group = opened(draft, member)
    assert group.state == "open"
    assert days(group) == [
        ("weekly_meeting", "2027-03-02"),
        ("homework_meetup", "2027-03-06"),
        ("weekly_meeting", "2027-03-09"),
        ("homework_meetup", "2027-03-13"),
        ("weekly_meeting", "2027-03-16"),
        ("homework_meetup", "2027-03-20"),
        ("weekly_meeting", "2027-03-23"),
        ("homework_meetup", "2027-03-27"),
    ]
    assert MeetingRule.objects.count() == 2
    assert list(Message.objects.values_list("kind", "recipient__display_name")) == [
        ("learning.group_seats", "Rosa")
    ]
    assert list(group.memberships.values_list("member__display_name", "role", "state")) == [
        ("Rosa", "organizer", "joined")
    ]
    assert StudyGroupPage.objects.get(alias_of=None).url == "/chapters/portland/spring-evenings/"
    assert list(
        Event.objects.filter(object=f"learning.group:{KEY}").order_by("pk").values_list("verb", "after")
    ) == [("planned", "draft"), ("opened", "open")]


def test_the_page_stands_in_every_language(member, draft):
    opened(draft, member)
    assert sorted(StudyGroupPage.objects.values_list("locale__language_code", "live")) == [
        ("en", True),
        ("es", True),
        ("fr", True),
    ]
    found = group_pages.of(group=draft, language="es")
    assert found is not None
    assert found.locale == Locale.objects.get(language_code="es")


def test_a_name_without_letters_has_an_address(member, draft):
    StudyGroup.objects.filter(pk=draft.pk).update(name="日本語")
    opened(draft, member)
    assert StudyGroupPage.objects.get(alias_of=None).slug == "group-00000000"


def test_skipped_dates_are_not_made_and_the_others_stay(member, draft):
    tuesdays = draft.rules.get(kind="weekly_meeting")
    group = opened(draft, member, skip=[(tuesdays.pk, date(2027, 3, 9)), (tuesdays.pk, date(2027, 3, 10))])
    assert [day for kind, day in days(group) if kind == "weekly_meeting"] == [
        "2027-03-02",
        "2027-03-16",
        "2027-03-23",
    ]


def test_the_preview_names_clock_changes_and_clashes_of_the_plan_itself(draft):
    drafts.keep_rules(group=draft, wishes=[wish(), wish(kind="hangout", clock=time(19))])
    plans = drafts.preview(group=draft)
    assert [effect.occurrence.shift for effect in plans[0].effects] == [0, 0, 60, 0]
    assert [effect.clashes for effect in plans[1].effects] == [("Weekly meeting",)] * 4


def test_a_plan_that_overlaps_opens_only_when_it_is_meant(member, draft):
    drafts.keep_rules(group=draft, wishes=[wish(), wish(kind="hangout", clock=time(19))])
    with pytest.raises(MeetingsOverlap):
        opened(draft, member)
    assert (Meetup.objects.count(), StudyGroup.objects.get().state) == (0, "draft")
    opened(draft, member, despite_clashes=True)
    assert Meetup.objects.count() == 8


def test_going_back_keeps_skipped_dates_while_the_weekday_stays(draft):
    tuesdays = draft.rules.get(kind="weekly_meeting")
    drafts.skip(group=draft, dates=[(tuesdays.pk, date(2027, 3, 9))])
    drafts.keep_rules(group=draft, wishes=[wish(clock=time(19))])
    assert [each.skipped for each in drafts.preview(group=draft)] == [{date(2027, 3, 9)}]
    drafts.keep_rules(group=draft, wishes=[wish(weekday=2)])
    assert [each.skipped for each in drafts.preview(group=draft)] == [set()]


def test_what_cannot_be_opened_stays_a_draft(member, draft):
    StudyGroup.objects.update(course="")
    with pytest.raises(NothingToLearn):
        opened(draft, member)
    StudyGroup.objects.update(course="A course")
    drafts.keep_rules(group=draft, wishes=[wish(first=date(2020, 1, 1), last=date(2020, 2, 1))])
    with pytest.raises(NoMeetings):
        opened(draft, member)
    drafts.keep_rules(group=draft, wishes=[])
    with pytest.raises(NoMeetings):
        opened(draft, member)
    assert (StudyGroup.objects.get().state, StudyGroupPage.objects.count()) == ("draft", 0)


def test_a_skipped_date_clashes_with_nothing(member, draft):
    drafts.keep_rules(group=draft, wishes=[wish(), wish(kind="hangout", weekday=1, clock=time(19))])
    hangout = draft.rules.get(kind="hangout")
    drafts.skip(group=draft, dates=[(hangout.pk, date(2027, 3, 2 + 7 * nth)) for nth in range(3)])
    plans = drafts.preview(group=draft)
    assert [[bool(effect.clashes) for effect in plan.effects] for plan in plans] == [[False] * 3 + [True]] * 2
    assert [is_skipped for _effect, is_skipped in plans[1].rows] == [True, True, True, False]


def test_a_draft_can_be_thrown_away_and_an_open_group_cannot(member, draft):
    groups.discard(actor=member, group=draft)
    assert (StudyGroup.objects.count(), MeetingRule.objects.count()) == (0, 0)
    with pytest.raises(NotADraft):
        groups.discard(actor=member, group=make.group())


def test_a_chapter_without_a_page_is_said_and_nothing_is_written(member):
    group = groups.create(actor=member, chapter=make.chapter(), key=KEY, facts=facts())
    drafts.keep_rules(group=group, wishes=[wish()])
    with pytest.raises(NoChapterPage):
        opened(group, member)
    assert (StudyGroup.objects.get().state, Meetup.objects.count()) == ("draft", 0)


def changed(**fields) -> Change:
    plain = {
        "summary": "",
        "join": "open",
        "mode": "room",
        "seats_room": 3,
        "seats_remote": None,
        "seats_helper": None,
        "name": "Python evenings",
        "level": 1,
        "language": "en",
        "chat_url": "",
    }
    return Change(**{**plain, **fields})


@pytest.fixture
def running(member):
    """A group with a meetup today a week ago, one in a week and one changed by hand."""
    group = make.group(seats_room=2)
    make.over(make.meetup(group=group, helpers=5))
    make.meetup(group=group, helpers=5)
    by_hand = make.meetup(group=group, in_days=14, helpers=5)
    Meetup.objects.filter(pk=by_hand.pk).update(edited_at=timezone.now())
    return group


def seats(group) -> list[dict]:
    return [
        dict(each.pools.order_by("kind").values_list("kind", "capacity"))
        for each in group.meetups.order_by("starts_at")
    ]


def test_a_change_of_seats_reaches_meetups_to_come_that_nobody_changed_by_hand(member, running):
    groups.change(actor=member, group=running, wanted=changed(mode="hybrid", seats_remote=9, chat_url="x"))
    assert seats(running) == [
        {"helper": 5, "room": 2},
        {"helper": None, "remote": 9, "room": 3},
        {"helper": 5, "room": 2},
    ]
    event = Event.objects.get(verb="changed")
    assert event.data == {"fields": ["chat_url", "mode", "seats_remote", "seats_room"]}


def test_fewer_seats_than_people_and_a_way_people_come_are_refused(member, make_member, running):
    for name in ("Ana", "Bo"):
        memberships.join(group=running, member=make_member(name), mode="room")
    with pytest.raises(SeatsInUse):
        groups.change(actor=member, group=running, wanted=changed(seats_room=1))
    with pytest.raises(SeatsTaken) as refused:
        groups.change(actor=member, group=running, wanted=changed(mode="remote"))
    assert str(refused.value.message) == "2 people come this way to meetups ahead. Ask them first."
    running.refresh_from_db()
    assert (running.seats_room, running.mode) == (2, "room")


@pytest.mark.parametrize(("end", "state"), [(groups.finish, "finished"), (groups.cancel, "cancelled")])
def test_an_end_cancels_what_is_to_come_and_twice_is_once(member, running, end, state):
    for _time in range(2):
        group = end(actor=member, group=running)
    assert group.state == state
    assert list(group.meetups.order_by("starts_at").values_list("state", flat=True)) == [
        "planned",
        "cancelled",
        "cancelled",
    ]
    assert Event.objects.filter(object=f"learning.group:{group.uuid}").count() == 1
    with pytest.raises(GroupOver):
        groups.change(actor=member, group=group, wanted=changed())


def test_a_draft_cannot_be_finished(member, draft):
    with pytest.raises(GroupOver):
        groups.finish(actor=member, group=draft)
