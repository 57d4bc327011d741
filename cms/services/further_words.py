"""More reports of one member in a day than anybody can read one by one: they go on as further words of a case that is open.

Nothing is lost and nobody is silenced: the words stand in the log, the case waits for somebody again, and whoever they are
about is named in it from then on. They are read by nobody who would not have read a report of their own.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, override

from cms.models import CaseNote, Chapter, Member, Report
from cms.reporting import Place

Action = CaseNote.Action
#: So many open cases one member may begin in a day.
MOST = 5
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """What a form of a report brings."""

    text: str
    token: UUID
    named: tuple[Member, ...]
    place: Place | None
    may_contact: bool
    stops_contact: bool

    @property
    def chapter(self) -> Chapter | None:
        return self.place.chapter if self.place else None

    @property
    def keys(self) -> set[int]:
        return {member.pk for member in self.named}

    @property
    def in_a_log(self) -> str:
        """The words with where, about whom and whether contact stops, in the one language of the log."""
        with override(settings.LANGUAGE_CODE):
            names = ", ".join(member.name for member in sorted(self.named, key=lambda one: one.pk))
            about = gettext("About: {names}").format(names=names) if names else ""
            stops = gettext("They need contact to stop.") if self.stops_contact else ""
        head = "\n".join(filter(None, (self.place.name if self.place else "", about, stops)))
        return f"{head}\n\n{self.text}" if head else self.text


def case_for(*, by: Member, told: Told) -> Report | None:
    """The case that takes them, the latest that can, locked; None while a case of their own is right.

    In the caller's transaction, which lets one report of a member in at a time.
    """
    today = _today(by).order_by("-opened_at", "-pk")
    if today.count() < MOST:
        return None
    fit = today.filter(chapter=told.chapter)
    if told.place and told.place.own_case:
        fit = fit.filter(place_kind=told.place.kind, place_key=told.place.key)
    would_read = {reader.pk for reader in Report(by=by, chapter=told.chapter).free_handlers()} - told.keys
    for report in fit:
        readers = {reader.pk for reader in report.free_handlers()} - told.keys
        if not readers or not readers <= would_read:
            continue
        rows = Report.objects.select_for_update(of=("self",), no_key=True).select_related("by")
        locked = rows.get(pk=report.pk)
        if locked.is_open:  # it may have been closed at this very moment
            return locked
    return None


def add(*, report: Report, told: Told) -> Report:
    """Write the words into the log of the case, with where and about whom. The caller has it from `case_for`."""
    in_it = set(report.named.values_list("pk", flat=True))
    line = {"report": report, "author": report.by}
    CaseNote.objects.create(action=Action.ADDED, text=told.in_a_log, token=told.token, **line)
    for member in told.named:
        if member.pk not in in_it:
            report.named.add(member)
            report.handlers.remove(member)
            CaseNote.objects.create(action=Action.NAMED, text=member.name, **line)
    report.state = Report.State.NEW
    report.may_contact |= told.may_contact
    report.stops_contact |= told.stops_contact
    report.save(update_fields=["state", "may_contact", "stops_contact"])
    return report


def known(*, by: Member, told: Told) -> Report | None:
    """The case that has these very words from this form, or from another one of today."""
    lines = CaseNote.objects.filter(author=by, report__by=by, action=Action.ADDED)
    today = Q(text=told.in_a_log, at__gt=timezone.now() - DAY)
    found = lines.filter(Q(token=told.token) | today).select_related("report").first()
    return found.report if found else None


def of_report(*, report: Report) -> QuerySet[CaseNote]:
    """What was told further, for who told it and for those who handle it."""
    return report.log.filter(action=Action.ADDED)


def _today(by: Member) -> QuerySet[Report]:
    open_ = Report.objects.made_by(by).exclude(state=Report.State.CLOSED)
    return open_.filter(opened_at__gt=timezone.now() - DAY)
