import pytest

from tests.factories.mentorship import make_participant, make_round


@pytest.fixture
def round_page(home):
    return make_round()


@pytest.fixture
def mentor(round_page):
    return make_participant(round_page, "Mira", "mentor")


@pytest.fixture
def mentee(round_page):
    return make_participant(round_page, "Nora")
