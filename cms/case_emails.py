"""The letters about reports: that there is one, and never a word of it or anybody's name."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.emails import Letter, writes
from cms.models import Message, Report


@writes("cms.case_opened", name=gettext_lazy("A report has come in"))
def case_opened(message: Message) -> Letter | None:
    lead = _(
        "somebody told us that something happened. Have a look today, if you can; others were told, too."
    )
    return _notice(message, _("A report has come in"), lead)


@writes("cms.case_waits", name=gettext_lazy("A report nobody has looked at"))
def case_waits(message: Message) -> Letter | None:
    lead = _("a report has been waiting, and nobody has taken it. Whoever told us waits, too.")
    return _notice(message, _("A report still waits for somebody"), lead, Report.State.NEW)


def _notice(message: Message, subject: str, lead: str, *states: str) -> Letter | None:
    """To somebody who may still read the case; None for whoever was named meanwhile."""
    found = Report.objects.handled_by(message.recipient).filter(pk=message.context["report"])
    report = found.exclude(state=Report.State.CLOSED).first()
    if report is None or (states and report.state not in states):
        return None
    url = reverse("cms:case", args=[report.uuid])
    why = _("You get this mail because you look after safety in the program.")
    return _letter(subject, lead, _("Read it on the site"), url, why)


@writes("cms.report_answered", name=gettext_lazy("An answer to somebody who wrote to us"))
def report_answered(message: Message) -> Letter | None:
    """To who reported and may be written to. It does not say what it is about: others may read over their shoulder."""
    closed = Report.objects.filter(pk=message.context["report"], state=Report.State.CLOSED, may_contact=True)
    report = closed.made_by(message.recipient).first()
    if report is None:
        return None
    url = reverse("cms:report-status", args=[report.uuid])
    why = _("You get this mail because you said that we may write to you.")
    return _letter(
        _("We have answered you"), _("there is an answer for you on the site."), _("Read it"), url, why
    )


def _letter(subject: str, lead: str, label: str, url: str, why: str) -> Letter:
    told = {"lead": [lead], "label": label, "url": f"{settings.BASE_URL}{url}", "why": why}
    return Letter(subject, "cms/plain", told)
