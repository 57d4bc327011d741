"""What waits for a member in mentoring, for Today: proposals to answer, a turn in a pair, applications to finish."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.models import Member
from cms.today import Line, source
from mentorship import closing_page
from mentorship.models import Pairing, Participant, Phase, Proposal, RoundPage
from mentorship.services import paired

State = Participant.State


@source
def lines(member: Member) -> list[Line]:
    """One query; for who takes part in a round one more, one for who is in a pair, and one for rounds of applications."""
    mine = list(Participant.objects.of(member))
    return [*_proposals(member), *_pairings(member), *_applications(mine)] if mine else []


def _proposals(member: Member) -> list[Line]:
    found = []
    for proposal in Proposal.objects.open().involving(member).unblocked().for_listing():
        side = proposal.side_of(member)
        other = proposal.mentee if side == "mentor" else proposal.mentor
        if getattr(proposal, f"{side}_answer") == Proposal.Answer.WAITING and not proposal.has_lapsed:
            found.append(
                Line(
                    title=_("{name} waits for your answer").format(name=other.member.name),
                    detail=_("A proposal for a pair"),
                    url=reverse("mentorship:proposal", args=[proposal.uuid]),
                    action=_("Read and answer"),
                    urgency=10,
                    icon="hand",
                    since=proposal.created_at,
                )
            )
    return found


def _pairings(member: Member) -> list[Line]:
    if not paired.is_paired(member=member):
        return []
    found = []
    at_work = Q(state=Pairing.State.ACTIVE) | closing_page.asks_how(member)
    for pairing in Pairing.objects.of(member).filter(at_work).in_touch().for_listing():
        if not pairing.is_live:
            found.append(closing_page.line(pairing, member))
        elif pairing.turn == pairing.side_of(member):
            found.append(
                Line(
                    title=_("Your turn with {name}").format(name=pairing.other_of(member).member.name),
                    url=reverse("mentorship:pairing", args=[pairing.uuid]),
                    action=_("Open the pair"),
                    urgency=30,
                    icon="people",
                    since=pairing.waiting_since,
                )
            )
    return found


def _applications(mine: Iterable[Participant]) -> list[Line]:
    words = {
        State.DRAFT: (_("Your mentoring application is a draft"), _("Go on"), 40),
        State.CHANGES: (_("Organizers ask you to change your mentoring application"), _("Read what"), 20),
        State.SUBMITTED: (
            _("Your mentoring application is with the organizers"),
            _("See where it stands"),
            80,
        ),
        State.WAITLISTED: (_("You are on the waitlist for mentoring"), _("See where it stands"), 80),
    }
    found = []
    open_ = [each for each in mine if each.state in words or _may_ask(each)]
    rounds = _rounds(open_)
    for participant in open_:
        round_page = rounds.get(participant.round_key)
        if round_page is None or round_page.phase == Phase.OVER:
            continue  # there is nothing to be done any more
        if participant.state == State.DRAFT and not round_page.takes_applications:
            continue
        url = reverse("mentorship:participation", args=[participant.uuid])
        if participant.state in words:
            title, action, urgency = words[participant.state]
            found.append(Line(title=title, url=url, action=action, urgency=urgency, icon="leaf"))
        elif round_page.takes_requests:
            url = reverse("mentorship:suggestions", args=[participant.uuid])
            found.append(
                Line(
                    title=_("Mentors who fit you"),
                    url=url,
                    action=_("See suggestions"),
                    urgency=35,
                    icon="people",
                )
            )
    return found


def _rounds(mine: Iterable[Participant]) -> dict[UUID, RoundPage]:
    keys = {participant.round_key for participant in mine}
    pages = (
        RoundPage.objects.originals().filter(translation_key__in=keys).defer_streamfields() if keys else []
    )
    return {page.round_key: page for page in pages}


def _may_ask(participant: Participant) -> bool:
    return participant.is_approved and not participant.is_mentor and participant.free_seats > 0
