"""Whatever a file brings about, it is named, and the other lessons of the folder come in."""

import pytest

from learning.importer import library as libraries

from .samples import problems_in, repository


@pytest.mark.parametrize("step", ["open_source", "read"])
def test_an_error_nobody_foresaw_names_its_lesson_and_the_others_come(monkeypatch, step):
    original = getattr(libraries, step)

    def fail(found, *args):
        if getattr(found, "path", found) == "welcome.md":
            raise ZeroDivisionError("a bug of ours")
        return original(found, *args)

    monkeypatch.setattr(libraries, step, fail)
    library = repository("plain")

    assert outline_without(library) == [3, 3]
    assert problems_in(library)[-1] == (
        "dropped: welcome.md: the lesson could not be read: ZeroDivisionError: a bug of ours"
    )


def outline_without(library) -> list[int]:
    """How many lessons of each module could be read."""
    read = {lesson.path for lesson in library.read()}
    counts = [sum(episode.path in read for episode in module.episodes) for module in library.folder.modules]
    return [count for count in counts if count]


def test_a_lesson_that_fails_only_with_the_pages_of_the_site_is_named_once(monkeypatch):
    library = repository("gitbook")
    original = libraries.read

    def fail(source, *args):
        if source.path == "book/winter.md":
            raise RuntimeError
        return original(source, *args)

    monkeypatch.setattr(libraries, "read", fail)
    lessons = [*library.read(), *library.read()]

    assert ({lesson.title for lesson in lessons}, len(lessons)) == (
        {"Bees", "The hive", "Frames", "Honey"},
        8,
    )
    assert [str(problem) for problem in library.problems if problem.weight == "dropped"] == [
        "book/winter.md: the lesson could not be read: RuntimeError"
    ]
