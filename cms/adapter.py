"""What the site adds to allauth: a language for new members, mails in the program's name, and a gentle second factor."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from cms.addresses import is_ours
from cms.context import site_facts
from cms.models import Member

logger = logging.getLogger(__name__)


def program_name() -> str:
    """What the program calls itself, in mails and in the list of a password manager."""
    facts = site_facts(context.request) if context.request else None
    return facts.frame(get_language() or "").name if facts and facts.frames else settings.WAGTAIL_SITE_NAME


class AccountAdapter(DefaultAccountAdapter):
    """Signing up, in and out."""

    def save_user(self, request: HttpRequest, user: Member, form: Any, commit: bool = True) -> Member:
        """A new member reads the site in the language they signed up in."""
        user.locale = get_language() or ""
        return super().save_user(request, user, form, commit)

    def post_login(self, request: HttpRequest, user: Member, **kwargs: Any) -> HttpResponse:
        """After signing up a member is welcomed first and then goes where they were going."""
        response = super().post_login(request, user, **kwargs)
        if kwargs.get("signup"):
            return HttpResponseRedirect(f"{reverse('cms:welcome')}?{urlencode({'next': response.url})}")
        return response

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of this very host, however many hosts the settings name."""
        return is_ours(url, request=context.request)

    def get_login_stages(self) -> list[str]:
        ours = {
            f"{AuthenticateStage.__module__}.{AuthenticateStage.__name__}": "cms.adapter.SecondFactorStage"
        }
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: Member) -> list[dict]:
        """A passkey first: it is the least to do."""
        methods = super().get_reauthentication_methods(user)
        for method in methods:
            if method["id"].endswith(":webauthn"):
                method["description"] = _("Use a passkey")
        return sorted(methods, key=lambda method: not method["id"].endswith(":webauthn"))

    def format_email_subject(self, subject: str) -> str:
        """One line that begins with the program's name."""
        return " ".join(f"{program_name()}: {subject}".split())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the member who gets it. A mail server that is away is no reason for an error page.

        Known and unknown addresses get one mail each, so the answer tells nobody which it was.
        """
        found = Member.objects.filter(email=email.lower()).values_list("locale", flat=True).first()
        facts = {"program": program_name(), "base_url": settings.BASE_URL, **context}
        try:
            with override(found or get_language()):
                super().send_mail(template_prefix, email, facts)
        except (OSError, SMTPException) as problem:
            logger.warning("A mail (%s) was not sent: %s", template_prefix, problem)
            sorry = _("We could not send a mail just now. Wait a minute, then ask for a new code.")
            messages.error(self.request, sorry)


class MFAAdapter(DefaultMFAAdapter):
    """Passkeys, authenticator apps and recovery codes."""

    def generate_authenticator_name(self, user: Member, type: Authenticator.Type) -> str:
        taken = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey {number}").format(number=taken + 1) if taken else _("My passkey")

    def _get_site_name(self) -> str:
        return program_name()


def needs_second_factor(member: Member) -> bool:
    """Whether a code or a password alone does not let this member in.

    A passkey is a way in, not a wall: whoever loses it signs in with a code from the mail. Members who want two
    factors add an authenticator app; staff who hold a passkey are always asked for it.
    """
    if Authenticator.objects.filter(user_id=member.pk, type=Authenticator.Type.TOTP).exists():
        return True
    return member.has_perm("wagtailadmin.access_admin") and (
        Authenticator.objects.filter(user_id=member.pk, type=Authenticator.Type.WEBAUTHN).exists()
    )


class SecondFactorStage(AuthenticateStage):
    """Asks for the second factor of those who need one."""

    def _should_handle(self, request: HttpRequest) -> bool:
        member = self.login.user
        return member is not None and needs_second_factor(member) and super()._should_handle(request)
