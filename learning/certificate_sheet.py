"""What a stranger sees of a certificate.

Pages, texts and data are made from a `Sheet`, never from the certificate itself: what is private cannot reach them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from learning.models import Certificate
from learning.models.certificates import in_language


@dataclass(frozen=True, slots=True)
class Line:
    """A title and the language it is in."""

    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Only what may be shown: an empty `name`, no day and no lessons where the member does not show them."""

    serial: str
    url: str
    track: Line
    name: str = ""
    finished_on: date | None = None
    minutes: int = 0
    lessons: tuple[Line, ...] = ()
    revoked_at: datetime | None = None
    reason: str = ""

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None

    @property
    def says_more(self) -> bool:
        """Whether there is anything beside the track."""
        return bool(self.name or self.finished_on or self.lessons)


def of(certificate: Certificate, *, language: str) -> Sheet:
    """The certificate as everybody may see it, in this language. One that was taken back says that and nothing else."""
    facts = certificate.evidence
    serial = str(certificate.uuid)
    url = f"{settings.BASE_URL}{reverse('learning:certificate', args=[serial])}"
    track = Line(*in_language(facts["titles"], facts["language"], language))
    if certificate.is_revoked:
        at, reason = certificate.revoked_at, certificate.public_reason
        return Sheet(serial, url, track, revoked_at=at, reason=reason)
    return Sheet(
        serial,
        url,
        track,
        name=certificate.name if certificate.shows_name else "",
        finished_on=date.fromisoformat(facts["finished_on"]) if certificate.shows_date else None,
        minutes=facts["minutes"] if certificate.shows_lessons else 0,
        lessons=_lessons(facts["lessons"], language) if certificate.shows_lessons else (),
    )


def _lessons(lessons: list[dict[str, Any]], language: str) -> tuple[Line, ...]:
    return tuple(Line(*in_language(each["titles"], each["language"], language)) for each in lessons)


def linked_data(sheet: Sheet, *, issuer: str) -> dict[str, Any]:
    """The sheet as schema.org knows it: a credential, held by a person where the name is shown."""
    credential: dict[str, Any] = {
        "@type": "EducationalOccupationalCredential",
        "identifier": f"urn:uuid:{sheet.serial}",
        "url": sheet.url,
        "name": sheet.track.title,
        "inLanguage": sheet.track.language,
        "credentialCategory": "certificate",
        "creativeWorkStatus": "Valid" if sheet.is_valid else "Revoked",
        "recognizedBy": {"@type": "Organization", "name": issuer, "url": settings.BASE_URL},
    }
    if sheet.finished_on:
        credential["dateCreated"] = sheet.finished_on.isoformat()
    if sheet.lessons:
        credential["competencyRequired"] = [lesson.title for lesson in sheet.lessons]
    if sheet.name:
        credential = {"@type": "Person", "name": sheet.name, "hasCredential": credential}
    return {"@context": "https://schema.org", **credential}
