"""Changing a group that is going on, and its end, on the organizers' screens."""

import pytest
from django.utils import timezone

from cms.models import Message
from learning.models import RSVP, StudyGroup, StudyGroupPage
from learning.services import certificates, enrollments, group_pages, groups, memberships, progress
from tests.factories import groups as make
from tests.learning.views.test_groups import PAGE, cost


@pytest.fixture
def group(home):
    made = make.group(seats_room=2, state="running")
    make.group_page(made)
    for nth in range(2):
        make.meetup(group=made, in_days=7 + nth)
    return made


@pytest.fixture
def olga(client, group, make_member):
    client.force_login(make.organizer(group.chapter, make_member("Olga")))
    return client


def at(group, name: str) -> str:
    return f"/learn/groups/{group.uuid}/{name}/"


def typed(**fields) -> dict[str, str]:
    plain = {
        "name": "Python evenings", "summary": "We sit together.", "mode": "room", "seats_room": "3", "seats_remote": "",
        "seats_helper": "", "join": "open", "level": "1", "language": "en", "chat_url": "",
    }  # fmt: skip
    return {**plain, **fields}


def test_a_change_is_saved_and_the_title_of_its_page_follows(olga, group):
    sent = typed(name="Python mornings", chat_url="https://chat.example.org/python")
    for _time in range(2):
        assert olga.post(at(group, "edit"), sent)["Location"] == at(group, "board")
    group.refresh_from_db()
    found = (group.name, group.summary, group.seats_room, group.chat_url)
    assert found == ("Python mornings", "We sit together.", 3, "https://chat.example.org/python")
    assert [each.pools.get(kind="room").capacity for each in group.meetups.all()] == [3, 3]
    assert (StudyGroupPage.objects.get().title, olga.get(PAGE).status_code) == ("Python mornings", 200)


def test_a_channel_that_the_wizard_took_is_taken_here_too(olga, group):
    StudyGroup.objects.filter(pk=group.pk).update(chat_url="ircs://irc.libera.chat/python")
    page = olga.post(at(group, "edit"), typed(chat_url="ircs://irc.libera.chat/python", seats_room="3"))
    group.refresh_from_db()
    assert (page.status_code, group.chat_url, group.seats_room) == (302, "ircs://irc.libera.chat/python", 3)


def test_a_title_of_its_own_and_a_draft_stay(group):
    page = StudyGroupPage.objects.get()
    page.title = "Come and sit with us"
    page.save_revision().publish()
    group.name = "Python mornings"
    assert group_pages.rename(group=group, old="Python evenings") == 0
    page.summary = "Half written"
    page.save_revision()
    assert group_pages.rename(group=group, old="Come and sit with us") == 1
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    assert (page.title, page.summary, draft.title, draft.summary) == (
        "Python mornings", "", "Python mornings", "Half written",
    )  # fmt: skip


def test_bad_input_and_fewer_seats_than_people_get_a_sentence_and_keep_what_was_typed(
    olga, group, make_member
):
    for name in ("Ana", "Bo"):
        memberships.join(group=group, member=make_member(name), mode="room")
    refusals = {
        "seats_room": ("0", "At least one seat."),
        "chat_url": ("no address", "Enter a valid URL."),
        "name": ("", "This field is required."),
        "level": ("9", "Select a valid choice."),
    }
    for field, (value, words) in refusals.items():
        page = olga.post(at(group, "edit"), typed(**{field: value}, summary="Kept"))
        assert (words in page.text, "Kept" in page.text) == (True, True)
    assert "2 people have a seat." in olga.post(at(group, "edit"), typed(seats_room="1")).text
    group.refresh_from_db()
    assert (group.seats_room, group.summary) == (2, "")


def test_the_end_says_beforehand_whom_it_tells_and_twice_is_once(olga, group, make_member):
    memberships.join(group=group, member=make_member("Ana"), mode="room")
    page = olga.get(at(group, "end"))
    assert ("2 meetups are still planned." in page.text, "1 person with a seat or a place" in page.text) == (
        True,
        True,
    )
    assert set(group.meetups.values_list("state", flat=True)) == {"planned"}
    sent = [
        olga.post(at(group, "cancel"), {"reason": "The library closes."}).status_code for _time in range(2)
    ]
    group.refresh_from_db()
    assert (sent, group.state) == ([302, 302], "cancelled")
    assert Message.objects.filter(kind="learning.meetup_cancelled").count() == 2
    assert [olga.get(at(group, name))["Location"] for name in ("edit", "end")] == [at(group, "board")] * 2
    assert "This group is over" in olga.post(at(group, "finish"), follow=True).text


def test_a_long_reason_is_refused_and_nothing_ends(olga, group):
    page = olga.post(at(group, "cancel"), {"reason": "x" * 301})
    group.refresh_from_db()
    assert ("at most 300 characters" in page.text, group.state) == (True, "running")


def test_members_of_a_finished_group_see_how_to_go_on(
    client, olga, group, track, lessons, make_member, member
):
    StudyGroup.objects.filter(pk=group.pk).update(track_key=track.translation_key)
    done = make_member("Ada")
    for each in (member, done):
        make.joined(group, each)
        enrollments.start(member=each, track_key=track.translation_key)
        progress.mark_done(member=each, lesson=lessons[0], confidence=2)
    progress.mark_done(member=done, lesson=lessons[1], confidence=2)
    certificates.issue_missing()
    assert "And now?" not in olga.get(PAGE).text
    olga.post(at(group, "finish"))
    said = []
    for each in (member, done):
        client.force_login(each)
        said.append(client.get(PAGE).text)
    assert ["Go on with “Loops”" in text for text in said] == [True, False]
    assert ["Your certificate is ready." in text for text in said] == [False, True]
    client.logout()
    assert "And now?" not in client.get(PAGE).text


def test_strangers_find_nothing_and_nothing_changes_on_a_get(client, olga, group, make_member):
    assert [olga.get(at(group, name)).status_code for name in ("finish", "cancel")] == [405, 405]
    wes = make.organizer(make.chapter("Atlanta"), make_member("Wes"))
    for who in (wes, make.joined(group, make_member("Ana")).member):
        client.force_login(who)
        found = [client.get(at(group, name)).status_code for name in ("edit", "end")]
        found += [client.post(at(group, name), typed()).status_code for name in ("edit", "finish", "cancel")]
        assert found == [404] * 5


def test_the_screens_cost_the_same_for_one_and_for_ten(olga, group, make_member):
    few = [cost(olga, at(group, name)) for name in ("edit", "end")]
    coming = [*group.meetups.all(), *[make.meetup(group=group, in_days=10 + nth) for nth in range(10)]]
    for nth in range(10):
        made = make.joined(group, make_member(f"Ana {nth}")).member
        RSVP.objects.bulk_create(
            RSVP(meetup=each, member=made, state="confirmed", answered_at=timezone.now()) for each in coming
        )
    assert (few, [cost(olga, at(group, name)) for name in ("edit", "end")]) == ([4, 6], [4, 6])
    assert groups.finish(actor=None, group=group).state == "finished"
