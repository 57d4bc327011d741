"""Following a chapter: hearing its news."""

from django.db import transaction

from cms.models import Chapter, ChapterFollow, Member

from . import events


@transaction.atomic
def follow(*, chapter: Chapter, member: Member) -> bool:
    """Follow a chapter. Twice is once. Returns whether that is new."""
    _row, made = ChapterFollow.objects.get_or_create(chapter=chapter, member=member)
    if made:
        _note(chapter, member, "followed")
    return made


@transaction.atomic
def unfollow(*, chapter: Chapter, member: Member) -> bool:
    """Follow it no longer. Twice is once. Returns whether anything was to be undone."""
    gone, _by_model = ChapterFollow.objects.filter(chapter=chapter, member=member).delete()
    if gone:
        _note(chapter, member, "unfollowed")
    return bool(gone)


def _note(chapter: Chapter, member: Member, verb: str) -> None:
    events.record(actor=member, object=f"cms.chapter:{chapter.uuid}", verb=verb)
