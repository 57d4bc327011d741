"""What a stranger sees of a certificate.

Pages, texts and data are made from a `Sheet`, never from the certificate itself: what is private cannot reach them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from learning import certificate_kinds
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
    about: Line
    kind: str = "track"
    name: str = ""
    begun_on: date | None = None
    finished_on: date | None = None
    minutes: int = 0
    meetings: int = 0
    lessons: tuple[Line, ...] = ()
    revoked_at: datetime | None = None
    reason: str = ""

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None

    @property
    def says_more(self) -> bool:
        """Whether there is anything beside what it is for."""
        return bool(self.name or self.finished_on or self.sum)

    @property
    def heading(self) -> str:
        """What kind of certificate this is, as it stands above the title."""
        return certificate_kinds.named(self.kind).heading()

    @property
    def said(self) -> str:
        """The sentence that follows the name, or stands alone where no name is shown."""
        return certificate_kinds.named(self.kind).said(self)

    @property
    def dated(self) -> str:
        return certificate_kinds.named(self.kind).dated(self) if self.finished_on else ""

    @property
    def sum(self) -> str:
        """How much it was; empty where that is not shown."""
        return certificate_kinds.named(self.kind).sum(self)


def of(certificate: Certificate, *, language: str) -> Sheet:
    """The certificate as everybody may see it, in this language. One that was taken back says that and nothing else."""
    facts = certificate.evidence
    serial = str(certificate.uuid)
    url = f"{settings.BASE_URL}{reverse('learning:certificate', args=[serial])}"
    about = Line(*in_language(facts["titles"], facts["language"], language))
    if certificate.is_revoked:
        at, reason = certificate.revoked_at, certificate.public_reason
        return Sheet(serial, url, about, certificate.kind, revoked_at=at, reason=reason)
    return Sheet(
        serial,
        url,
        about,
        certificate.kind,
        begun_on=_day(facts.get("begun_on")) if certificate.shows_date else None,
        name=certificate.name if certificate.shows_name else "",
        finished_on=_day(facts["finished_on"]) if certificate.shows_date else None,
        minutes=facts["minutes"] if certificate.shows_lessons else 0,
        meetings=facts.get("meetings", 0) if certificate.shows_lessons else 0,
        lessons=_lessons(facts["lessons"], language) if certificate.shows_lessons else (),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _lessons(lessons: list[dict[str, Any]], language: str) -> tuple[Line, ...]:
    return tuple(Line(*in_language(each["titles"], each["language"], language)) for each in lessons)


def linked_data(sheet: Sheet, *, issuer: str) -> dict[str, Any]:
    """The sheet as schema.org knows it: a credential, held by a person where the name is shown."""
    credential: dict[str, Any] = {
        "@type": "EducationalOccupationalCredential",
        "identifier": f"urn:uuid:{sheet.serial}",
        "url": sheet.url,
        "name": _credential(sheet),
        "inLanguage": sheet.about.language,
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


def _credential(sheet: Sheet) -> str:
    """A track speaks for itself; the title of anything else says too little alone."""
    title = sheet.about.title
    return title if sheet.kind == "track" else f"{sheet.heading}: {title}"
