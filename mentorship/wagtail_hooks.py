"""What mentoring adds to the Wagtail admin."""

from django.urls import path
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from mentorship.editing.decisions import decide
from mentorship.editing.participants import OrganizerPolicy, ParticipantViewSet
from mentorship.models import Participant

register_permission_policy(Participant, OrganizerPolicy(Participant))


@hooks.register("register_admin_viewset")
def viewset() -> ParticipantViewSet:
    return ParticipantViewSet()


@hooks.register("register_admin_urls")
def urls() -> list:
    return [path("participant/decide/<int:pk>/", decide, name="mentorship_decide")]
