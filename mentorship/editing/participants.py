"""Applications in the admin: organizers read what the work needs, and decide by buttons that call the services."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy

from cms.models import Member
from mentorship import application_page, blind
from mentorship.deciding import possible
from mentorship.models import Participant, Proposal, RoundPage
from mentorship.services import access, approvals, scoring


class OrganizerPolicy(BasePermissionPolicy):
    """Organizers may look at the participants of their rounds. Nobody edits one: states belong to the services."""

    def user_has_permission(self, user: Member | AnonymousUser, action: str) -> bool:
        return (
            action == "view" and user.is_authenticated and bool(self._everywhere(user) or self._rounds(user))
        )

    def user_has_permission_for_instance(
        self, user: Member | AnonymousUser, action: str, instance: Participant
    ) -> bool:
        if not self.user_has_permission(user, action):
            return False
        return self._everywhere(user) or instance.round_key in self._rounds(user)

    def _everywhere(self, user: Member) -> bool:
        return user.is_active and user.has_perm("mentorship.run_any_round")

    def _rounds(self, user: Member) -> set[UUID]:
        """The rounds they organize, asked for once a request: a listing wants to know for each of its rows."""
        if not hasattr(user, "_rounds_organized"):
            user._rounds_organized = access.rounds_of(user)
        return user._rounds_organized

    def instances_user_has_any_permission_for(self, user: Member, actions: Any) -> QuerySet[Participant]:
        return Participant.objects.run_by(user) if "view" in actions else Participant.objects.none()

    def users_with_any_permission(self, actions: Any) -> QuerySet[Member]:
        """Those who hold the right by themselves or by a group; chapter organizers hold it by their role."""
        return Member.objects.filter(is_active=True, is_superuser=True)


class ParticipantIndexView(IndexView):
    """Applications, those that wait first; no private contact and no employer."""

    def get_base_queryset(self) -> QuerySet[Participant]:
        mine = Participant.objects.run_by(self.request.user).sent().waiting_first().for_listing()
        titles = RoundPage.objects.originals().filter(translation_key=OuterRef("round_key")).values("title")
        scored = RoundPage.objects.originals().run_by(self.request.user).filter(scored=True)
        # Scored before it is read whose they are.
        hidden = scoring.hidden_from(reviewer=self.request.user, rounds=scored).filter(pk=OuterRef("pk"))
        found = mine.annotate(round_title=Subquery(titles[:1]), hidden=Exists(hidden))
        return found.annotate(
            shown=Case(When(hidden=True, then=Value("")), default=F("member__display_name"))
        )

    def search_queryset(self, queryset: QuerySet[Participant]) -> QuerySet[Participant]:
        """A name finds nobody whose name the reader must not know yet."""
        return super().search_queryset(queryset.filter(hidden=False) if self.is_searching else queryset)

    def get_list_more_buttons(self, instance: Participant) -> list:
        """None: the name leads to the only thing there is, and a menu would be named after it."""
        return []

    def name_of(self, participant: Participant) -> str:
        if participant.hidden:
            return gettext("Application {label}").format(label=blind.label(participant))
        return participant.member.name

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "member",
                label=_("Name"),
                accessor=self.name_of,
                sort_key="shown",
                get_url=self.get_inspect_url,
            ),
            Column("role", label=_("Role"), accessor="get_role_display", sort_key="role"),
            Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
            Column("seats", label=_("Seats"), accessor=lambda one: f"{one.seats_taken}/{one.capacity}"),
            Column("round", label=_("Round"), accessor=lambda one: one.round_title or ""),
            DateColumn("submitted_at", label=_("Submitted"), sort_key="submitted_at"),
        ]


class ParticipantInspectView(InspectView):
    """One application, with the decisions that are possible now."""

    template_name = "mentorship/admin/participant.html"
    page_title = _("Application")

    def get_object(self, queryset: QuerySet | None = None) -> Participant:
        mine = Participant.objects.run_by(self.request.user).sent().for_listing()
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What is to be scored first is read on the site, without its name."""
        round_page = RoundPage.objects.of(self.object.round_key).first()
        if (
            round_page
            and approvals.entry(
                reviewer=request.user, round_page=round_page, participant=self.object
            ).is_hidden
        ):
            return redirect("mentorship:application", self.object.round_key, self.object.uuid)
        return super().get(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.object.member.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.object
        round_page = RoundPage.objects.of(found.round_key).get()
        return {
            **super().get_context_data(**kwargs),
            "participant": found,
            "round": round_page,
            **application_page.in_full(found),
            "proposals": Proposal.objects.filter(Q(mentor=found) | Q(mentee=found)).for_listing(),
            "choices": [] if found.member_id == self.request.user.pk else possible(found, round_page),
            "decide_url": reverse("mentorship_decide", args=[found.pk]),
        }


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
