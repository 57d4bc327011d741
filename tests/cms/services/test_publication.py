"""The publication stamp changes with content, and with nothing else."""

import pytest
from wagtail.models import Site

from cms.models import ProgramSettings, Resource, StandardPage
from cms.services import events, publication


def test_a_saved_page_counts_up(home):
    before = publication.version()
    home.add_child(instance=StandardPage(title="About", slug="about"))
    assert publication.version() != before


@pytest.mark.parametrize("change", ["snippet", "settings", "site"])
def test_whatever_shared_pages_are_made_of_counts_up(change, home):
    before = publication.version()
    if change == "snippet":
        Resource.objects.create(
            title="Tutorial", url="https://docs.python.org/3/tutorial/", locale=home.locale
        )
    elif change == "settings":
        ProgramSettings.for_site(Site.objects.get()).save()
    else:
        Site.objects.get().save()
    assert publication.version() != before


def test_what_people_do_is_not_content(member):
    before = publication.version()
    events.record(actor=member, object="cms.member:1", verb="looked")
    assert publication.version() == before


def test_a_prepared_piece_is_made_once_for_each_stamp():
    made = []
    first = [publication.prepared("menu", 1, lambda: made.append(1) or "one") for _ in range(3)]
    second = publication.prepared("menu", 2, lambda: made.append(1) or "two")
    assert (first, second, len(made)) == (["one"] * 3, "two", 2)
