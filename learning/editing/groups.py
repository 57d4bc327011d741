"""Study groups and meetups in the admin: program staff see all, organizers theirs. Looked at here, changed on the site."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Model, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy

from cms import rights
from cms.models import Member
from learning.models import RSVP, GroupMembership, Meetup, StudyGroup

Facts = list[tuple[Any, Any]]


class OwnChapterPolicy(ModelPermissionPolicy):
    """Who holds the right looks at all of them, an organizer at those they run. Nobody writes: services do, on the site."""

    def user_has_permission(self, user: Member | AnonymousUser, action: str) -> bool:
        if action != "view" or not isinstance(user, Member):
            return False
        return super().user_has_permission(user, action) or (
            user.is_active and rights.ORGANIZES in rights.held(user)
        )

    def user_has_any_permission(self, user: Member | AnonymousUser, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.instances_user_has_permission_for(user, action).filter(pk=instance.pk).exists()

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Model) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet:
        if not self.user_has_permission(user, action):
            return self.model.objects.none()
        if super().user_has_permission(user, action):
            return self.model.objects.all()
        return self.model.objects.run_by(user)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        return self.instances_user_has_permission_for(user, "view" if "view" in actions else "")


class OwnIndexView(IndexView):
    """Those this person may look at, the latest first."""

    def get_base_queryset(self) -> QuerySet:
        found = self.permission_policy.instances_user_has_permission_for(self.request.user, "view")
        return self.counted(found.select_related("chapter"))

    def counted(self, rows: QuerySet) -> QuerySet:
        return rows


class OwnInspectView(InspectView):
    """Facts and numbers, no names of members, and the way to where it is changed. Somebody else's is not there (404)."""

    template_name = "learning/admin/facts.html"

    def get_object(self, queryset: Any = None) -> Model:
        policy = self.permission_policy
        found = policy.instances_user_has_permission_for(self.request.user, "view")
        return get_object_or_404(found.select_related("chapter"), pk=self.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_run = self.model.objects.run_by(self.request.user).filter(pk=self.object.pk).exists()
        return {
            **super().get_context_data(**kwargs),
            "facts": self.facts(self.object),
            "links": self.links(self.object, is_run=is_run),
        }


def first_day(group: StudyGroup) -> str:
    return date_format(group.starts_on)


def last_day(group: StudyGroup) -> str:
    return date_format(group.ends_on)


def beginning(meetup: Meetup) -> str:
    """On the clock of the place; Wagtail's own column says "just now" of everything that is to come."""
    return f"{date_format(meetup.local_date)}, {time_format(meetup.local_time)}"


class GroupIndexView(OwnIndexView):
    default_ordering = "-starts_on"

    def counted(self, rows: QuerySet) -> QuerySet:
        joined = Q(memberships__state=GroupMembership.State.JOINED)
        return rows.annotate(members=Count("memberships", filter=joined))

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)("name", label=_("Name"), get_url=self.get_inspect_url),
            Column("chapter", label=_("Chapter"), accessor="chapter.name"),
            Column("state", label=_("State"), accessor="get_state_display"),
            Column("members", label=_("Members")),
            Column("starts_on", label=_("First day"), accessor=first_day, sort_key="starts_on"),
            Column("ends_on", label=_("Last day"), accessor=last_day, sort_key="ends_on"),
        ]


class GroupInspectView(OwnInspectView):
    page_title = _("Study group")

    def facts(self, group: StudyGroup) -> Facts:
        numbers = dict(group.memberships.order_by().values_list("state").annotate(Count("pk")))
        return [
            (_("Chapter"), group.chapter.name),
            (_("State"), group.get_state_display()),
            (_("What you do together"), group.summary),
            (_("Where"), group.get_mode_display()),
            (_("Joining"), group.get_join_display()),
            (_("First day"), group.starts_on),
            (_("Last day"), group.ends_on),
            (_("Members"), numbers.get(GroupMembership.State.JOINED, 0)),
            (_("Ask to join"), numbers.get(GroupMembership.State.PENDING, 0)),
            (_("Meetups"), group.meetups.exclude(state=Meetup.State.CANCELLED).count()),
        ]

    def links(self, group: StudyGroup, *, is_run: bool) -> list[tuple[str, str]]:
        at = {"uuid": group.uuid}
        if group.state == StudyGroup.State.DRAFT:
            return [(gettext("Go on planning"), reverse("learning:group-plan", kwargs=at))] if is_run else []
        found = [(gettext("Its page"), reverse("learning:group", kwargs=at))]
        if is_run:
            found.append((gettext("Board"), reverse("learning:group-board", kwargs=at)))
        return found


class MeetupIndexView(OwnIndexView):
    default_ordering = "-starts_at"

    def counted(self, rows: QuerySet) -> QuerySet:
        confirmed = Q(rsvps__state=RSVP.State.CONFIRMED)
        return rows.select_related("group").annotate(come=Count("rsvps", filter=confirmed))

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)("name", label=_("Name"), get_url=self.get_inspect_url),
            Column("chapter", label=_("Chapter"), accessor="chapter.name"),
            Column("group", label=_("Study group")),
            Column("state", label=_("State"), accessor="get_state_display"),
            Column("come", label=_("Have a seat")),
            Column("starts_at", label=_("Starts"), accessor=beginning, sort_key="starts_at"),
        ]


class MeetupInspectView(OwnInspectView):
    page_title = _("Meetup")

    def facts(self, meetup: Meetup) -> Facts:
        seats = ", ".join(
            gettext("{kind}: {taken} of {seats}").format(
                kind=pool.get_kind_display(), taken=pool.taken, seats=pool.capacity or "∞"
            )
            for pool in meetup.pools.all()
        )
        return [
            (_("Chapter"), meetup.chapter.name),
            (_("Study group"), meetup.group),
            (_("State"), meetup.get_state_display()),
            (_("Date"), meetup.local_date),
            (_("Time"), meetup.local_time),
            (_("Time zone"), meetup.timezone),
            (_("Place"), meetup.venue),
            (_("Seats"), seats),
            (_("In the queue"), meetup.rsvps.queue().count()),
        ]

    def links(self, meetup: Meetup, *, is_run: bool) -> list[tuple[str, str]]:
        found = [] if meetup.group and meetup.group.state == StudyGroup.State.DRAFT and not is_run else [
            (gettext("Its page"), meetup.get_absolute_url())
        ]  # fmt: skip
        if is_run:
            found.append(
                (gettext("Move, cancel, change seats"), reverse("learning:meetup-desk", args=[meetup.uuid]))
            )
        return found


class LookingViewSet(ModelViewSet):
    """Look, and nothing else: no view to add, edit or delete is there."""

    inspect_view_enabled = True
    copy_view_enabled = False

    def get_urlpatterns(self) -> list:
        kept = {"index", "index_results", "inspect"}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in kept]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the addresses that are not there."""
        given = super().get_common_view_kwargs(**kwargs)
        gone = {f"{name}_url_name" for name in ("add", "edit", "delete", "copy", "history", "usage")}
        return {name: None if name in gone else value for name, value in given.items()}


class GroupViewSet(LookingViewSet):
    model = StudyGroup
    icon = "group"
    menu_label = _("Groups")
    exclude_form_fields = ["uuid"]
    index_view_class = GroupIndexView
    inspect_view_class = GroupInspectView
    list_filter = {"state": ["exact"], "starts_on": ["gte", "lte"]}
    search_fields = ["name", "chapter__name"]


class MeetupViewSet(LookingViewSet):
    model = Meetup
    icon = "date"
    menu_label = _("Meetups")
    exclude_form_fields = ["uuid"]
    index_view_class = MeetupIndexView
    inspect_view_class = MeetupInspectView
    list_filter = {"state": ["exact"], "kind": ["exact"], "starts_at": ["gte", "lte"]}
    search_fields = ["title", "group__name", "chapter__name"]


class TogetherGroup(ModelViewSetGroup):
    menu_label = _("Study groups")
    menu_icon = "group"
    menu_order = 161
    items = (GroupViewSet("study_groups"), MeetupViewSet("meetups"))
