"""The addresses of mentoring. The rounds themselves are pages of the tree, below the mentoring page."""

from django.urls import path

from .views import (
    applications,
    asking,
    breaks,
    choices,
    directory,
    pair_papers,
    pair_space,
    pairings,
    proposals,
    pulses,
)

app_name = "mentorship"

urlpatterns = [
    path("rounds/<uuid:round_key>/<slug:role>/", applications.apply, name="apply"),
    path("rounds/<uuid:round_key>/<slug:role>/<slug:step>/", applications.apply, name="apply"),
    path("participations/<uuid:uuid>/", applications.participation, name="participation"),
    path("participations/<uuid:uuid>/withdraw/", applications.withdraw, name="participation-withdraw"),
    path("participations/<uuid:uuid>/consent/", applications.consent, name="participation-consent"),
    path("participations/<uuid:uuid>/pause/", breaks.pause, name="participation-pause"),
    path("participations/<uuid:uuid>/resume/", breaks.resume, name="participation-resume"),
    path("participations/<uuid:uuid>/suggestions/", proposals.suggested, name="suggestions"),
    path("participations/<uuid:uuid>/choices/", choices.choose, name="choices"),
    path("participations/<uuid:uuid>/newcomers/", choices.wish, name="newcomers"),
    path("participations/<uuid:uuid>/mentors/", directory.mentors, name="directory"),
    path("participations/<uuid:uuid>/ask/<uuid:mentor>/", proposals.ask, name="ask"),
    path("proposals/<uuid:uuid>/", proposals.proposal, name="proposal"),
    path("proposals/<uuid:uuid>/words/", proposals.write, name="proposal-words"),
    path("proposals/<uuid:uuid>/accept/", proposals.accept, name="proposal-accept"),
    path("proposals/<uuid:uuid>/decline/", proposals.decline, name="proposal-decline"),
    path("proposals/<uuid:uuid>/withdraw/", proposals.withdraw, name="proposal-withdraw"),
    path("lessons/<uuid:key>/ask/", asking.ask_mentor, name="ask-mentor"),
    path("pulse/<str:token>/", pulses.by_link, name="pulse-link"),
    path("pulses/", pulses.low, name="pulse-list"),
    path("pulses/<int:pk>/handled/", pulses.look_after, name="pulse-handled"),
    path("pairs/<uuid:uuid>/", pairings.pairing, name="pairing"),
    path("pairs/<uuid:uuid>/contact/", pairings.contact, name="pairing-contact"),
    path("pairs/<uuid:uuid>/end/", pairings.end, name="pairing-end"),
    path("pairs/<uuid:uuid>/messages/", pair_space.write, name="pair-message"),
    path("pairs/<uuid:uuid>/goals/", pair_space.add_goal, name="pair-goals"),
    path("pairs/<uuid:uuid>/goals/<uuid:goal>/<slug:verb>/", pair_space.goal, name="pair-goal"),
    path("pairs/<uuid:uuid>/meetings/", pair_space.propose, name="pair-meetings"),
    path("pairs/<uuid:uuid>/meetings/<uuid:meeting>/move/", pair_space.move, name="pair-meeting-move"),
    path("pairs/<uuid:uuid>/meetings/<uuid:meeting>/<slug:verb>/", pair_space.meeting, name="pair-meeting"),
    path("pairs/<uuid:uuid>/guide/", pair_papers.guide, name="pair-guide"),
    path("pairs/<uuid:uuid>/guide/<int:version>/agree/", pair_papers.agree, name="pair-agree"),
    path("pairs/<uuid:uuid>/notes/", pair_papers.note, name="pair-notes"),
    path("pairs/<uuid:uuid>/notes/<uuid:note>/forget/", pair_papers.forget, name="pair-note-forget"),
    path("pairs/<uuid:uuid>/pulse/<slug:day>/", pulses.own, name="pulse"),
    path("pairs/<uuid:uuid>/<slug:verb>/", pair_space.course, name="pair-course"),
]
