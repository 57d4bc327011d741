"""What a stranger sees: only what is allowed, in every combination, as words and as data."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from itertools import product

import pytest

from learning import certificate_sheet
from learning.certificate_sheet import Line
from learning.models import Certificate

SERIAL = "00000000-0000-4000-8000-00000000000a"
URL = f"http://127.0.0.1:8000/learn/certificates/{SERIAL}/"
EVIDENCE = {
    "version": 1,
    "language": "en",
    "titles": {"en": "First steps", "es": "Primeros pasos"},
    "track_revision": 1,
    "finished_on": "2026-11-20",
    "minutes": 45,
    "lessons": [
        {"language": "en", "titles": {"en": "Lists", "es": "Listas"}, "minutes": 15, "done_at": "", "revision": 2},
        {"language": "en", "titles": {"en": "Loops"}, "minutes": 30, "done_at": "", "revision": 3},
    ],
}  # fmt: skip


def made(**fields) -> Certificate:
    return Certificate(uuid=SERIAL, name="Rosa", evidence=EVIDENCE, **fields)


@pytest.mark.parametrize(("name", "day", "lessons"), list(product([False, True], repeat=3)))
def test_a_sheet_holds_what_is_allowed_and_nothing_else(name, day, lessons):
    sheet = certificate_sheet.of(made(shows_name=name, shows_date=day, shows_lessons=lessons), language="es")
    assert asdict(sheet) == {
        "serial": SERIAL,
        "url": URL,
        "about": {"title": "Primeros pasos", "language": "es"},
        "kind": "track",
        "name": "Rosa" if name else "",
        "begun_on": None,
        "finished_on": date(2026, 11, 20) if day else None,
        "minutes": 45 if lessons else 0,
        "meetings": 0,
        "lessons": ({"title": "Listas", "language": "es"}, {"title": "Loops", "language": "en"})
        if lessons
        else (),
        "revoked_at": None,
        "reason": "",
    }


def test_one_that_was_taken_back_says_that_and_nothing_else():
    at = datetime(2026, 11, 25, tzinfo=UTC)
    sheet = certificate_sheet.of(
        made(
            shows_name=True, shows_date=True, shows_lessons=True,
            revoked_at=at, revoked_reason="For you alone", public_reason="An error",
        ),
        language="en",
    )  # fmt: skip
    assert sheet == certificate_sheet.Sheet(
        SERIAL, URL, Line("First steps", "en"), revoked_at=at, reason="An error"
    )
    assert (sheet.is_valid, "For you alone" in str(sheet)) == (False, False)


def test_a_language_without_a_translation_reads_the_original():
    sheet = certificate_sheet.of(made(shows_lessons=True), language="fr")
    assert (sheet.about, sheet.lessons[0]) == (Line("First steps", "en"), Line("Lists", "en"))


def test_machines_read_a_credential_without_a_holder():
    sheet = certificate_sheet.of(made(), language="en")
    assert certificate_sheet.linked_data(sheet, issuer="Trellis") == {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalCredential",
        "identifier": f"urn:uuid:{SERIAL}",
        "url": URL,
        "name": "First steps",
        "inLanguage": "en",
        "credentialCategory": "certificate",
        "creativeWorkStatus": "Valid",
        "recognizedBy": {"@type": "Organization", "name": "Trellis", "url": "http://127.0.0.1:8000"},
    }


def test_machines_read_the_person_the_day_and_the_lessons_where_they_are_shown():
    sheet = certificate_sheet.of(made(shows_name=True, shows_date=True, shows_lessons=True), language="en")
    facts = certificate_sheet.linked_data(sheet, issuer="Trellis")
    held = facts["hasCredential"]
    assert (facts["@type"], facts["name"]) == ("Person", "Rosa")
    assert (held["dateCreated"], held["competencyRequired"]) == ("2026-11-20", ["Lists", "Loops"])
