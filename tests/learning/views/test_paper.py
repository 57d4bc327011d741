"""The print view and the take-home page: what they show, what they refuse, and that looking changes nothing."""

import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction

from cms.models import SiteImage
from learning.models import Exercise, TakeHomePack
from learning.services import take_home
from tests.factories import learning as make

State = TakeHomePack.State


@pytest.fixture(autouse=True)
def own_files(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


def print_url(track) -> str:
    return f"/learn/tracks/{track.translation_key}/print/"


def pack_url(track) -> str:
    return f"/learn/tracks/{track.translation_key}/take-home/"


def test_a_whole_track_is_one_page_to_print(client, track):
    page = client.get(print_url(track)).text

    assert [page.index(f'id="lesson-{nth}"') for nth in (1, 2, 3)] == sorted(
        page.index(f'id="lesson-{nth}"') for nth in (1, 2, 3)
    )
    assert page.count('href="#lesson-') == 3
    assert "What is it?" in page
    assert not any(
        word in page for word in ('<nav class="header', "<script", "<form", "Told afterwards", "Said of")
    )


def test_lessons_on_paper_say_addresses_in_full_and_lead_to_each_other(client, lessons, track, home):
    lessons[0].body.append(
        (
            "text",
            f'<p><a linktype="page" id="{lessons[1].pk}">loops</a> <a linktype="page" id="{home.pk}">home</a></p>',
        )
    )
    lessons[0].save_revision().publish()

    page = client.get(print_url(track)).text

    assert '<a href="#lesson-2">loops</a> <a href="http://testserver/">home</a>' in page


def test_restricted_lessons_are_not_printed(client, lessons, track):
    PageViewRestriction.objects.create(page=lessons[1], restriction_type=PageViewRestriction.LOGIN)

    page = client.get(print_url(track)).text

    assert ("Loops" in page, "Lists" in page) == (False, True)


def test_the_copy_of_a_restricted_lesson_in_another_language_is_not_printed_either(
    client, lessons, track, languages_ready
):
    PageViewRestriction.objects.create(page=lessons[1], restriction_type=PageViewRestriction.LOGIN)

    pages = [client.get(f"{prefix}{print_url(track)}").text for prefix in ("", "/es")]

    assert [("Loops" in page, "Lists" in page) for page in pages] == [(False, True)] * 2


def test_notes_are_printed_for_those_who_edit_the_track_and_for_nobody_else(
    client, lessons, track, member, editor
):
    task = Exercise.objects.create(
        title="Task",
        locale=track.locale,
        release="never",
        prompt=[("text", "<p>Do.</p>")],
        solution=[("text", "<p>SOLVED</p>")],
    )
    note = ("facilitator_note", {"title": "Watch out", "content": [("text", "<p>NOTED</p>")]})
    lessons[0].body.extend([note, ("exercise", {"exercise": task, "note": ""})])
    lessons[0].save_revision().publish()

    def seen(address: str) -> tuple[int, bool, bool]:
        response = client.get(address)
        return response.status_code, "NOTED" in response.text, "SOLVED" in response.text

    notes = f"{print_url(track)}?notes=yes"
    assert (seen(notes), seen(print_url(track))) == ((404, False, False), (200, False, False))
    client.force_login(member)
    assert seen(notes) == (404, False, False)
    client.force_login(editor)
    assert (seen(notes), seen(print_url(track))) == ((200, True, True), (200, False, False))


def test_what_is_not_there_or_not_for_this_reader_cannot_be_printed_or_packed(client, track):
    PageViewRestriction.objects.create(page=track, restriction_type=PageViewRestriction.LOGIN)
    for url in (
        print_url(track),
        pack_url(track),
        f"/learn/tracks/{uuid.uuid4()}/print/",
        f"/learn/tracks/{uuid.uuid4()}/take-home/",
    ):
        assert client.get(url).status_code == 404
    assert client.post(pack_url(track)).status_code == 404
    assert TakeHomePack.objects.count() == 0


def test_looking_asks_for_nothing(client, track):
    page = client.get(pack_url(track))

    assert (page.status_code, TakeHomePack.objects.count()) == (200, 0)
    assert "Pack it for me" in page.text


@pytest.mark.django_db(transaction=True)
def test_asking_twice_gives_one_pack_and_its_file(client, track):
    for _time in range(2):
        assert client.post(pack_url(track)).url == pack_url(track)

    pack = TakeHomePack.objects.get()
    assert f"{pack_url(track)}{pack.uuid}/" in client.get(pack_url(track)).text
    file = client.get(f"{pack_url(track)}{pack.uuid}/")
    assert (file.status_code, file["Content-Type"], file["X-Content-Type-Options"]) == (
        200,
        "application/zip",
        "nosniff",
    )
    assert file["Content-Disposition"] == 'attachment; filename="first-steps-en.zip"'
    assert b"".join(file.streaming_content)[:2] == b"PK"


def waiting(track, **fields) -> TakeHomePack:
    pack = take_home.ask(track_key=track.translation_key, language="en", member=None)
    TakeHomePack.objects.filter(pk=pack.pk).update(**fields)
    return pack


def test_progress_is_shown_and_looked_at_again_less_and_less_often(client, track):
    waiting(track, state=State.BUILDING, done=2, total=5)

    page = client.get(pack_url(track))
    assert "Being packed: step 2 of 5." in page.text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page.text
    waits = []
    url = pack_url(track)
    for _look in range(6):
        part = client.get(url, headers={"HX-Request": "true"}).text
        assert "<html" not in part
        waits.append(part.split("load delay:")[1].split("s")[0])
        url = part.split('data-hx-get="')[1].split('"')[0]
    assert waits == ["2", "4", "8", "15", "30", "30"]


def test_any_count_of_looks_is_fine(client, track):
    for look in ("x", "-1", "99999", "٣", ""):
        assert (look, client.get(pack_url(track), {"look": look}).status_code) == (look, 200)


def test_a_pack_that_failed_says_why_and_can_be_tried_again(client, track):
    pack = waiting(track, state=State.FAILED)
    for error, words in {
        "too-large": "too large to pack",
        "gone": "no lesson in this track yet",
        "RuntimeError: /srv/private": "Something went wrong while packing",
    }.items():
        TakeHomePack.objects.filter(pk=pack.pk).update(error=error)

        page = client.get(pack_url(track)).text

        assert words in page
        assert "Try again" in page
        assert "/srv/private" not in page


def test_a_refusal_is_said_in_the_same_place(client, track, lessons):
    for lesson in lessons:
        lesson.unpublish()

    response = client.post(pack_url(track), headers={"HX-Request": "true"})

    assert (response.status_code, "There is no lesson in this track yet" in response.text) == (200, True)
    assert "HX-Request" in response["Vary"]


def test_a_pack_of_lessons_that_changed_leads_back_to_the_page(client, track, lessons):
    pack = waiting(track, state=State.READY, file="take-home/x.zip", built_at=timezone.now())
    lessons[0].title = "Lists and more"
    lessons[0].save_revision().publish()

    assert client.get(f"{pack_url(track)}{pack.uuid}/").url == pack_url(track)
    assert "Get the newest version" in client.get(pack_url(track)).text
    assert client.get(f"/learn/tracks/{uuid.uuid4()}/take-home/{pack.uuid}/").status_code == 404


def test_a_file_nobody_asked_for_is_not_there(client, track):
    assert client.get(f"{pack_url(track)}{uuid.uuid4()}/").status_code == 404


def test_the_track_and_its_lessons_lead_there(client, track):
    for path in ("/tracks/first-steps/", "/lessons/lists/"):
        page = client.get(path).text
        assert (pack_url(track) in page, print_url(track) in page) == (True, True)


def rich(lesson, nth: int):
    image = SiteImage.objects.create(
        title=f"Picture {nth}", file=get_test_image_file(f"{nth}.png", size=(64, 48))
    )
    home = lesson.get_site().root_page
    picture = ("image", {"image": image, "caption": "", "credit": ""})
    link = ("text", f'<p><a linktype="page" id="{home.pk}">home</a></p>')
    inside = {"kind": "note", "title": "", "content": [picture]}
    task = Exercise.objects.create(
        title=f"Task {nth}", prompt=[picture, link], solution=[link], locale=lesson.locale
    )
    lesson.body.extend([picture, link, ("callout", inside), ("exercise", {"exercise": task, "note": ""})])
    lesson.save_revision().publish()
    return lesson


def test_printing_costs_the_same_however_many_lessons_there_are(client, home):
    costs = []
    for number in (1, 3):
        lessons = [
            rich(make.lesson(f"Lesson {number} {nth}", checkpoints=True), nth) for nth in range(number)
        ]
        track = make.track(f"Track {number}", [lessons])
        client.get(print_url(track))  # makes the pictures
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(print_url(track))
        with CaptureQueriesContext(connection) as warm:
            client.get(print_url(track))
        costs.append((len(queries), len(warm)))

    assert costs == [(18, 4), (18, 4)]


def test_the_take_home_page_costs_at_most_ten_statements(client, track, member):
    waiting(track)
    costs = []
    for signed_in in (False, True):
        if signed_in:
            client.force_login(member)
        client.get(pack_url(track))
        with CaptureQueriesContext(connection) as queries:
            client.get(pack_url(track))
        costs.append(len(queries))

    assert costs == [5, 10]
