"""The site's own addresses, beside the pages of the tree."""

from django.urls import path

from cms.views import (
    cases,
    chapter_actions,
    farewell,
    interests,
    message_choices,
    pages,
    preferences,
    profile,
    reports,
    search,
    styleguide,
)

app_name = "cms"

urlpatterns = [
    path("chapters/<uuid:uuid>/follow/", chapter_actions.follow, name="chapter-follow"),
    path("chapters/<uuid:uuid>/facts/", chapter_actions.facts, name="chapter-facts"),
    path("start-here/", interests.start, name="start-here"),
    path("start-here/<int:pk>/remove/", interests.remove, name="interest-remove"),
    path("safety/", reports.safety, name="safety"),
    path("safety/report/", reports.report, name="report-anything"),
    path("safety/report/<slug:kind>/<uuid:key>/", reports.report, name="report"),
    path("safety/block/<slug:kind>/<uuid:key>/", reports.block, name="block"),
    path("safety/blocks/<int:pk>/undo/", reports.unblock, name="unblock"),
    path("safety/reports/<uuid:uuid>/", reports.status, name="report-status"),
    path("safety/cases/", cases.case_list, name="case-list"),
    path("safety/cases/<uuid:uuid>/", cases.case, name="case"),
    path("safety/cases/<uuid:uuid>/take/", cases.take, name="case-take"),
    path("safety/cases/<uuid:uuid>/do/", cases.act, name="case-act"),
    path("safety/cases/<uuid:uuid>/name/<int:pk>/", cases.name, name="case-name"),
    path("safety/cases/<uuid:uuid>/words/", cases.words, name="case-words"),
    path("safety/cases/<uuid:uuid>/note/", cases.note, name="case-note"),
    path("safety/cases/<uuid:uuid>/close/", cases.close, name="case-close"),
    path("safety/cases/<uuid:uuid>/reopen/", cases.reopen, name="case-reopen"),
    path("search/", search.search, name="search"),
    path("settings/delete/", farewell.leave, name="farewell"),
    path("settings/messages/", message_choices.choices, name="message-choices"),
    path("settings/messages/off/<str:token>/", message_choices.unsubscribe, name="unsubscribe"),
    path("settings/profile/", profile.profile, name="profile"),
    path("settings/theme/", preferences.theme, name="theme"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("today/", pages.today, name="today"),
    path("welcome/", profile.welcome, name="welcome"),
    path("welcome/passkey/", profile.welcome_passkey, name="welcome-passkey"),
]
