"""The site's own addresses, beside the pages of the tree."""

from django.urls import path

from cms.views import pages, profile

app_name = "cms"

urlpatterns = [
    path("settings/profile/", profile.profile, name="profile"),
    path("today/", pages.today, name="today"),
    path("welcome/", profile.welcome, name="welcome"),
]
