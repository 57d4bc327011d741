"""Who is signed in by the short way is signed in as Django signs in."""

from django.test import Client

from cms.models import Member
from tests import signing_in


def test_the_session_holds_what_a_sign_in_leaves(member):
    short, long = Client(), Client()
    signing_in.force_login(short, member)
    long._login(Member.objects.get(), "django.contrib.auth.backends.ModelBackend")
    name = next(iter(short.cookies))
    assert dict(short.session) == dict(long.session)
    assert {**short.cookies[name]} == {**long.cookies[name]}


def test_the_next_page_knows_who_it_is_and_signing_out_ends_it(client, home, make_member):
    rosa, ana = make_member("Rosa"), make_member("Ana")
    for each in (rosa, ana):
        client.force_login(each)
        assert client.get("/today/").wsgi_request.user == each
    client.logout()
    assert client.get("/today/").status_code == 302
