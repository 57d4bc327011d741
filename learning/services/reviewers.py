"""Who may review homework: helpers and program staff, never their own, never across a block."""

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from cms.models import Block, Member
from learning.models import Submission
from learning.models.homework import REVIEW


def is_reviewer(*, member: Member) -> bool:
    """Whether this member reviews homework at all."""
    return member.has_perm(REVIEW)


def may_review(*, helper: Member, submission: Submission) -> bool:
    """Whether this helper may review this learner's homework, in whatever state it is."""
    if helper.pk == submission.member_id or not is_reviewer(member=helper):
        return False
    return not Block.objects.between(helper, submission.member).exists()


def to_tell(*, submission: Submission) -> QuerySet[Member]:
    """Whom a new hand-in concerns: active members who hold the right by a group or of their own."""
    app_label, codename = REVIEW.split(".")
    right = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
    holds = Q(groups__permissions__in=right) | Q(user_permissions__in=right)
    hidden = Block.objects.hiding_from(submission.member) | {submission.member_id}
    return Member.objects.filter(holds, is_active=True).exclude(pk__in=hidden).distinct().order_by("pk")
