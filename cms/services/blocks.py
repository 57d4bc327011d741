"""Blocks: set and taken back by one member, silent, and felt by both. Nobody else learns of one, no log names it."""

from django.db import transaction

from cms import blocking
from cms.exceptions import BlockOfOneself
from cms.models import Block, Member

from .retry import retried


@retried
@transaction.atomic
def block(*, blocker: Member, blocked: Member) -> Block:
    """From now on the two do not meet: what is open between them ends without a word. Twice is once.

    Raises BlockOfOneself.
    """
    if blocker.pk == blocked.pk:
        raise BlockOfOneself
    made, _new = Block.objects.get_or_create(blocker=blocker, blocked=blocked)
    blocking.part(blocker, blocked)
    return made


@retried
@transaction.atomic
def unblock(*, blocker: Member, blocked_pk: int) -> bool:
    """Take it back; whether there was one. What it ended stays ended, and a block of the other side stays, too."""
    block = Block.objects.filter(blocker=blocker, blocked=blocked_pk).select_related("blocked").first()
    if block is None:
        return False
    block.delete()
    if not Block.objects.between(blocker, block.blocked).exists():
        blocking.meet_again(blocker, block.blocked)
    return True


def blocks_of(*, member: Member) -> list[Block]:
    """Whom the member has blocked, the latest first: one query."""
    return list(Block.objects.filter(blocker=member).select_related("blocked").order_by("-created_at", "-pk"))
