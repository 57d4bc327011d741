from datetime import date

import pytest

from mentorship.matching.people import Person, Relations, Terms, Topic

EVENINGS = ((1, 1080, 1200), (3, 1080, 1200))


@pytest.fixture
def terms_of_a_round():
    return Terms(first=date(2026, 9, 7), last=date(2026, 12, 18))


@pytest.fixture
def nothing_between():
    return Relations()


@pytest.fixture
def mentee():
    """Makes a newcomer who fits the mentor of `mentor()`, save for what the test changes."""

    def make(**changes) -> Person:
        return Person(
            **{
                "key": "a",
                "member": 1,
                "timezone": "Europe/Prague",
                "hours": EVENINGS,
                "topics": {"django": Topic(2, 3), "git": Topic(1, 1), "sql": Topic(1, 2)},
                "languages": {"en": False, "cs": True},
                "formats": frozenset({"call", "chat"}),
                "frequency": 2,
                "stage": 1,
                "chapter": "north",
                **changes,
            }
        )

    return make


@pytest.fixture
def mentor():
    def make(**changes) -> Person:
        return Person(
            **{
                "key": "b",
                "member": 2,
                "timezone": "Europe/Prague",
                "hours": EVENINGS,
                "topics": {"django": Topic(3), "git": Topic(1)},
                "languages": {"en": True},
                "formats": frozenset({"call"}),
                "frequency": 2,
                "stage": 3,
                "chapter": "south",
                "capacity": 2,
                **changes,
            }
        )

    return make
