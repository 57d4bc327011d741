"""The screens of the door: success, refusal, stranger; taps with a script and without; the sheet; code and claim; cost."""

from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.models import ChapterRole, Member
from learning.models import RSVP, Attendance, DoorMark, Meetup
from learning.services import door, door_codes, rsvps
from tests.factories import groups as make

SCRIPT = {"HX-Request": "true"}
ADDRESSES = ["door", "door-mark", "door-undo", "door-walk-in", "door-close", "door-code", "door-sheet"]


@pytest.fixture
def olga(client, make_member, home) -> Member:
    made = make.organizer(make.chapter(), make_member("Olga"))
    client.force_login(made)
    return made


@pytest.fixture
def evening(member) -> Meetup:
    planned = make.meetup(room=None)
    rsvps.respond(meetup=planned, member=member, mode="room")
    return make.on(planned)


def at(meetup: Meetup, name: str = "door") -> str:
    return reverse(f"learning:{name}", args=[meetup.uuid])


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


def words(answer, selector: str) -> str:
    found = soup(answer).select_one(selector)
    return " ".join(found.get_text(" ").split()) if found else ""


def tap(member: Member, state: str = "present", **fields) -> dict[str, str]:
    return {"key": str(uuid4()), "mark": f"{member.pk}:{state}", **fields}


def noted() -> list[tuple]:
    return list(Attendance.objects.order_by("pk").values_list("member__display_name", "guest_name", "state"))


def test_a_tick_and_an_undo_without_a_script(client, olga, evening, member):
    sent = tap(member)
    for _time in range(2):
        answer = client.post(at(evening, "door-mark"), sent)
        assert (answer.status_code, answer["Location"]) == (302, f"{at(evening)}#p-{member.pk}")
    page = client.get(at(evening))
    assert words(page, "#door-count") == "1 there 1 expected"
    assert words(page, f"#p-{member.pk} .door-state") == "There"
    undo = soup(page).select_one(f"#p-{member.pk} [name=undo]")["value"]
    client.post(at(evening, "door-undo"), {"undo": undo})
    assert noted() == []


def test_a_script_gets_what_a_tap_has_changed_and_nothing_else(client, olga, evening, member):
    answer = client.post(at(evening, "door-mark"), tap(member, "late", ago="3.5"), headers=SCRIPT)
    ids = [part.get("id") for part in soup(answer).find_all(recursive=False)]
    assert ids == ["door-refusal", "door-count", "door-last", "door-guests", f"p-{member.pk}"]
    assert (words(answer, ".door-state"), words(answer, "#door-last li")) == (
        "Came late",
        "Rosa : Came late Undo : Rosa",
    )
    assert answer["Vary"].count("HX-Request") == 1


def test_what_cannot_be_noted_gets_a_sentence_and_nonsense_is_not_there(client, olga, evening, make_member):
    answer = client.post(at(evening, "door-mark"), tap(make_member("Stranger")), headers=SCRIPT)
    assert "This person is not on your list." in words(answer, "#door-refusal")
    early = make.meetup(in_days=3)
    answer = client.post(at(early, "door-mark"), tap(make_member("Early")))
    assert (answer.status_code, "People are noted from two hours before" in answer.text) == (200, True)
    for nonsense in ({}, {"mark": "x"}, tap(olga, "gone"), {"key": "x", "mark": "1:present"}):
        assert client.post(at(evening, "door-mark"), nonsense).status_code == 404
    assert client.post(at(evening, "door-undo"), {"undo": "x"}).status_code == 404
    endless = {"undo": str(uuid4()), "person": "9" * 5000}
    assert client.post(at(evening, "door-undo"), endless).status_code == 302
    assert (
        client.post(at(evening, "door-mark"), {"key": str(uuid4()), "mark": f"{'9' * 18}:late"}).status_code
        == 404
    )
    assert (noted(), DoorMark.objects.count()) == ([], 0)


def test_who_holds_the_door_of_the_chapter_may_and_strangers_find_no_such_page(
    client, home, evening, member, make_member
):
    holder, other = make_member("Door"), make_member("Other")
    ChapterRole.objects.create(chapter=make.chapter(), member=holder, kind="door", since="2024-01-01")
    ChapterRole.objects.create(
        chapter=make.chapter("Elsewhere"), member=other, kind="door", since="2024-01-01"
    )
    for who, status in ((holder, 200), (other, 404), (member, 404)):
        client.force_login(who)
        answers = [client.get(at(evening, name)).status_code for name in ("door", "door-code", "door-sheet")]
        assert answers == [status] * 3
        if status == 404:
            assert {client.post(at(evening, name), tap(member)).status_code for name in ADDRESSES} <= {
                404,
                405,
            }
    assert noted() == []
    client.logout()
    assert {client.get(at(evening, name)).status_code for name in ("door", "door-sheet", "check-in")} == {302}
    assert {client.post(at(evening, name)).status_code for name in ADDRESSES} <= {302, 405}
    ways = [client.post(at(evening, "door-mark"), tap(member)), client.get(at(evening, "door-sheet"))]
    assert [parse_qs(urlsplit(way["Location"]).query)["next"] for way in ways] == [
        [at(evening)],  # a page, and not the address a button was sent to
        [at(evening, "door-sheet")],
    ]


def test_the_link_to_the_door_stands_on_the_meetup_for_who_holds_it(client, olga, evening, member):
    assert f'href="{at(evening)}"' in client.get(evening.get_absolute_url()).text
    client.force_login(member)
    page = client.get(evening.get_absolute_url()).text
    assert (f'href="{at(evening)}"' in page, f'href="{at(evening, "check-in")}"' in page) == (False, True)


def test_a_name_is_found_without_a_script(client, olga, evening, make_member):
    for name in ("Zoë Park", "Bo"):
        make.joined(make.group(name), made := make_member(name))
        door.arrive(member=made, meetup=evening)
    page = soup(client.get(at(evening), {"q": "zoe p"}))
    assert [row.get_text() for row in page.select(".door-person__name")] == ["Zoë Park"]
    assert "Nobody on your list has this name." in client.get(at(evening), {"q": "xyz"}).text


def test_a_guest_gets_a_link_once_and_a_new_one_when_it_is_lost(client, olga, evening, make_member):
    sent = {"key": str(uuid4()), "name": "Ann"}
    first, second = (client.post(at(evening, "door-walk-in"), sent) for _time in range(2))
    address = words(first, "#door-claim")
    assert (address.startswith("http://testserver/learn/was-there/"), words(second, "#door-claim")) == (
        True,
        "",
    )
    again = client.post(at(evening, "door-walk-in"), {"key": str(uuid4()), "name": "x" * 81}, headers=SCRIPT)
    assert "80" in words(again, "#door-walk-in .error-summary")
    guest = Attendance.objects.get()
    renew = reverse("learning:door-link", args=[evening.uuid, guest.uuid])
    fresh = words(client.post(renew), "#door-claim")
    assert fresh not in {"", address}
    assert client.get(address).status_code == 404

    client.logout()
    assert client.get(fresh)["Location"].startswith("/accounts/login/?next=/learn/was-there/")
    client.force_login(make_member("Anna"))
    assert "noted a guest as “Ann”" in words(client.get(fresh), "main")
    assert noted() == [(None, "Ann", "present")]
    for _time in range(2):
        assert client.post(fresh)["Location"] == evening.get_absolute_url()
    assert noted() == [("Anna", "", "present")]
    assert "yours already" in client.get(fresh).text
    client.force_login(make_member("Eve"))
    assert (client.get(fresh).status_code, client.post(fresh).status_code) == (404, 404)


def test_a_member_enters_the_code_of_the_room(client, home, evening, make_member):
    client.force_login(make_member("Walks by"))
    wrong = client.post(at(evening, "check-in"), {"code": "1"})
    assert (wrong.status_code, "That is not the code of this minute." in wrong.text) == (200, True)
    right = door_codes.current(meetup=evening)
    for _time in range(2):
        assert client.post(at(evening, "check-in"), {"code": right})["Location"] == evening.get_absolute_url()
    assert noted() == [("Walks by", "", "present")]


def test_the_code_is_shown_to_a_script_and_on_a_second_screen_while_it_is_taken(client, olga, evening):
    code = door_codes.current(meetup=evening)
    alone = client.get(at(evening, "door-code"), headers=SCRIPT)
    assert [part.get("id") for part in soup(alone).find_all(recursive=False)] == ["door-code"]
    large = client.get(at(evening, "door-code"))
    shown = {words(answer, ".door-code__digits .visually-hidden") for answer in (alone, large)}
    assert shown <= {code, door_codes.current(meetup=evening)}
    assert "no-store" in large["Cache-Control"]
    assert "The code is shown from half an hour" in client.get(at(make.meetup(in_days=2), "door-code")).text


def test_a_signed_sheet_is_typed_in_at_once_and_sent_twice_counts_once(client, olga, evening, member):
    sheet = at(evening, "door-sheet")
    form = soup(client.get(sheet))
    assert [each["name"] for each in form.select(".door-sheet select")] == [f"p{member.pk}"]
    sent = {"key": str(uuid4()), f"p{member.pk}": "late", "guests": "Ann\n\n  Bo  B \n"}
    for _time in range(2):
        assert client.post(sheet, sent)["Location"] == at(evening)
    assert noted() == [("Rosa", "", "late"), (None, "Ann", "present"), (None, "Bo B", "present")]
    assert set(Attendance.objects.values_list("source", flat=True)) == {"sheet"}
    for bad in ({"guests": "x" * 81}, {f"p{member.pk}": "gone"}, {"guests": "a\n" * 61}):
        refused = client.post(sheet, {"key": str(uuid4()), **bad})
        assert (refused.status_code, "Nothing is saved yet." in refused.text) == (200, True)
    assert Attendance.objects.count() == 3


def test_the_door_is_closed_after_the_end(client, olga, evening, member, make_member):
    door.arrive(member=make_member("Walks by"), meetup=evening)
    early = client.post(at(evening, "door-close"), follow=True)
    assert "The meetup is not over yet." in words(early, ".messages")
    make.over(evening)
    assert "1 person had a seat and is not noted." in words(client.get(at(evening)), ".door-close")
    closed = client.post(at(evening, "door-close"), follow=True)
    assert "1 person with a seat was not there." in words(closed, ".messages")
    assert noted() == [("Walks by", "", "present"), ("Rosa", "", "absent")]
    assert "The door is closed." in words(client.get(at(evening)), ".door-close")


def test_the_cost_is_the_same_for_thirty_people_as_for_three(client, olga, make_member):
    group = make.group()
    evening = make.meetup(group=group, room=None)
    costs = {}
    client.get(at(evening))
    make.on(evening)
    people = [make_member(f"P{nth}") for nth in range(30)]
    for number in (1, 3, 30):
        for made in people[evening.attendances.count() : number]:
            now, by = timezone.now(), {"meetup": evening, "member": made}
            make.joined(group, made)
            RSVP.objects.create(**by, state="confirmed", answered_at=now)
            row = Attendance.objects.create(**by, state="late", noted_at=now)
            DoorMark.objects.create(key=uuid4(), meetup=evening, attendance=row, state="late", made_at=now)
        for name in ("door", "door-sheet", "door-code"):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(at(evening, name)).status_code == 200
            costs.setdefault(name, set()).add(len(asked))
    assert costs == {"door": {8}, "door-sheet": {8}, "door-code": {4}}
