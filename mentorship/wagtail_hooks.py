"""What mentoring adds to the Wagtail admin."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from mentorship.editing import matching, questions, tries, workbench
from mentorship.editing.decisions import decide
from mentorship.editing.pairs import PairPolicy, PairViewSet, publish, remind
from mentorship.editing.participants import OrganizerPolicy, ParticipantViewSet
from mentorship.models import Pairing, Participant

register_permission_policy(Participant, OrganizerPolicy(Participant))
register_permission_policy(Pairing, PairPolicy(Pairing))


@hooks.register("register_admin_viewset")
def viewset() -> ParticipantViewSet:
    return ParticipantViewSet()


@hooks.register("register_admin_viewset")
def pairs() -> PairViewSet:
    return PairViewSet()


@hooks.register("register_admin_urls")
def urls() -> list:
    return [
        path("participant/decide/<int:pk>/", decide, name="mentorship_decide"),
        path("pairing/remind/<int:pk>/", remind, name="mentorship_remind"),
        path("pairing/publish/<int:pk>/", publish, name="mentorship_publish"),
        path("rounds/<int:pk>/questions/", questions.take_over, name="mentorship_take_over"),
    ]


hooks.register("register_page_header_buttons", questions.header_buttons)


@hooks.register("register_admin_urls")
def matching_urls() -> list:
    run = "matching/runs/<uuid:uuid>/"
    return [
        path("matching/", matching.rounds, name="mentorship_matching"),
        path("matching/rounds/<uuid:round_key>/", matching.round_page, name="mentorship_matching_round"),
        path(run, workbench.run, name="mentorship_run"),
        path(f"{run}pairs/", workbench.pairs, name="mentorship_run_pairs"),
        path(f"{run}mentors/", workbench.load, name="mentorship_run_load"),
        path(f"{run}pins/", workbench.pins, name="mentorship_run_pins"),
        path(f"{run}changes/", workbench.changes, name="mentorship_run_changes"),
        path(f"{run}newcomers/<uuid:mentee>/", tries.newcomer, name="mentorship_run_newcomer"),
        path(f"{run}newcomers/<uuid:mentee>/<uuid:mentor>/", tries.pair, name="mentorship_run_pair"),
        path(f"{run}end/<slug:verb>/", matching.end, name="mentorship_run_end"),
    ]


class MatchingMenuItem(MenuItem):
    """Shown to those who organize a round."""

    def is_shown(self, request) -> bool:
        return OrganizerPolicy(Participant).user_has_permission(request.user, "view")


@hooks.register("register_admin_menu_item")
def matching_menu() -> MenuItem:
    return MatchingMenuItem(
        _("Matching"), reverse("mentorship_matching"), name="matching", icon_name="group", order=170
    )
