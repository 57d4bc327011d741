"""Every address of the site answers every nonsense with a page, and no GET changes anything."""

import hashlib
import sys

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Site

from cms.models import (
    ArticleIndexPage,
    ArticlePage,
    Chapter,
    ChapterIndexPage,
    ChapterPage,
    HomePage,
    Member,
    ProgramSettings,
    StandardPage,
)
from cms.services import languages
from learning.models import TalkSlot
from tests.crawling import (
    NONSENSE,
    addresses,
    answers,
    existing,
    no_redirect_looked_for,
    nothing_there_in_a_word,
    quoted,
)
from tests.factories import groups
from tests.factories.certificates import finish
from tests.factories.learning import lesson, track
from tests.factories.mentorship import make_pair, make_round
from tests.factories.remembered import remembered

GETS = 200  # for each of three people, on the site and in the admin: 1,200 in all
COOKIES = ["session", "csrf", "theme", "django_language", "messages", "sessionid"]
HEADERS = [
    "Accept-Language", "Accept", "User-Agent", "Referer", "X-Forwarded-For", "X-Forwarded-Proto", "HX-Request",
    "HX-Current-URL", "If-Modified-Since", "If-None-Match", "Range", "Content-Type", "Origin", "X-Requested-With",
]  # fmt: skip

# Written by a GET of Wagtail's, and no change to anything a person did: sessions, the note that somebody has an editor
# open, an editor's empty preferences and subscription to a page they look at, pictures in another size.
PASSING = {
    "sessions.session", "usersessions.usersession", "wagtailadmin.editingsession", "wagtailusers.userprofile",
    "wagtailcore.pagesubscription", "cms.siterendition", "wagtailimages.rendition",
}  # fmt: skip


@pytest.fixture
def garden(home):
    plant()


@remembered
def plant() -> None:
    """A site with something at most addresses: pages of each kind, a finished track, a group that meets, a pair, files."""
    home = HomePage.objects.get(locale=Locale.get_default())
    home.add_child(instance=StandardPage(title="About"))
    news = home.add_child(instance=ArticleIndexPage(title="News"))
    news.add_child(instance=ArticlePage(title="First", published_on="2026-11-20"))
    chapter = Chapter.objects.create(name="Brno", city="Brno", country="CZ", timezone="Europe/Prague")
    directory = home.add_child(instance=ChapterIndexPage(title="Chapters"))
    directory.add_child(instance=ChapterPage(title="Brno", chapter=chapter))
    python = track("Python", [[lesson("Lists", checkpoints=True), lesson("Loops")]])
    finish(Member.objects.create_user("holder@example.org", display_name="Holder"), python)
    meetup = groups.meetup(group=groups.group(chapter=chapter))
    TalkSlot.objects.create(meetup=meetup, kind="lightning")
    make_pair(make_round())
    notes = get_document_model().objects.create(title="Notes", file=ContentFile(b"a", name="notes.txt"))
    leaf = get_image_model().objects.create(title="Leaf", file=get_test_image_file())
    for file in (notes, leaf):
        assert file.get_file_size()
        assert file.get_file_hash()
    Redirect.objects.create(old_path="/old", redirect_link="/about/")
    ProgramSettings.for_site(Site.objects.get())
    languages.complete_trees()


@pytest.fixture
def sign_in(client, make_member):
    """Come as a visitor, a member or somebody who may do everything."""

    def sign_in(who: str) -> None:
        if who == "visitor":
            return
        member = make_member("Fuzz", is_superuser=who == "staff")
        EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
        client.force_login(member)

    return sign_in


@pytest.mark.parametrize("who", ["visitor", "member", "staff"])
@pytest.mark.parametrize("where", ["site", "admin"])
def test_no_address_answers_nonsense_with_an_error(who, where, client, garden, sign_in, capsys):
    sign_in(who)
    seen = answers(client, [[path] for path in addresses(seed=2026, number=GETS, admin=where == "admin")])
    with capsys.disabled():
        sys.stdout.write(
            f"\n{who} on the {where}: {seen.total()} GETs, {dict(sorted(seen.items(), key=str))}\n"
        )
    assert [status for status in seen if isinstance(status, str)] == []
    assert seen.total() >= GETS
    assert ("_auth_user_id" in client.session) == (who != "visitor")


@pytest.mark.parametrize("text", NONSENSE, ids=lambda text: repr(text)[:20])
def test_no_cookie_is_an_error(text, client, home):
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    octal = "".join(f"\\{byte:03o}" if byte < 32 else chr(byte) for byte in raw[:3000])
    client.raise_request_exception = False
    for address in ("/", "/today/", "/accounts/login/", "/admin/"):
        answer = client.get(address, HTTP_COOKIE="; ".join(f'{name}="{octal}"' for name in COOKIES))
        assert answer.status_code < 500


@pytest.mark.parametrize("text", NONSENSE, ids=lambda text: repr(text)[:20])
def test_no_header_is_an_error(text, client, home):
    value = text.decode("latin-1") if isinstance(text, bytes) else text
    client.raise_request_exception = False
    for address in ("/", "/today/", "/search/?q=x", "/admin/"):
        assert client.get(address, headers=dict.fromkeys(HEADERS, value)).status_code < 500


@pytest.mark.parametrize("host", ["evil.example", "a b", "", "testserver:port", "[::", "\x00", "x" * 300])
def test_a_host_that_is_not_ours_gets_the_page_for_it(host, client, home):
    assert client.get("/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("text", NONSENSE, ids=lambda text: repr(text)[:20])
def test_no_field_is_an_error(text, client, home, member):
    client.raise_request_exception = False
    names = ["email", "login", "password", "code", "next", "display_name", "pronouns", "bio", "contact", "locale",
             "timezone", "language-0", "fluency-0", "theme", "language", "password1", "password2"]  # fmt: skip
    value = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    for address in (
        "/accounts/login/",
        "/accounts/login/code/",
        "/accounts/signup/",
        "/settings/theme/",
        "/i18n/setlang/",
    ):
        assert client.post(address, dict.fromkeys(names, value)).status_code < 500
    client.force_login(member)
    for address in ("/settings/profile/", "/welcome/", "/accounts/password/set/", "/accounts/email/"):
        assert client.post(address, dict.fromkeys(names, value)).status_code < 500


def digest() -> dict[str, str]:
    """A fingerprint of every row of every table that is ours to keep, as the database has it."""
    prints = {}
    quote_name = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model._meta.label_lower in PASSING or not model._meta.managed:
                continue
            table, key = quote_name(model._meta.db_table), quote_name(model._meta.pk.column)
            cursor.execute(f"SELECT * FROM {table} ORDER BY {key}")
            prints[model._meta.label_lower] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return prints


@pytest.mark.parametrize("who", ["visitor", "member", "staff"])
def test_no_get_changes_anything(who, client, garden, sign_in, capsys):
    sign_in(who)
    client.get("/admin/")
    before = digest()
    client.get("/nowhere/")
    with nothing_there_in_a_word(), no_redirect_looked_for():
        seen = answers(client, existing(admin=who != "member"))
    after = digest()
    with capsys.disabled():
        sys.stdout.write(
            f"\n{who}: {seen.total()} GETs of what exists, {dict(sorted(seen.items(), key=str))}\n"
        )
    assert [name for name in before if before[name] != after[name]] == []


def test_an_unknown_address_is_cheap(client, home, django_assert_max_num_queries):
    client.get("/nowhere/")
    with django_assert_max_num_queries(3):
        assert client.get("/nowhere/at/all/").status_code == 404


def test_the_pages_for_mistakes_speak_like_the_site(client, home, member):
    assert "Nothing grows here" in client.get("/nowhere/").text
    assert "That request could not be read" in client.get("/%00/").text
    assert 'lang="es"' in client.get("/es/%00/").text
    assert (
        "The form was open for too long"
        in type(client)(enforce_csrf_checks=True).post("/accounts/login/").text
    )
    assert client.get("/settings/theme/").status_code == 405
    assert Member.objects.count() == 1


@pytest.mark.parametrize("text", NONSENSE, ids=lambda text: repr(text)[:20])
def test_search_answers_any_text(text, client, home):
    assert client.get(f"/search/?q={quoted(text)}").status_code in {200, 400}
