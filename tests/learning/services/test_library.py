"""The graph of the library: by translation key, once for all languages, localized for the reader."""

import pytest
from wagtail.models import Locale

from cms.services import publication, structure
from learning.models import LessonPage, LessonPrerequisite, LessonTopic, Topic
from learning.services.library import Library, earlier, library
from tests.factories import learning as make


def read(language: str = "en") -> Library:
    stamp = publication.version()
    facts = structure.of_host(stamp=stamp, hostname="", port="")
    return library(facts=facts, language=language, stamp=stamp)


def before(lesson: LessonPage, language: str = "en") -> list[tuple[str, str, str]]:
    stamp = publication.version()
    facts = structure.of_host(stamp=stamp, hostname="", port="")
    found = earlier(lesson_key=lesson.translation_key, facts=facts, language=language, stamp=stamp)
    return [(each.title, each.url, each.original) for each in found]


def needs(shelf: Library) -> dict[str, list[str]]:
    graph = shelf.graph
    return {
        shelf.entries[lesson.key].title: [
            shelf.entries[graph.lessons[need].key].title for need in graph.needs[rank]
        ]
        for rank, lesson in enumerate(graph.lessons)
    }


def require(lesson: LessonPage, *before: LessonPage) -> None:
    for nth, each in enumerate(before):
        LessonPrerequisite.objects.create(lesson=lesson, requires=each, sort_order=nth)


@pytest.fixture
def chain(lessons):
    """Loops after Lists, Files after Loops and Lists; Lists teaches a topic."""
    lists, loops, files = lessons
    require(loops, lists)
    require(files, loops, lists)
    topic = Topic.objects.create(name="Basics", slug="basics", locale=Locale.get_default())
    LessonTopic.objects.create(lesson=lists, topic=topic, locale=Locale.get_default())
    return lessons


def test_lessons_tracks_and_topics_are_read_with_what_builds_on_what(chain, track):
    shelf = read()
    topic = Topic.objects.get()
    assert needs(shelf) == {"Lists": [], "Loops": ["Lists"], "Files": ["Lists", "Loops"]}
    assert [(aim.title, len(aim.lessons), aim.minutes) for aim in shelf.tracks.values()] == [
        ("First steps", 2, 30)
    ]
    assert [(aim.title, aim.url, aim.taught) for aim in shelf.topics.values()] == [
        ("Basics", "/lessons/?topic=basics", 1)
    ]
    assert shelf.graph.teachers == {topic.translation_key: (0,)}


def test_copies_in_other_languages_count_once(chain, languages_ready):
    english, spanish = read(), read("es")
    assert needs(spanish) == needs(english)
    assert LessonPrerequisite.objects.count() > 3
    assert {(entry.url.split("/")[1], entry.original) for entry in spanish.entries.values()} == {("es", "en")}
    assert [lesson.key for lesson in spanish.graph.lessons] == [
        lesson.key for lesson in english.graph.lessons
    ]


def test_a_translation_brings_back_no_prerequisite_its_original_has_given_up(chain, languages_ready):
    lists, loops, _files = chain
    spanish = LessonPage.objects.get(translation_key=loops.translation_key, locale__language_code="es")
    LessonPage.objects.filter(pk=spanish.pk).update(alias_of=None, title="Bucles")
    LessonPrerequisite.objects.filter(lesson=spanish).delete()
    require(spanish, lists)
    LessonPrerequisite.objects.filter(lesson=loops).delete()
    publication.bump()
    assert needs(read("es"))["Bucles"] == []
    assert before(spanish, "es") == []


def test_an_earlier_lesson_is_named_in_the_readers_language(chain, languages_ready):
    lists, loops, _files = chain
    LessonPage.objects.filter(translation_key=lists.translation_key, locale__language_code="es").update(
        alias_of=None, title="Listas"
    )
    publication.bump()
    assert [before(loops), before(loops, "es"), before(loops, "fr")] == [
        [("Lists", "/lessons/lists/", "")],
        [("Listas", "/es/lessons/lists/", "")],
        [("Lists", "/fr/lessons/lists/", "en")],
    ]


def test_a_prerequisite_that_points_at_a_copy_is_the_lesson_itself(chain, languages_ready):
    lists, loops, files = chain
    copy = LessonPage.objects.get(translation_key=lists.translation_key, locale__language_code="fr")
    LessonPrerequisite.objects.filter(lesson=files).delete()
    require(files, copy, lists)
    publication.bump()
    assert needs(read())["Files"] == ["Lists"]
    assert before(files) == [("Lists", "/lessons/lists/", "")]


def test_a_lesson_that_is_not_published_is_no_prerequisite(chain):
    lists, loops, _files = chain
    LessonPage.objects.get(pk=lists.pk).unpublish()
    assert (needs(read()), before(loops)) == ({"Files": ["Loops"], "Loops": []}, [])


def test_a_circle_in_the_data_is_cut_where_it_goes_against_the_track(chain, track):
    lists, _loops, files = chain
    require(lists, files)
    publication.bump()
    graph = read().graph
    assert graph.cut == ((lists.translation_key, files.translation_key),)


@pytest.mark.parametrize("number", [1, 3])
def test_the_library_is_read_in_a_fixed_number_of_queries(home, number, django_assert_num_queries):
    lessons = [make.lesson(f"Lesson {nth}") for nth in range(number)]
    for one, other in zip(lessons, lessons[1:], strict=False):
        require(other, one)
    for nth in range(number):
        make.track(f"Track {nth}", [lessons])
        Topic.objects.create(name=f"Topic {nth}", slug=f"topic-{nth}", locale=Locale.get_default())
    stamp = publication.version()
    facts = structure.of_host(stamp=stamp, hostname="", port="")
    with django_assert_num_queries(7):
        library(facts=facts, language="en", stamp=stamp)
    with django_assert_num_queries(0):
        library(facts=facts, language="en", stamp=stamp)
