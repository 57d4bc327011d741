"""What came to a track after a member started it: marked until opened, whatever else happens to the track."""

import pytest

from learning.models import Enrollment, LessonPage, TrackItem, TrackPage
from learning.services import enrollments, progress
from tests.factories import learning as make
from tests.factories import trees


def add(track: TrackPage, lesson: LessonPage, *, required: bool = True) -> None:
    module = track.modules.last()
    TrackItem.objects.create(
        module=module, lesson=lesson, sort_order=99, required=required, locale=track.locale
    )
    TrackPage.objects.get(pk=track.pk).save_revision().publish()


@pytest.fixture
def new(client):
    """The titles marked as new on the page of the track."""

    def read(path: str = "/tracks/first-steps/") -> list[str]:
        return [step.title for step in client.get(path).context["way"].new]

    return read


@pytest.fixture
def follower(client, member, track):
    enrollments.start(member=member, track_key=track.translation_key)
    client.force_login(member)
    return member


def test_nothing_is_new_at_the_start(follower, new):
    assert new() == []


def test_a_lesson_added_later_is_new_until_it_is_opened(client, follower, track, new):
    sets = make.lesson("Sets")
    add(track, sets)
    html = client.get("/tracks/first-steps/").text
    before = new()
    progress.visit(member=follower, lesson=sets)
    assert (before, "1 lesson is new since you started." in html, new()) == (["Sets"], True, [])


def test_an_old_lesson_of_the_library_is_new_to_the_track(follower, track, new, lessons):
    TrackItem.objects.filter(lesson=lessons[2]).delete()
    TrackPage.objects.get(pk=track.pk).save_revision().publish()
    Enrollment.objects.update(known_lessons=[str(lesson.translation_key) for lesson in lessons[:2]])
    add(track, lessons[2])
    assert new() == ["Files"]


def reorder(track, lessons):
    first, second = track.modules.order_by("sort_order")
    first.sort_order, second.sort_order = 2, 1
    first.save()
    second.save()
    TrackPage.objects.get(pk=track.pk).save_revision().publish()


def to_the_other_module(track, lessons):
    """What the editor does when a lesson is dragged there: the row goes, another comes."""
    TrackItem.objects.filter(lesson=lessons[2]).delete()
    module = track.modules.first()
    TrackItem.objects.create(module=module, lesson=lessons[2], sort_order=9, locale=track.locale)
    TrackPage.objects.get(pk=track.pk).save_revision().publish()


def publish_again(track, lessons):
    lessons[1].unpublish()
    LessonPage.objects.get(pk=lessons[1].pk).get_latest_revision().publish()


def translate(track, lessons):
    trees.complete()
    trees.translate([*lessons, track], ["es", "fr"])


@pytest.mark.parametrize("change", [reorder, to_the_other_module, publish_again, translate])
def test_what_was_there_is_never_new(
    change, follower, track, lessons, new, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        change(track, [LessonPage.objects.get(pk=lesson.pk) for lesson in lessons])
    trees.complete()
    assert [new(), new("/es/tracks/first-steps/")] == [[], []]


def test_a_finished_track_stays_finished_and_says_what_came_since(client, follower, track, lessons):
    for lesson in lessons[:2]:
        progress.mark_done(member=follower, lesson=lesson, confidence=3)
    done_at = Enrollment.objects.get().done_at
    add(track, make.lesson("Sets"))
    page = client.get("/tracks/first-steps/")
    assert (Enrollment.objects.get().state, Enrollment.objects.get().done_at) == ("done", done_at)
    assert [
        words in page.text
        for words in ("You finished this track on", "1 lesson is new since.", "Read what is new: Sets")
    ] == [True] * 3


def test_a_finished_track_knows_what_was_there_when_it_was_finished(client, follower, track, lessons, new):
    sets = make.lesson("Sets")
    add(track, sets, required=False)
    for lesson in lessons[:2]:
        progress.mark_done(member=follower, lesson=lesson, confidence=3)
    assert (new(), "There is more: Files" in client.get("/tracks/first-steps/").text) == ([], True)


def test_a_track_whose_last_open_lesson_was_taken_out_is_finished_by_its_follower(
    client, follower, track, lessons
):
    for lesson in (lessons[0], lessons[2]):
        progress.mark_done(member=follower, lesson=lesson, confidence=3)
    TrackItem.objects.filter(lesson=lessons[1]).delete()
    TrackPage.objects.get(pk=track.pk).save_revision().publish()
    page = client.get("/tracks/first-steps/")
    assert "Everything is done: finish this track" in page.text
    client.post(page.context["enroll_url"])
    assert (
        Enrollment.objects.get().state,
        "You finished this track on" in client.get("/tracks/first-steps/").text,
    ) == (
        "done",
        True,
    )


def test_who_comes_back_after_leaving_is_told_what_came_meanwhile(client, follower, track, new):
    enrollments.leave(member=follower, track_key=track.translation_key)
    add(track, make.lesson("Sets"))
    left = client.get("/tracks/first-steps/")
    enrollments.start(member=follower, track_key=track.translation_key)
    assert ("You left this track." in left.text, "Take it up again" in left.text, new()) == (
        True,
        True,
        ["Sets"],
    )


def test_an_enrollment_from_before_knows_nothing_so_nothing_is_new(follower, track, new):
    Enrollment.objects.update(known_lessons=None)
    add(track, make.lesson("Sets"))
    assert new() == []
