"""Reports as they come in: kept once, contact stopped at once for who needs that, safeguarding told without words."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from cms import reporting
from cms.models import CaseNote, Member, Message, Report
from cms.reporting import Place

from . import blocks, further_words, messages
from .further_words import Told
from .retry import retried

#: A report nobody has looked at is brought up again after so long.
REMINDERS = (timedelta(hours=72), timedelta(hours=24))
DAY = timedelta(days=1)


def identity(report: Report) -> str:
    return f"cms.report:{report.uuid}"


@retried
@transaction.atomic
def receive(
    *,
    by: Member,
    text: str,
    token: UUID,
    named: Iterable[Member] = (),
    place: Place | None = None,
    may_contact: bool = False,
    stops_contact: bool = False,
) -> Report:
    """Keep a report. A form sent twice is one report, and so are the same words about the same thing on one day: whoever
    goes back to the form and sends it again has a new token. From the sixth open one of a member in a day on they are
    further words of a case that is there (`further_words`).

    Where the person needs contact to stop, everything between them and those named stops in the same transaction. No event
    is written: the log of the case, which its handlers alone read, is where things stand.
    """
    Member.objects.select_for_update(no_key=True).get(pk=by.pk)  # their reports come in one after the other
    others = {member.pk: member for member in named if member.pk != by.pk}
    text = text.strip()
    # A form that is sent again with something else in it, contact to stop at the least, is another report.
    token = uuid5(token, repr((text, sorted(others), stops_contact)))
    told = Told(text, token, tuple(others.values()), place, may_contact, stops_contact)
    if already := _same(by, told) or further_words.known(by=by, told=told):
        return already
    if case := further_words.case_for(by=by, told=told):
        report = further_words.add(report=case, told=told)
    else:
        report = _open(by, told)
    if stops_contact:
        _stop(report, told.named)
    if case is None:
        _tell_handlers(report, "case_opened", once="opened")
    return report


def _open(by: Member, told: Told) -> Report:
    place = told.place
    report = Report.objects.create(
        by=by,
        text=told.text,
        token=told.token,
        may_contact=told.may_contact,
        stops_contact=told.stops_contact,
        place_kind=place.kind if place else "",
        place_key=place.key if place else None,
        place_name=place.name[:200] if place else "",
        chapter=told.chapter,
    )
    report.named.set(told.named)
    write(report=report, author=by, action=CaseNote.Action.OPENED)
    return report


def _same(by: Member, told: Told) -> Report | None:
    """A report of this form, or one of today in these very words, about the same people and the same thing."""
    mine = Report.objects.made_by(by)
    if sent := mine.filter(token=told.token).first():
        return sent
    facts = {"text": told.text, "stops_contact": told.stops_contact}
    today = mine.filter(opened_at__gt=timezone.now() - DAY, **facts)
    rows = today.filter(place_key=told.place.key if told.place else None).prefetch_related("named")
    return next((row for row in rows if {member.pk for member in row.named.all()} == told.keys), None)


def _stop(report: Report, others: Collection[Member]) -> None:
    with override(settings.LANGUAGE_CODE):  # a log has readers of many languages, and one of its own
        lines = reporting.stop(report, others)
        for other in others:
            blocks.block(blocker=report.by, blocked=other)
            lines.append(
                gettext("The two do not meet on the site any more: a block was set for who reported.")
            )
    for line in lines:
        write(report=report, author=None, action=CaseNote.Action.ACTED, text=line)


def write(
    *, report: Report, author: Member | None, action: str, text: str = "", token: UUID | None = None
) -> CaseNote:
    """Add a line to the log. With a token, a form sent twice is one line."""
    if token is None:
        return CaseNote.objects.create(report=report, author=author, action=action, text=text)
    note, _made = CaseNote.objects.get_or_create(
        report=report, token=token, defaults={"author": author, "action": action, "text": text}
    )
    return note


def readers(*, place: Place | None, by: Member) -> list[Member]:
    """Who would read a report from here by this member, before anybody is named."""
    return list(Report(by=by, chapter=place.chapter if place else None).free_handlers())


def remind_due() -> int:
    """Bring up reports nobody has looked at for a day, and for three; how many letters are new. Safe to run twice."""
    now, new = timezone.now(), 0
    for report in Report.objects.unhandled(now - REMINDERS[-1]):
        step = next(each for each in REMINDERS if report.opened_at <= now - each)
        new += _tell_handlers(report, "case_waits", once=f"{step.total_seconds() / 3600:.0f}h")
    return new


def _tell_handlers(report: Report, kind: str, *, once: str) -> int:
    """A notice to everybody who may act, without a word of it and without a name; how many are new."""
    people = {f"{identity(report)}:{once}:{member.pk}": member for member in report.free_handlers()}
    known = set(Message.objects.filter(dedupe_key__in=list(people)).values_list("dedupe_key", flat=True))
    for key, member in people.items():
        if key not in known:
            messages.queue(
                kind=f"cms.{kind}",
                recipient=member,
                dedupe_key=key,
                about=identity(report),
                context={"report": report.pk},
            )
    return len(people.keys() - known)
