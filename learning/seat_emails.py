"""The letters about one's own seat: each tells of one change, and is not written once a later change has its own."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.emails import Letter, writes
from cms.models import Event, Message
from learning import addresses, invitations, meetup_letter, when
from learning.meetup_letter import answer, is_ahead, letter, place_in_queue
from learning.models import RSVP

State = RSVP.State


@writes("learning.rsvp_confirmed", name=gettext_lazy("You have a seat"))
def confirmed(message: Message) -> Letter | None:
    rsvp = answer(message, State.CONFIRMED)
    if rsvp is None or not is_ahead(rsvp.meetup):
        return None
    return letter(
        rsvp,
        subject=_("You have a seat: {name}, {day}"),
        lead=[
            _("you have a seat at “{name}”."),
            _("If you cannot come, say so on its page: your seat goes to the next person at once."),
        ],
        calendar=invitations.request(rsvp),
    )


@writes("learning.rsvp_waitlisted", name=gettext_lazy("You are in the queue"))
def waitlisted(message: Message) -> Letter | None:
    rsvp = answer(message, State.WAITLISTED)
    if rsvp is None or not is_ahead(rsvp.meetup):
        return None
    place = _("You are number {place} in the queue.").format(place=place_in_queue(rsvp))
    return letter(
        rsvp,
        subject=_("You are in the queue: {name}, {day}"),
        lead=[
            _("all seats at “{name}” are taken right now."),
            place,
            _("As soon as a seat is yours to take, we write to you."),
        ],
    )


@writes("learning.rsvp_offered", name=gettext_lazy("A seat is offered to you"))
def offered(message: Message) -> Letter | None:
    """Until when, on both clocks. The link opens a page that asks; it takes no seat by itself."""
    rsvp = answer(message, State.OFFERED)
    if rsvp is None or rsvp.has_lapsed or not is_ahead(rsvp.meetup):
        return None
    until = when.moment(rsvp.offer_until, zone=rsvp.meetup.timezone)
    return letter(
        rsvp,
        subject=_("A seat for you: {name}, {day}"),
        lead=[
            _("a seat at “{name}” has become free, and you are next."),
            _("It is kept for you until {until}.").format(until=until),
            _("Say yes or no on the page below. Without an answer it goes to the next person."),
        ],
        action=(_("Take the seat, or pass it on"), addresses.offer_url(rsvp.meetup)),
    )


@writes("learning.rsvp_lapsed", name=gettext_lazy("An offer has run out"))
def lapsed(message: Message) -> Letter | None:
    rsvp = answer(message, State.RELEASED)
    if rsvp is None or not is_ahead(rsvp.meetup):
        return None
    return letter(
        rsvp,
        subject=_("The seat went on: {name}, {day}"),
        lead=[
            _(
                "the seat at “{name}” that was kept for you went to the next person, because the time to answer was over."
            ),
            _("If you would like to come after all, ask again on its page."),
        ],
    )


@writes("learning.rsvp_released", name=gettext_lazy("You are not coming"))
def released(message: Message) -> Letter | None:
    """Only a seat that was confirmed stands in a calendar, and is taken out there."""
    rsvp = answer(message, State.RELEASED)
    if rsvp is None or rsvp.meetup.is_over:
        return None
    events = Event.objects.filter(object=f"learning.rsvp:{rsvp.uuid}", verb="released").order_by("-pk")
    had_seat = events.values_list("before", flat=True).first() == State.CONFIRMED
    return letter(
        rsvp,
        subject=_("You are not coming: {name}, {day}"),
        lead=[
            _("it is noted that you are not coming to “{name}”."),
            _("If your plans change, answer again on its page."),
        ],
        calendar=invitations.cancel(rsvp) if had_seat else None,
    )


@writes("learning.rsvp_mode_changed", name=gettext_lazy("You come another way"))
def mode_changed(message: Message) -> Letter | None:
    rsvp = answer(message, State.CONFIRMED, State.WAITLISTED, State.OFFERED)
    if rsvp is None or not is_ahead(rsvp.meetup):
        return None
    way = _("You come like this now: {way}.").format(way=rsvp.get_mode_display())
    return letter(
        rsvp,
        subject=_("Changed: how you come to {name}, {day}"),
        lead=[_("your answer to “{name}” has changed."), way],
        calendar=invitations.request(rsvp) if rsvp.state == State.CONFIRMED else None,
    )


@writes("learning.rsvp_offer_withdrawn", name=gettext_lazy("An offer was taken back"))
def offer_withdrawn(message: Message) -> Letter | None:
    rsvp = answer(message, State.WAITLISTED)
    if rsvp is None or not is_ahead(rsvp.meetup):
        return None
    place = _("Your place in the queue is as before: number {place}.").format(place=place_in_queue(rsvp))
    return letter(
        rsvp,
        subject=_("The offered seat is gone: {name}, {day}"),
        lead=[
            _(
                "“{name}” has fewer seats now, so the one that was offered to you is no longer there. We are sorry."
            ),
            place,
        ],
    )


def _with_seat(message: Message) -> RSVP | None:
    """The answer of somebody who still waits or has a seat, while the meetup's latest change is the one to tell."""
    rsvp = meetup_letter.of(message)
    if rsvp is None or rsvp.state == State.RELEASED:
        return None
    return (
        rsvp if rsvp.meetup.ics_sequence == message.context["sequence"] and not rsvp.meetup.is_over else None
    )


@writes("learning.meetup_moved", name=gettext_lazy("A meetup has moved"))
def moved(message: Message) -> Letter | None:
    rsvp = _with_seat(message)
    if rsvp is None or not is_ahead(rsvp.meetup):
        return None
    has_seat = rsvp.state == State.CONFIRMED
    stays = _("Your seat stays yours.") if has_seat else _("Your place stays yours.")
    return letter(
        rsvp,
        subject=_("Another time or place: {name}, {day}"),
        lead=[
            _("“{name}” has another time or place. This is how it stands now:"),
            stays,
            _("If you cannot come then, say so on its page."),
        ],
        calendar=invitations.request(rsvp) if has_seat else None,
    )


@writes("learning.meetup_cancelled", name=gettext_lazy("A meetup is cancelled"))
def cancelled(message: Message) -> Letter | None:
    rsvp = _with_seat(message)
    if rsvp is None or not rsvp.meetup.is_cancelled:
        return None
    return letter(
        rsvp,
        subject=_("Cancelled: {name}, {day}"),
        lead=[_("“{name}” does not take place. You need do nothing.")],
        quote=message.context.get("reason", ""),
        calendar=invitations.cancel(rsvp) if rsvp.state == State.CONFIRMED else None,
    )


@writes("learning.meetup_reopened", name=gettext_lazy("A meetup takes place after all"))
def reopened(message: Message) -> Letter | None:
    rsvp = _with_seat(message)
    if rsvp is None or not is_ahead(rsvp.meetup):
        return None
    has_seat = rsvp.state == State.CONFIRMED
    stays = _("Your seat is still yours.") if has_seat else _("Your place is still yours.")
    return letter(
        rsvp,
        subject=_("It takes place after all: {name}, {day}"),
        lead=[_("“{name}” takes place after all."), stays],
        calendar=invitations.request(rsvp) if has_seat else None,
    )
