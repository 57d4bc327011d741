"""The site's own addresses, beside the pages of the tree."""

from django.urls import path

from cms.views import pages, preferences, profile, search, styleguide

app_name = "cms"

urlpatterns = [
    path("search/", search.search, name="search"),
    path("settings/profile/", profile.profile, name="profile"),
    path("settings/theme/", preferences.theme, name="theme"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("today/", pages.today, name="today"),
    path("welcome/", profile.welcome, name="welcome"),
    path("welcome/passkey/", profile.welcome_passkey, name="welcome-passkey"),
]
