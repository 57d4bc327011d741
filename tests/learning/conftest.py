"""Lessons and tracks that the tests of learning share."""

import pytest

from learning.models import LessonPage, TrackPage
from tests.factories import learning as make
from tests.factories.remembered import remembered


@pytest.fixture
def lessons(home) -> list[LessonPage]:
    """Three lessons; the first has a checkpoint of every kind."""
    return _three()


@remembered
def _three() -> list[LessonPage]:
    return [make.lesson("Lists", checkpoints=True), make.lesson("Loops"), make.lesson("Files")]


@pytest.fixture
def lesson(lessons) -> LessonPage:
    return lessons[0]


@pytest.fixture
def track(lessons) -> TrackPage:
    """Two modules; "Files" is optional."""
    return make.track("First steps", [lessons[:2], lessons[2:]], optional=lessons[2:])
