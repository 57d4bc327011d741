"""What waits for those who handle reports, on Today."""

from django.core.cache import cache
from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import today
from cms.models import Member, Report
from cms.services import cases

KEPT = 5 * 60  # seconds that somebody may wait for their first line; the mail comes at once


@today.source
def lines(member: Member) -> list[today.Line]:
    """One line for all reports that nobody has taken and this member may: one query, for those who handle any at all."""
    key = f"handles_reports:{member.pk}"
    if not cache.get_or_set(key, lambda: cases.may_have_any(member=member), KEPT):
        return []
    waiting = Report.objects.handled_by(member).filter(state=Report.State.NEW).order_by()
    found = waiting.aggregate(number=Count("pk"), since=Min("opened_at"))
    number = found["number"]
    if not number:
        return []
    line = today.Line(
        title=ngettext("{number} report waits", "{number} reports wait", number).format(number=number),
        detail=_("Whoever told us waits, too."),
        url=reverse("cms:case-list"),
        action=_("Read and take it"),
        urgency=1,
        icon="lock",
        since=found["since"],
    )
    return [line]
