"""Pairs in the admin: where each stands, for the organizers of its round, and the one thing they can do now.

What the two write and plan is theirs: no thread, no notes, no goals. What they said at the end was said to the program.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from cms.models import Member
from mentorship.editing.participants import OrganizerPolicy
from mentorship.exceptions import MentorshipError
from mentorship.models import PairClosing, Pairing, PairMeeting, RoundPage
from mentorship.services import closings, nudges

State = Pairing.State


class PairPolicy(OrganizerPolicy):
    """Organizers look at the pairs of their rounds, save for a pair they belong to themselves."""

    def user_has_permission_for_instance(
        self, user: Member | AnonymousUser, action: str, instance: Pairing
    ) -> bool:
        return self.user_has_permission(user, action) and (
            Pairing.objects.run_by(user).filter(pk=instance.pk).exists()
        )

    def instances_user_has_any_permission_for(self, user: Member, actions: Any) -> QuerySet[Pairing]:
        return Pairing.objects.run_by(user) if "view" in actions else Pairing.objects.none()


def whose_turn(pairing: Pairing) -> str:
    """The name of who is to move; nothing for a pair that rests or is over."""
    if pairing.state != State.ACTIVE or not pairing.turn:
        return "–"
    return (pairing.mentor if pairing.turn == Pairing.Side.MENTOR else pairing.mentee).member.name


class PairIndexView(IndexView):
    """Pairs, those that wait longest first, and those that are over last."""

    def get_base_queryset(self) -> QuerySet[Pairing]:
        held = Count("meetings", filter=Q(meetings__state=PairMeeting.State.HELD))
        over = Case(When(ended_at=None, then=0), default=1)
        return (
            Pairing.objects.run_by(self.request.user)
            .for_listing()
            .annotate(held=held)
            .order_by(over, "waiting_since")
        )

    def get_inspect_url(self, instance: Pairing) -> str:
        """Whoever sees this list may look at each of its rows, so nobody is asked for each of them."""
        return reverse(self.inspect_url_name, args=[instance.pk])

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "pair",
                label=_("Pair"),
                accessor=lambda pair: f"{pair.mentor.member.name} · {pair.mentee.member.name}",
                get_url=self.get_inspect_url,
            ),
            Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
            Column("turn", label=_("Whose turn"), accessor=whose_turn),
            DateColumn("waiting_since", label=_("Since"), sort_key="waiting_since"),
            Column("held", label=_("Meetings held"), accessor="held", sort_key="held"),
        ]


class PairInspectView(InspectView):
    """One pair: state, turn, since when, meetings held, what was said at the end, and one next action."""

    template_name = "mentorship/admin/pair.html"
    page_title = _("Pair")

    def get_object(self, queryset: QuerySet | None = None) -> Pairing:
        return get_object_or_404(
            Pairing.objects.run_by(self.request.user).for_listing(), pk=self.kwargs["pk"]
        )

    def get_page_subtitle(self) -> str:
        return f"{self.object.mentor.member.name} · {self.object.mentee.member.name}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.object
        met = dict(found.meetings.order_by().values_list("state").annotate(Count("pk")))
        return {
            **super().get_context_data(**kwargs),
            "pairing": found,
            "round": RoundPage.objects.of(found.mentor.round_key).first(),
            "turn": whose_turn(found),
            "held": met.get(PairMeeting.State.HELD, 0),
            "ahead": sum(met.get(state, 0) for state in PairMeeting.STANDING),
            "told": self._told(),
            "may_remind": found.state == State.ACTIVE and bool(found.turn),
            "first_in_line": found.state == State.ENDED and found.mentee.priority_tier > 0,
        }

    def _told(self) -> list[PairClosing]:
        rows = list(self.object.closings.all())
        for row in rows:
            row.pairing = self.object
        return rows


@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """A friendly word to whose turn it is."""
    found = get_object_or_404(Pairing.objects.run_by(request.user).for_listing(), pk=pk)
    try:
        told = nudges.remind_now(actor=request.user, pairing=found)
    except MentorshipError as refusal:
        messages.error(request, refusal.message)
    else:
        if told:
            messages.success(request, gettext("They get a mail with a friendly word."))
        else:
            messages.info(request, gettext("They have been reminded in this stretch of silence already."))
    return redirect("pairing:inspect", pk)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put words from the end of a pair on the mentoring page, or take them off."""
    rows = PairClosing.objects.filter(pairing__in=Pairing.objects.run_by(request.user))
    row = get_object_or_404(rows, pk=pk)
    on = request.POST.get("on") == "1"
    try:
        closings.publish(actor=request.user, closing=row, seen=request.POST.get("seen", ""), on=on)
    except MentorshipError:
        messages.error(request, gettext("The words have changed, or may not be published. Read them again."))
    else:
        done = gettext("On the mentoring page.") if on else gettext("Off the mentoring page.")
        messages.success(request, done)
    return redirect("pairing:inspect", row.pairing_id)


class PairViewSet(ModelViewSet):
    """Who works with whom, and where they stand."""

    model = Pairing
    icon = "group"
    menu_label = _("Pairs")
    menu_order = 171
    add_to_admin_menu = True
    exclude_form_fields = ["proposal"]
    index_view_class = PairIndexView
    inspect_view_class = PairInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    list_filter = ["state"]
    search_fields = ["mentor__member__display_name", "mentee__member__display_name"]

    def get_urlpatterns(self) -> list:
        """Look, and nothing else: a pair is made and ended by its two."""
        kept = {"index", "index_results", "inspect"}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in kept]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the addresses that are not there."""
        given = super().get_common_view_kwargs(**kwargs)
        gone = {f"{name}_url_name" for name in ("add", "edit", "delete", "copy", "history", "usage")}
        return {name: None if name in gone else value for name, value in given.items()}
