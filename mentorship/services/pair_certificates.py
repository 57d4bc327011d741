"""Certificates of a completed pair: of mentoring for the mentor, of mentoring received for the newcomer.

They stand in the house of all certificates, name the round, and never the other person.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.models import Member
from learning.models import Certificate
from learning.services import certificates
from mentorship.models import Pairing, PairMeeting, RoundPage

#: The kind of certificate of each side.
KINDS = {"mentor": "mentor", "mentee": "mentee"}


def worked_together(pairing: Pairing) -> bool:
    """Whether anything shows that the two met or talked: a certificate rests on more than two clicks."""
    if pairing.meetings.filter(state=PairMeeting.State.HELD).exists():
        return True
    return pairing.messages.values("side").distinct().order_by().count() == len(KINDS)


@transaction.atomic
def issue(*, pairing: Pairing) -> list[Certificate]:
    """Give both their certificates, once; the caller holds the completed pairing. None without a trace of their work."""
    if pairing.state != Pairing.State.COMPLETED or not worked_together(pairing):
        return []
    given = []
    for side in (pairing.mentor, pairing.mentee):
        evidence = _evidence(pairing, side.member)
        if evidence is not None and side.member.is_active:
            made, _new = certificates.give(
                member=side.member, kind=KINDS[side.role], about_key=pairing.uuid, evidence=evidence
            )
            given.append(made)
    return given


def of_pair(*, pairing: Pairing, member: Member) -> Certificate | None:
    """The member's own certificate of this pair."""
    return Certificate.objects.of(member).filter(about_key=pairing.uuid).first()


def _evidence(pairing: Pairing, member: Member) -> dict[str, Any] | None:
    """What is frozen with it: the round in each language, the member's own days, the meetings noted down."""
    pages = RoundPage.objects.filter(translation_key=pairing.mentor.round_key, alias_of=None).order_by("pk")
    titles = dict(pages.values_list("locale__language_code", "title"))
    if not titles or pairing.ended_at is None:
        return None
    days = [
        timezone.localtime(moment, member.zone).date() for moment in (pairing.started_at, pairing.ended_at)
    ]
    return {
        "version": 1,
        "language": next(iter(titles)),
        "titles": titles,
        "begun_on": days[0].isoformat(),
        "finished_on": days[1].isoformat(),
        "minutes": 0,
        "meetings": pairing.meetings.filter(state=PairMeeting.State.HELD).count(),
        "lessons": [],
        "homework": [],
    }
