"""Gives the demo's certificates the days of their stories, what their holders show, and takes one back."""

from pathlib import Path

from wagtail.models import Locale

from cms.demo import people
from cms.demo.reading import load
from learning.models import Certificate, Enrollment, TrackPage
from learning.services import certificate_evidence, certificates

HERE = Path(__file__).resolve().parent


def plant_certificates() -> None:
    """The planted learners finished in the past, so their certificates are from then, too."""
    for certificate in Certificate.objects.select_related("member"):
        enrollment = Enrollment.objects.select_related("member").get(
            member=certificate.member, track_key=certificate.about_key
        )
        Certificate.objects.filter(pk=certificate.pk).update(
            issued_at=enrollment.done_at, evidence=certificate_evidence.collect(enrollment=enrollment)
        )
    for record in load("certificates.yaml", HERE)["certificates"]:
        member = people.member(record["person"])
        track = TrackPage.objects.get(import_source=record["track"], locale=Locale.get_default())
        certificate = Certificate.objects.get(member=member, about_key=track.translation_key)
        shows = {f"shows_{what}": what in record["shows"] for what in ("name", "date", "lessons")}
        certificates.show(member=member, certificate=certificate, name=member.display_name, **shows)
        if back := record.get("revoked"):
            certificates.revoke(
                actor=people.member(back["by"]),
                certificate=certificate,
                reason=back["reason"],
                public_reason=back["public"],
            )
