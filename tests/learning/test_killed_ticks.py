"""The job dies at any step between two mails, and runs again: every message once, at worst one of them twice."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command
from django.db.models import QuerySet

from cms.models import Message
from learning.services import rsvps
from tests.factories import groups as make

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PEOPLE = 4


class Killed(BaseException):
    """What no `except Exception` sees: the process is gone."""


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def waiting(make_member):
    """Some messages that are due."""
    meetup = make.meetup(day=date(2026, 11, 28), clock=time(10), room=PEOPLE)
    for nth in range(PEOPLE):
        rsvps.respond(meetup=meetup, member=make_member(f"M{nth}"), mode="room")


def sent() -> Counter:
    return Counter(letter.to[0] for letter in mail.outbox)


def again(now) -> None:
    """Two more runs: one at once, and one when the lease of the dead one is over."""
    call_command("tick")
    now.shift(timedelta(minutes=6))
    call_command("tick")


@pytest.mark.parametrize("nth", range(PEOPLE))
def test_a_death_before_the_mail_server_has_it_loses_and_repeats_nothing(nth, waiting, now, monkeypatch):
    real, calls = EmailMultiAlternatives.send, Counter()

    def die(self, **kwargs):
        calls["send"] += 1
        if calls["send"] == nth + 1:
            raise Killed
        return real(self, **kwargs)

    monkeypatch.setattr(EmailMultiAlternatives, "send", die)
    with pytest.raises(Killed):
        call_command("tick")
    again(now)
    assert sent() == Counter({f"m{each}@example.org": 1 for each in range(PEOPLE)})
    assert Message.objects.filter(sent_at=None, due_at__lte=NOW).count() == 0


@pytest.mark.parametrize("nth", range(PEOPLE))
def test_a_death_between_the_mail_servers_yes_and_the_mark_repeats_that_one_and_no_other(
    nth, waiting, now, monkeypatch
):
    real, marks = QuerySet.update, Counter()

    def die(self, **fields):
        if "sent_at" in fields:
            marks["sent"] += 1
            if marks["sent"] == nth + 1:
                raise Killed
        return real(self, **fields)

    monkeypatch.setattr(QuerySet, "update", die)
    with pytest.raises(Killed):
        call_command("tick")
    again(now)
    twice = [address for address, number in sent().items() if number == 2]
    assert (len(twice), sum(sent().values())) == (1, PEOPLE + 1)
    assert Message.objects.filter(sent_at=None, due_at__lte=NOW).count() == 0


def test_while_the_lease_of_the_dead_one_lasts_nobody_takes_its_message(waiting, now, monkeypatch):
    def die(self, **kwargs):
        raise Killed

    monkeypatch.setattr(EmailMultiAlternatives, "send", die)
    with pytest.raises(Killed):
        call_command("tick")
    monkeypatch.undo()
    call_command("tick")
    assert sum(sent().values()) == PEOPLE - 1
