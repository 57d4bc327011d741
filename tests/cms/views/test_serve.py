"""Fast serving shows what Wagtail would show: at once, in every process, and never a draft."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import RequestFactory
from django.urls import resolve
from django.utils import timezone, translation
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.views import serve as serve_by_wagtail

from cms.models import HomePage, StandardPage
from cms.services import publication
from tests.factories import trees
from tests.factories.remembered import remembered


@pytest.fixture
def about(home) -> StandardPage:
    return written(home)


@remembered
def written(home: HomePage) -> StandardPage:
    return home.add_child(instance=StandardPage(title="About us", slug="about"))


@pytest.fixture
def visit(client):
    """The status of an address, asked once with what is prepared and once as a process that knows nothing yet."""

    def ask(path: str) -> int:
        warm = client.get(path).status_code
        cache.clear()
        cold = client.get(path).status_code
        assert warm == cold
        return warm

    return ask


def test_a_published_page_is_there_at_once(visit, home):
    assert visit("/news/") == 404
    home.add_child(instance=StandardPage(title="News", slug="news"))
    assert visit("/news/") == 200


def test_an_unpublished_page_is_gone_at_once(visit, about):
    assert visit("/about/") == 200
    about.unpublish()
    assert visit("/about/") == 404


def test_an_expired_page_is_gone_at_once(visit, about):
    assert visit("/about/") == 200
    about.expire_at = timezone.now()
    about.expired, about.live = True, False
    about.save()
    assert visit("/about/") == 404


def test_a_deleted_page_is_gone_at_once(visit, about):
    assert visit("/about/") == 200
    about.delete()
    assert visit("/about/") == 404


def test_a_new_slug_moves_the_page_and_those_below_it(visit, about):
    about.add_child(instance=StandardPage(title="People", slug="people"))
    assert [visit("/about/"), visit("/about/people/")] == [200, 200]
    about.slug = "us"
    about.save()
    assert [visit("/about/people/"), visit("/us/"), visit("/us/people/")] == [404, 200, 200]


def test_a_moved_page_moves_with_those_below_it(visit, home, about):
    other = home.add_child(instance=StandardPage(title="Other", slug="other"))
    about.add_child(instance=StandardPage(title="People", slug="people"))
    assert visit("/about/people/") == 200
    Page.objects.get(pk=about.pk).move(Page.objects.get(pk=other.pk), "last-child")
    assert [visit("/about/people/"), visit("/other/about/people/")] == [301, 200]


def test_a_draft_is_never_shown(client, about):
    assert client.get("/about/").status_code == 200
    about.title = "Not yet told"
    about.save_revision()
    assert "Not yet told" not in client.get("/about/").text
    about.get_latest_revision().publish()
    assert "Not yet told" in client.get("/about/").text


def test_saving_a_draft_leaves_what_is_prepared_in_place(about):
    before = publication.version()
    about.title = "Not yet told"
    about.save_revision()
    assert publication.version() == before


def test_a_lost_transaction_leaves_no_prepared_pieces(db):
    first = publication.version()
    publication.bump()
    second = publication.version()
    publication.bump()
    assert len({first, second, publication.version()}) == 3


@pytest.mark.parametrize("kind", ["login", "password"])
def test_a_restricted_page_asks_at_once_and_so_do_those_below_it(client, about, kind):
    about.add_child(instance=StandardPage(title="People", slug="people"))
    assert "People" in client.get("/about/people/").text
    PageViewRestriction.objects.create(page=about, restriction_type=kind, password="open")
    answer = client.get("/about/people/")
    assert answer.status_code == (302 if kind == "login" else 200)
    assert "<h1>People</h1>" not in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_an_alias_of_a_restricted_page_is_restricted(client, about, languages_ready):
    trees.complete()
    assert client.get("/es/about/").status_code == 200
    PageViewRestriction.objects.create(page=about, restriction_type="login")
    assert client.get("/es/about/").status_code == 302


def test_each_language_has_its_own_page_at_the_same_path(client, home, about, languages_ready):
    trees.complete()
    spanish = about.get_translation(Locale.objects.get(language_code="es"))
    StandardPage.objects.filter(pk=spanish.pk).update(title="Sobre nosotras", alias_of=None)
    publication.bump()
    assert ["Sobre nosotras" in client.get(path).text for path in ("/about/", "/es/about/")] == [False, True]


def test_a_hook_may_answer_before_the_page_does(client, about, register_before_serve):
    register_before_serve("Closed for tonight")
    assert client.get("/about/").content == b"Closed for tonight"


@pytest.fixture
def register_before_serve():
    from django.http import HttpResponse  # noqa: PLC0415
    from wagtail import hooks  # noqa: PLC0415

    registered = []

    def register(words: str) -> None:
        context = hooks.register_temporarily(
            "before_serve_page", lambda page, request, args, kwargs: HttpResponse(words)
        )
        context.__enter__()
        registered.append(context)

    yield register
    for context in registered:
        context.__exit__(None, None, None)


def test_every_page_answers_as_wagtail_does(client, home, about, languages_ready):
    about.add_child(instance=StandardPage(title="Hidden", slug="hidden", live=False))
    trees.complete()
    paths = ["", "about/", "about/hidden/", "nowhere/", "about/nowhere/"]

    def wagtail(code: str, path: str) -> int:
        prefix = "/" if code == "en" else f"/{code}/"
        request = RequestFactory().get(prefix + path)
        request.user = AnonymousUser()
        with translation.override(code):
            try:
                return serve_by_wagtail(request, path).status_code
            except Exception as problem:
                return 404 if type(problem).__name__ == "Http404" else 500

    for code in ("en", "es", "fr"):
        prefix = "/" if code == "en" else f"/{code}/"
        ours = [client.get(prefix + path).status_code for path in paths]
        assert ours == [wagtail(code, path) for path in paths]


def test_a_warm_page_takes_the_stamp_and_one_row_at_any_depth(client, home, django_assert_num_queries):
    parent, path = home, "/"
    for nth in range(4):
        parent = parent.add_child(instance=StandardPage(title=f"Level {nth}", slug=f"level-{nth}"))
        path += f"level-{nth}/"
        client.get(path)
        with django_assert_num_queries(2):
            client.get(path)


def test_what_is_not_there_is_found_out_with_three_queries(client, home, django_assert_num_queries):
    client.get("/nowhere/")
    with django_assert_num_queries(3):  # the stamp, the route, the redirects
        assert client.get("/nothing/").status_code == 404


def test_the_catch_all_is_ours_and_the_name_stays_wagtails(db):
    match = resolve("/some/page/")
    assert (match.func.__module__, match.url_name) == ("cms.views.serve", "wagtail_serve")
    assert HomePage.objects.exists()
