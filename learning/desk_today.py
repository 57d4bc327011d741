"""What Today says of help desks that are open now: who waits for a helper, and whose turn it is."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import today
from cms.models import Member
from learning.services import desk_lists
from learning.services.desk_lists import Running

MY_TURN, WAITING = 2, 5


@today.source
def lines(member: Member) -> list[today.Line]:
    """A line for each desk where it is the member's turn, and one where others wait for them: one query or two."""
    running = desk_lists.running(member=member)
    turns = [_turn(each) for each in running if each.is_my_turn]
    return [*turns, *(_wait(each, each.longest) for each in running if each.longest)]


def _turn(desk: Running) -> today.Line:
    return today.Line(
        title=_("Your turn at the desk"),
        url=reverse("learning:desk", args=[desk.meetup.uuid]),
        action=_("Go to the desk"),
        detail=_("{meetup}: a helper has looked, and waits for what you try.").format(
            meetup=desk.meetup.name
        ),
        urgency=MY_TURN,
        icon="hand",
    )


def _wait(desk: Running, longest: datetime) -> today.Line:
    minutes = max(int((timezone.now() - longest).total_seconds() // 60), 0)
    number = ngettext("{count} person waits", "{count} people wait", desk.waiting).format(count=desk.waiting)
    since = ngettext("the longest for {count} minute", "the longest for {count} minutes", minutes)
    return today.Line(
        title=_("Tonight’s desk: {number}").format(number=number),
        url=reverse("learning:desk", args=[desk.meetup.uuid]),
        action=_("Help somebody"),
        detail=_("{meetup}, {since}").format(meetup=desk.meetup.name, since=since.format(count=minutes)),
        urgency=WAITING,
        icon="chat",
        since=longest,
    )
