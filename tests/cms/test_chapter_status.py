"""How a chapter stands follows from what happened, with its reason in words."""

from datetime import UTC, date, datetime, timedelta

from cms import chapter_words
from cms.chapter_status import Facts, standing

NOW = datetime(2026, 11, 25, 20, tzinfo=UTC)


def days(number: int) -> datetime:
    return NOW + timedelta(days=number)


CASES = [
    (Facts(closed_at=days(-40), last_met_at=days(-50), organizers=1), "Closed: it said goodbye 40 days ago"),
    (Facts(closed_at=days(9), last_met_at=days(-5), organizers=1), "Active: it met 5 days ago"),
    (
        Facts(paused_at=days(-1), last_met_at=days(-5), next_at=days(3), organizers=1),
        "Paused: its organizers said yesterday that they take a break",
    ),
    (Facts(founded_on=date(2026, 9, 1), organizers=1), "Forming: it has not met yet"),
    (Facts(), "Forming: it has not met yet"),
    (Facts(next_at=days(1)), "Forming: it meets for the first time tomorrow"),
    (Facts(founded_on=date(2026, 5, 27)), "Forming: it has not met yet"),
    (
        Facts(founded_on=date(2026, 5, 26), organizers=2),
        "Dormant: nothing is planned, and nobody has met since it began 6 months ago",
    ),
    (Facts(last_met_at=NOW, organizers=1), "Active: it met today"),
    (Facts(last_met_at=days(-60), organizers=1), "Active: it met 60 days ago"),
    (
        Facts(last_met_at=days(-61), organizers=1),
        "Paused: nothing is planned, and it met 61 days ago for the last time",
    ),
    (Facts(last_met_at=days(-5)), "Paused: nobody organizes it right now, and nothing is planned"),
    (Facts(last_met_at=days(-5), next_at=days(2)), "Active: it met 5 days ago"),
    (Facts(last_met_at=days(-200), next_at=days(12)), "Active: it meets again in 12 days"),
    (Facts(last_met_at=days(-120), organizers=1), "Paused: nothing is planned, and it met 4 months ago for the last time"),
    (Facts(last_met_at=days(-121)), "Dormant: nothing is planned, and it met 4 months ago for the last time"),
    (Facts(last_met_at=days(-900)), "Dormant: nothing is planned, and it met 2 years ago for the last time"),
]  # fmt: skip


def test_a_status_has_its_reason():
    found = [standing(facts, NOW) for facts, _told in CASES]
    told = [f"{chapter_words.name(each)}: {chapter_words.reason(each)}" for each in found]
    assert told == [words for _facts, words in CASES]
