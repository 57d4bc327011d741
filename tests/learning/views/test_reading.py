"""What lesson, track and list pages show: the way, the next step, the languages, and nothing that is not for all."""

import pytest
from django.core.cache import cache
from wagtail.models import Locale, Page

from cms.services import publication
from learning.models import LessonPage, LessonTopic, Topic, TrackPage
from learning.services import enrollments, progress
from tests.factories import learning as make
from tests.factories import trees
from tests.factories.learning import BLOCKS


@pytest.fixture
def learner(client, member):
    client.force_login(member)
    return client


def titles(context) -> list[list[str]]:
    return [[step.title for step in leg.lessons] for leg in context["outline"]]


def test_a_lesson_stands_between_its_neighbors(client, track):
    context = client.get("/lessons/loops/").context
    assert (context["previous"].url, context["next"].url) == ("/lessons/lists/", "/lessons/files/")
    assert titles(context) == [["Lists", "Loops"], ["Files"]]
    assert [entry.anchor for entry in context["toc"]] == ["the-first-part", "the-last-part"]


def test_a_lesson_outside_every_track_stands_alone(client, lesson):
    context = client.get("/lessons/lists/").context
    assert (context["track"], context["previous"], context["next"]) == (None, None, None)


def test_a_lesson_is_read_in_the_track_one_follows(learner, member, lessons):
    make.track("One", [lessons[:2]])
    two = make.track("Two", [[lessons[2], lessons[0]]])
    first = learner.get("/lessons/lists/").context["track"].title
    enrollments.start(member=member, track_key=two.translation_key)
    assert (first, learner.get("/lessons/lists/").context["track"].title) == ("One", "Two")


def test_a_visitors_page_holds_no_answer_no_token_and_no_cookie(client, lesson, track):
    for path in ("/lessons/lists/", "/tracks/first-steps/", "/lessons/", "/tracks/", "/"):
        response = client.get(path)
        assert "csrfmiddlewaretoken" not in response.text
        assert dict(response.cookies) == {}
        assert ("Said of one" in response.text, "Told afterwards" in response.text) == (False, False)


def test_what_a_member_sees_never_reaches_the_next_reader(client, member, make_member, lesson, track):
    client.force_login(member)
    progress.mark_done(member=member, lesson=lesson, confidence=3)
    assert "You finished this lesson" in client.get("/lessons/lists/").text
    client.logout()
    visitor = client.get("/lessons/lists/").text
    client.force_login(make_member("Ines"))
    other = client.get("/lessons/lists/").text
    assert ["You finished this lesson" in text for text in (visitor, other)] == [False, False]


def test_the_track_offers_the_one_next_step(learner, member, track, lessons):
    steps = [learner.get("/tracks/first-steps/").text]
    enrollments.start(member=member, track_key=track.translation_key)
    steps.append(learner.get("/tracks/first-steps/").text)
    progress.visit(member=member, lesson=lessons[1], block_id=BLOCKS["last"])
    steps.append(learner.get("/tracks/first-steps/").text)
    enrollments.pause(member=member, track_key=track.translation_key)
    steps.append(learner.get("/tracks/first-steps/").text)
    words = ["Start this track", "Begin with: Lists", "Resume: Loops", "Take it up again"]
    assert [[word in text for word in words] for text in steps] == [
        [True, False, False, False],
        [False, True, False, False],
        [False, False, True, False],
        [False, False, False, True],
    ]
    assert f"/lessons/loops/#b-{BLOCKS['last']}" in steps[2]


def test_the_vine_grows(learner, member, track, lessons):
    before = learner.get("/tracks/first-steps/").context["way"].growth
    progress.mark_done(member=member, lesson=lessons[0], confidence=1)
    after = learner.get("/tracks/first-steps/")
    assert (before.done, after.context["way"].growth.done, after.context["next_title"]) == (0, 1, "Loops")
    assert "1 of 2 lessons" in after.text


def test_an_untranslated_lesson_says_so_and_keeps_its_language(client, track):
    trees.complete()
    text = client.get("/es/lessons/lists/").text
    assert '<article lang="en">' in text
    assert '<html lang="es"' in text


def test_the_outline_shows_translated_titles_and_marks_the_others(client, track, lessons):
    trees.complete()
    spanish = lessons[0].get_translation(Locale.objects.get(language_code="es"))
    LessonPage.objects.filter(pk=spanish.pk).update(title="Listas", slug="listas", alias_of=None)
    Page.objects.filter(pk=spanish.pk).update(url_path="/home-es/lessons/listas/")
    publication.bump()
    steps = client.get("/es/tracks/first-steps/").context["way"].steps
    assert [(step.title, step.url, step.original) for step in steps] == [
        ("Listas", "/es/lessons/listas/", ""),
        ("Loops", "/es/lessons/loops/", "en"),
        ("Files", "/es/lessons/files/", "en"),
    ]


def test_an_unpublished_lesson_leaves_the_outline_at_once(client, track, lessons):
    client.get("/tracks/first-steps/")
    lessons[1].unpublish()
    assert titles(client.get("/tracks/first-steps/").context) == [["Lists"], ["Files"]]


@pytest.fixture
def about_data(lessons, track) -> Topic:
    """A topic of one lesson and of the track."""
    topic = Topic.objects.create(name="Data", slug="data", locale=Locale.get_default())
    LessonTopic.objects.create(lesson=lessons[1], topic=topic, locale=topic.locale)
    page = TrackPage.objects.get(pk=track.pk)
    page.topics.create(topic=topic, locale=topic.locale)
    page.save_revision().publish()
    return topic


NARROWED = [
    ("", ["Files", "Lists", "Loops"], 1),
    ("?topic=data", ["Loops"], 1),
    ("?level=3", [], 0),
    ("?level=1&topic=data", ["Loops"], 1),
    ("?level=9&topic=nothing", ["Files", "Lists", "Loops"], 1),
    ("?level=%27%22&topic=<&page=x", ["Files", "Lists", "Loops"], 1),
    ("?page=99", ["Files", "Lists", "Loops"], 1),
]


def test_lists_are_narrowed_and_nonsense_narrows_nothing(client, about_data):
    for query, lessons_shown, tracks_shown in NARROWED:
        found = client.get(f"/lessons/{query}").context["lessons"]
        tracks = client.get(f"/tracks/{query}").context["tracks"]
        assert (query, [row.title for row in found], len(tracks)) == (query, lessons_shown, tracks_shown)


def test_lists_hold_the_lessons_of_their_language_only_and_label_copies(client, track):
    trees.complete()
    shown = [client.get(path).context["lessons"] for path in ("/lessons/", "/fr/lessons/")]
    assert [[(row.url, row.original) for row in rows][:1] for rows in shown] == [
        [("/lessons/files/", "")],
        [("/fr/lessons/files/", "en")],
    ]
    assert [len(rows) for rows in shown] == [3, 3]


def test_today_says_where_to_go_on(learner, member, track, lessons):
    first = learner.get("/today/").context["lines"][0]
    enrollments.start(member=member, track_key=track.translation_key)
    progress.visit(member=member, lesson=lessons[1], block_id=BLOCKS["last"])
    second = learner.get("/today/").context["lines"][0]
    assert [(line.title, line.url, line.action, line.detail) for line in (first, second)] == [
        (
            "Pick a track to follow",
            "/tracks/",
            "See the tracks",
            "A track leads from lesson to lesson, at your own pace.",
        ),
        ("Loops", f"/lessons/loops/#b-{BLOCKS['last']}", "Resume", "First steps, 0 of 2 lessons"),
    ]


def test_another_process_sees_the_new_words_at_once(client, lesson):
    client.get("/lessons/lists/")
    page = LessonPage.objects.get(pk=lesson.pk)
    page.body = [("text", "<p>New words.</p>")]
    page.save_revision().publish()
    warm = client.get("/lessons/lists/").text
    cache.clear()
    cold = client.get("/lessons/lists/").text
    assert ["New words." in text for text in (warm, cold)] == [True, True]
