"""What Today says to helpers: what they have taken, and how much homework waits for a reader."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import today
from cms.models import Member
from learning.services import queues, reviewers

TAKEN, FREE = 15, 30
WEEK = 7


@today.source
def homework(member: Member) -> list[today.Line]:
    """At most two lines, for one query, and one more for what one has taken."""
    if not reviewers.is_reviewer(member=member):
        return []
    waiting = queues.free(helper=member)
    return [*(_taken(member) if waiting.taken else []), *_free(waiting, member)]


def since_words(moment: datetime, member: Member) -> str:
    """A moment gone by, as people say it: the hour of today, the name of a day, or the date."""
    local, now = timezone.localtime(moment, member.zone), timezone.localtime(timezone=member.zone)
    days = (now.date() - local.date()).days
    if days < 1:
        return time_format(local.time(), "TIME_FORMAT")
    return date_format(local, "l" if days < WEEK else "MONTH_DAY_FORMAT")


def _taken(member: Member) -> list[today.Line]:
    mine = queues.mine(helper=member)
    if not mine:
        return []
    words = ngettext(
        "You have taken {number} piece of homework",
        "You have taken {number} pieces of homework",
        len(mine),
    )
    url = reverse("learning:review", args=[mine[0].pk]) if len(mine) == 1 else reverse("learning:queue")
    return [
        today.Line(
            title=words.format(number=len(mine)),
            detail=_("From {name}. It is yours for a day.").format(name=mine[0].member.name)
            if len(mine) == 1
            else _("Each is yours for a day."),
            url=url,
            action=_("Read and answer"),
            urgency=TAKEN,
            icon="hand",
            since=mine[0].waiting_since,
        )
    ]


def _free(waiting: queues.Waiting, member: Member) -> list[today.Line]:
    if not waiting.number or waiting.since is None:
        return []
    words = ngettext("{number} piece of homework waits", "{number} pieces of homework wait", waiting.number)
    since = since_words(waiting.since, member)
    detail = _("Since {when}.") if waiting.number == 1 else _("The longest since {when}.")
    return [
        today.Line(
            title=words.format(number=waiting.number),
            detail=detail.format(when=since),
            url=reverse("learning:queue"),
            action=_("To the queue"),
            urgency=FREE,
            icon="exercise",
            since=waiting.since,
        )
    ]
