"""Who is shown the way to the helpers' queue, on every page and so cheaply."""

from django import template
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db.models import Q

from cms.models import Member
from learning.models.homework import REVIEW

register = template.Library()
KEPT = 5 * 60  # seconds; the pages themselves ask anew each time


@register.filter
def reviews_homework(user: object) -> bool:
    """Whether this reader reviews homework: one query, and none for the next minutes or where a view has asked."""
    if not isinstance(user, Member) or not user.is_active:
        return False
    if hasattr(user, "_perm_cache"):  # Django keeps here what somebody may do, once it was asked
        return user.has_perm(REVIEW)
    return user.is_superuser or cache.get_or_set(f"reviews_homework:{user.pk}", lambda: _holds(user), KEPT)


def _holds(user: Member) -> bool:
    app_label, codename = REVIEW.split(".")
    right = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
    return right.filter(Q(user=user) | Q(group__user=user)).exists()
