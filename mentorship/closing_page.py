"""What the last page of a pair shows to one of the two: words, thanks, certificate, and what can come next."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.models import Member
from cms.today import Line
from mentorship.models import PairClosing, Pairing, PairThanks, Participant, RoundPage
from mentorship.services import becoming, closings, pair_certificates

State, Side = Pairing.State, Pairing.Side
#: How long Today asks for a look back.
NEWS = timedelta(days=14)


def is_there(pairing: Pairing) -> bool:
    """The page is there from the end of the planned time on; never while the pair is on hold."""
    return pairing.state in {State.COMPLETED, State.ENDED} or closings.is_open(pairing)


def of_closing(pairing: Pairing, member: Member) -> dict[str, Any]:
    """Ten queries at most."""
    side, completed = pairing.side_of(member), pairing.state == State.COMPLETED
    thanks = {row.side: row for row in PairThanks.objects.filter(pairing=pairing)} if completed else {}
    apart = completed and closings.kept_apart(pairing)
    mine = pairing.mentor if side == Side.MENTOR else pairing.mentee
    seeks = side == Side.MENTEE and not pairing.is_live
    goes_on = not pairing.is_live and _takes_requests(mine)
    may_ask = seeks and goes_on and mine.is_approved and bool(mine.free_seats)
    return {
        "pairing": pairing,
        "side": side,
        "mine": mine,
        "other": pairing.other_of(member),
        "completed": completed,
        "is_open": closings.is_open(pairing),
        "closing": pairing.closings.filter(side=side).first(),
        "thanked": thanks.get(side),
        "thanks": None if apart else next((row for key, row in thanks.items() if key != side), None),
        "may_thank": completed and not apart and closings.is_open(pairing) and side not in thanks,
        "certificate": pair_certificates.of_pair(pairing=pairing, member=member) if completed else None,
        "door": becoming.door(pairing=pairing, member=member),
        "goes_on": goes_on,
        "may_ask": may_ask,
        "elsewhere": becoming.next_open(mentee=mine) if seeks and not completed and not may_ask else None,
    }


def _takes_requests(mine: Participant) -> bool:
    """Whether anybody is asked in this round now."""
    round_page = RoundPage.objects.of(mine.round_key).first()
    return bool(round_page and round_page.takes_requests)


def asks_how(member: Member) -> Q:
    """Pairs that were completed lately and on which this member has not looked back yet."""
    said = PairClosing.objects.filter(pairing=OuterRef("pk"))
    mine = Exists(said.filter(side=Side.MENTOR, pairing__mentor__member=member))
    mine |= Exists(said.filter(side=Side.MENTEE, pairing__mentee__member=member))
    return ~mine & Q(state=State.COMPLETED, ended_at__gte=timezone.now() - NEWS)


def line(pairing: Pairing, member: Member) -> Line:
    """What Today says of a pair that was completed."""
    return Line(
        title=_("How was it with {name}?").format(name=pairing.other_of(member).member.name),
        detail=_("Your pair is complete. Two minutes to look back"),
        url=reverse("mentorship:pair-closing", args=[pairing.uuid]),
        action=_("Look back"),
        urgency=33,
        icon="bloom",
        since=pairing.ended_at,
    )
