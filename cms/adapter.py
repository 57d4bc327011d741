"""What the site adds to allauth: a language and a time zone for new members, and mails in the program's name."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from cms.models import Member, ProgramSettings


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request: HttpRequest, user: Member, form: Any, commit: bool = True) -> Member:
        """A new member reads the site in the language they signed up in."""
        user.locale = get_language() or ""
        return super().save_user(request, user, form, commit)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("cms:welcome")

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        program = (
            ProgramSettings.for_request(self.request).name if self.request else settings.WAGTAIL_SITE_NAME
        )
        context = {"program": program, "base_url": settings.BASE_URL, **context}
        return super().render_mail(template_prefix, email, context, headers)

    def format_email_subject(self, subject: str) -> str:
        """One line, without a prefix: the templates name the program."""
        return " ".join(subject.split())
