"""The trees of all languages are complete, and finding out that nothing is missing costs next to nothing."""

import pytest
from wagtail.models import Locale, Page
from wagtail_localize.models import LocaleSynchronization
from wagtail_localize.synctree import synchronize_tree

from cms.models import StandardPage
from cms.services import languages

QUESTIONS = 5  # one for each language, one for the languages themselves, and the savepoint around them


@pytest.fixture
def pages(home, languages_ready) -> list[Page]:
    """A page with a page below it, then a draft, and a stand-in for the first page elsewhere in English."""
    first = home.add_child(instance=StandardPage(title="First", slug="first"))
    below = first.add_child(instance=StandardPage(title="Below", slug="below"))
    draft = home.add_child(instance=StandardPage(title="Draft", slug="draft", live=False))
    draft.save_revision()
    first.create_alias(parent=home, update_slug="stand-in")
    return [first, below, draft]


def tree(code: str) -> list[tuple[int, str, bool, bool]]:
    """What stands in a language, in order: depth, address, whether it is live, and whether it is a copy."""
    found = Page.objects.filter(locale__language_code=code, depth__gt=2).order_by("path")
    return [(page.depth, page.slug, page.live, page.alias_of_id is not None) for page in found]


def test_every_language_gets_what_it_lacks_in_the_order_of_the_original(pages):
    before = tree("es")

    languages.complete_trees()

    added = [(3, "first", True, True), (4, "below", True, True), (3, "draft", False, True)]
    assert ([row for row in tree("es") if row not in before], tree("fr")) == (added, tree("es"))
    made = [page.get_translation(Locale.objects.get(language_code="es")).alias_of_id for page in pages]
    assert made == [page.pk for page in pages]


def test_a_language_that_follows_another_one_gets_what_that_one_just_got(pages):
    spanish = Locale.objects.get(language_code="es")
    LocaleSynchronization.objects.filter(locale__language_code="fr").update(sync_from=spanish)

    languages.complete_trees()

    assert tree("fr") == tree("es")


def test_nothing_is_left_for_the_rule_of_the_translation_tool(pages):
    languages.complete_trees()
    before = Page.objects.count()

    for synchronization in LocaleSynchronization.objects.all():
        synchronize_tree(synchronization.sync_from, synchronization.locale)

    assert Page.objects.count() == before


def test_complete_trees_cost_as_little_with_more_pages(pages, home, django_assert_num_queries):
    languages.complete_trees()
    with django_assert_num_queries(QUESTIONS):
        languages.complete_trees()

    for nth in range(3):
        home.add_child(instance=StandardPage(title=f"More {nth}"))
    languages.complete_trees()

    with django_assert_num_queries(QUESTIONS):
        languages.complete_trees()
