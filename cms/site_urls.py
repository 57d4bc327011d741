"""The site's own addresses, beside the pages of the tree."""

from django.urls import path

from cms.views import pages

app_name = "cms"

urlpatterns = [
    path("today/", pages.today, name="today"),
]
