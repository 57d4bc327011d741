"""Certificates: issued when a track is done, shown as the member allows, taken back with a reason and given back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cms.models import Member
from cms.services import events, messages
from cms.services.retry import retried
from learning.exceptions import NoNameToShow, NoReason
from learning.models import Certificate, Enrollment, TrackPage

from . import certificate_evidence

TRACK = "track"
#: How long Today tells of a new certificate.
NEWS = timedelta(days=7)

#: Characters that turn the direction of the text around them: a name must not rewrite the sheet it stands on.
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def identity(certificate: Certificate) -> str:
    return f"learning.certificate:{certificate.uuid}"


@transaction.atomic
def issue(*, enrollment: Enrollment) -> Certificate | None:
    """Give the certificate of a finished track, once: one that was taken back is not given again by itself.

    None when the track has no page any more, so that nobody could say what was finished.
    """
    member = enrollment.member
    found = Certificate.objects.filter(member=member, about_key=enrollment.track_key).first()
    evidence = None if found else certificate_evidence.collect(enrollment=enrollment)
    if evidence is None:
        return found
    certificate, made = give(member=member, kind=TRACK, about_key=enrollment.track_key, evidence=evidence)
    if made:
        _tell(certificate, "issued")
    return certificate


@transaction.atomic
def give(*, member: Member, kind: str, about_key: UUID, evidence: dict[str, Any]) -> tuple[Certificate, bool]:
    """The member's certificate of this thing, and whether it is new. The caller tells them."""
    certificate, made = Certificate.objects.get_or_create(
        member=member,
        about_key=about_key,
        defaults={
            "kind": kind,
            "issued_at": timezone.now(),
            "evidence": evidence,
            "name": member.display_name,
        },
    )
    if made:
        events.record(actor=member, object=identity(certificate), verb="issued", after="standing")
    return certificate, made


def issue_missing(*, limit: int = 200) -> int:
    """Give finished tracks the certificate they lack: those finished before there were any. Returns how many."""
    held = Certificate.objects.filter(member=OuterRef("member"), about_key=OuterRef("track_key"))
    pages = TrackPage.objects.filter(translation_key=OuterRef("track_key"), alias_of=None)
    done = Enrollment.objects.filter(~Exists(held), Exists(pages), state=Enrollment.State.DONE)
    rows = done.select_related("member").order_by("done_at", "pk")[:limit]
    return sum(issue(enrollment=enrollment) is not None for enrollment in rows)


def of_track(*, member: Member, enrollment: Enrollment | None) -> Certificate | None:
    """The member's certificate of a finished track: the one that stands, or else the one taken back last."""
    if enrollment is None or enrollment.state != Enrollment.State.DONE:
        return None
    mine = Certificate.objects.of(member).filter(about_key=enrollment.track_key)
    return min(mine, key=lambda each: each.is_revoked, default=None)


@retried
@transaction.atomic
def show(
    *,
    member: Member,
    certificate: Certificate,
    name: str,
    shows_name: bool,
    shows_date: bool,
    shows_lessons: bool,
) -> Certificate:
    """Let strangers see this much from now on. Raises Certificate.DoesNotExist for who does not hold it, NoNameToShow."""
    locked = Certificate.objects.of(member).select_for_update().get(pk=certificate.pk)
    facts = {
        "name": " ".join(name.translate(TURNING).split()),
        "shows_name": shows_name,
        "shows_date": shows_date,
        "shows_lessons": shows_lessons,
    }
    if shows_name and not facts["name"]:
        raise NoNameToShow
    changed = sorted(field for field, value in facts.items() if getattr(locked, field) != value)
    if changed:
        for field in changed:
            setattr(locked, field, facts[field])
        locked.save(update_fields=changed)
        said = {field: facts[field] for field in changed if field != "name"}
        if "name" in changed:
            said["name"] = "changed"
        events.record(actor=member, object=identity(locked), verb="shown", data=said)
    return locked


@retried
@transaction.atomic
def revoke(*, actor: Member, certificate: Certificate, reason: str, public_reason: str = "") -> Certificate:
    """Take a certificate back; the learner reads `reason` in a mail, everybody `public_reason` on its page.

    Twice is once. Raises NoReason; PermissionDenied for who is not program staff.
    """
    _require(actor)
    reason, public_reason = reason.strip(), " ".join(public_reason.split())
    if not reason:
        raise NoReason
    locked = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if locked.is_revoked:
        return locked
    now = timezone.now()
    locked.revoked_at, locked.revoked_by = now, actor
    locked.revoked_reason, locked.public_reason = reason, public_reason
    locked.save(update_fields=["revoked_at", "revoked_by", "revoked_reason", "public_reason"])
    data = {"reason": reason, "public": public_reason}
    _record(locked, actor, "revoked", "standing", "revoked", data)
    _tell(locked, "revoked", at=now.isoformat())
    return locked


@retried
@transaction.atomic
def reinstate(*, actor: Member, certificate: Certificate) -> Certificate:
    """Give a certificate back that was taken back by mistake; the learner has a mail. Twice is once.

    Why it was taken back stays in the events. Raises PermissionDenied for who is not program staff.
    """
    _require(actor)
    locked = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    was = locked.revoked_at
    if was is None:
        return locked
    locked.revoked_at, locked.revoked_by, locked.revoked_reason, locked.public_reason = None, None, "", ""
    locked.save(update_fields=["revoked_at", "revoked_by", "revoked_reason", "public_reason"])
    _record(locked, actor, "reinstated", "revoked", "standing", {})
    _tell(locked, "reinstated", at=was.isoformat())
    return locked


def _require(actor: Member) -> None:
    if not actor.has_perm("learning.revoke_certificate"):
        raise PermissionDenied


def _record(
    certificate: Certificate, actor: Member, verb: str, before: str, after: str, data: dict[str, str]
) -> None:
    events.record(actor=actor, object=identity(certificate), verb=verb, before=before, after=after, data=data)


def _tell(certificate: Certificate, what: str, *, at: str = "") -> None:
    """A mail to whom it belongs, once for each time this happens; nobody is told of a deleted account's."""
    if certificate.member is None:
        return
    messages.queue(
        kind=f"learning.certificate_{what}",
        recipient=certificate.member,
        dedupe_key=":".join(filter(None, (f"learning.certificate_{what}", str(certificate.uuid), at))),
        about=identity(certificate),
        context={"certificate": certificate.pk, "at": at},
    )
