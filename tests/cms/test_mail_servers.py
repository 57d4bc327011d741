"""Mail servers on bad days, over a real connection, and a job that is really killed: no letter is lost, none comes twice."""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from cms.models import Message
from cms.services import messages
from learning.services import rsvps
from tests.factories import groups as make
from tests.mail_servers import mail_server

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def write_letters(make_member, number: int) -> list[str]:
    """A letter for each of so many members, of which nobody is woken; their addresses."""
    meetup = make.meetup(room=None)
    people = [make_member(f"M{nth}") for nth in range(number)]
    for each in people:
        rsvps.respond(meetup=meetup, member=each, mode="room")
    return [each.email for each in people]


@pytest.fixture
def mail_waits(settings):
    settings.TASKS = {
        alias: {"BACKEND": "django.tasks.backends.dummy.DummyBackend", "QUEUES": []}
        for alias in settings.TASKS
    }


def test_whatever_a_mail_server_does_every_letter_comes_once_when_it_is_well_again(
    make_member, settings, time_machine
):
    time_machine.move_to(NOW, tick=False)
    addresses = write_letters(make_member, 2)
    with mail_server() as server:
        options = {"host": "127.0.0.1", "port": server.port, "timeout": 0.2}
        settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": options}}
        moment, pauses, errors = NOW, [], []
        for mood in ("closed", "busy", "later", "silent", "gone"):
            server.mood = mood
            options["port"] = 9 if mood == "closed" else server.port
            assert messages.send_due() == 0
            row = Message.objects.latest("due_at")
            pauses.append(int((row.due_at - moment) / timedelta(minutes=1)))
            errors.append(row.error.partition(":")[0])
            moment = row.due_at
            time_machine.move_to(moment, tick=False)
        server.mood = "well"
        assert (messages.send_due(), messages.send_due(), sorted(server.taken)) == (2, 0, addresses)
    assert pauses == [1, 2, 4, 8, 16]
    assert errors == [
        "ConnectionRefusedError", "SMTPConnectError", "SMTPDataError", "SMTPServerDisconnected", "SMTPServerDisconnected",
    ]  # fmt: skip


def test_a_server_that_fails_again_and_again_is_left_in_peace_until_the_next_run(make_member, settings):
    write_letters(make_member, 8)
    with mail_server() as server:
        server.mood = "busy"
        options = {"host": "127.0.0.1", "port": server.port, "timeout": 1}
        settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": options}}
        messages.send_due()
    assert sorted(Message.objects.values_list("tries", flat=True)) == [0, 0, 0, 1, 1, 1, 1, 1]


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_job_killed_between_two_letters_and_run_again_sends_each_once(
    make_member, mail_waits, capsys, settings
):
    addresses = write_letters(make_member, 5)
    job: list[subprocess.Popen] = []

    def kill(moment: str, number: int) -> None:
        """When the third letter begins: the second is out and marked, the third is not."""
        if (moment, number) == ("rcpt", 2):
            os.kill(job[0].pid, signal.SIGKILL)

    with mail_server(kill) as server:
        job.append(tick(server.port))
        assert job[0].wait(timeout=60) == -signal.SIGKILL
        assert Message.objects.exclude(sent_at=None).count() == len(server.taken) == 2
        # As if the lease of the dead one were over.
        Message.objects.exclude(locked_until=None).update(locked_until=timezone.now())
        server.watch = lambda moment, number: None
        options = {"host": "127.0.0.1", "port": server.port}
        settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": options}}
        call_command("tick")
        assert Counter(server.taken) == Counter(addresses)
    assert sorted(Message.objects.exclude(sent_at=None).values_list("tries", flat=True)) == [1, 1, 1, 1, 2]


def tick(port: int) -> subprocess.Popen:
    """`manage.py tick` in a process of its own, on the database of this test."""
    facts = connection.settings_dict
    address = (
        f"sqlite:///{facts['NAME']}"
        if connection.vendor == "sqlite"
        else f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"
    )
    env = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.dev", "DATABASE_URL": address, "DEBUG": "0",
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
    }  # fmt: skip
    command = [sys.executable, "manage.py", "tick"]
    return subprocess.Popen(
        command, cwd=Path(site.ROOT), env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
