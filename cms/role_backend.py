"""Rights that follow from a role a member holds: whoever organizes or edits a chapter today may enter the admin."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser

from cms.models import ChapterRole, Member

ENTER = "wagtailadmin.access_admin"


class RoleBackend(BaseBackend):
    """Signs nobody in; it only knows one right, and asks for it once a request."""

    def has_perm(self, user_obj: Member | AnonymousUser, perm: str, obj: object = None) -> bool:
        if perm != ENTER or not user_obj.is_active or not isinstance(user_obj, Member):
            return False
        if not hasattr(user_obj, "_edits_a_chapter"):
            user_obj._edits_a_chapter = ChapterRole.objects.editing().filter(member=user_obj).exists()
        return user_obj._edits_a_chapter
