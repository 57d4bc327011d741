"""The letters of mentoring, in the recipient's language; contact details and notes never travel in them."""

from dataclasses import replace

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.emails import Letter, writes
from cms.models import Message, Topic
from learning import fitting_groups
from mentorship import hours, line, sentences, topics
from mentorship.models import Participant, Proposal, RoundPage

State = Participant.State


def _address(name: str, *args: object) -> str:
    """An absolute address in the recipient's language."""
    return f"{settings.BASE_URL}{reverse(f'mentorship:{name}', args=args)}"


def _participation(message: Message, state: str, subject: str) -> Letter | None:
    """A letter on what organizers decided; None when they have decided otherwise since."""
    participant = Participant.objects.filter(pk=message.context["participant"], state=state).first()
    if participant is None:
        return None
    round_page = RoundPage.objects.for_reader(participant.round_key)
    context = {
        "participant": participant,
        "round_title": round_page.read_as.title if round_page else "",
        "url": _address("participation", participant.uuid),
    }
    return Letter(subject, f"mentorship/{state}", context)


@writes("mentorship.approved")
def approved(message: Message) -> Letter | None:
    return _participation(message, State.APPROVED, _("You are in: your mentoring application is approved"))


@writes("mentorship.waitlisted")
def waitlisted(message: Message) -> Letter | None:
    return _participation(message, State.WAITLISTED, _("You are on the waitlist for mentoring"))


@writes("mentorship.rejected")
def rejected(message: Message) -> Letter | None:
    return _participation(message, State.REJECTED, _("About your mentoring application"))


@writes("mentorship.changes")
def changes(message: Message) -> Letter | None:
    return _participation(message, State.CHANGES, _("A question about your mentoring application"))


def _proposal(message: Message, *states: str) -> tuple[Proposal, str] | None:
    """The proposal and the recipient's side, while it stands where the letter says; none names the other across a block."""
    rows = Proposal.objects.unblocked().for_listing()
    proposal = rows.filter(pk=message.context["proposal"]).first()
    if proposal is None or proposal.state not in states:
        return None
    side = proposal.side_of(message.recipient)
    return (proposal, side) if side else None


@writes("mentorship.proposal_received", topic=Topic.MENTORING)
def proposal_received(message: Message) -> Letter | None:
    found = _proposal(message, Proposal.State.OPEN)
    if found is None:
        return None
    proposal, side = found
    other = proposal.mentee if side == "mentor" else proposal.mentor
    asked = side == "mentor" and proposal.is_request
    subject = _("{name} asks you to be their mentor") if asked else _("A proposal for a pair: you and {name}")
    reasons = sentences.of_reasons(proposal.reasons, topics.names(), side)
    context = {
        "other": other.member.name,
        "asked": asked,
        "reasons": [reason.text for reason in reasons[:3]],
        "expires_at": proposal.expires_at,
        "url": _address("proposal", proposal.uuid),
    }
    return Letter(subject.format(name=other.member.name), "mentorship/proposal_received", context)


@writes("mentorship.proposal_reminder", topic=Topic.MENTORING)
def proposal_reminder(message: Message) -> Letter | None:
    """Half of the time has gone by; None for who has answered since."""
    found = _proposal(message, Proposal.State.OPEN)
    if found is None or getattr(found[0], f"{found[1]}_answer") != Proposal.Answer.WAITING:
        return None
    proposal, side = found
    other = proposal.mentee if side == "mentor" else proposal.mentor
    context = {
        "other": other.member.name,
        "expires_at": proposal.expires_at,
        "url": _address("proposal", proposal.uuid),
    }
    subject = _("{name} still waits for your answer").format(name=other.member.name)
    return Letter(subject, "mentorship/proposal_reminder", context)


@writes("mentorship.proposal_words", topic=Topic.MENTORING)
def proposal_words(message: Message) -> Letter | None:
    """Somebody asks something before the answer; never what. None for who has written since."""
    found = _proposal(message, Proposal.State.OPEN)
    last = found and found[0].messages.last()
    if not found or last is None or last.side == found[1]:
        return None
    proposal, side = found
    name = (proposal.mentee if side == "mentor" else proposal.mentor).member.name
    lead = _("{name} has written to you about the proposal for a pair, before there is an answer.")
    context = {
        "lead": [lead.format(name=name)],
        "facts": [],
        "label": _("Read and write back"),
        "url": _address("proposal", proposal.uuid),
    }
    return Letter(_("{name} has a question before the answer").format(name=name), "mentorship/pair", context)


@writes("mentorship.paused", topic=Topic.MENTORING)
def paused(message: Message) -> Letter | None:
    participant = Participant.objects.filter(
        pk=message.context["participant"], state=State.APPROVED, paused_at__isnull=False
    ).first()
    if participant is None:
        return None
    context = {"url": _address("participation", participant.uuid)}
    return Letter(_("You take a break as a mentor"), "mentorship/paused", context)


@writes("mentorship.accepted")
def accepted(message: Message) -> Letter | None:
    found = _proposal(message, Proposal.State.ACCEPTED)
    if found is None:
        return None
    proposal, side = found
    other = proposal.mentee if side == "mentor" else proposal.mentor
    context = {
        "other": other.member.name,
        "begins": side == "mentee",
        "url": _address("pairing", proposal.pairing.uuid),
    }
    return Letter(
        _("You and {name} are a pair").format(name=other.member.name), "mentorship/accepted", context
    )


def _closed(message: Message, state: str, subject: str) -> Letter | None:
    """A letter on a request, or a proposal of the matching, that came to nothing."""
    found = _proposal(message, state)
    if found is None:
        return None
    proposal, side = found
    other = proposal.mentor if side == "mentee" else proposal.mentee
    back = proposal.mentee if side == "mentee" else proposal.mentor
    following = Proposal.objects.open().filter(after=proposal).for_listing().first()
    asks = side == "mentee" and proposal.is_request
    context = {
        "other": other.member.name,
        "newcomer": side == "mentee",
        "asked": proposal.is_request,
        "following": following.mentor.member.name if following and side == "mentee" else "",
        "url": _address("suggestions" if asks else "participation", back.uuid),
    }
    return Letter(subject.format(name=other.member.name), f"mentorship/{state}", context)


@writes("mentorship.declined", topic=Topic.MENTORING)
def declined(message: Message) -> Letter | None:
    return _closed(message, Proposal.State.DECLINED, _("{name} cannot be part of this pair"))


@writes("mentorship.expired", topic=Topic.MENTORING)
def expired(message: Message) -> Letter | None:
    found = _proposal(message, Proposal.State.EXPIRED)
    asked = found is not None and found[0].is_request
    subject = (
        _("Your request to {name} has run out") if asked else _("The proposal for you and {name} has run out")
    )
    return _closed(message, Proposal.State.EXPIRED, subject)


@writes("mentorship.superseded", topic=Topic.MENTORING)
def superseded(message: Message) -> Letter | None:
    """Who left is not said to be full."""
    found = _proposal(message, Proposal.State.SUPERSEDED)
    other = (found[0].mentor if found[1] == "mentee" else found[0].mentee) if found else None
    full = other is not None and other.is_approved and not other.free_seats
    subject = _("{name} has no free place any more") if full else _("{name} is not available any more")
    letter = _closed(message, Proposal.State.SUPERSEDED, subject)
    return letter and replace(letter, context={**letter.context, "full": full})


@writes("mentorship.left_over")
def left_over(message: Message) -> Letter | None:
    """A matching found nobody for them; None for who has been asked, paired or has left since."""
    participant = (
        Participant.objects.filter(pk=message.context["participant"]).select_related("member").first()
    )
    place = line.place_of(participant) if participant else None
    open_ = Proposal.objects.open().filter(mentee=participant)
    if participant is None or place is None or open_.exists():
        return None
    needed = [str(key) for key in participant.topics.values_list("topic_key", flat=True)]
    groups = fitting_groups.for_member(participant.member, needed)
    context = {
        "place": place,
        "groups": [
            {"name": one.group.name, "url": one.page.full_url, "meets": hours.written(one.meets)}
            for one in groups
        ],
        "url": _address("participation", participant.uuid),
    }
    return Letter(_("No mentor for you this time, and what happens now"), "mentorship/left_over", context)
