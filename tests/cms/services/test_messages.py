"""The ledger of messages: written with its cause, sent once, patient with mail servers, silent when stopped."""

import threading
from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone

from cms import emails
from cms.models import Message
from cms.services import messages

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@emails.writes("test.letter")
def letter(message: Message) -> emails.Letter | None:
    if message.context.get("pointless"):
        return None
    return emails.Letter("A\r\nBcc: evil@example.org\n letter", "test/letter", {"moment": NOW})


class Unreachable(BaseEmailBackend):
    def send_messages(self, sent):
        raise SMTPServerDisconnected("Connection unexpectedly closed")


@pytest.fixture(autouse=True)
def template(tmp_path, settings):
    folder = tmp_path / "emails" / "test"
    folder.mkdir(parents=True)
    body = "{% load tz %}{{ recipient.name }} {{ moment|localtime|date:'l j F H:i' }} {{ base_url }}"
    (folder / "letter.txt").write_text(body)
    (folder / "letter.html").write_text(f"<p>{body}</p>")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]


@pytest.fixture
def queue(member):
    def make(key: str = "letter:1", recipient=None, **fields) -> Message:
        return messages.queue(kind="test.letter", recipient=recipient or member, dedupe_key=key, **fields)

    return make


def tries() -> list[int]:
    return list(Message.objects.values_list("tries", flat=True))


def test_the_same_cause_is_the_same_message(queue):
    assert queue() == queue()
    assert messages.send_due() == 1
    assert messages.send_due() == 0
    assert len(mail.outbox) == 1


def test_a_message_goes_out_when_its_cause_is_committed(queue, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        queue()
    assert len(mail.outbox) == 1


def test_a_message_disappears_with_its_cause(queue):
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert Message.objects.count() == 0


def test_a_message_waits_until_it_is_due(queue, time_machine):
    time_machine.move_to(NOW, tick=False)
    queue(due_at=NOW + timedelta(hours=1))
    assert messages.send_due() == 0
    time_machine.move_to(NOW + timedelta(hours=1), tick=False)
    assert messages.send_due() == 1


def test_a_line_break_in_a_subject_adds_no_header(queue):
    queue()
    messages.send_due()
    assert mail.outbox[0].subject == "A Bcc: evil@example.org letter"
    assert mail.outbox[0].recipients() == ["rosa@example.org"]


def test_a_mail_is_written_in_the_language_and_zone_of_who_gets_it(queue, make_member):
    queue(recipient=make_member("Renée", locale="fr", timezone="America/Montreal"))
    messages.send_due()
    assert mail.outbox[0].body == "Renée Samedi 21 novembre 07:00 http://127.0.0.1:8000"
    assert mail.outbox[0].alternatives[0].mimetype == "text/html"


def test_a_mail_server_that_is_away_is_asked_again_after_growing_pauses(queue, settings, time_machine):
    settings.MAILERS = {"default": {"BACKEND": "tests.cms.services.test_messages.Unreachable"}}
    time_machine.move_to(NOW, tick=False)
    message, moment, pauses = queue(due_at=NOW), NOW, []
    for _try in range(4):
        assert messages.send_due() == 0
        message.refresh_from_db()
        pauses.append(message.due_at - moment)
        moment = message.due_at
        time_machine.move_to(moment - timedelta(seconds=1), tick=False)
        assert messages.send_due() == 0
        time_machine.move_to(moment, tick=False)
    assert pauses == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert (message.tries, message.error) == (4, "SMTPServerDisconnected: Connection unexpectedly closed")
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    assert messages.send_due() == 1
    assert (len(mail.outbox), tries()) == (1, [5])


def test_after_many_failures_a_message_is_kept_and_no_longer_tried(queue):
    queue()
    Message.objects.update(tries=Message.MOST_TRIES)
    assert messages.send_due() == 0
    assert Message.objects.count() == 1


def test_a_stopped_message_is_never_sent(queue):
    queue()
    Message.objects.update(stopped_at=timezone.now())
    assert messages.send_due() == 0
    assert mail.outbox == []


def test_a_message_without_a_reason_any_more_is_stopped(queue):
    message = queue(context={"pointless": True})
    assert messages.send_due() == 0
    message.refresh_from_db()
    assert message.stopped_at is not None
    assert mail.outbox == []


def test_nobody_writes_to_a_closed_account(queue, member):
    queue()
    member.is_active = False
    member.save()
    assert messages.send_due() == 0
    assert mail.outbox == []


def test_what_a_killed_worker_held_is_sent_after_its_lease(queue, time_machine):
    time_machine.move_to(NOW, tick=False)
    queue(due_at=NOW)
    Message.objects.update(locked_until=NOW + emails.LEASE, tries=1)
    assert messages.send_due() == 0
    time_machine.move_to(NOW + emails.LEASE, tick=False)
    assert messages.send_due() == 1
    assert tries() == [2]


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_send_each_message_once(make_member):
    rosa = make_member("Rosa")
    for number in range(12):
        messages.queue(
            kind="test.letter",
            recipient=rosa,
            dedupe_key=f"letter:{number}",
            due_at=timezone.now() + timedelta(seconds=1),
        )
    Message.objects.update(due_at=timezone.now())
    gate, counts = threading.Barrier(4), []

    def work() -> None:
        gate.wait()
        try:
            counts.append(messages.send_due())
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(counts) == 12
    assert sorted(tries()) == [1] * 12
    assert len(mail.outbox) == 12
