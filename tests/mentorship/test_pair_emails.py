from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from cms.models import Member, Message
from cms.services import messages
from mentorship.services import pair_meetings, pairings
from tests.factories.mentorship import make_pair

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def pair(round_page):
    with time_machine.travel(NOW, tick=False):
        found = make_pair(round_page)
        Message.objects.all().delete()
        yield found


@pytest.fixture
def sent(mailoutbox):
    """Send what is due; each mail, and what its calendar part says."""

    def send() -> list[tuple[str, str, list[str]]]:
        mailoutbox.clear()
        messages.send_due()
        return [(mail.to[0], mail.subject, _calendar(mail)) for mail in mailoutbox]

    return send


def _calendar(mail) -> list[str]:
    parts = [each.content for each in mail.alternatives if each.mimetype.startswith("text/calendar")]
    names = ("METHOD", "SEQUENCE", "DTSTART", "STATUS")
    lines = "".join(parts).replace("\r\n ", "").split("BEGIN:STANDARD")[0].splitlines() if parts else []
    lines += "".join(parts).split("BEGIN:VEVENT")[-1].splitlines() if parts else []
    return [line for line in lines if line.split(":")[0].split(";")[0] in names]


def test_both_get_request_update_and_cancel_on_their_own_clock_and_in_their_language(pair, sent):
    mira, nora = pair.mentor.member, pair.mentee.member
    Member.objects.filter(pk=nora.pk).update(timezone="America/New_York")
    at = NOW + timedelta(days=3)
    meeting = pair_meetings.propose(pairing=pair, member=nora, starts_at=at, minutes=60, place="Hall 2")
    assert sent() == [("mira@example.org", "Nora proposes to meet", [])]
    pair_meetings.confirm(meeting=meeting, member=mira)
    assert sent() == [
        (
            "mira@example.org",
            "You and Nora: Confirmed",
            [
                "METHOD:REQUEST",
                "DTSTART;TZID=Europe/Prague:20261123T130000",
                "SEQUENCE:1",
                "STATUS:CONFIRMED",
            ],
        ),
        (
            "nora@example.org",
            "You and Mira: Confirmed",
            [
                "METHOD:REQUEST",
                "DTSTART;TZID=America/New_York:20261123T070000",
                "SEQUENCE:1",
                "STATUS:CONFIRMED",
            ],
        ),
    ]
    pair_meetings.move(meeting=meeting, member=nora, starts_at=at + timedelta(hours=1), minutes=60)
    moved = sent()
    assert [(subject, lines[2]) for _to, subject, lines in moved] == [
        ("You and Nora: Moved", "SEQUENCE:2"),
        ("You and Mira: Moved", "SEQUENCE:2"),
    ]
    pair_meetings.cancel(meeting=meeting, member=mira)
    assert [(subject, lines[0], lines[-1]) for _to, subject, lines in sent()] == [
        ("You and Nora: Cancelled", "METHOD:CANCEL", "STATUS:CANCELLED"),
        ("You and Mira: Cancelled", "METHOD:CANCEL", "STATUS:CANCELLED"),
    ]


def test_neither_learns_the_others_address_and_the_text_says_when_and_where(pair, sent, mailoutbox):
    at = NOW + timedelta(days=3)
    meeting = pair_meetings.propose(
        pairing=pair, member=pair.mentee.member, starts_at=at, minutes=60, place="Hall 2"
    )
    pair_meetings.confirm(meeting=meeting, member=pair.mentor.member)
    sent()
    mail = next(each for each in mailoutbox if each.subject == "You and Nora: Confirmed")
    whole = mail.body + "".join(each.content for each in mail.alternatives)
    assert ("nora@" in whole, "private-" in whole) == (False, False)
    assert "When: Monday, Nov. 23, 2026, 1 p.m. (Europe/Prague)\nWhere: Hall 2\n" in mail.body


def test_what_has_changed_since_is_not_told_twice(pair, sent):
    mira, nora = pair.mentor.member, pair.mentee.member
    at = NOW + timedelta(days=3)
    meeting = pair_meetings.propose(pairing=pair, member=nora, starts_at=at, minutes=60)
    pair_meetings.confirm(meeting=meeting, member=mira)
    pair_meetings.move(meeting=meeting, member=mira, starts_at=at + timedelta(hours=1), minutes=60)
    assert [subject for _to, subject, _lines in sent()] == ["You and Nora: Moved", "You and Mira: Moved"]


def test_an_end_is_told_without_its_reason(pair, sent, mailoutbox):
    pairings.end(pairing=pair, member=pair.mentor.member, code="fit", note="Hush")
    assert sent() == [("nora@example.org", "You and Mira: Ended", [])]
    assert ("Hush" in mailoutbox[0].body, "fit better" in mailoutbox[0].body) == (False, False)
