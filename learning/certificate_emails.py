"""The letters about certificates: one is here, one was taken back, one is given back."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.emails import Letter, writes
from cms.models import Message
from learning.models import Certificate


def _letter(message: Message, subject: str, *, about: str, revoked: bool) -> Letter | None:
    """A letter while the certificate still is as the letter says; None when that has changed since."""
    certificate = Certificate.objects.of(message.recipient).filter(pk=message.context["certificate"]).first()
    if certificate is None or certificate.is_revoked != revoked:
        return None
    if revoked and certificate.revoked_at.isoformat() != message.context["at"]:
        return None
    context = {
        "track": certificate.title,
        "reason": certificate.revoked_reason,
        "public_reason": certificate.public_reason,
        "url": _address("certificate", certificate),
        "settings_url": _address("certificate-settings", certificate),
    }
    return Letter(subject.format(track=certificate.title), f"learning/{about}", context)


def _address(name: str, certificate: Certificate) -> str:
    """An absolute address in the recipient's language."""
    return f"{settings.BASE_URL}{reverse(f'learning:{name}', args=[certificate.uuid])}"


@writes("learning.certificate_issued")
def issued(message: Message) -> Letter | None:
    subject = _("Your certificate for “{track}” is here")
    return _letter(message, subject, about="certificate_issued", revoked=False)


@writes("learning.certificate_revoked")
def revoked(message: Message) -> Letter | None:
    subject = _("Your certificate for “{track}” was taken back")
    return _letter(message, subject, about="certificate_revoked", revoked=True)


@writes("learning.certificate_reinstated")
def reinstated(message: Message) -> Letter | None:
    subject = _("Your certificate for “{track}” is valid again")
    return _letter(message, subject, about="certificate_reinstated", revoked=False)
