"""Plants what was told of the demo's last evenings: talks, recaps, feedback and reviews; and no mail about the past."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from cms.models import Member, Message
from learning.models import Meetup, RecapPage, TalkSlot
from learning.services import feedback, recaps, reminders, reviews_of_groups

from .crowd import somebody


def plant(*, record: dict[str, Any], evenings: Sequence[Meetup], organizer: Member) -> None:
    """The latest evening first, as the data has it."""
    _talks(record["talks"], evenings)
    _recaps(record["recaps"], evenings, organizer)
    _feedback(record["feedback"], evenings, organizer)
    _tell_nothing_of_the_past()


def _talks(record: list[list[dict[str, Any]]], evenings: Sequence[Meetup]) -> None:
    TalkSlot.objects.bulk_create(
        TalkSlot(
            meetup=evening,
            kind=each["kind"],
            minutes=15 if each["kind"] == "mini_lesson" else 10,
            state=TalkSlot.State.DONE,
            speaker=somebody(each["who"]),
            title=each["title"],
            may_be_named=each["named"],
        )
        for evening, talks in zip(evenings, record, strict=False)
        for each in talks
    )


def _recaps(record: list[dict[str, Any]], evenings: Sequence[Meetup], organizer: Member) -> None:
    for evening, each in zip(evenings, record, strict=False):
        materials = [(url, title) for url, title in each["materials"]]
        recaps.draft(actor=organizer, meetup=evening, words=each["words"], materials=materials)
        recaps.publish(actor=organizer, meetup=evening)
        written = evening.ends_at + timedelta(hours=14)
        RecapPage.objects.filter(meetup=evening).update(first_published_at=min(written, timezone.now()))


def _feedback(record: list[list[dict[str, Any]]], evenings: Sequence[Meetup], organizer: Member) -> None:
    for evening, answers in zip(evenings, record, strict=False):
        for each in answers:
            answer = feedback.Answer(
                each["rating"],
                each.get("pace"),
                each.get("confidence"),
                each.get("text", ""),
                each.get("review", False),
            )
            row = feedback.give(member=somebody(each["who"]), meetup=evening, answer=answer)
            if answer.publish_ok:
                reviews_of_groups.publish(actor=organizer, row=row, seen=row.given_at.isoformat())


def _tell_nothing_of_the_past() -> None:
    """What would have gone out before today stands in the ledger as sent, and is not sent now."""
    reminders.keep_in_line()
    late = Message.objects.filter(kind__in=reminders.PLANNED, sent_at=None, stopped_at=None)
    late.filter(due_at__lte=timezone.now()).update(sent_at=F("due_at"))
