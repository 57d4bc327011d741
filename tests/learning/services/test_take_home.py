"""One pack for many askers, finished by whoever comes next when a worker dies; nothing in it is not for everybody."""

import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction

from cms.models import Event, SiteImage
from learning import pack_building
from learning.models import Exercise, TakeHomePack
from learning.services import take_home
from tests.factories import learning as make

pytestmark = pytest.mark.django_db
State = TakeHomePack.State


@pytest.fixture(autouse=True)
def own_files(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    clear()
    yield
    clear()


def clear() -> None:
    storage = TakeHomePack._meta.get_field("file").storage
    for name in storage.listdir("take-home")[1] if storage.exists("take-home") else ():
        storage.delete(f"take-home/{name}")


def ask(track) -> TakeHomePack:
    return take_home.ask(track_key=track.translation_key, language="en", member=None)


def built(track) -> TakeHomePack:
    pack = ask(track)
    pack_building.build(pack.pk)
    pack.refresh_from_db()
    return pack


def files_of(pack: TakeHomePack) -> dict[str, str]:
    with pack.file.open("rb") as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        return {name: archive.read(name).decode(errors="replace") for name in archive.namelist()}


@pytest.fixture
def secretive(lessons, track):
    """The track, whose first lesson has a picture, a link, a note for facilitators and exercises with solutions."""
    image = SiteImage.objects.create(title="Leaf", file=get_test_image_file("leaf.png"))
    image._set_image_file_metadata()
    image.save()
    lesson = lessons[0]
    tasks = [
        Exercise.objects.create(
            title=f"Task {release}",
            locale=lesson.locale,
            release=release,
            release_on="2026-12-05" if release == "after_date" else None,
            prompt=[("text", "<p>Do it.</p>")],
            solution=[("text", f"<p>Solution {release}</p>")],
        )
        for release in ("always", "never", "after_accept", "after_date")
    ]
    lesson.body.extend(
        [
            (
                "image",
                {
                    "image": {"image": image, "alt_text": "A leaf", "decorative": False},
                    "caption": "",
                    "credit": "",
                },
            ),
            ("text", f'<p><a linktype="page" id="{lessons[1].pk}" fragment="the-last-part">loops</a></p>'),
            ("facilitator_note", {"title": "FACILITATOR", "content": [("text", "<p>FACILITATOR</p>")]}),
            *(("exercise", {"exercise": task, "note": ""}) for task in tasks),
        ]
    )
    lesson.save_revision().publish()
    return track


def test_many_askers_get_one_pack(track, member, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        packs = [ask(track), take_home.ask(track_key=track.translation_key, language="en", member=member)]

    assert len({pack.pk for pack in packs}) == TakeHomePack.objects.count() == 1
    pack = TakeHomePack.objects.get()
    assert (pack.state, pack.done, pack.total, pack.tries) == (State.READY, 5, 5, 1)
    assert list(
        Event.objects.filter(object=f"learning.takehomepack:{pack.uuid}").values_list("verb", "after")
    ) == [
        ("asked", "waiting"),
        ("built", "ready"),
    ]


def test_a_pack_opens_from_disk_and_holds_everything_it_shows(secretive):
    files = files_of(built(secretive))

    assert sorted(name for name in files if "/files/" not in name) == [
        "first-steps/01-lists.html",
        "first-steps/02-loops.html",
        "first-steps/03-files.html",
        "first-steps/LICENSE.md",
        "first-steps/README.txt",
        "first-steps/index.html",
        "first-steps/markdown/LICENSE.md",
        "first-steps/markdown/config.yaml",
        "first-steps/markdown/episodes/01-lists.md",
        "first-steps/markdown/episodes/02-loops.md",
        "first-steps/markdown/episodes/03-files.md",
        "first-steps/markdown/episodes/fig/leaf.png",
        "first-steps/style.css",
    ]
    page = files["first-steps/01-lists.html"]
    [picture] = [name for name in files if name.startswith("first-steps/files/")]
    assert f'src="{picture.removeprefix("first-steps/")}"' in page
    assert 'href="02-loops.html#the-last-part"' in page
    assert 'href="01-lists.html"' in files["first-steps/index.html"]
    for name, text in files.items():
        if name.endswith(".html"):
            assert not any(
                word in text
                for word in ("<script", "<form", "<button", 'href="/', 'src="/', "srcset", "csrf")
            )
            assert 'href="style.css"' in text
    assert "index.html" in files["first-steps/README.txt"]


def test_a_pack_holds_nothing_that_is_not_for_everybody(secretive):
    with time_machine.travel("2026-12-04 12:00 +0000", tick=False):
        before = files_of(built(secretive))
    with time_machine.travel("2026-12-05 12:00 +0000", tick=False):
        after = files_of(built(secretive))

    for files in (before, after):
        whole = "\n".join(files.values())
        assert "Told afterwards." not in whole
        assert "Said of " not in whole
        assert "a list" not in files["first-steps/01-lists.html"]
        assert "FACILITATOR" not in whole
        assert "Solution always" in files["first-steps/01-lists.html"]
        assert "Solution always" in files["first-steps/markdown/episodes/01-lists.md"]
        assert "Solution never" not in whole
        assert "Solution after_accept" not in whole
    assert "Solution after_date" not in "\n".join(before.values())
    assert "Solution after_date" in after["first-steps/01-lists.html"]


def test_restricted_lessons_stay_out(track, lessons):
    PageViewRestriction.objects.create(page=lessons[1], restriction_type=PageViewRestriction.LOGIN)

    files = files_of(built(track))

    assert not [name for name in files if "loops" in name]
    assert "Loops" not in files["first-steps/index.html"] + files["first-steps/LICENSE.md"]
    assert "<h1>Loops" not in "\n".join(files.values())


def test_a_track_nobody_may_read_a_lesson_of_is_refused(track, lessons):
    for lesson in lessons:
        lesson.unpublish()

    with pytest.raises(take_home.NothingToPack):
        ask(track)
    assert TakeHomePack.objects.count() == 0


def test_changed_lessons_are_packed_anew_and_the_old_pack_is_no_longer_handed_out(track, lessons):
    old = built(track)
    lessons[0].title = "Lists and more"
    lessons[0].save_revision().publish()

    key = track.translation_key
    assert take_home.to_hand_out(track_key=key, language="en", uuid=old.uuid) is None
    new = built(track)
    assert new.pk != old.pk
    assert take_home.to_hand_out(track_key=key, language="en", uuid=new.uuid) == new
    assert take_home.newest(track_key=key, language="en") == new


def test_another_publication_elsewhere_does_not_make_a_new_pack(track):
    pack = built(track)
    make.lesson("Elsewhere")

    assert take_home.to_hand_out(track_key=track.translation_key, language="en", uuid=pack.uuid) == pack
    assert ask(track).pk == pack.pk
    assert TakeHomePack.objects.get().tries == 1


def killed(monkeypatch_steps, pack: TakeHomePack, after: int) -> None:
    """A worker that dies after this many steps: its process is gone, its row says that it is at work."""

    class Killed(BaseException):
        pass

    steps = 0

    def renew(row, done):
        nonlocal steps
        steps += 1
        if steps > after:
            raise Killed
        original(row, done)

    original = pack_building._renew
    monkeypatch_steps.setattr(pack_building, "_renew", renew)
    with pytest.raises(Killed):
        pack_building.build(pack.pk)
    monkeypatch_steps.undo()


@pytest.mark.parametrize("after", [0, 1, 3])
def test_what_a_dead_worker_left_is_finished_by_tick(track, monkeypatch, after, capsys):
    pack = ask(track)
    killed(monkeypatch, pack, after)
    pack.refresh_from_db()
    assert (pack.state, pack.done, pack.tries) == (State.BUILDING, after, 1)

    assert pack_building.build(pack.pk) is False  # its lease still runs
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        call_command("tick")
        call_command("tick")

    pack.refresh_from_db()
    assert (pack.state, pack.tries, pack.done, pack.total) == (State.READY, 2, 5, 5)
    assert TakeHomePack.objects.count() == 1
    assert capsys.readouterr().out.count("take-home packs built: 1") == 1
    assert len(TakeHomePack._meta.get_field("file").storage.listdir("take-home")[1]) == 1


def test_a_worker_that_lost_its_lease_stops_and_leaves_no_file(track, monkeypatch):
    pack = ask(track)
    original = pack_building._finish

    def late(row, target, found, stamp):
        TakeHomePack.objects.filter(pk=row.pk).update(tries=row.tries + 1)
        return original(row, target, found, stamp)

    monkeypatch.setattr(pack_building, "_finish", late)

    assert pack_building.build(pack.pk) is False
    storage = TakeHomePack._meta.get_field("file").storage
    assert storage.listdir("take-home")[1] == []


def test_a_pack_that_grows_too_large_is_given_up_and_says_so(track, monkeypatch):
    monkeypatch.setattr(pack_building, "MOST_BYTES", 1000)

    pack = built(track)

    assert (pack.state, pack.error, bool(pack.file)) == (State.FAILED, "too-large", False)
    monkeypatch.undo()
    again = built(track)
    assert (again.pk, again.state, again.error) == (pack.pk, State.READY, "")


def test_what_fails_is_tried_three_times(track, monkeypatch):
    def broken(*args):
        raise RuntimeError("no disk")

    monkeypatch.setattr(pack_building, "style", broken)
    pack, now = ask(track), timezone.now()
    for nth in range(4):
        with time_machine.travel(now + timedelta(minutes=5 * nth)):
            take_home.build_due()

    pack.refresh_from_db()
    assert (pack.state, pack.tries, pack.error) == (State.FAILED, 3, "RuntimeError: no disk")


def test_lessons_that_change_while_somebody_waits_are_packed_as_they_are(track, lessons):
    pack = ask(track)
    lessons[0].title = "Lists and more"
    lessons[0].save_revision().publish()

    pack_building.build(pack.pk)

    pack.refresh_from_db()
    assert pack.state == State.READY
    assert "Lists and more" in files_of(pack)["first-steps/index.html"]
    assert ask(track).pk == pack.pk


def test_a_waiting_pack_gives_way_to_one_of_the_new_content(track, lessons):
    old = ask(track)
    lessons[0].title = "Lists and more"
    lessons[0].save_revision().publish()
    new = ask(track)

    assert pack_building.build(old.pk) is False
    assert pack_building.build(new.pk) is True
    assert [pack.pk for pack in TakeHomePack.objects.all()] == [new.pk]


def test_old_packs_and_stray_files_are_taken_away(track, lessons, django_capture_on_commit_callbacks):
    old = built(track)
    lessons[0].title = "Lists and more"
    lessons[0].save_revision().publish()
    new = built(track)
    storage = TakeHomePack._meta.get_field("file").storage
    storage.save("take-home/stray.zip", ContentFile(b"x"))

    with django_capture_on_commit_callbacks(execute=True):
        assert take_home.prune() == 0
    with (
        time_machine.travel(timezone.now() + timedelta(days=2)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert take_home.prune() == 2
    assert [pack.pk for pack in TakeHomePack.objects.all()] == [new.pk]
    assert [f"take-home/{name}" for name in storage.listdir("take-home")[1]] == [new.file.name]
    assert old.file.name != new.file.name


def test_packs_of_a_track_that_is_gone_are_taken_away(track, django_capture_on_commit_callbacks):
    pack = built(track)
    track.unpublish()

    with django_capture_on_commit_callbacks(execute=True):
        assert take_home.prune() == 1
    assert not pack.file.storage.exists(pack.file.name)


def test_asking_costs_the_same_however_many_lessons_there_are(home):
    costs = []
    for number in (1, 3):
        lessons = [make.lesson(f"Lesson {number} {nth}", checkpoints=True) for nth in range(number)]
        track = make.track(f"Track {number}", [lessons])
        with CaptureQueriesContext(connection) as queries:
            ask(track)
        costs.append(len(queries))

    assert costs == [15, 15]
