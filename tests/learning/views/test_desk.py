"""The screens of the help desk: success, refusal, stranger; for a script and without one; cost."""

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.models import Member
from learning.models import Attendance, HelpRequest, Meetup, MeetupLesson
from learning.services import desk, rsvps
from learning.services.desk import Question
from tests.factories import groups as make
from tests.factories import homework
from tests.factories.learning import lesson

SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def hana(make_member) -> Member:
    return make_member("Hana")


@pytest.fixture
def hangout(home, member, hana) -> Meetup:
    group = make.group(chat_url="irc://irc.libera.chat/python")
    planned = make.meetup(kind="hangout", room=None, group=group)
    rsvps.respond(meetup=planned, member=member, mode="room")
    make.joined(group, hana, role="helper")
    return make.on(planned)


def at(meetup: Meetup) -> str:
    return reverse("learning:desk", args=[meetup.uuid])


def button(row: HelpRequest, what: str) -> str:
    return reverse("learning:desk-change", args=[row.uuid, what])


def asked(**fields) -> dict[str, str]:
    return {"key": str(uuid4()), "wish": "stuck", "words": "", "link": "", **fields}


def words(answer, selector: str = "main") -> str:
    found = BeautifulSoup(answer.text, "html.parser").select_one(selector)
    return " ".join(found.get_text(" ").split()) if found else ""


def test_a_learner_asks_once_with_an_exercise_of_the_meetup(client, hangout, member):
    task = homework.exercise("Add them up")
    page = lesson("Loops")
    homework.place(page, task)
    MeetupLesson.objects.create(meetup=hangout, lesson_key=page.translation_key)
    client.force_login(member)
    first = client.get(at(hangout))
    assert ("Open the channel (IRC)" in words(first), "Add them up" in words(first, "form.form")) == (
        True,
        True,
    )
    sent = asked(exercise=str(task.translation_key), words="It <b>hangs</b>", link="HTTPS://example.org/mine")
    for _time in range(2):
        assert client.post(at(hangout), sent)["Location"] == at(hangout)
    row = HelpRequest.objects.get()
    assert (row.exercise_key, row.link) == (task.translation_key, "https://example.org/mine")
    page = client.get(at(hangout))
    assert "You are number 1 in the queue I am stuck Add them up" in words(page, "#help-desk")
    assert "It &lt;b&gt;hangs" in page.text
    refused = client.post(at(hangout), asked(link="javascript:alert(1)", words="Kept"))
    assert (refused.status_code, "Kept" in refused.text) == (200, True)
    assert client.post(at(hangout), asked(exercise=str(uuid4()))).status_code == 200
    assert HelpRequest.objects.get().link == "https://example.org/mine"


def test_a_helper_takes_one_and_both_say_how_it_goes(client, hangout, member, hana):
    row = desk.ask(member=member, meetup=hangout, question=Question("stuck"), key=uuid4())
    client.force_login(hana)
    assert "1 person waits Rosa" in words(client.get(at(hangout)), ".help-queue")
    for _time in range(2):
        assert client.post(button(row, "take"))["Location"] == at(hangout)
    turn = client.post(button(row, "your-turn"), headers=SCRIPT)
    assert ("It is their turn · Hana" in words(turn, "#help-desk"), "<html" in turn.text) == (True, False)
    client.force_login(member)
    assert "Your turn Hana has looked." in words(client.get(at(hangout), headers=SCRIPT), ".help-mine")
    client.post(button(row, "ready"))
    client.post(button(row, "happy"))
    row.refresh_from_db()
    assert row.state == "happy"
    late = client.post(button(row, "leave"), headers=SCRIPT)
    assert "This has changed meanwhile." in words(late, "[role=alert]")
    assert "This has changed meanwhile." in words(client.post(button(row, "leave"), follow=True), ".messages")


def test_strangers_and_other_learners_find_no_such_page(client, hangout, member, make_member):
    row = desk.ask(member=member, meetup=hangout, question=Question("stuck"), key=uuid4())
    other = make_member("Other")
    client.force_login(other)
    assert (client.get(at(hangout)).status_code, client.post(at(hangout), asked()).status_code) == (404, 404)
    names = ["take", "hand-back", "your-turn", "works", "ready", "happy", "leave", "nonsense"]
    assert {client.post(button(row, name)).status_code for name in names} == {404}
    rsvps.respond(meetup=(later := make.meetup(kind="talks")), member=member, mode="room")
    client.force_login(member)
    assert {client.post(button(row, name)).status_code for name in names[:4]} == {404}
    assert (client.get(at(later)).status_code, client.get(button(row, "leave")).status_code) == (404, 405)
    client.logout()
    assert client.get(at(hangout)).status_code == 302
    assert client.get(at(hangout), headers=SCRIPT)["HX-Redirect"].startswith("/accounts/login/")
    row.refresh_from_db()
    assert (row.state, row.claimed_by) == ("waiting_helper", None)


def test_the_link_to_the_desk_stands_on_the_meetup_for_who_takes_part(client, hangout, member, make_member):
    came, joined, stranger = make_member("Came"), make_member("Joined"), make_member("Other")
    make.joined(hangout.group, joined)
    Attendance.objects.create(meetup=hangout, member=came, state="present", noted_at=timezone.now())
    found = []
    for who in (member, joined, came, Member.objects.get(display_name="Hana"), stranger):
        client.force_login(who)
        found.append(
            (at(hangout) in client.get(hangout.get_absolute_url()).text, client.get(at(hangout)).status_code)
        )
    assert found == [(True, 200)] * 4 + [(False, 404)]
    client.logout()
    assert at(hangout) not in client.get(hangout.get_absolute_url()).text


def test_before_the_time_the_desk_says_when_it_opens(client, home, member):
    planned = make.meetup(kind="hangout")
    rsvps.respond(meetup=planned, member=member, mode="room")
    client.force_login(member)
    page = client.get(at(planned))
    assert ("The desk is open from half an hour" in words(page), "<textarea" in page.text) == (True, False)
    assert "The desk is open from half an hour" in words(
        client.post(at(planned), asked()), ".error-summary"
    ) or (HelpRequest.objects.count() == 0)


def test_the_cost_is_the_same_for_thirty_who_wait_as_for_three(client, hangout, hana, make_member):
    client.force_login(hana)
    costs = set()
    people = iter([make_member(f"P{nth}") for nth in range(30)])
    client.get(at(hangout))
    for number in (1, 3, 30):
        while HelpRequest.objects.count() < number:
            question = Question("stuck", exercise_key=uuid4())
            desk.ask(member=next(people), meetup=hangout, question=question, key=uuid4())
        for headers in ({}, SCRIPT):
            with CaptureQueriesContext(connection) as asked_for:
                assert client.get(at(hangout), headers=headers).text.count("queue__entry") == number
            costs.add(len(asked_for))
    assert costs == {8}
