"""Secret addresses: offered, taken into use, revoked. The secret itself is with its owner; here is only its hash."""

import re
import secrets
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from cms.exceptions import SpentFeedToken, UnusableFeedToken
from cms.models import FeedToken, Member

from . import events
from .retry import retried

BYTES = 32
_FORM = re.compile(r"[A-Za-z0-9_-]{43}")


def offer() -> str:
    """A secret of 256 bits that nobody has yet. It stands in a form: sent twice, the form makes one address."""
    return secrets.token_urlsafe(BYTES)


@retried
@transaction.atomic
def use(*, member: Member, purpose: str, token: str) -> FeedToken:
    """Take an offered secret into use; whatever the member had before for this purpose stops working. Twice is once.

    Raises UnusableFeedToken for what `offer` cannot have given, SpentFeedToken for one that was revoked.
    """
    if not _FORM.fullmatch(token):
        raise UnusableFeedToken
    Member.objects.select_for_update().get(pk=member.pk)
    known = FeedToken.objects.filter(hash=_hash(token, purpose)).first()
    if known and known.revoked_at is None and known.member_id == member.pk:
        return known
    if known:
        raise SpentFeedToken
    _revoke(member, purpose)
    made = FeedToken.objects.create(member=member, purpose=purpose, hash=_hash(token, purpose))
    _note(member, purpose, "made")
    return made


@retried
@transaction.atomic
def revoke(*, member: Member, purpose: str) -> bool:
    """The address stops working at once. False when there was none."""
    Member.objects.select_for_update().get(pk=member.pk)
    revoked = _revoke(member, purpose)
    if revoked:
        _note(member, purpose, "revoked")
    return revoked


def current(*, member: Member, purpose: str) -> FeedToken | None:
    """The address in use, without its secret."""
    return FeedToken.objects.open().filter(member=member, purpose=purpose).first()


def owner(*, token: str, purpose: str) -> Member | None:
    """Whose address this is, for this purpose and no other; None once it is revoked or its owner's account closed."""
    if not _FORM.fullmatch(token):
        return None
    rows = FeedToken.objects.open().filter(
        hash=_hash(token, purpose), purpose=purpose, member__is_active=True
    )
    found = rows.select_related("member").first()
    return found.member if found else None


def _hash(token: str, purpose: str) -> str:
    return sha256(f"{purpose}:{token}".encode()).hexdigest()


def _revoke(member: Member, purpose: str) -> bool:
    mine = FeedToken.objects.open().filter(member=member, purpose=purpose)
    return bool(mine.update(revoked_at=timezone.now()))


def _note(member: Member, purpose: str, verb: str) -> None:
    events.record(actor=member, object=f"cms.feedtoken:{member.pk}", verb=verb, data={"purpose": purpose})
