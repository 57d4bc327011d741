"""Roles in a chapter: opened, and closed on a day. Whoever organizes a chapter last does not vanish from it unnoticed."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cms.exceptions import LastOrganizer, RoleEndsEarly, RoleHeld
from cms.models import Chapter, ChapterRole, Member

from . import chapter_rights, events
from .retry import retried


@retried
@transaction.atomic
def open_role(
    *, actor: Member | None, chapter: Chapter, member: Member, kind: str, since: date | None = None
) -> ChapterRole:
    """Give a member a role from this day on (default: today). Raises RoleHeld for one they have."""
    _lock(chapter)
    held = ChapterRole.objects.not_ended().filter(chapter=chapter, member=member, kind=kind)
    if held.exists():
        raise RoleHeld
    role = ChapterRole.objects.create(
        chapter=chapter, member=member, kind=kind, since=since or timezone.localdate()
    )
    chapter_rights.keep_in_line(chapter=chapter)
    _note(actor, role, "opened", after=kind)
    return role


@retried
@transaction.atomic
def close_role(
    *, actor: Member | None, role: ChapterRole, until: date | None = None, despite: str = ""
) -> ChapterRole:
    """End a role on this day (default: today). Twice is once.

    The last organizer of a chapter that is not closed stays, unless somebody who may (program staff: the caller
    asks) gives a reason in `despite`. Raises LastOrganizer, RoleEndsEarly.
    """
    _lock(role.chapter)
    role = ChapterRole.objects.select_related("chapter", "member").get(pk=role.pk)
    if role.until is not None:
        return role
    until = until or timezone.localdate()
    if until < role.since:
        raise RoleEndsEarly
    if not despite and is_last(role=role):
        raise LastOrganizer
    role.until = until
    role.save(update_fields=["until"])
    chapter_rights.keep_in_line(chapter=role.chapter)
    _note(actor, role, "closed", before=role.kind, data={"reason": despite} if despite else {})
    return role


def is_last(*, role: ChapterRole) -> bool:
    """Whether this role holds the chapter up: the one organizer of today with an open account, of a chapter that goes on.

    A successor who begins later holds nothing up yet.
    """
    if role.kind != ChapterRole.Kind.ORGANIZER or role.chapter.closed_at or role.until:
        return False
    others = ChapterRole.objects.open().filter(chapter=role.chapter, kind=role.kind, member__is_active=True)
    return not others.exclude(member=role.member).exists()


def _lock(chapter: Chapter) -> None:
    """Two organizers who leave at the same moment leave one after the other. A write, so that SQLite waits as well."""
    Chapter.objects.filter(pk=chapter.pk).update(name=F("name"))


def _note(
    actor: Member | None,
    role: ChapterRole,
    verb: str,
    *,
    before: str = "",
    after: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    events.record(
        actor=actor,
        object=f"cms.chapterrole:{role.pk}",
        verb=verb,
        before=before,
        after=after,
        data={"chapter": str(role.chapter.uuid), "member": role.member_id, **(data or {})},
    )
