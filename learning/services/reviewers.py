"""Who may review homework: helpers and program staff, and those of study groups; never their own, never across a block."""

from uuid import UUID

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from cms import rights
from cms.models import Block, Member
from learning.models import GroupMembership, Submission, TrackItem
from learning.models.homework import REVIEW

from . import helped_groups

Role = GroupMembership.Role


def reads_everybody(*, member: Member) -> bool:
    """Whether this member holds the right to review everybody's homework."""
    return rights.holds(member, REVIEW)


def is_reviewer(*, member: Member) -> bool:
    """Whether this member reviews homework at all: everybody's, or that of a study group."""
    return reads_everybody(member=member) or (member.is_active and helped_groups.READS in rights.held(member))


def may_review(*, helper: Member, submission: Submission) -> bool:
    """Whether this helper may review this learner's homework, in whatever state it is."""
    return Submission.objects.within_reach_of(helper).filter(pk=submission.pk).exists()


def to_tell(*, submission: Submission) -> QuerySet[Member]:
    """Whom a new hand-in concerns: active members who hold the right, and those who help or organize a group of the author.

    Organizers of the chapter may read it, and are not written to: their groups have helpers of their own.
    """
    app_label, codename = REVIEW.split(".")
    right = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
    concerned = Q(groups__permissions__in=right) | Q(user_permissions__in=right)
    if submission.lesson_key:
        concerned |= Q(pk__in=_beside(submission.member, submission.lesson_key).values("member"))
    hidden = Block.objects.hiding_from(submission.member) | {submission.member_id}
    return Member.objects.filter(concerned, is_active=True).exclude(pk__in=hidden).distinct().order_by("pk")


def _beside(author: Member, lesson_key: UUID) -> QuerySet[GroupMembership]:
    """Helpers and organizers of the groups in which this author learns this lesson."""
    tracks = TrackItem.objects.filter(lesson__translation_key=lesson_key).values(
        "module__track__translation_key"
    )
    mine = GroupMembership.objects.joined().filter(
        member=author, group__state__in=helped_groups.GOING, group__track_key__in=tracks
    )
    return GroupMembership.objects.joined().filter(
        group__in=mine.values("group"), role__in=[Role.HELPER, Role.ORGANIZER]
    )
