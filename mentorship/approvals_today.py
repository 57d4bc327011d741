"""What Today says to organizers of rounds: applications that wait for them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.models import Member
from cms.today import Line, source
from mentorship.models import RoundPage
from mentorship.services import approvals


@source
def lines(member: Member) -> list[Line]:
    """A line for each round in which applications wait: one query, and one more for the names of rounds that have any."""
    waiting = approvals.waiting_for(member)
    keys = [row["round_key"] for row in waiting]
    titles = dict(
        RoundPage.objects.originals().filter(translation_key__in=keys).values_list("translation_key", "title")
        if keys
        else ()
    )
    return [
        Line(
            title=ngettext(
                "{count} application waits in {round}", "{count} applications wait in {round}", row["number"]
            ).format(count=row["number"], round=titles.get(row["round_key"], "")),
            url=reverse("mentorship:approvals", args=[row["round_key"]]),
            action=_("Read them"),
            urgency=25,
            icon="leaf",
            since=row["since"],
        )
        for row in waiting
    ]
