"""What every answer carries: a strict policy in public, the admin's own under /admin/, and nothing kept by others."""

import pytest
from django.core.files.base import ContentFile
from django.utils.csp import build_policy
from wagtail.documents import get_document_model

from cms.views.media import media

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
PUBLIC = [
    "/", "/es/", "/accounts/login/", "/accounts/signup/", "/search/?q=x", "/nowhere/", "/today/", "/%00/", "/documents/9/x/",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_answers_allow_no_inline_script_or_style(client, languages_ready, address):
    assert client.get(address).headers["Content-Security-Policy"] == STRICT


@pytest.mark.parametrize(
    "address",
    ["/accounts/2fa/", "/accounts/2fa/webauthn/add/", "/accounts/email/", "/settings/profile/", "/welcome/passkey/"],
)  # fmt: skip
def test_the_pages_of_an_account_are_as_strict(client, home, member, address):
    client.force_login(member)
    answer = client.get(address, follow=True)
    assert answer.headers["Content-Security-Policy"] == STRICT
    assert "<style" not in answer.text
    assert " style=" not in answer.text


def test_only_the_admin_may_use_inline_parts(client, home, make_member):
    client.force_login(make_member("Ada", is_superuser=True))
    assert "script-src 'self' 'unsafe-inline'" in client.get("/admin/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/", "/nowhere/", "/%00/"])
def test_the_other_headers(client, home, address):
    headers = client.get(address, secure=True).headers
    assert {name: headers.get(name) for name in (
        "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
    )} == {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }  # fmt: skip
    assert "camera=()" in headers["Permissions-Policy"]


def test_strict_transport_security_is_sent_in_production(client, home, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert client.get("/", secure=True).headers["Strict-Transport-Security"] == (
        "max-age=31536000; includeSubDomains; preload"
    )


def test_the_front_page_may_not_be_framed(client, home):
    assert client.get("/").headers["X-Frame-Options"] == "DENY"


def test_pages_of_somebody_signed_in_are_theirs_alone(client, home, member):
    client.force_login(member)
    assert "private" in client.get("/today/").headers["Cache-Control"]


def test_a_document_is_handed_over_and_never_shown(client, home):
    document = get_document_model().objects.create(
        title="A page", file=ContentFile(b"<script>alert(1)</script>", name="page.html")
    )
    answer = client.get(document.url)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"


def test_uploads_in_development_are_served_in_a_sandbox(rf, tmp_path):
    (tmp_path / "drawing.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    )
    answer = media(rf.get("/media/drawing.svg"), "drawing.svg", document_root=str(tmp_path))
    assert build_policy(answer._csp_config) == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
