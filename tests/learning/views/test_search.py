"""Searching lessons, tracks, terms and resources: facets, the reader's language first, slips, and secrets that stay kept."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode
from wagtail.models import Locale

from cms.models import ArticleIndexPage, ArticlePage, HomePage, Resource
from cms.services import searches, spellings
from learning.models import GlossaryTerm, LessonPage, LessonTopic, Topic, TrackTopic
from tests.factories import learning as make
from tests.factories import trees
from tests.factories.remembered import remembered
from tests.learning.blocks.test_rendering import SECRETS


@pytest.fixture
def find(client):
    """Search as a visitor: find("loop", level=2) gives the outcome, find.page() the answer."""

    def find(q: str, *, at: str = "/search/", **chosen):
        find.answer = client.get(f"{at}?{urlencode({'q': q, **chosen})}")
        assert find.answer.status_code == 200
        return find.answer.context["outcome"]

    return find


def titles(outcome) -> list[str]:
    return [found.title for found in outcome.found]


def topic(name: str, *pages) -> Topic:
    made = Topic.objects.create(name=name, slug=name.lower().replace(" ", "-"), locale=Locale.get_default())
    for page in pages:
        if isinstance(page, LessonPage):
            LessonTopic.objects.create(lesson=page, topic=made, locale=page.locale)
        else:
            TrackTopic.objects.create(track=page, topic=made, locale=page.locale)
    return made


@pytest.fixture
def vines(home) -> None:
    plant_vines(home)


@remembered
def plant_vines(home: HomePage) -> None:
    """Three lessons about vines, a track of two of them, an article, a resource and a term."""
    first = make.lesson("Vine one", level=1)  # 15 minutes
    second = make.lesson("Vine two", level=2)
    second.teach_minutes = 25
    second.save_revision().publish()
    third = make.lesson("Vine three", level=3)
    third.teach_minutes = 90
    third.save_revision().publish()
    track = make.track("Growing a vine", [[first], [second]])
    news = home.add_child(instance=ArticleIndexPage(title="News"))
    news.add_child(instance=ArticlePage(title="A vine in town", published_on="2026-11-20"))
    Resource.objects.create(
        title="Vines of the world", url="https://vine.example/a", description="All of them."
    )
    GlossaryTerm.objects.create(term="vine", slug="vine", definition="A plant that climbs.")
    topic("Climbing", first, track)
    topic("Pruning", second)


def test_every_kind_is_found_and_says_what_it_is(find, vines):
    outcome = find("vine")
    kinds = {(found.kind.code, found.title) for found in outcome.found}
    assert kinds == {
        ("lesson", "Vine one"), ("lesson", "Vine two"), ("lesson", "Vine three"), ("track", "Growing a vine"),
        ("article", "A vine in town"), ("resource", "Vines of the world"), ("term", "vine"),
    }  # fmt: skip
    assert titles(outcome)[0] == "vine"  # nothing fits better than the word itself


NARROWED = [
    ({"kind": "lesson"}, {"Vine one", "Vine two", "Vine three"}),
    ({"kind": "track"}, {"Growing a vine"}),
    ({"level": "2"}, {"Vine two"}),
    ({"level": "1"}, {"Vine one", "Growing a vine"}),
    ({"length": "short"}, {"Vine one"}),
    ({"length": "medium"}, {"Vine two", "Growing a vine"}),
    ({"length": "long"}, {"Vine three"}),
    ({"topic": "climbing"}, {"Vine one", "Growing a vine"}),
    ({"topic": "climbing", "kind": "lesson", "level": "1"}, {"Vine one"}),
    ({"language": "en", "kind": "resource"}, {"Vines of the world"}),
]


def test_facets_narrow(find, vines):
    assert [set(titles(find("vine", **chosen))) for chosen, _found in NARROWED] == [
        found for _chosen, found in NARROWED
    ]


def test_facets_narrow_in_the_database_where_more_match_than_are_looked_at(find, vines, monkeypatch):
    monkeypatch.setattr(searches, "MOST_FOUND", 3)
    for chosen, expected in NARROWED:
        outcome = find("vine", **chosen)
        assert outcome.more
        assert set(titles(outcome)) == expected
        assert "More than 3 match." in find.answer.text
        assert "(1)" not in find.answer.text  # no number that is not true


def test_each_choice_says_how_many_it_gives(find, vines):
    counts = find("vine", level="1").counts
    assert counts["level"] == {"1": 2, "2": 1, "3": 1}
    assert counts["kind"] == {"lesson": 1, "track": 1}
    assert counts["topic"] == {"climbing": 2}
    assert '<option value="1" selected>First steps (2)</option>' in find.answer.text


def test_the_number_beside_a_choice_is_what_choosing_it_gives(find, vines, languages_ready):
    cache.clear()
    counts = find("vine").counts
    assert sorted(counts) == ["kind", "language", "length", "level", "topic"]
    for facet, numbers in counts.items():
        given = {value: find("vine", **{facet: value}).sheet.paginator.count for value in numbers}
        assert given == numbers


def test_what_is_chosen_can_be_taken_away_again(find, vines):
    find("vine", kind="lesson", level="2")
    chips = [(str(chip.label), chip.url) for chip in find.answer.context["chips"]]
    assert chips == [("Lessons", "?q=vine&level=2"), ("Growing", "?q=vine&kind=lesson")]
    assert 'href="?q=vine"' in find.answer.text


def test_other_sheets_keep_the_words_and_the_choices(find, home):
    for nth in range(11):
        Resource.objects.create(title=f"Vine {nth}", url="https://vine.example/")
    find("vine", kind="resource")
    assert 'href="?page=2&amp;q=vine&amp;kind=resource"' in find.answer.text


def test_a_choice_nobody_offers_narrows_nothing(find, vines):
    for value in ["", "zebra", "x" * 1_000, "' OR 1=1 --", "☕", "-1", "\u202e"]:
        nonsense = dict.fromkeys(["kind", "level", "length", "topic", "language", "page"], value)
        assert (value, len(titles(find("vine", **nonsense)))) == (value, 7)
    assert len(titles(find("vine", level="x" * 10_000))) == 7


def test_choices_that_leave_nothing_offer_all_there_is(find, vines):
    assert titles(find("vine", level="3", topic="climbing")) == []
    assert "Without the choices there are 7 results." in find.answer.text


def test_the_readers_language_comes_first_and_others_are_labelled(find, home, languages_ready):
    english = make.lesson("Vine")
    trees.complete()
    spanish = LessonPage.objects.get(translation_key=english.translation_key, locale__language_code="es")
    spanish.alias_of = None
    spanish.title = "Vine parra"
    spanish.save_revision().publish()
    make.lesson("Vine alone")
    trees.complete()
    assert [(found.title, found.original) for found in find("vine").found] == [
        ("Vine", ""),
        ("Vine alone", ""),
    ]
    assert [(found.title, found.original, found.url) for found in find("parra").found] == [
        ("Vine parra", "es", "/es/lessons/vine/")
    ]
    assert "in Spanish" in find.answer.text
    assert [(found.title, found.original) for found in find("vine", at="/es/search/").found] == [
        ("Vine parra", ""), ("Vine alone", "en"),
    ]  # fmt: skip
    assert titles(find("vine", language="es")) == ["Vine parra"]
    assert find("vine").counts["language"] == {"en": 2, "es": 1}


def test_a_slip_in_one_word_still_finds(find, home):
    make.lesson("Looking things up", summary="A dictionary keeps pairs of a key and a value.")
    for typed in ("dictionnary", "dictoinary", "dictionay", "dicttionary"):
        outcome = find(f"{typed} pairs")
        assert (typed, outcome.how, outcome.words, titles(outcome)) == (
            typed,
            "meant",
            ["dictionary", "pairs"],
            ["Looking things up"],
        )
        assert f"Nothing holds “{typed} pairs”." in find.answer.text
        assert "<mark>dictionary</mark>" in find.answer.text


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="needs trigrams; SQLite asks by the first two letters"
)
def test_trigrams_forgive_the_first_letter_too(find, home):
    make.lesson("Looking things up", summary="A dictionary keeps pairs.")
    assert titles(find("pictionary")) == ["Looking things up"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no other way")
def test_where_trigrams_may_not_be_had_the_first_letters_help(find, home, monkeypatch):
    monkeypatch.setattr(spellings, "_has_trigrams", lambda: False)
    make.lesson("Looking things up", summary="A dictionary keeps pairs.")
    assert titles(find("dictionnary")) == ["Looking things up"]


def test_words_of_drafts_are_not_told(find, home):
    lesson = make.lesson("Layoffs are coming")
    lesson.unpublish()
    outcome = find("layofs")
    assert (outcome.how, outcome.found) == ("none", [])
    assert "Layoffs" not in find.answer.text


def test_accents_need_not_be_typed(find, home):
    make.lesson("The café", summary="Where we meet.")
    assert titles(find("cafe")) == titles(find("CAFÉ")) == ["The café"]


def test_plurals_need_not_be_right(find, home):
    make.lesson("Loops", summary="Again and again.")
    assert titles(find("loop")) == titles(find("loops")) == ["Loops"]


def test_words_that_other_engines_drop_are_found(find, home):
    make.lesson("The for statement")
    make.lesson("The while statement")
    assert titles(find("for")) == ["The for statement"]


def test_where_nothing_holds_all_words_some_are_enough(find, home):
    make.lesson("Loops")
    outcome = find("loops rhododendron")
    assert (outcome.how, titles(outcome)) == ("some", ["Loops"])
    assert "Nothing holds all these words." in find.answer.text


def test_nothing_found_is_no_dead_end(find, vines):
    find("pruningg rhododendron")
    assert "Topics near to it" in find.answer.text
    assert 'href="/lessons/?topic=pruning"' in find.answer.text
    assert "Growing a vine" in find.answer.text


def test_an_empty_search_offers_topics_and_tracks(client, vines):
    answer = client.get("/search/")
    assert 'href="/lessons/?topic=climbing"' in answer.text
    assert "Growing a vine" in answer.text


def test_what_is_kept_back_is_neither_found_nor_shown(find, home):
    make.lesson("Questions", checkpoints=True)
    assert find("Told afterwards").how == "some" or not find("Told afterwards").found
    for secret in [*SECRETS, "Told afterwards.", "Said of one"]:
        find(f"{secret} questions")
        assert f"<mark>{secret}" not in find.answer.text
        assert "Told afterwards" not in find.answer.text.replace(f"{secret} questions", "")


def test_text_of_the_lesson_is_shown_escaped(find, home):
    make.lesson("Tags", summary="Write <b>bold</b> & strong words.")
    find("bold")
    assert "Write &lt;b&gt;<mark>bold</mark>&lt;/b&gt; &amp; strong words." in find.answer.text


def test_ten_thousand_characters_are_refused_in_words(client, home):
    answer = client.get("/search/", {"q": "vine " * 2000, "level": "x" * 10_000})
    assert answer.status_code == 200
    assert "at most 200 characters" in answer.text


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_of_all_kinds_takes_the_same_statements(client, home, rows, member):
    lessons = [make.lesson(f"Vine {nth}") for nth in range(rows)]
    topic("Climbing", *lessons)
    make.track("Growing a vine", [lessons])
    for nth in range(rows):
        Resource.objects.create(title=f"Vines {nth}", url="https://vine.example/")
        GlossaryTerm.objects.create(term=f"vine {nth}", slug=f"vine-{nth}", definition="It climbs.")
    counted = []
    for address in (
        "/search/?q=vine",
        "/search/?q=vinne",
        "/search/?q=vinne+rhododendron",
        "/search/?q=rhododendron",
    ):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counted.append(len(queries))
    # Stamp, hits, pages, facts, topics, resources, terms, summaries, texts; then a guess and its hits; then any word.
    assert counted == [9, 11, 12, 3]
    client.force_login(member)
    client.get("/search/?q=vine")
    with CaptureQueriesContext(connection) as queries:
        client.get("/search/?q=vine")
    assert len(queries) == 11
