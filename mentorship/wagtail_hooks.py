"""What mentoring adds to the Wagtail admin."""

from django.urls import path
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from mentorship.editing import questions
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
