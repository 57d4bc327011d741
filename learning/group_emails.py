"""The letters about belonging to a group: one is in, and somebody asks to be."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.emails import Letter, writes
from cms.models import Block, Message
from learning import addresses, when
from learning.models import GroupMembership, Meetup

State = GroupMembership.State


def _membership(message: Message, state: str) -> GroupMembership | None:
    rows = GroupMembership.objects.select_related("group__chapter", "member")
    return rows.filter(pk=message.context["membership"], state=state).first()


@writes("learning.group_joined", name=gettext_lazy("You are in the group"))
def joined(message: Message) -> Letter | None:
    """With the next meetup, if one is planned; what seat one has there is told in a letter of its own."""
    row = _membership(message, State.JOINED)
    if row is None or row.member_id != message.recipient_id or row.group.is_over:
        return None
    group = row.group
    planned = Meetup.objects.upcoming().filter(group=group, state=Meetup.State.PLANNED).first()
    facts = [(_("Next meetup"), f"{planned.name}: {when.stretch(planned)}")] if planned else []
    return _letter(
        row,
        _("You are in: {group}").format(group=group.name),
        [
            _("you belong to “{group}” now.").format(group=group.name),
            _("Your usual answer is given to each of its meetups. Change any of them whenever you like."),
        ],
        facts,
        _("To the group"),
    )


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
    row: GroupMembership, subject: str, lead: list[str], facts: list[tuple[str, str]], label: str
) -> Letter:
    context = {
        "lead": lead,
        "facts": facts,
        "label": label,
        "url": addresses.group_url(row.group),
        "chapter": row.group.chapter.name,
    }
    return Letter(subject, "learning/meetup", context)
