"""Cases: what those who handle a report do about it. Each line of the log is written with what it tells of.

Whoever may not read the case finds nothing here either: `ReportQuerySet.handled_by` decides, on every call.
"""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, override

from cms import reporting
from cms.exceptions import CaseClosed, NotOffered
from cms.models import CaseNote, ChapterRole, Member, Report
from cms.models.reports import HANDLES, STANDS_IN, holders
from cms.reporting import Piece

from . import messages
from .reports import identity, readers, write
from .retry import retried

State, Action = Report.State, CaseNote.Action


@retried
@transaction.atomic
def take(*, report: Report, actor: Member) -> Report:
    """Look into it. Several people may; twice is once."""
    return _enter(report, actor)


@retried
@transaction.atomic
def note(*, report: Report, actor: Member, text: str, token: UUID) -> CaseNote:
    """Write a line into the log, also of a closed case. A form sent twice is one line."""
    report = _enter(report, actor)
    return write(report=report, author=actor, action=Action.NOTED, text=text.strip(), token=token)


@retried
@transaction.atomic
def act(*, report: Report, actor: Member, code: str) -> Report:
    """Do one of the things that are offered now. Raises CaseClosed, NotOffered, and what the deed refuses."""
    report = _enter(report, actor)
    if not report.is_open:
        raise CaseClosed
    with override(settings.LANGUAGE_CODE):
        offer = next((each for each in reporting.offered(report) if each.code == code), None)
        if offer is None:
            raise NotOffered
        done = offer.run(actor)
    write(report=report, author=actor, action=Action.ACTED, text=done)
    _turn(report, State.ACTED)
    return report


@retried
@transaction.atomic
def name(*, report: Report, actor: Member, member: Member) -> Report:
    """It is about this member, too; from now on they find nothing of the case, also if they worked on it until now."""
    report = _enter(report, actor)
    if member.pk not in {each.pk for each in people(report=report)}:
        raise NotOffered
    report.named.add(member)
    report.handlers.remove(member)
    write(report=report, author=actor, action=Action.NAMED, text=member.name)
    return report


def people(*, report: Report) -> list[Member]:
    """Who else it may be about: those at the place as who reported sees it, and those who read it."""
    kind, key = report.place_kind, report.place_key
    place = reporting.find(kind=kind, key=key, member=report.by) if key else None
    named = {each.pk for each in report.named.all()} | {report.by_id}
    found = {
        each.pk: each for each in [*(place.people if place else ()), *readers(place=place, by=report.by)]
    }
    return [each for pk, each in found.items() if pk not in named]


@retried
@transaction.atomic
def read_words(*, report: Report, actor: Member) -> list[Piece]:
    """The words between the two that belong to an open case. That somebody read them stands in the log.

    Raises CaseClosed, NotOffered.
    """
    report = _enter(report, actor)
    if not report.is_open:
        raise CaseClosed
    found = reporting.pieces(report)
    if not found:
        raise NotOffered
    with override(settings.LANGUAGE_CODE):
        line = gettext("Read what the two wrote to each other.")
    write(report=report, author=actor, action=Action.NOTED, text=line)
    return found


@retried
@transaction.atomic
def close(*, report: Report, actor: Member, outcome: str) -> Report:
    """Close it with words that who reported reads. Closed twice is closed once."""
    report = _enter(report, actor)
    if not report.is_open:
        return report
    report.state, report.outcome, report.closed_at = State.CLOSED, outcome.strip(), timezone.now()
    report.save(update_fields=["state", "outcome", "closed_at"])
    line = write(report=report, author=actor, action=Action.CLOSED, text=report.outcome)
    if report.may_contact:
        messages.queue(
            kind="cms.report_answered",
            recipient=report.by,
            dedupe_key=f"{identity(report)}:answered:{line.pk}",
            about=identity(report),
            context={"report": report.pk},
        )
    return report


@retried
@transaction.atomic
def reopen(*, report: Report, actor: Member) -> Report:
    """There is more to it. The words of the last time stay in the log. Twice is once."""
    report = _enter(report, actor)
    if not report.is_open:
        report.closed_at = None
        _turn(report, State.LOOKING, "closed_at")
        write(report=report, author=actor, action=Action.REOPENED)
    return report


def may_have_any(*, member: Member) -> bool:
    """Whether cases can come to this member at all: they look after safety here, or in a chapter, or stand in. One query."""
    roles = ChapterRole.objects.open().filter(kind=ChapterRole.Kind.SAFEGUARDING)
    places = [holders(HANDLES).values("pk"), holders(STANDS_IN).values("pk"), roles.values("member")]
    anywhere = Q(pk__in=places[0]) | Q(pk__in=places[1]) | Q(pk__in=places[2])
    return Member.objects.filter(anywhere, pk=member.pk, is_active=True).exists()


def _enter(report: Report, actor: Member) -> Report:
    """The locked case of a handler, who works on it from now on. Raises Report.DoesNotExist for everybody else."""
    rows = Report.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("by").get(pk=report.pk)
    if not Report.objects.handled_by(actor).filter(pk=locked.pk).exists():
        raise Report.DoesNotExist
    if not locked.handlers.filter(pk=actor.pk).exists():
        locked.handlers.add(actor)
        write(report=locked, author=actor, action=Action.TAKEN)
    if locked.state == State.NEW:  # also when further words have come to a case in hand
        _turn(locked, State.LOOKING)
    return locked


def _turn(report: Report, state: str, *fields: str) -> None:
    report.state = state
    report.save(update_fields=["state", *fields])
