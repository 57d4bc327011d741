"""Certificates in the admin: who looks, who takes back, and that nobody writes one by hand."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from learning.models import Certificate
from tests.factories import learning as make
from tests.factories.certificates import finish

LIST = "/admin/certificate/"


@pytest.fixture
def certificate(member, track) -> Certificate:
    return finish(member, track)


@pytest.fixture
def staff(client, program_staff):
    client.force_login(program_staff)
    return client


def decide(client, certificate: Certificate, **data: str):
    return client.post(reverse("certificate_decide", args=[certificate.pk]), data)


def one(certificate: Certificate) -> str:
    return reverse("certificate:inspect", args=[certificate.pk])


def test_program_staff_see_the_list_and_each_certificate(staff, certificate):
    page = staff.get(LIST).text
    assert ("Rosa" in page, "First steps" in page, str(certificate.uuid) in page) == (True, True, True)
    page = staff.get(one(certificate)).text
    assert ("Lists" in page, "Loops" in page, "30 min" in page, "Take it back" in page) == (True,) * 4
    assert "rosa@example.org" not in page


def test_editors_and_members_see_nothing(client, certificate, editor, member):
    for person in (editor, member):
        client.force_login(person)
        assert [client.get(path).status_code for path in (LIST, one(certificate))] == [302, 302]
        assert decide(client, certificate, verb="revoke", reason="Mine").status_code in {302, 404}
    assert Certificate.objects.get().is_revoked is False


def test_who_may_only_look_takes_nothing_back(client, certificate, editor):
    editor.user_permissions.add(Permission.objects.get(codename="view_certificate"))
    client.force_login(editor)
    assert "Take it back" not in client.get(one(certificate)).text
    assert decide(client, certificate, verb="revoke", reason="Mine").status_code == 404


def test_taking_back_and_giving_back(staff, certificate, program_staff):
    answer = decide(staff, certificate, verb="revoke", reason="Copied", public_reason="Error")
    assert (answer.status_code, answer["Location"]) == (302, one(certificate))
    taken = Certificate.objects.get()
    assert (taken.revoked_reason, taken.public_reason, taken.revoked_by) == ("Copied", "Error", program_staff)
    assert "Give it back" in staff.get(one(certificate)).text
    decide(staff, certificate, verb="reinstate")
    assert Certificate.objects.get().is_revoked is False


@pytest.mark.parametrize(
    ("reason", "words"),
    [(" ", "Write why. The learner reads it."), ("x" * 1001, "The reason is too long. Nothing was changed.")],
)
def test_a_reason_that_cannot_be_is_refused_with_a_sentence(reason, words, staff, certificate):
    assert (
        words
        in decide(staff, certificate, verb="revoke", reason=reason)
        .wsgi_request._messages._queued_messages[0]
        .message
    )
    assert Certificate.objects.get().is_revoked is False


def test_other_verbs_certificates_and_methods_are_not_there(staff, certificate):
    assert decide(staff, certificate, verb="delete", reason="x").status_code == 404
    assert staff.post(reverse("certificate_decide", args=[0]), {"verb": "revoke"}).status_code == 404
    assert staff.get(reverse("certificate_decide", args=[certificate.pk])).status_code == 405


def test_nobody_writes_a_certificate_by_hand(client, certificate, make_member):
    client.force_login(make_member("Root", is_superuser=True))
    assert client.get(LIST).status_code == 200
    for name in ("add", "edit", "delete"):
        with pytest.raises(NoReverseMatch):
            reverse(f"certificate:{name}", args=[] if name == "add" else [certificate.pk])


def test_one_of_a_deleted_account_is_listed(staff, certificate, member):
    member.delete()
    assert "An account that was deleted" in staff.get(LIST).text
    assert "An account that was deleted" in staff.get(one(certificate)).text


def test_the_list_costs_the_same_with_one_and_with_three(staff, certificate, make_member, lessons):
    def cost() -> int:
        staff.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            staff.get(LIST)
        return len(queries)

    first = cost()
    for name in ("Ada", "Eve"):
        finish(make_member(name), make.track(name, [lessons[:1]]))
    assert (first, cost()) == (12, 12)
