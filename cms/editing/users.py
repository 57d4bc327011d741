"""Wagtail's users application with the screens of `cms.editing.members`."""

from wagtail.users.apps import WagtailUsersAppConfig


class MembersInAdmin(WagtailUsersAppConfig):
    default = True
    user_viewset = "cms.editing.members.MemberViewSet"
