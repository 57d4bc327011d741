"""Whom an applicant would rather not be paired with: their words for the organizers, and what organizers make of them."""

from django.db import transaction
from django.db.models import QuerySet

from cms.models import Event, Member
from cms.services import events
from cms.services.retry import retried
from mentorship.models import ApartNote, Participant, Preference

from . import avoidances
from .access import require_organizer
from .participants import identity


@transaction.atomic
def write(*, participant: Participant, words: str) -> None:
    """Keep the words, or none. The row must be locked."""
    words = words.strip()
    if words:
        ApartNote.objects.update_or_create(participant=participant, defaults={"words": words})
    else:
        ApartNote.objects.filter(participant=participant).delete()


def read(*, participant: Participant) -> str:
    """The words; for the applicant and for organizers."""
    return ApartNote.objects.filter(participant=participant).values_list("words", flat=True).first() or ""


def candidates(*, participant: Participant) -> QuerySet[Participant]:
    """Those in the other role of the round who are not kept apart from this participant yet, by name."""
    avoided = Preference.objects.filter(participant=participant, avoid=True).values("member")
    others = Participant.objects.sent().filter(round_key=participant.round_key).exclude(role=participant.role)
    return (
        others.exclude(member=participant.member_id)
        .exclude(member__in=avoided)
        .select_related("member")
        .order_by("member__display_name", "pk")
    )


@retried
@transaction.atomic
def keep_apart(*, actor: Member, participant: Participant, other: Participant) -> Event | None:
    """An organizer turns the words into an avoidance, which every match respects; what is open between the two has run out.

    Twice is once; nobody is told.
    """
    require_organizer(actor, participant.round_key)
    among = avoidances.keep_still(participant=participant, avoided=[other.member_id])
    participant = Participant.objects.get(pk=participant.pk)
    wish, made = Preference.objects.get_or_create(
        participant=participant, member=other.member, defaults={"avoid": True}
    )
    if not made and wish.avoid:
        return None
    if not made:
        wish.avoid, wish.rank = True, None
        wish.save(update_fields=["avoid", "rank"])
    avoidances.end_open(participant=participant, avoided=[other.member_id], among=among)
    return events.record(  # never whom: the log is read by others
        actor=actor,
        object=identity(participant),
        verb="kept apart",
        before=participant.state,
        after=participant.state,
    )
