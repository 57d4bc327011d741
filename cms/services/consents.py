"""Consent to a version of a document, and whether it is still the current one."""

from django.utils import timezone

from cms.models import Consent, Member

CODE_OF_CONDUCT = "code-of-conduct"
CURRENT = {CODE_OF_CONDUCT: "2026-09"}


def give(*, member: Member, document: str) -> Consent:
    """Note that the member agrees to the current version; saying it twice is one row."""
    consent, _made = Consent.objects.get_or_create(
        member=member, document=document, version=CURRENT[document], defaults={"given_at": timezone.now()}
    )
    return consent


def is_current(*, member: Member, document: str) -> bool:
    """Whether the member agreed to the version in force now."""
    return Consent.objects.filter(member=member, document=document, version=CURRENT[document]).exists()
