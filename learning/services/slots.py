"""Slots for talks: offered by an organizer, claimed by a member, confirmed, given back, taken away, given.

Each change is one conditional UPDATE of the slot's row, so of two people who claim it at once one has it. Each writes one
event, and one message to everybody whom it concerns, in the same transaction.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from cms.models import ChapterRole, Event, Member
from cms.services import events, messages
from cms.services.retry import retried
from learning.meetup_exceptions import SlotNotYours, SlotTaken, TooEarly
from learning.models import RSVP, GroupMembership, Meetup, TalkSlot

from . import seats

State = TalkSlot.State
EMPTY: dict[str, Any] = {
    "speaker": None,
    "title": "",
    "notes": "",
    "is_first_time": False,
    "may_be_named": False,
}


@retried
@transaction.atomic
def add(*, actor: Member, meetup: Meetup, kind: str, minutes: int, key: UUID) -> TalkSlot:
    """A free slot. The same `key` again is the same slot. Raises MeetupStarted, MeetupCancelled."""
    seats.require_open(meetup=meetup)
    slot, made = TalkSlot.objects.get_or_create(
        uuid=key, defaults={"meetup": meetup, "kind": kind, "minutes": minutes}
    )
    if made:
        _note(slot, actor, "offered", "", State.OPEN)
    return slot


@retried
@transaction.atomic
def claim(
    *,
    member: Member,
    slot: TalkSlot,
    title: str,
    notes: str = "",
    is_first_time: bool = False,
    may_be_named: bool = False,
) -> TalkSlot:
    """The member wants to speak. Twice is once. Raises SlotTaken, MeetupStarted, MeetupCancelled."""
    seats.require_open(meetup=slot.meetup)
    mine: dict[str, Any] = {"speaker": member, "title": title, "notes": notes, "is_first_time": is_first_time}
    if not _change(slot, [State.OPEN], State.CLAIMED, may_be_named=may_be_named, **mine):
        if slot.speaker_id == member.pk and slot.state in {State.CLAIMED, State.CONFIRMED}:
            return slot
        raise SlotTaken
    event = _note(slot, member, "claimed", State.OPEN, State.CLAIMED)
    _tell("claimed", slot, event, organizers(meetup=slot.meetup, apart_from=member))
    if is_first_time:
        _tell("first_time", slot, event, _helpers(slot, member))
    return slot


@retried
@transaction.atomic
def confirm(*, actor: Member, slot: TalkSlot) -> TalkSlot:
    """Yes to a claim. Twice is once. Raises SlotNotYours when nobody claims it."""
    if not _change(slot, [State.CLAIMED], State.CONFIRMED):
        if slot.state == State.CONFIRMED:
            return slot
        raise SlotNotYours
    _tell("confirmed", slot, _note(slot, actor, "confirmed", State.CLAIMED, State.CONFIRMED), [slot.speaker])
    return slot


@retried
@transaction.atomic
def free(*, actor: Member, slot: TalkSlot) -> TalkSlot:
    """No to a claim, or the speaker gives it back: somebody else may claim it. Twice is once. Raises SlotNotYours."""
    slot.refresh_from_db()
    before, speaker = slot.state, slot.speaker
    if before == State.OPEN:
        return slot
    # Only of the speaker who was read: a claim that came in between is somebody else's.
    if not _change(slot, [State.CLAIMED, State.CONFIRMED], State.OPEN, of=speaker, **EMPTY):
        raise SlotNotYours
    is_own = speaker is not None and actor.pk == speaker.pk
    event = _note(slot, actor, "given-back" if is_own else "declined", before, State.OPEN)
    if is_own:
        _tell("given_back", slot, event, organizers(meetup=slot.meetup, apart_from=actor))
    elif speaker:
        _tell("declined", slot, event, [speaker])
    return slot


@retried
@transaction.atomic
def withdraw(*, actor: Member, slot: TalkSlot) -> TalkSlot:
    """Take a free slot away. Twice is once. Raises SlotNotYours while somebody has it."""
    if not _change(slot, [State.OPEN], State.DROPPED):
        if slot.state == State.DROPPED:
            return slot
        raise SlotNotYours
    _note(slot, actor, "dropped", State.OPEN, State.DROPPED)
    return slot


@retried
@transaction.atomic
def note_given(*, actor: Member, slot: TalkSlot) -> TalkSlot:
    """The talk was given. Twice is once. Raises TooEarly, SlotNotYours for one that was never confirmed."""
    if not slot.meetup.has_started:
        raise TooEarly
    if not _change(slot, [State.CONFIRMED], State.DONE):
        if slot.state == State.DONE:
            return slot
        raise SlotNotYours
    _note(slot, actor, "given", State.CONFIRMED, State.DONE)
    return slot


@retried
@transaction.atomic
def name_speaker(*, speaker: Member, slot: TalkSlot, may_be_named: bool) -> TalkSlot:
    """The speaker says whether their name may stand in the public recap. Raises SlotNotYours."""
    mine = TalkSlot.objects.filter(pk=slot.pk, speaker=speaker)
    if not mine.exists():
        raise SlotNotYours
    if mine.exclude(may_be_named=may_be_named).update(may_be_named=may_be_named):
        _note(slot, speaker, "named" if may_be_named else "unnamed", slot.state, slot.state)
    slot.refresh_from_db(fields=["state", *EMPTY])
    return slot


def organizers(*, meetup: Meetup, apart_from: Member) -> list[Member]:
    """Who runs the chapter, or the group of the meetup."""
    roles = ChapterRole.objects.open().filter(chapter=meetup.chapter_id, kind=ChapterRole.Kind.ORGANIZER)
    found = Q(pk__in=roles.values("member"))
    if meetup.group_id:
        rows = GroupMembership.objects.joined().filter(
            group=meetup.group_id, role=GroupMembership.Role.ORGANIZER
        )
        found |= Q(pk__in=rows.values("member"))
    return list(Member.objects.filter(found, is_active=True).exclude(pk=apart_from.pk).order_by("pk"))


def _helpers(slot: TalkSlot, speaker: Member) -> list[Member]:
    rows = RSVP.objects.confirmed().filter(meetup=slot.meetup_id, role=RSVP.Role.HELPER)
    return [row.member for row in rows.exclude(member=speaker).select_related("member").order_by("pk")]


def _change(
    slot: TalkSlot, before: list[str], after: str, *, of: Member | None = None, **fields: Any
) -> bool:
    """Write the change if the slot stands as expected. Either way the slot is as it stands now."""
    rows = TalkSlot.objects.filter(pk=slot.pk, state__in=before)
    if of is not None:
        rows = rows.filter(speaker=of)
    changed = bool(rows.update(state=after, **fields))
    slot.refresh_from_db(fields=["state", *EMPTY])
    return changed


def _note(slot: TalkSlot, actor: Member, verb: str, before: str, after: str) -> Event:
    return events.record(
        actor=actor, object=f"learning.talkslot:{slot.uuid}", verb=verb, before=before, after=after
    )


def _tell(kind: str, slot: TalkSlot, event: Event, recipients: Iterable[Member | None]) -> None:
    for recipient in filter(None, recipients):
        messages.queue(
            kind=f"learning.slot_{kind}",
            recipient=recipient,
            dedupe_key=f"learning.slot:{event.pk}:{kind}:{recipient.pk}",
            about=f"learning.meetup:{slot.meetup.uuid}",
            context={"slot": slot.pk, "speaker": slot.speaker_id},
        )
