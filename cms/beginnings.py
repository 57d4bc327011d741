"""Lines of Today for those who began lately: a name that is missing, a passkey that would save the next code."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms import today
from cms.models import Member

OFFERED_FOR = timedelta(days=30)


@today.source
def name(member: Member) -> list[today.Line]:
    """Ask for a name until there is one."""
    if member.display_name:
        return []
    line = today.Line(
        title=_("Tell us what to call you"),
        url=reverse("cms:welcome"),
        action=_("Choose a name"),
        detail=_("Until then others read “A member”."),
        urgency=80,
        icon="person",
    )
    return [line]


@today.source
def passkey(member: Member) -> list[today.Line]:
    """Offer a passkey in the first month, last of all."""
    if timezone.now() - member.date_joined > OFFERED_FOR:
        return []
    if Authenticator.objects.filter(user=member, type=Authenticator.Type.WEBAUTHN).exists():
        return []
    line = today.Line(
        title=_("Sign in without a code next time"),
        url=reverse("mfa_add_webauthn"),
        action=_("Add a passkey"),
        detail=_("With your fingerprint, your face or the lock of your device."),
        urgency=95,
        icon="key",
    )
    return [line]
