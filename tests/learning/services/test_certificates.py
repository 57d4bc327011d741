"""Certificates: when one is issued and on what it rests, what its holder shows, how it is taken back and given back."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Locale

from cms.models import Event, Message
from cms.services import translations
from learning.exceptions import NoNameToShow, NoReason
from learning.models import Certificate, Enrollment, LessonProgress, Module, Submission, TrackItem, TrackPage
from learning.services import certificates, enrollments, progress, submissions
from tests.factories import homework, trees
from tests.factories import learning as make
from tests.factories.certificates import finish

HIDDEN = {"shows_name": False, "shows_date": False, "shows_lessons": False}


@pytest.fixture
def certificate(member, track) -> Certificate:
    return finish(member, track)


def verbs() -> list[str]:
    return list(
        Event.objects.filter(object__startswith="learning.certificate:").values_list("verb", flat=True)
    )


def kinds() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def test_the_last_lesson_of_a_track_gives_its_certificate(member, track, lessons):
    enrollments.start(member=member, track_key=track.translation_key)
    progress.mark_done(member=member, lesson=lessons[0], confidence=3)
    assert Certificate.objects.count() == 0
    with time_machine.travel(datetime(2026, 11, 20, 12, 0, tzinfo=UTC), tick=False):
        progress.mark_done(member=member, lesson=lessons[1], confidence=2)
    made = Certificate.objects.get()
    assert (made.member, made.about_key, made.name, made.is_revoked) == (
        member, track.translation_key, "Rosa", False,
    )  # fmt: skip
    assert (made.shows_name, made.shows_date, made.shows_lessons) == (False, False, False)
    assert made.issued_at == datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    assert (verbs(), kinds()) == (["issued"], ["learning.certificate_issued"])


def test_a_certificate_rests_on_the_required_lessons_in_their_order(certificate, track, lessons):
    done = {row.lesson_key: row for row in LessonProgress.objects.all()}
    finished = timezone.localdate(Enrollment.objects.get().done_at).isoformat()
    assert certificate.evidence == {
        "version": 1,
        "language": "en",
        "titles": {"en": "First steps"},
        "track_revision": track.live_revision_id,
        "finished_on": finished,
        "minutes": 30,
        "lessons": [
            {
                "key": str(lesson.translation_key),
                "language": "en",
                "titles": {"en": lesson.title},
                "minutes": 15,
                "done_at": done[lesson.translation_key].done_at.isoformat(),
                "revision": lesson.live_revision_id,
            }
            for lesson in lessons[:2]
        ],
        "homework": [],
    }


def test_accepted_homework_is_kept_with_its_titles_and_open_homework_is_not(
    member, make_member, track, lessons
):
    helper = homework.helper(make_member("Hana"))
    accepted, waiting = homework.exercise("Count"), homework.exercise("Sort")
    for task in (accepted, waiting):
        homework.place(lessons[0], task)
        submissions.hand_in(member=member, exercise=task, lesson=lessons[0], text="print(1)", url="")
    row = Submission.objects.get(exercise_key=accepted.translation_key)
    submissions.accept(helper=helper, submission=row, notes=[])
    row.refresh_from_db()
    assert finish(member, track).evidence["homework"] == [
        {
            "key": str(accepted.translation_key),
            "titles": {"en": "Count"},
            "accepted_at": row.accepted_at.isoformat(),
        }
    ]


def test_titles_are_kept_in_every_language_they_were_written_in(member, track, lessons, home):
    trees.complete()
    spanish = Locale.objects.get(language_code="es")
    translations.translate(source=lessons[0], locale=spanish, words={"Lists": "Listas"})
    translations.translate(source=track, locale=spanish, words={"First steps": "Primeros pasos"})
    evidence = finish(member, track).evidence
    assert evidence["titles"] == {"en": "First steps", "es": "Primeros pasos"}
    assert [lesson["titles"] for lesson in evidence["lessons"]] == [
        {"en": "Lists", "es": "Listas"},
        {"en": "Loops"},
    ]


def test_the_day_is_the_members_own(make_member, track):
    late = make_member("Late", timezone="America/Los_Angeles")
    with time_machine.travel(datetime(2026, 11, 21, 6, 0, tzinfo=UTC), tick=False):
        assert finish(late, track).evidence["finished_on"] == "2026-11-20"


def test_a_track_of_optional_lessons_only_rests_on_all_of_them(member, lessons):
    track = make.track("Extras", [lessons[1:]], optional=lessons[1:])
    enrollments.start(member=member, track_key=track.translation_key)
    for lesson in lessons[1:]:
        progress.mark_done(member=member, lesson=lesson, confidence=3)
    assert [each["titles"]["en"] for each in Certificate.objects.get().evidence["lessons"]] == [
        "Loops",
        "Files",
    ]


def test_who_has_done_everything_before_gets_it_by_starting(member, track, lessons):
    for lesson in lessons[:2]:
        progress.mark_done(member=member, lesson=lesson, confidence=3)
    assert Certificate.objects.count() == 0
    enrollments.start(member=member, track_key=track.translation_key)
    assert Certificate.objects.count() == 1


def test_nothing_that_happens_to_the_track_afterwards_changes_or_repeats_it(
    certificate, member, track, lessons
):
    before = Certificate.objects.values().get()
    extra = make.lesson("Extra")
    module = Module.objects.filter(track=track).first()
    TrackItem.objects.create(module=module, lesson=extra, sort_order=9, locale=track.locale)
    progress.undo(member=member, lesson_key=lessons[0].translation_key)
    progress.mark_done(member=member, lesson=lessons[0], confidence=1)
    progress.mark_done(member=member, lesson=extra, confidence=1)
    enrollments.start(member=member, track_key=track.translation_key)
    TrackPage.objects.get(pk=track.pk).delete()
    assert certificates.issue_missing() == 0
    assert list(Certificate.objects.values()) == [before]
    assert verbs() == ["issued"]


def test_issuing_again_gives_the_same_one_even_if_it_was_taken_back(certificate, program_staff):
    enrollment = Enrollment.objects.get()
    assert certificates.issue(enrollment=enrollment) == certificate
    certificates.revoke(actor=program_staff, certificate=certificate, reason="A mistake")
    assert certificates.issue(enrollment=enrollment) == certificate
    assert certificates.issue_missing() == 0


def test_tracks_finished_before_there_were_certificates_get_theirs_once(member, make_member, track, lessons):
    finish(member, track)
    finish(make_member("Ada"), track)
    Certificate.objects.all().delete()
    Enrollment.objects.filter(member=member).update(done_at=timezone.now() - timedelta(days=400))
    TrackItem.objects.create(
        module=track.modules.first(), lesson=make.lesson("New"), sort_order=5, locale=track.locale
    )
    assert [certificates.issue_missing(limit=1) for _nth in range(3)] == [1, 1, 0]
    rows = Certificate.objects.order_by("pk").values_list("member__display_name", "evidence__finished_on")
    today = timezone.localdate()
    assert list(rows) == [("Rosa", str(today - timedelta(days=400))), ("Ada", str(today))]
    assert [len(one.evidence["lessons"]) for one in Certificate.objects.all()] == [2, 2]


def test_a_finished_track_that_is_gone_gets_none_and_holds_up_nobody(member, track, lessons):
    finish(member, track)
    other = make.track("Another", [lessons[:1]])
    Certificate.objects.all().delete()
    TrackPage.objects.get(pk=track.pk).delete()
    assert certificates.issue(enrollment=Enrollment.objects.get()) is None
    enrollments.start(member=member, track_key=other.translation_key)
    Certificate.objects.all().delete()
    assert certificates.issue_missing(limit=1) == 1
    assert Certificate.objects.get().about_key == other.translation_key


def test_an_unpublished_track_still_gives_what_was_finished(member, track):
    finish(member, track)
    Certificate.objects.all().delete()
    TrackPage.objects.get(pk=track.pk).unpublish()
    assert certificates.issue_missing() == 1
    assert Certificate.objects.get().evidence["minutes"] == 30


def test_what_is_shown_changes_at_once_and_the_event_names_no_name(certificate, member):
    shown = {**HIDDEN, "shows_name": True, "shows_date": True}
    for _twice in range(2):
        certificates.show(member=member, certificate=certificate, name="  Rosa \n\u202eLux ", **shown)
    certificate.refresh_from_db()
    assert (certificate.name, certificate.shows_name, certificate.shows_date, certificate.shows_lessons) == (
        "Rosa Lux", True, True, False,
    )  # fmt: skip
    assert verbs() == ["issued", "shown"]
    assert Event.objects.last().data == {"name": "changed", "shows_date": True, "shows_name": True}


def test_a_name_that_is_not_there_cannot_be_shown(certificate, member):
    with pytest.raises(NoNameToShow):
        certificates.show(member=member, certificate=certificate, name=" ", **{**HIDDEN, "shows_name": True})
    certificate.refresh_from_db()
    assert (certificate.name, certificate.shows_name) == ("Rosa", False)


def test_nobody_else_decides_what_is_shown(certificate, make_member):
    with pytest.raises(Certificate.DoesNotExist):
        certificates.show(member=make_member("Eve"), certificate=certificate, name="Eve", **HIDDEN)


def test_taking_back_needs_a_reason_and_the_right(certificate, member, editor, program_staff):
    with pytest.raises(NoReason):
        certificates.revoke(actor=program_staff, certificate=certificate, reason=" \n ")
    for person in (member, editor):
        with pytest.raises(PermissionDenied):
            certificates.revoke(actor=person, certificate=certificate, reason="Mine")
        with pytest.raises(PermissionDenied):
            certificates.reinstate(actor=person, certificate=certificate)
    assert verbs() == ["issued"]


def test_taking_back_twice_is_once_and_tells_the_learner_once(certificate, program_staff):
    first = certificates.revoke(
        actor=program_staff, certificate=certificate, reason=" Copied. ", public_reason="An\nerror"
    )
    second = certificates.revoke(actor=program_staff, certificate=certificate, reason="Other")
    assert (second.revoked_at, second.revoked_reason, second.public_reason, second.revoked_by) == (
        first.revoked_at, "Copied.", "An error", program_staff,
    )  # fmt: skip
    assert verbs() == ["issued", "revoked"]
    assert kinds() == ["learning.certificate_issued", "learning.certificate_revoked"]


def test_giving_back_makes_it_as_it_was_and_keeps_why_in_the_events(certificate, program_staff):
    before = Certificate.objects.values().get()
    certificates.revoke(actor=program_staff, certificate=certificate, reason="Copied", public_reason="Error")
    for _twice in range(2):
        certificates.reinstate(actor=program_staff, certificate=certificate)
    assert Certificate.objects.values().get() == before
    assert verbs() == ["issued", "revoked", "reinstated"]
    assert Event.objects.get(verb="revoked").data == {"reason": "Copied", "public": "Error"}
    certificates.revoke(actor=program_staff, certificate=certificate, reason="Again")
    assert kinds() == [
        f"learning.certificate_{what}" for what in ("issued", "revoked", "reinstated", "revoked")
    ]


def test_a_track_that_is_not_done_has_no_certificate_to_show(member, track):
    enrollment = enrollments.start(member=member, track_key=track.translation_key)
    assert certificates.of_track(member=member, enrollment=enrollment) is None
    assert certificates.of_track(member=member, enrollment=None) is None
    made = finish(member, track)
    assert certificates.of_track(member=member, enrollment=Enrollment.objects.get()) == made
