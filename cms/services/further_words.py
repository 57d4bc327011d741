"""More reports of one member in a day than anybody can read one by one: they go on as further words of a case that is open.

Nothing is lost and nobody is silenced: the words stand in the log, the case waits for somebody again, and whoever they are
about is named in it from then on. They are read by nobody who would not have read a report of their own.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, override

from cms.models import CaseNote, Member, Report
from cms.reporting import Place

Action = CaseNote.Action
#: So many open cases one member may begin in a day.
MOST = 5
DAY = timedelta(days=1)


def case_for(*, by: Member, named: Iterable[int], place: Place | None) -> Report | None:
    """The case that takes them, the latest that can, locked; None while a case of their own is right.

    In the caller's transaction, which lets one report of a member in at a time.
    """
    named = set(named)
    today = _today(by).order_by("-opened_at", "-pk")
    if today.count() < MOST:
        return None
    chapter = place.chapter if place else None
    fit = today.filter(chapter=chapter)
    if place and place.own_case:
        fit = fit.filter(place_kind=place.kind, place_key=place.key)
    would_read = {reader.pk for reader in Report(by=by, chapter=chapter).free_handlers()} - named
    for report in fit:
        readers = {reader.pk for reader in report.free_handlers()} - named
        if not readers or not readers <= would_read:
            continue
        rows = Report.objects.select_for_update(of=("self",), no_key=True).select_related("by")
        locked = rows.get(pk=report.pk)
        if locked.is_open:  # it may have been closed at this very moment
            return locked
    return None


def add(
    *,
    report: Report,
    text: str,
    token: UUID,
    named: Iterable[Member],
    place: Place | None,
    may_contact: bool,
    stops_contact: bool,
) -> Report:
    """Write the words into the log of the case, with where and about whom. The caller has it from `case_for`."""
    named, in_it = list(named), set(report.named.values_list("pk", flat=True))
    words = _with_its_head(text, named, place, stops_contact)
    CaseNote.objects.create(report=report, author=report.by, action=Action.ADDED, text=words, token=token)
    for member in named:
        if member.pk not in in_it:
            report.named.add(member)
            report.handlers.remove(member)
            CaseNote.objects.create(report=report, author=report.by, action=Action.NAMED, text=member.name)
    report.state = Report.State.NEW
    report.may_contact |= may_contact
    report.stops_contact |= stops_contact
    report.save(update_fields=["state", "may_contact", "stops_contact"])
    return report


def known(
    *,
    by: Member,
    text: str,
    token: UUID,
    named: Iterable[Member],
    place: Place | None,
    stops_contact: bool,
) -> Report | None:
    """The case that has these very words from this form, or from another one of today."""
    lines = CaseNote.objects.filter(author=by, report__by=by, action=Action.ADDED)
    words = _with_its_head(text, list(named), place, stops_contact)
    today = Q(text=words, at__gt=timezone.now() - DAY)
    found = lines.filter(Q(token=token) | today).select_related("report").first()
    return found.report if found else None


def of_report(*, report: Report) -> QuerySet[CaseNote]:
    """What was told further, for who told it and for those who handle it."""
    return report.log.filter(action=Action.ADDED)


def _today(by: Member) -> QuerySet[Report]:
    open_ = Report.objects.made_by(by).exclude(state=Report.State.CLOSED)
    return open_.filter(opened_at__gt=timezone.now() - DAY)


def _with_its_head(text: str, named: list[Member], place: Place | None, stops_contact: bool) -> str:
    """A log has readers of many languages, and one of its own."""
    with override(settings.LANGUAGE_CODE):
        names = ", ".join(member.name for member in sorted(named, key=lambda one: one.pk))
        about = gettext("About: {names}").format(names=names) if names else ""
        stops = gettext("They need contact to stop.") if stops_contact else ""
    head = "\n".join(filter(None, (place.name if place else "", about, stops)))
    return f"{head}\n\n{text}" if head else text
