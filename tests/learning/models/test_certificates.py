"""What the database itself refuses of certificates, and what becomes of them when an account is deleted."""

import importlib

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone

from learning.models import Certificate
from learning.services import certificates
from tests.factories.certificates import finish

RIGHTS = ["revoke_certificate", "view_certificate"]


@pytest.fixture
def certificate(member, track) -> Certificate:
    return finish(member, track)


@pytest.mark.parametrize(
    "broken",
    [
        {"revoked_at": timezone.now()},
        {"revoked_reason": "Because"},
        {"public_reason": "Because"},
        {"member": None},
        {"name": "", "shows_name": True},
    ],
)
def test_the_database_refuses_half_a_truth(broken, certificate):
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**broken)


def test_a_second_standing_one_for_the_same_track_is_refused(certificate, member):
    again = {"member": member, "about_key": certificate.about_key, "issued_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(**again)
    Certificate.objects.create(**again, revoked_at=timezone.now(), revoked_reason="Old")


def test_a_deleted_account_leaves_a_valid_certificate_of_nobody(certificate, member, client):
    shown = {"shows_name": True, "shows_date": True, "shows_lessons": True}
    certificates.show(member=member, certificate=certificate, name="Rosa", **shown)
    member.delete()
    left = Certificate.objects.get()
    assert (left.uuid, left.member, left.name, left.shows_name, left.shows_lessons) == (
        certificate.uuid, None, "", False, True,
    )  # fmt: skip
    page = client.get(f"/learn/certificates/{left.uuid}/")
    assert (page.status_code, "Rosa" in page.text, "Valid" in page.text) == (200, False, True)


def test_the_certificate_of_nobody_can_still_be_taken_back(certificate, member, program_staff):
    member.delete()
    taken = certificates.revoke(actor=program_staff, certificate=certificate, reason="A mistake")
    program_staff.delete()
    taken.refresh_from_db()
    assert (taken.is_revoked, taken.revoked_reason, taken.revoked_by) == (True, "A mistake", None)


def test_the_rights_of_program_staff_can_be_given_and_taken_again(db):
    migration = importlib.import_module("learning.migrations.0006_certificate_rights")

    def held() -> list[str]:
        mine = Group.objects.get(name="Program staff").permissions.filter(content_type__model="certificate")
        return sorted(mine.values_list("codename", flat=True))

    assert held() == RIGHTS
    migration.revoke(apps, None)
    assert held() == []
    migration.grant(apps, None)
    assert held() == RIGHTS
