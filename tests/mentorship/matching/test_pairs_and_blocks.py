import pickle
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.matching.candidates import suggest
from mentorship.matching.explain import explain
from mentorship.matching.features import tables
from mentorship.matching.masks import MASKS, Block, forbidden
from mentorship.matching.pool import Pool
from mentorship.matching.rules import RULES, SILENT, Rule, common_weeks, violations
from mentorship.matching.scoring import factors, score, scores

from .invented import examples
from .people import ZONES, populations, relations, terms


def test_both_forms_know_all_ten_rules():
    assert list(RULES) == list(MASKS) == list(Rule)


@examples()
@given(populations(), relations, terms, st.data())
def test_whoever_they_are_what_is_said_of_one_pair_of_a_block_and_of_a_pool_agrees(
    population, between, terms, data
):
    """Inventing a round costs more than what is asked of it, so each is asked everything."""
    limit, seed = data.draw(st.integers(1, 4)), data.draw(st.integers())
    a_block_of_pairs_says_what_each_pair_alone_says(
        population, between, terms, start=data.draw(st.integers(0, len(population[0]) - 1))
    )
    suggestions_are_the_best_allowed_pairs_by_score_and_then_by_key(population, between, terms, limit)
    zones = data.draw(st.lists(st.sampled_from(ZONES), max_size=2))
    a_pool_that_was_kept_finds_whom_all_mentors_read_afresh_give(population, between, terms, limit, zones)
    the_order_in_which_mentors_come_changes_nothing(population, between, terms, seed)
    nobody_is_counted_for_a_rule_that_is_silent(population, between, terms)
    the_reasons_are_exactly_the_factors_of_the_score(population, terms)


def a_block_of_pairs_says_what_each_pair_alone_says(population, between, terms, *, start):
    mentees, mentors, words = tables(*population, terms)
    block = Block(mentees, slice(start, len(mentees)), mentors, words, between, terms)
    minutes = block.shared_minutes()
    masks, worth = forbidden(block, minutes), scores(block, minutes)
    for row, mentee in enumerate(mentees.people[start:]):
        for column, mentor in enumerate(mentors.people):
            alone = [violation.rule for violation in violations(mentee, mentor, between, terms)]
            weeks = common_weeks(mentee, mentor, terms)
            assert [rule for rule in Rule if masks[rule][row, column]] == alone
            assert worth[row, column] == score(factors(mentee, mentor, weeks), terms)


def suggestions_are_the_best_allowed_pairs_by_score_and_then_by_key(population, between, terms, limit):
    mentee, mentors = population[0][0], population[1]
    ranked = sorted(
        (-explain(mentee, mentor, terms).score, mentor.key)
        for mentor in mentors
        if not violations(mentee, mentor, between, terms)
    )
    found = suggest(mentee, mentors, between, terms, limit)
    assert [(-one.explanation.score, one.mentor.key) for one in found.candidates] == ranked[:limit]


def a_pool_that_was_kept_finds_whom_all_mentors_read_afresh_give(population, between, terms, limit, zones):
    mentee, mentors = population[0][0], population[1]
    kept = pickle.loads(pickle.dumps(Pool.of(mentors, terms, [mentee.timezone, *zones])))
    ranks = {one.member: one.ranks[mentee.member] for one in mentors if mentee.member in one.ranks}
    avoiding = {one.member for one in mentors if mentee.member in one.avoids}
    asking = replace(mentee, avoids=mentee.avoids | avoiding)
    found = suggest(mentee, mentors, between, terms, limit)
    assert kept.best(asking, ranks, between, terms, limit) == (
        [one.mentor.key for one in found.candidates],
        found.kept_away,
    )


def the_order_in_which_mentors_come_changes_nothing(population, between, terms, seed):
    mentee, mentors = population[0][0], population[1]
    shuffled = random.Random(seed).sample(mentors, len(mentors))
    assert suggest(mentee, mentors, between, terms) == suggest(mentee, shuffled, between, terms)


def nobody_is_counted_for_a_rule_that_is_silent(population, between, terms):
    mentee, mentors = population[0][0], population[1]
    counted = dict.fromkeys(Rule, 0)
    for mentor in mentors:
        broken = [violation.rule for violation in violations(mentee, mentor, between, terms)]
        if broken and not SILENT & set(broken):
            counted[broken[0]] += 1
    found = suggest(mentee, mentors, between, terms)
    assert found.kept_away == {rule: count for rule, count in counted.items() if count}


def the_reasons_are_exactly_the_factors_of_the_score(population, terms):
    mentee, mentor = population[0][0], population[1][0]
    told = explain(mentee, mentor, terms)
    assert sum(reason.points for reason in told.reasons) == told.score
    assert {reason.code: reason.value for reason in told.reasons} == factors(
        mentee, mentor, common_weeks(mentee, mentor, terms)
    )
    assert 0 <= told.score <= 10_000


def test_a_pool_answers_only_for_the_time_zones_it_was_made_for(
    mentee, mentor, terms_of_a_round, nothing_between
):
    kept = Pool.of([mentor()], terms_of_a_round)
    assert kept.knows(mentee())
    with pytest.raises(LookupError):
        kept.best(mentee(timezone="Asia/Kathmandu"), {}, nothing_between, terms_of_a_round, 3)


def test_nobody_is_suggested_where_there_is_no_mentor(mentee, terms_of_a_round, nothing_between):
    found = suggest(mentee(), [], nothing_between, terms_of_a_round)
    assert (found.candidates, found.kept_away) == ((), {})


def test_of_more_mentors_than_are_asked_for_the_first_by_key_come(
    mentee, mentor, terms_of_a_round, nothing_between
):
    guides = [mentor(key=key, member=ord(key)) for key in "dcbe"]
    found = suggest(mentee(), guides, nothing_between, terms_of_a_round, limit=2)
    assert [one.mentor.key for one in found.candidates] == ["b", "c"]
