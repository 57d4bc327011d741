import pytest

from mentorship.matching import scoring
from mentorship.matching.explain import explain
from mentorship.matching.people import Topic, Weights


@pytest.mark.parametrize(
    ("needed", "offered", "value"),
    [
        ({}, {"git": Topic(3)}, None),
        ({"git": Topic(2, 3)}, {}, 0),
        ({"git": Topic(2, 3)}, {"git": Topic(3)}, 100),
        ({"git": Topic(3, 1)}, {"git": Topic(2)}, 67),
        ({"git": Topic(2, 3), "sql": Topic(1, 1)}, {"git": Topic(1)}, 38),
    ],
)
def test_needs_count_by_priority_and_by_the_level_reached(needed, offered, value, mentee, mentor):
    assert scoring.needs(mentee(topics=needed), mentor(topics=offered)) == value


@pytest.mark.parametrize(("minutes", "value"), [(0, 0), (60, 25), (90, 38), (240, 100), (600, 100)])
def test_four_hours_a_week_are_as_good_as_more(minutes, value):
    assert scoring.hours(minutes) == value


@pytest.mark.parametrize(
    ("of_mentee", "of_mentor", "value"),
    [({}, {}, None), ({2: 1}, {}, 100), ({}, {1: 5}, 40), ({2: 2}, {1: 4}, 70), ({3: 1}, {7: 1}, None)],
)
def test_wishes_are_the_ranks_that_were_given(of_mentee, of_mentor, value, mentee, mentor):
    assert scoring.wishes(mentee(ranks=of_mentee), mentor(ranks=of_mentor)) == value


@pytest.mark.parametrize(
    ("of_mentee", "of_mentor", "value"),
    [
        ({"formats": frozenset(), "frequency": None}, {}, None),
        ({"formats": frozenset({"call"}), "frequency": None}, {}, 100),
        ({"formats": frozenset({"call", "chat"}), "frequency": None}, {}, 50),
        ({"formats": frozenset({"call", "chat"}), "frequency": 1}, {"frequency": 3}, 25),
    ],
)
def test_the_way_of_working_is_formats_and_frequency(of_mentee, of_mentor, value, mentee, mentor):
    assert scoring.working(mentee(**of_mentee), mentor(**of_mentor)) == value


@pytest.mark.parametrize(
    ("mine", "theirs", "value"), [(None, 3, None), (2, 2, 0), (3, 1, 0), (1, 2, 100), (1, 4, 100), (1, 5, 50)]
)
def test_one_to_three_stages_ahead_is_best(mine, theirs, value, mentee, mentor):
    assert scoring.stage(mentee(stage=mine), mentor(stage=theirs)) == value


@pytest.mark.parametrize(
    ("of_mentee", "of_mentor", "value"),
    [
        ({"chapter": ""}, {}, None),
        ({}, {"chapter": "north"}, 100),
        ({}, {}, 0),
        ({"place": "Brno"}, {"place": "Brno"}, 0),
        (
            {"place": "Brno", "formats": frozenset({"in_person"})},
            {"place": "Brno", "formats": frozenset({"in_person"})},
            100,
        ),
    ],
)
def test_the_same_chapter_or_a_place_to_meet(of_mentee, of_mentor, value, mentee, mentor):
    assert scoring.chapter(mentee(**of_mentee), mentor(**of_mentor)) == value


def test_a_pair_is_explained_factor_by_factor(mentee, mentor, terms_of_a_round):
    told = explain(mentee(), mentor(), terms_of_a_round)
    assert told.score == 40 * 67 + 20 * 100 + 20 * 50 + 10 * 75 + 5 * 100 + 5 * 0
    assert [(reason.code, reason.value, reason.facts) for reason in told.reasons] == [
        ("needs", 67, {"covered": ["django", "git"], "partly": [], "missing": ["sql"]}),
        (
            "hours",
            100,
            {
                "minutes": 240,
                "least": 240,
                "monday": "2026-10-26",
                "step": 30,
                "bits": told.reasons[1].facts["bits"],
                "languages": ["en"],
                "fluent": [],
            },
        ),
        ("wishes", None, {"mentee_rank": None, "mentor_rank": None}),
        ("working", 75, {"formats": ["call"], "mentee_frequency": 2, "mentor_frequency": 2}),
        ("stage", 100, {"mentee": 1, "mentor": 3}),
        ("chapter", 0, {"same": False, "near": False}),
    ]


@pytest.mark.parametrize("weights", [{"needs": 41}, {"needs": 80, "hours": -20}])
def test_weights_that_do_not_sum_to_a_hundred_are_refused(weights):
    with pytest.raises(ValueError, match="sum to 100"):
        Weights(**weights)
