"""Who is shown the way to the helpers' queue, on every page and so cheaply."""

from django import template
from django.core.cache import cache

from cms import rights
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
    if user.is_superuser:
        return True
    return cache.get_or_set(f"reviews_homework:{user.pk}", lambda: REVIEW in rights.held(user), KEPT)
