"""Applications in the admin: organizers read what the work needs, and decide by buttons that call the services."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy

from cms import language_names
from cms.models import Member
from mentorship import hours, topics
from mentorship.editing.decisions import VERBS, choices
from mentorship.models import Participant, Proposal, RoundPage
from mentorship.services import access


class OrganizerPolicy(BasePermissionPolicy):
    """Organizers may look at the participants of their rounds. Nobody edits one: states belong to the services."""

    def user_has_permission(self, user: Member | AnonymousUser, action: str) -> bool:
        if action != "view" or not user.is_authenticated:
            return False
        if not hasattr(user, "_organizes_a_round"):  # the menu asks on every page, more than once
            user._organizes_a_round = access.organizes_any(user)
        return user._organizes_a_round

    def user_has_permission_for_instance(
        self, user: Member | AnonymousUser, action: str, instance: Participant
    ) -> bool:
        return self.user_has_permission(user, action) and access.organizes(user, instance.round_key)

    def instances_user_has_any_permission_for(self, user: Member, actions: Any) -> QuerySet[Participant]:
        return Participant.objects.run_by(user) if "view" in actions else Participant.objects.none()

    def users_with_any_permission(self, actions: Any) -> QuerySet[Member]:
        """Those who hold the right by themselves or by a group; chapter organizers hold it by their role."""
        return Member.objects.filter(is_active=True, is_superuser=True)


class ParticipantIndexView(IndexView):
    """Applications, those that wait first; no private contact and no employer."""

    def get_base_queryset(self) -> QuerySet[Participant]:
        return Participant.objects.run_by(self.request.user).sent().waiting_first().for_listing()

    @cached_property
    def round_titles(self) -> dict[UUID, str]:
        return dict(RoundPage.objects.originals().values_list("translation_key", "title"))

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "member",
                label=_("Name"),
                accessor=lambda participant: participant.member.name,
                sort_key="member__display_name",
                get_url=self.get_inspect_url,
            ),
            Column("role", label=_("Role"), accessor="get_role_display", sort_key="role"),
            Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
            Column("seats", label=_("Seats"), accessor=lambda one: f"{one.seats_taken}/{one.capacity}"),
            Column("round", label=_("Round"), accessor=lambda one: self.round_titles.get(one.round_key, "")),
            DateColumn("submitted_at", label=_("Submitted"), sort_key="submitted_at"),
        ]


class ParticipantInspectView(InspectView):
    """One application, with the decisions that are possible now."""

    template_name = "mentorship/admin/participant.html"
    page_title = _("Application")

    def get_object(self, queryset: QuerySet | None = None) -> Participant:
        mine = Participant.objects.run_by(self.request.user).sent().for_listing()
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.object.member.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.object
        spans = found.member.availability.values_list("weekday", "start", "end")
        return {
            **super().get_context_data(**kwargs),
            "participant": found,
            "round": RoundPage.objects.of(found.round_key).first(),
            "topics": self._topics(),
            "languages": [
                f"{language_names.alone(language.code)} ({language.get_level_display()})"
                for language in found.member.languages.all()
            ],
            "hours": hours.written(spans),
            "proposals": Proposal.objects.filter(Q(mentor=found) | Q(mentee=found)).for_listing(),
            "choices": [(verb, *VERBS[verb].words()) for verb in choices(found.state)],
            "decide_url": reverse("mentorship_decide", args=[found.pk]),
        }

    def _topics(self) -> list[str]:
        rows = list(self.object.topics.all())
        names = topics.names(row.topic_key for row in rows)
        line = (
            gettext("{topic}: {level}") if self.object.is_mentor else gettext("{topic}: {level}, {priority}")
        )
        return [
            line.format(
                topic=names.get(str(row.topic_key), "?"),
                level=row.get_level_display(),
                priority=row.get_priority_display(),
            )
            for row in rows
        ]


class ParticipantViewSet(ModelViewSet):
    """Who wants to take part in which round."""

    model = Participant
    icon = "group"
    menu_label = _("Mentoring")
    menu_order = 170
    add_to_admin_menu = True
    exclude_form_fields = ["member"]
    index_view_class = ParticipantIndexView
    inspect_view_class = ParticipantInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    list_filter = ["role", "state"]
    search_fields = ["member__display_name"]

    def get_urlpatterns(self) -> list:
        """Look, and nothing else: an application is never added, edited or deleted here."""
        return [
            pattern
            for pattern in super().get_urlpatterns()
            if pattern.name in {"index", "index_results", "inspect"}
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the addresses that are not there."""
        given = super().get_common_view_kwargs(**kwargs)
        gone = {f"{name}_url_name" for name in ("add", "edit", "delete", "copy", "history", "usage")}
        return {name: None if name in gone else value for name, value in given.items()}
