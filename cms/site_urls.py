"""The site's own addresses, beside the pages of the tree."""

from django.urls import path

from cms.views import (
    chapter_actions,
    interests,
    message_choices,
    pages,
    preferences,
    profile,
    search,
    styleguide,
)

app_name = "cms"

urlpatterns = [
    path("chapters/<uuid:uuid>/follow/", chapter_actions.follow, name="chapter-follow"),
    path("chapters/<uuid:uuid>/facts/", chapter_actions.facts, name="chapter-facts"),
    path("start-here/", interests.start, name="start-here"),
    path("start-here/<int:pk>/remove/", interests.remove, name="interest-remove"),
    path("search/", search.search, name="search"),
    path("settings/messages/", message_choices.choices, name="message-choices"),
    path("settings/messages/off/<str:token>/", message_choices.unsubscribe, name="unsubscribe"),
    path("settings/profile/", profile.profile, name="profile"),
    path("settings/theme/", preferences.theme, name="theme"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("today/", pages.today, name="today"),
    path("welcome/", profile.welcome, name="welcome"),
    path("welcome/passkey/", profile.welcome_passkey, name="welcome-passkey"),
]
