import pytest

from mentorship.matching.people import Relations, neighbors
from mentorship.matching.rules import Rule, Violation, shared_languages, violations

TOGETHER = neighbors([(2, 1)])


def test_two_people_who_fit_break_no_rule(mentee, mentor, nothing_between, terms_of_a_round):
    assert violations(mentee(), mentor(), nothing_between, terms_of_a_round) == []


@pytest.mark.parametrize(
    ("of_mentee", "of_mentor", "rule", "facts"),
    [
        ({"member": 2}, {}, Rule.SAME_PERSON, {}),
        ({"avoids": frozenset({2})}, {}, Rule.AVOIDED, {}),
        ({}, {"avoids": frozenset({1})}, Rule.AVOIDED, {}),
        ({}, {"languages": {"es": True}}, Rule.LANGUAGE, {"mentor": ["es"]}),
        ({"languages": {"en": False}}, {"languages": {"en": False}}, Rule.LANGUAGE, {"mentor": ["en"]}),
        ({}, {"hours": ((5, 0, 600),)}, Rule.HOURS, {"minutes": 0, "needed": 60}),
        ({}, {"hours": ((1, 1080, 1110),)}, Rule.HOURS, {"minutes": 30, "needed": 60}),
        ({"approved": False}, {}, Rule.NOT_READY, {"who": "mentee", "why": "status"}),
        ({}, {"paused": True}, Rule.NOT_READY, {"who": "mentor", "why": "paused"}),
        ({}, {"consented": False}, Rule.NOT_READY, {"who": "mentor", "why": "consent"}),
        ({}, {"seats_taken": 2}, Rule.SEATS, {"who": "mentor"}),
        ({"seats_taken": 1}, {}, Rule.SEATS, {"who": "mentee"}),
        ({"employer": "acme", "other_employer": True}, {"employer": "acme"}, Rule.EMPLOYER, {}),
        ({"employer": "acme"}, {"employer": "acme", "other_employer": True}, Rule.EMPLOYER, {}),
    ],
)
def test_each_rule_about_the_two_says_what_is_in_the_way(
    of_mentee, of_mentor, rule, facts, mentee, mentor, nothing_between, terms_of_a_round
):
    found = violations(mentee(**of_mentee), mentor(**of_mentor), nothing_between, terms_of_a_round)
    assert found == [Violation(rule, facts)]


@pytest.mark.parametrize(
    ("between", "rule"),
    [
        (Relations(blocked=TOGETHER), Rule.BLOCKED),
        (Relations(paired_before=TOGETHER), Rule.PAIRED_BEFORE),
        (Relations(excluded=TOGETHER), Rule.EXCLUDED),
        (Relations(barred=frozenset({1})), Rule.EXCLUDED),
        (Relations(barred=frozenset({2})), Rule.EXCLUDED),
    ],
)
def test_each_rule_about_what_stands_between_the_two(between, rule, mentee, mentor, terms_of_a_round):
    assert violations(mentee(), mentor(), between, terms_of_a_round) == [Violation(rule, {})]


def test_a_pair_of_old_may_go_on_when_both_ask_for_it(mentee, mentor, terms_of_a_round):
    before = Relations(paired_before=TOGETHER)
    asked = mentee(ranks={2: 1})
    assert violations(asked, mentor(), before, terms_of_a_round) == [Violation(Rule.PAIRED_BEFORE, {})]
    assert violations(asked, mentor(ranks={1: 3}), before, terms_of_a_round) == []


def test_the_same_employer_is_no_matter_when_nobody_minds(mentee, mentor, nothing_between, terms_of_a_round):
    colleagues = mentee(employer="acme"), mentor(employer="acme")
    assert violations(*colleagues, nothing_between, terms_of_a_round) == []


def test_the_leanest_week_of_the_round_decides(mentee, mentor, nothing_between, terms_of_a_round):
    """New York's evening is Prague's night but for the week in which only Europe has changed its clocks."""
    early = mentor(timezone="America/New_York", hours=((1, 720, 780), (3, 720, 780)))
    late = mentee(hours=((1, 1080, 1140), (3, 1080, 1140)))
    found = violations(late, early, nothing_between, terms_of_a_round)
    assert found == [Violation(Rule.HOURS, {"minutes": 0, "needed": 60})]


def test_languages_both_speak_fluently_come_first(mentee, mentor):
    one = mentee(languages={"cs": True, "en": True, "es": False, "fr": False})
    other = mentor(languages={"cs": False, "en": True, "es": False, "fr": True})
    assert shared_languages(one, other) == ["en", "cs", "fr"]
