"""What reading costs, as literal numbers: they change on purpose or not at all."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images.tests.utils import get_test_image_file

from cms.models import Member, SiteImage
from learning.models import Exercise, LessonPage, LessonProgress, TrackPage
from learning.services import checkpoints, enrollments, progress
from tests.factories import learning as make
from tests.factories import trees
from tests.factories.learning import BLOCKS
from tests.factories.remembered import remembered

LESSONS = ["/lessons/alone/", "/lessons/lesson-4/"]


@pytest.fixture
def cost(client):
    """How many statements an address takes, cold (nothing prepared) or warm, and none of them twice."""

    def ask(path: str, *, cold: bool = False, repeated: int = 0) -> int:
        client.get(path)
        if cold:
            cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        asked = [query["sql"] for query in queries]
        assert len(set(asked)) == len(asked) - repeated
        return len(asked)

    return ask


@pytest.fixture
def wide(home) -> list[TrackPage]:
    """A track of one module and one of three, each with its own lessons."""
    return narrow_and_wide()


@remembered
def narrow_and_wide() -> list[TrackPage]:
    narrow = make.track("Narrow", [[make.lesson("Alone", checkpoints=True)]])
    lessons = [make.lesson(f"Lesson {nth}", checkpoints=True) for nth in range(9)]
    return [narrow, make.track("Wide", [lessons[:3], lessons[3:6], lessons[6:]])]


def test_a_visitors_lesson_takes_two_statements_warm_and_nine_cold(cost, wide):
    assert {path: (cost(path), cost(path, cold=True)) for path in LESSONS} == dict.fromkeys(LESSONS, (2, 9))


def rich(lesson: LessonPage, times: int) -> LessonPage:
    """The lesson with this many pictures, paragraphs with links and exercises with both."""
    home = lesson.get_site().root_page
    for nth in range(times):
        image = SiteImage.objects.create(
            title=f"Picture {nth}", file=get_test_image_file(f"{nth}.png", size=(64, 48))
        )
        picture = ("image", {"image": image, "caption": "", "credit": ""})
        link = ("text", f'<p><a linktype="page" id="{home.pk}">home</a>, step {nth}</p>')
        task = Exercise.objects.create(
            title=f"Task {nth}", prompt=[link], solution=[link], locale=lesson.locale
        )
        lesson.body.extend([picture, link, ("exercise", {"exercise": task, "note": ""})])
    lesson.save_revision().publish()
    return lesson


def test_pictures_links_and_exercises_cost_the_same_however_many_there_are(cost, wide):
    page, other = LessonPage.objects.filter(title__in=["Alone", "Lesson 4"]).order_by("title")
    rich(page, 1)
    rich(other, 3)
    assert [(cost(path), cost(path, cold=True)) for path in LESSONS] == [(2, 13), (2, 13)]


def test_an_untranslated_lesson_costs_the_same(cost, track):
    trees.complete()
    assert (cost("/es/lessons/loops/"), cost("/es/lessons/loops/", cold=True)) == (2, 9)


@pytest.fixture
def learner(client, member, wide):
    """A member who follows both tracks and has answered and finished things in them."""
    work_through(member, wide)
    client.force_login(member)
    assert (Session.objects.count(), LessonProgress.objects.count()) == (1, 7)


@remembered
def work_through(member: Member, tracks: list[TrackPage]) -> None:
    for track in tracks:
        enrollments.start(member=member, track_key=track.translation_key)
        for module in track.modules.all():
            for item in module.items.all()[:2]:
                lesson = item.lesson.specific
                for name, values in {"single": ["0"], "short": ["a list"]}.items():
                    checkpoints.answer(member=member, lesson=lesson, block_id=BLOCKS[name], values=values)
                progress.visit(member=member, lesson=lesson, block_id=BLOCKS["text"])


def test_a_members_lesson(cost, learner):
    assert {path: (cost(path), cost(path, cold=True)) for path in LESSONS} == dict.fromkeys(LESSONS, (8, 15))


def test_a_members_track(cost, learner):
    paths = ["/tracks/narrow/", "/tracks/wide/"]
    assert {path: (cost(path), cost(path, cold=True)) for path in paths} == dict.fromkeys(paths, (7, 13))


def test_a_members_lists(cost, learner):
    assert [cost(path) for path in ("/tracks/", "/lessons/", "/")] == [7, 8, 7]


def test_today(cost, learner):
    assert cost("/today/") == 12


def test_a_lesson_weighs_little_besides_its_content(client, wide):
    html = client.get("/lessons/lesson-4/").text
    content = "".join(
        re.findall(r'<div class="block[^>]* id="b-.*?(?=<div class="lesson-end">)', html, re.DOTALL)
    )
    assert len(html.encode()) - len(content.encode()) <= 25_000
