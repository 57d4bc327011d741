import pytest
from django.utils.translation import override

from mentorship import sentences
from mentorship.matching.rules import SILENT, Rule, Violation

TOPICS = {"a": "Git", "b": "SQL", "c": "Django"}


def reason(code, value, facts, weight=20):
    return {"code": code, "value": value, "weight": weight, "facts": facts}


NEEDS = reason("needs", 67, {"covered": ["a"], "partly": ["b"], "missing": ["c"]}, 40)
ALL = reason("needs", 100, {"covered": ["a"], "partly": [], "missing": []}, 40)
HOURS = {"minutes": 150, "least": 120, "languages": ["cs", "en"], "fluent": ["cs"]}
BASIC = {"minutes": 30, "least": 30, "languages": ["en"], "fluent": []}
WORKING = {"formats": ["call", "review"], "mentee_frequency": 2, "mentor_frequency": 2}


@pytest.mark.parametrize(
    ("given", "mentee", "mentor"),
    [
        (NEEDS, "Covers 2 of your 3 topics: Git and SQL.", "You cover 2 of their 3 topics: Git and SQL."),
        (ALL, "Covers the topic you need: Git.", "You cover the topic they need: Git."),
        (
            reason("hours", 63, HOURS),
            "You share 2 hours and a half a week, and both of you are fluent in Czech.",
            "You share 2 hours and a half a week, and both of you are fluent in Czech.",
        ),
        (
            reason("hours", 13, BASIC),
            "You share 30 minutes a week, and can talk in English.",
            "You share 30 minutes a week, and can talk in English.",
        ),
        (
            reason("working", 75, WORKING),
            "You both like the same ways to work (video or voice calls and reviews of my code or text) and the same rhythm.",
            "You both like the same ways to work (video or voice calls and reviews of my code or text) and the same rhythm.",
        ),
        (
            reason("stage", 100, {"mentee": 1, "mentor": 3}),
            "Has come a step or two further and remembers your stage.",
            "You are a step or two ahead, near enough to remember their stage.",
        ),
        (
            reason("chapter", 100, {"same": True, "near": False}),
            "You belong to the same chapter.",
            "You belong to the same chapter.",
        ),
    ],
)
def test_each_reason_is_a_sentence_from_the_readers_side(given, mentee, mentor):
    told = [
        [one.text for one in sentences.of_reasons([given], TOPICS, side)] for side in ("mentee", "mentor")
    ]
    assert told == [[mentee], [mentor]]


@pytest.mark.parametrize(
    ("ranks", "mentee", "mentor"),
    [
        ((None, None), [], []),
        ((1, None), ["This is your choice number 1."], []),
        ((None, 2), [], ["This is your choice number 2."]),
        ((1, 2), ["You named each other as a wish."], ["You named each other as a wish."]),
    ],
)
def test_nobody_learns_whom_the_other_one_wishes_for(ranks, mentee, mentor):
    wishes = reason("wishes", 80, {"mentee_rank": ranks[0], "mentor_rank": ranks[1]})
    told = [
        [one.text for one in sentences.of_reasons([wishes], TOPICS, side)] for side in ("mentee", "mentor")
    ]
    assert told == [mentee, mentor]


def test_topics_come_first_and_then_what_speaks_for_the_pair():
    low = reason("needs", 33, {"covered": ["a"], "partly": [], "missing": ["b", "c"]}, 40)
    found = sentences.of_reasons(
        [reason("hours", 13, BASIC), reason("working", 75, WORKING), low], TOPICS, "mentee"
    )
    assert [one.code for one in found] == ["needs", "working", "hours"]


def test_what_is_missing_is_said_too():
    given = [NEEDS, reason("hours", 13, BASIC), reason("working", None, {}), reason("stage", 0, {})]
    assert sentences.missing(given, TOPICS, "mentee") == [
        "Not covered: Django.",
        "Covered only in part: SQL.",
        "There are few hours in common: 30 minutes a week.",
        "How you two like to work is not known yet.",
        "You two are at about the same stage.",
    ]


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("side", ["mentee", "mentor", "organizer"])
def test_every_rule_has_a_sentence_and_secrets_sound_alike(rule, side):
    facts = {
        Rule.HOURS: {"minutes": 0, "needed": 60},
        Rule.NOT_READY: {"who": "mentor", "why": "paused"},
        Rule.SEATS: {"who": "mentor"},
    }
    text = sentences.of_violation(Violation(rule, facts.get(rule, {})), side)
    assert text
    assert (text == "This person is not available right now.") == (
        rule in SILENT or (rule == Rule.NOT_READY and side != "mentor")
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["español", "inglés"], "español e inglés"),
        (["inglés", "español"], "inglés y español"),
        (["agua", "hierro"], "agua y hierro"),
        (["inglés"], "inglés"),
        ([], ""),
    ],
)
def test_spanish_changes_its_and_before_an_i(words, said):
    with override("es"):
        assert sentences.listed(words) == said
