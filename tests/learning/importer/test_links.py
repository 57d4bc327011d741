"""Where links lead, and prerequisites that would lead in a circle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.importer.links import Map, Target, circles

FOLDER = Map(
    lessons={"episodes/01-a.md": "f/a", "episodes/02-b.md": "f/b", "episodes/03-c.md": "f/c"},
    pages={"f/a": 1, "f/b": 2},
    anchors={"f/a": {"top": "top"}, "f/b": {"getting-help": "getting-help", "2-x": "2-x", "x": "2-x"}},
    files=frozenset({"episodes/01-a.md", "learners/reference.md", "data/x.zip", "episodes/fig/p.png"}),
    url="https://example.org/lesson",
)
LESSON = FOLDER.of("episodes/01-a.md")


@pytest.mark.parametrize(
    ("href", "attributes"),
    [
        ("02-b.md", {"linktype": "page", "id": "2"}),
        ("./02-b.md#getting-help", {"linktype": "page", "id": "2", "fragment": "getting-help"}),
        ("02-b.html#x", {"linktype": "page", "id": "2", "fragment": "2-x"}),
        ("../02-b/", {"linktype": "page", "id": "2"}),
        ("#top", {"href": "#top"}),
        ("01-a.md#top", {"href": "#top"}),
        ("../learners/reference.md#list", {"href": "https://example.org/lesson/reference.html#list"}),
        ("../data/x.zip", {"href": "https://example.org/lesson/data/x.zip"}),
        ("https://docs.python.org/3/", {"href": "https://docs.python.org/3/"}),
        ("mailto:a@example.org", {"href": "mailto:a@example.org"}),
    ],
)
def test_links_find_lessons_anchors_and_the_original(href, attributes):
    assert LESSON.target(href) == Target(attributes)


@pytest.mark.parametrize(
    ("href", "problem"),
    [
        ("03-c.md", "the link “03-c.md” leads to a lesson that could not be imported"),
        ("02-b.md#nowhere", "the link “02-b.md#nowhere” leads to a heading that does not exist"),
        ("../../../etc/passwd", "the link “../../../etc/passwd” leads out of the folder"),
        ("javascript:alert(1)", "the link “javascript:alert(1)” is of a kind that is not allowed"),
        ("http://[bad", "the link “http://[bad” is no address"),
    ],
)
def test_links_to_nowhere_are_named(href, problem):
    assert LESSON.target(href).problem == problem


def test_without_a_published_original_the_files_of_the_source_are_linked():
    links = Map({"a.md": "f/a"}, files=frozenset({"data/x.csv"}), source="https://example.org/repo").of(
        "a.md"
    )

    assert links.target("data/x.csv") == Target({"href": "https://example.org/repo/blob/HEAD/data/x.csv"})


@given(st.text(max_size=60))
def test_any_address_gives_a_target(href):
    assert isinstance(LESSON.target(href), Target)
    assert isinstance(LESSON.picture(href), Target)


def test_circles_are_cut_once_each():
    assert circles({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a", "e"]}) == [("c", "a")]


@given(
    st.dictionaries(st.integers(0, 8).map(str), st.lists(st.integers(0, 8).map(str), unique=True), max_size=9)
)
def test_without_the_cut_links_no_lesson_requires_itself(requires):
    cut = circles(requires)
    left = {key: [other for other in others if (key, other) not in cut] for key, others in requires.items()}

    assert circles(left) == []
