"""The letters about belonging to a group: one is in, and somebody asks to be."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.emails import Letter, writes
from cms.models import Block, Message
from learning import addresses, invitations, when
from learning.meetup_letter import is_ahead, place_in_queue
from learning.models import RSVP, GroupMembership, Meetup

State = GroupMembership.State


def _membership(message: Message, state: str) -> GroupMembership | None:
    rows = GroupMembership.objects.select_related("group__chapter", "member")
    return rows.filter(pk=message.context["membership"], state=state).first()


@writes("learning.group_joined", name=gettext_lazy("You are in the group"))
def joined(message: Message) -> Letter | None:
    """With all meetups to which one's usual answer was given when one came in, and how one stands at each."""
    row = _membership(message, State.JOINED)
    if row is None or row.member_id != message.recipient_id or row.group.is_over:
        return None
    group, answers = row.group, _answers(message)
    planned = Meetup.objects.upcoming().filter(group=group, state=Meetup.State.PLANNED).first()
    next_one = [(_("Next meetup"), f"{planned.name}: {when.stretch(planned)}")] if planned else []
    return _letter(
        row,
        _("You are in: {group}").format(group=group.name),
        [
            _("you belong to “{group}” now.").format(group=group.name),
            _("Your usual answer is given to each of its meetups. Change any of them whenever you like."),
        ],
        _facts(answers) or next_one,
        _("To the group"),
        answers,
    )


@writes("learning.group_seats", name=gettext_lazy("Your seats at new meetups"))
def seats(message: Message) -> Letter | None:
    """Several meetups were planned at once; answers that changed since are told by letters of their own."""
    row, answers = _membership(message, State.JOINED), _answers(message)
    if row is None or not answers:
        return None
    return _letter(
        row,
        _("New meetups: {group}").format(group=row.group.name),
        [
            _("there are new meetups of “{group}”.").format(group=row.group.name),
            _("Your usual answer is given to each of them. Change any of them whenever you like."),
        ],
        _facts(answers),
        _("To the group"),
        answers,
    )


def _answers(message: Message) -> list[RSVP]:
    """The answers this letter tells of, as far as they still stand as they did, by the order of the evenings."""
    noted = message.context.get("answers", {})
    rows = RSVP.objects.for_listing().filter(pk__in=noted, member=message.recipient_id)
    rows = rows.order_by("meetup__starts_at", "pk")
    return [row for row in rows if noted[str(row.pk)] == row.changes and is_ahead(row.meetup)]


def _facts(answers: list[RSVP]) -> list[tuple[str, str]]:
    """Each meetup with its time, its place, and where one stands in the queue if one has no seat there."""
    found = []
    for answer in answers:
        if answer.state == RSVP.State.WAITLISTED:
            stands = _("All seats are taken: you are number {place} in the queue.")
            stands = stands.format(place=place_in_queue(answer))
        else:
            stands = _("You have a seat.")
        lines = [when.stretch(answer.meetup), invitations.place(answer), stands]
        found.append((answer.meetup.name, "\n".join(line for line in lines if line)))
    return found


@writes("learning.group_asked", name=gettext_lazy("Somebody asks to join the group"))
def asked(message: Message) -> Letter | None:
    """To the organizers; None once somebody has answered, or when a block stands between the two."""
    row = _membership(message, State.PENDING)
    if row is None or message.recipient_id in Block.objects.hiding_from(row.member):
        return None
    names = {"name": row.member.name, "group": row.group.name}
    return _letter(
        row,
        _("{name} asks to join {group}").format(**names),
        [
            _("{name} would like to join “{group}”.").format(**names),
            _("Nobody else sees this wish. Say yes or no on the page of the group."),
        ],
        [],
        _("To the group"),
    )


def _letter(
    row: GroupMembership,
    subject: str,
    lead: list[str],
    facts: list[tuple[str, str]],
    label: str,
    answers: Sequence[RSVP] = (),
) -> Letter:
    """A letter about a group; the seats among the answers come as one invitation, or as a file when there are several."""
    seats = [answer for answer in answers if answer.state == RSVP.State.CONFIRMED]
    if len(seats) > 1:
        lead = [
            *lead,
            _("The file with this letter puts the meetups at which you have a seat into your calendar."),
        ]
    context = {
        "lead": lead,
        "facts": facts,
        "label": label,
        "url": addresses.group_url(row.group),
        "chapter": row.group.chapter.name,
    }
    one = (invitations.request(seats[0]),) if len(seats) == 1 else ()
    several = (invitations.file(seats),) if len(seats) > 1 else ()
    return Letter(subject, "learning/meetup", context, one, several)
