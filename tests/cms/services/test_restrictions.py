"""Keys and gates: what is behind a restriction is in no list but that of who may read it."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Locale, Page, PageViewRestriction

from cms.models import ArticleIndexPage, ArticlePage, HomePage
from cms.services import languages, listings, publication, restrictions, structure
from tests.factories.remembered import remembered


def facts():
    return structure.of_host(stamp=publication.version(), hostname="", port="")


def close(page, kind: str = "login", **fields) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, **fields)


@pytest.fixture
def articles(home) -> list[ArticlePage]:
    return written(home)


@remembered
def written(home: HomePage) -> list[ArticlePage]:
    index = home.add_child(instance=ArticleIndexPage(title="News", slug="news"))
    found = [
        index.add_child(instance=ArticlePage(title=t, published_on="2026-11-01")) for t in ("One", "Two")
    ]
    languages.complete_trees()
    return found


def test_a_site_without_restrictions_asks_nothing(articles, django_assert_num_queries):
    here, stamp = facts(), publication.version()
    with django_assert_num_queries(0):
        assert restrictions.gates(facts=here, stamp=stamp) == ()


def test_a_restriction_is_read_with_its_groups(articles):
    group = Group.objects.create(name="Mentors")
    close(articles[0], "groups").groups.add(group)
    gate = restrictions.gates(facts=facts(), stamp=publication.version())[0]
    assert (gate.path, gate.kind, gate.groups) == (articles[0].path, "groups", frozenset({group.pk}))


def test_a_member_holds_the_keys_for_members_and_of_their_groups(articles, member, home):
    group = Group.objects.create(name="Mentors")
    for_members = close(articles[0])
    for_group = close(articles[1], "groups")
    for_group.groups.add(group)
    close(home, "password", password="secret")
    gates = restrictions.every_gate()
    before = restrictions.keys(member=member, gates=gates)
    member.groups.add(group)
    after = restrictions.keys(member=member, gates=gates)
    assert (restrictions.keys(member=None, gates=gates), before, after) == (
        frozenset(),
        {for_members.pk},
        {for_members.pk, for_group.pk},
    )


def test_what_is_below_a_restricted_page_is_behind_it_and_so_is_its_copy(articles):
    index = articles[0].get_parent()
    close(index)
    spanish = articles[0].get_translation(Locale.objects.get(language_code="es"))
    gates = restrictions.every_gate()
    shown = restrictions.open_only(
        pages=Page.objects.filter(pk__in=[articles[0].pk, spanish.pk]), gates=gates
    )
    opened = restrictions.is_open(gates=gates, keys=frozenset(), paths=[spanish.path, articles[0].path])
    assert (list(shown), opened) == ([], False)


def test_a_list_of_articles_holds_only_what_everybody_may_read(articles):
    close(articles[0])
    index = ArticleIndexPage.objects.get(locale=Locale.get_default())
    spanish = ArticleIndexPage.objects.get(locale__language_code="es")
    assert [[each.title for each in listings.articles(each)] for each in (index, spanish)] == [
        ["Two"],
        ["Two"],
    ]


def test_a_copy_of_a_restricted_page_asks_for_the_same_key(client, articles):
    close(articles[0], "password", password="secret")
    paths = ("/news/one/", "/es/news/one/", "/es/news/two/")
    assert ["password" in client.get(path).text.lower() for path in paths] == [True, True, False]
