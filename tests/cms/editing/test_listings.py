"""The listings of the admin: searched and then sorted by any column they offer."""

import re

from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from cms.models import Chapter
from tests.factories import homework as make

SORTED_BY = re.compile(r"ordering=-?(\w+)")


def test_what_is_searched_for_can_be_sorted_by_every_column(client, make_member, home):
    Chapter.objects.create(name="Brno", city="Brno", country="CZ", timezone="Europe/Prague")
    make.exercise()
    client.force_login(make_member("Edda", is_superuser=True))
    assert client.get(reverse("wagtailadmin_home")).status_code == 200  # the listings are registered by now
    sorted_by = set()
    for address in (reverse(model.snippet_viewset.get_url_name("list")) for model in get_snippet_models()):
        shown = BeautifulSoup(client.get(address).text, "html.parser")
        columns = {found[1] for link in shown.select("a[href]") if (found := SORTED_BY.search(link["href"]))}
        for column in columns:
            assert client.get(f"{address}?q=brno&ordering={column}").status_code == 200
            assert client.get(f"{address}?q=brno&ordering=-{column}").status_code == 200
        sorted_by |= columns
    assert {"title", "kind"} <= sorted_by
