"""Certificates in the registries of the site: the line on Today, and the chore that gives old finishers theirs."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.chores import chore
from cms.models import Member
from cms.today import Line, source
from learning import certificate_kinds
from learning.models import Certificate
from learning.services import certificates

URGENCY = 50  # good news, but what comes next comes first

chore("certificates issued")(certificates.issue_missing)


@source
def lines(member: Member) -> list[Line]:
    """One line for each certificate of the last days. It goes away by itself: looking at it changes nothing."""
    since = timezone.now() - certificates.NEWS
    return [
        Line(
            title=_("Your certificate for “{track}” is here").format(track=certificate.title),
            url=reverse("learning:certificate-settings", args=[certificate.uuid]),
            action=_("Look at it"),
            detail=certificate_kinds.named(certificate.kind).earned(),
            urgency=URGENCY,
            icon="bloom",
            since=certificate.issued_at,
        )
        for certificate in Certificate.objects.of(member).standing().filter(issued_at__gte=since)
    ]
