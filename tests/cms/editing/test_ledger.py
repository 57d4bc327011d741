"""The ledger in the admin: who looks, who stops what, and that nobody writes or changes a message by hand."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from cms.models import Event, Message

LIST = "/admin/message/"
SECRET = "what the letter is about"


@pytest.fixture
def write(member):
    def write(key: str = "a", **fields) -> Message:
        facts = {"kind": "learning.rsvp_confirmed", "recipient": member, "due_at": timezone.now()}
        return Message.objects.create(dedupe_key=key, context={"words": SECRET}, **facts, **fields)

    return write


@pytest.fixture
def staff(client, home, program_staff):
    client.force_login(program_staff)
    return client


def one(message: Message) -> str:
    return reverse("message:inspect", args=[message.pk])


def stop(client, message: Message):
    return client.post(reverse("message_stop", args=[message.pk]))


def test_program_staff_see_what_is_sent_to_whom_and_nothing_of_its_words(staff, write):
    message = write(error="SMTPServerDisconnected: gone", tries=2)
    page = staff.get(LIST).text
    assert ("You have a seat" in page, "Rosa" in page, "Tried 2 times" in page) == (True, True, True)
    page = staff.get(one(message)).text
    assert ("SMTPServerDisconnected: gone" in page, "Do not send it" in page) == (True, True)
    assert (SECRET in page, "rosa@example.org" in page) == (False, False)


def test_a_message_is_stopped_once(staff, write, program_staff):
    message = write()
    for _time in range(2):
        assert stop(staff, message)["Location"] == one(message)
    message.refresh_from_db()
    assert (message.stopped_by, message.stopped_why) == (program_staff, Message.Why.PERSON)
    assert Event.objects.filter(verb="stopped").count() == 1
    assert "Do not send it" not in staff.get(one(message)).text


def test_what_is_out_or_on_its_way_is_not_stopped(staff, write):
    now = timezone.now()
    out, going = write("a", sent_at=now), write("b", locked_until=now + timedelta(minutes=5))
    for message in (out, going):
        stop(staff, message)
        message.refresh_from_db()
        assert message.stopped_at is None


def test_editors_and_members_see_nothing(client, home, write, editor, member):
    message = write()
    for person in (editor, member):
        client.force_login(person)
        assert [client.get(path).status_code for path in (LIST, one(message))] == [302, 302]
        assert stop(client, message).status_code in {302, 404}
    editor.user_permissions.add(Permission.objects.get(codename="view_message"))
    client.force_login(type(editor).objects.get(pk=editor.pk))
    assert "Do not send it" not in client.get(one(message)).text
    assert stop(client, message).status_code == 404
    assert Message.objects.get().stopped_at is None


def test_nobody_adds_edits_or_deletes_a_message():
    for name in ("add", "edit", "delete"):
        with pytest.raises(NoReverseMatch):
            reverse(f"message:{name}", args=[] if name == "add" else [1])


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_three(number, staff, write, django_assert_num_queries):
    for nth in range(number):
        write(str(nth))
    staff.get(LIST)
    with django_assert_num_queries(12):
        staff.get(LIST)
