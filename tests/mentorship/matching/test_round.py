"""A whole round from people to pairs: what holds for every round, whatever its people."""

import pickle
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.matching import BadInput, Cancelled, Contradiction, harvest, leftover, match_round
from mentorship.matching.candidates import suggest
from mentorship.matching.explain import explain
from mentorship.matching.leftover import Cause
from mentorship.matching.people import Relations, neighbors
from mentorship.matching.rules import SILENT, Rule, common_weeks, violations
from mentorship.matching.scoring import factors

from .invented import TERMS, examples, population, small
from .reference import hopcroft_karp

seeds = st.integers(0, 2**32)


@pytest.fixture(autouse=True)
def narrow_graphs(monkeypatch):
    """So few candidates that small rounds have more: what large rounds leave out is left out here."""
    monkeypatch.setattr(harvest, "BEST", 2)
    monkeypatch.setattr(harvest, "FEW", 1)


def allowed(seekers, guides, between):
    return {
        one.key: [number for number, other in enumerate(guides) if not violations(one, other, between, TERMS)]
        for one in seekers
    }


def shown(result):
    return pickle.dumps((result.pairs, result.unmatched, result.placed, replace(result.stats, seconds={})))


def changed_by(person, help_):
    """The person after they did what helps, where it is theirs to do."""
    if help_.code == "hours":
        day, start = help_.facts["weekday"], help_.facts["start"]
        return replace(person, hours=(*person.hours, (day, start, start + help_.facts["minutes"])))
    if help_.code == "language":
        return replace(person, languages={**person.languages, help_.facts["code"]: help_.facts["fluent"]})
    return person


@examples()
@given(seeds)
def test_pairs_keep_rules_and_seats_are_explained_by_their_factors_and_nobody_more_could_be_served(seed):
    seekers, guides, between = small(seed)
    result = match_round(seekers, guides, between, TERMS)
    fitting, capacity = allowed(seekers, guides, between), [guide.free_seats for guide in guides]
    numbers = {guide.key: number for number, guide in enumerate(guides)}
    assert all(numbers[pair.mentor] in fitting[pair.mentee] for pair in result.pairs)
    taken = [pair.mentor for pair in result.pairs]
    assert all(taken.count(guide.key) <= guide.free_seats for guide in guides)
    assert result.stats.served == len(result.pairs) == hopcroft_karp(fitting, capacity)
    first = {one.key: fitting[one.key] for one in seekers if one.priority}
    assert result.stats.priority_served == hopcroft_karp(first, capacity)
    everybody = [
        *(pair.mentee for pair in result.pairs),
        *(one.mentee for one in result.unmatched),
        *result.placed,
    ]
    assert sorted(everybody) == sorted(one.key for one in seekers)
    people = {one.key: one for one in (*seekers, *guides)}
    for pair in result.pairs:
        mentee, mentor = people[pair.mentee], people[pair.mentor]
        assert pair.score == pair.explanation.score == result.edges.score_of((pair.mentee, pair.mentor))
        assert pair.explanation == explain(mentee, mentor, TERMS)
        assert {reason.code: reason.value for reason in pair.explanation.reasons} == factors(
            mentee, mentor, common_weeks(mentee, mentor, TERMS)
        )
    assert result.stats.total == sum(pair.score for pair in result.pairs)
    assert result.stats.worst == min((pair.score for pair in result.pairs), default=None)


@examples()
@given(seeds)
def test_pins_and_open_questions_hold_and_serve_nobody_more(seed):
    seekers, guides, between = small(seed)
    rng, fitting = random.Random(seed), allowed(seekers, guides, between)
    pairs = {(mentee, guides[number].key) for mentee in fitting for number in fitting[mentee]}
    forbid = set(rng.sample(sorted(pairs), min(len(pairs), rng.randint(0, 4))))
    keep = set(rng.sample(sorted(pairs - forbid), min(len(pairs - forbid), 1)))
    others = [
        (seeker.key, guide.key)
        for seeker in seekers
        for guide in guides
        if {seeker.key, guide.key}.isdisjoint(set().union(*keep)) and (seeker.key, guide.key) not in forbid
    ]
    asked = set(rng.sample(others, min(len(others), rng.randint(0, 2))))
    free = match_round(seekers, guides, between, TERMS, asked=sorted(asked))
    bound = match_round(
        seekers, guides, between, TERMS, keep=sorted(keep), forbid=sorted(forbid), asked=sorted(asked)
    )
    made = {(pair.mentee, pair.mentor) for pair in bound.pairs}
    assert (keep - made, made & forbid, made - asked - pairs) == (set(), set(), set())
    taken = [mentor for _mentee, mentor in made]
    assert all(taken.count(guide.key) <= guide.free_seats for guide in guides)
    assert (free.stats.priority_served, free.stats.served) >= (
        bound.stats.priority_served,
        bound.stats.served,
    )


@examples()
@given(seeds)
def test_the_order_of_the_people_changes_nothing_and_the_same_people_give_the_same_bytes(seed):
    seekers, guides, between = small(seed)
    rng = random.Random(seed)
    result = match_round(seekers, guides, between, TERMS)
    shuffled = [rng.sample(people, len(people)) for people in (seekers, guides)]
    again = match_round(*shuffled, between, TERMS)
    assert again == result
    assert shown(again) == shown(result)


@examples()
@given(seeds)
def test_whoever_is_left_over_is_told_a_cause_that_is_true_what_does_help_and_no_secret(seed):
    seekers, guides, between = small(seed)
    result = match_round(seekers, guides, between, TERMS)
    fitting = allowed(seekers, guides, between)
    people = {one.key: one for one in seekers}
    for one in result.unmatched:
        person, fits = people[one.mentee], fitting[one.mentee]
        broken = [{found.rule for found in violations(person, guide, between, TERMS)} for guide in guides]
        if person.unready:
            assert (one.cause, one.detail, one.helps) == (Cause.NOT_READY, {"why": person.unready}, ())
        elif all(rules & {Rule.SEATS, Rule.NOT_READY} for rules in broken):
            assert (one.cause, one.detail, one.helps) == (Cause.NO_MENTORS, {}, ())
        elif fits:
            rivals = [key for key, others in fitting.items() if key != one.mentee and set(others) & set(fits)]
            places = sum(guides[number].free_seats for number in fits)
            assert one.cause == Cause.SEATS
            assert one.detail == {"mentors": len(fits), "places": places, "rivals": len(rivals)}
        else:
            away = dict.fromkeys(Rule, 0)
            for rules in broken:
                if not rules & SILENT:
                    away[next(rule for rule in Rule if rule in rules)] += 1
            assert one.cause == Cause.RULES
            assert one.detail["kept_away"] == {rule: count for rule, count in away.items() if count}
            assert one.detail["count"] == max(away.values())
            assert one.detail["rule"] == (
                "" if not any(away.values()) else max(away, key=lambda rule: away[rule])
            )
        alone = [rules for rules in broken if len(rules) == 1 and not rules & SILENT]
        for help_ in one.helps:
            assert help_.mentors <= len(alone) or (help_.code, help_.mentors) == ("seats", len(fits))
            changed = changed_by(person, help_)
            assert len(allowed([changed], guides, between)[one.mentee]) >= len(fits) + help_.mentors * (
                changed != person
            )


def test_a_round_without_mentors_or_newcomers_ends_well():
    seekers, guides = population(1, 3, 2)
    nobody = match_round([], guides, Relations(), TERMS)
    assert (nobody.pairs, nobody.unmatched, nobody.stats.worst, nobody.stats.seats) == ((), (), None, 3)
    alone = match_round(seekers, [], Relations(), TERMS)
    assert [(one.cause, one.detail, one.helps) for one in alone.unmatched] == [(Cause.NO_MENTORS, {}, ())] * 3
    assert match_round([], [], Relations(), TERMS).pairs == ()


def test_open_proposals_are_kept_as_far_as_seats_last_and_asked_no_rules(mentee, mentor):
    seekers = [mentee(key=f"n{number}", member=number, languages={"fr": True}) for number in range(3)]
    guides = [mentor(key="m", member=9, capacity=2, languages={"cs": True})]
    seekers.append(mentee(key="n3", member=3, seats_taken=1))
    guides.append(mentor(key="o", member=8, capacity=1, languages={"hi": True}))
    asked = [
        ("n3", "o"),
        ("n2", "m"),
        ("n2", "o"),
        ("gone", "m"),
        ("n0", "gone"),
        ("n0", "m"),
        ("n1", "m"),
        ("n2", "m"),
    ]
    result = match_round(seekers, guides, Relations(), TERMS, asked=asked)
    assert [(pair.mentee, pair.mentor, pair.kept) for pair in result.pairs] == [
        ("n0", "m", True),
        ("n2", "m", True),
    ]
    assert [one.mentee for one in result.unmatched] == ["n1"]
    assert [fixed[:2] for fixed in result.edges.fixed] == [("n2", "m"), ("n0", "m")]
    both = match_round(seekers, guides, Relations(), TERMS, asked=asked, keep=[("n2", "m")])
    assert both.pairs == result.pairs


def test_somebody_who_has_a_mentor_takes_no_part(mentee, mentor):
    result = match_round([mentee(seats_taken=1)], [mentor()], Relations(), TERMS)
    assert (result.pairs, result.unmatched, result.placed) == ((), (), ("a",))


def test_a_kept_pair_counts_even_if_others_would_be_better(mentee, mentor):
    seekers = [mentee(key="a", member=1), mentee(key="b", member=2, topics={})]
    guides = [mentor(key="m", member=9, capacity=1)]
    free = match_round(seekers, guides, Relations(), TERMS)
    pinned = match_round(seekers, guides, Relations(), TERMS, keep=[("b", "m")])
    assert [(pair.mentee, pair.kept) for pair in (*free.pairs, *pinned.pairs)] == [("a", False), ("b", True)]


def test_a_forbidden_pair_never_comes_and_whoever_has_no_other_is_told(mentee, mentor):
    seekers = [mentee(key="a", member=1), mentee(key="b", member=2)]
    guides = [mentor(key="m", member=9), mentor(key="o", member=8, capacity=1)]
    forbid = [("a", "m"), ("a", "o")]
    result = match_round(seekers, guides, Relations(), TERMS, forbid=forbid)
    assert [(pair.mentee, pair.mentor) for pair in result.pairs] == [("b", "m")]
    assert [(one.mentee, one.cause, one.detail) for one in result.unmatched] == [
        ("a", Cause.FORBIDDEN, {"mentors": 2})
    ]


@pytest.mark.parametrize(
    ("pins", "code", "facts"),
    [
        (
            {"keep": [("a", "m")], "forbid": [("a", "m")]},
            "kept_and_forbidden",
            {"mentee": "a", "mentor": "m"},
        ),
        (
            {"asked": [("a", "m")], "forbid": [("a", "m")]},
            "kept_and_forbidden",
            {"mentee": "a", "mentor": "m"},
        ),
        ({"keep": [("a", "m"), ("a", "o")]}, "two_mentors", {"mentee": "a", "mentors": ["m", "o"]}),
        (
            {"keep": [("a", "m"), ("b", "m")]},
            "too_few_seats",
            {"mentor": "m", "mentees": ["a", "b"], "seats": 1},
        ),
        (
            {"keep": [("d", "o")]},
            "no_edge",
            {"mentee": "d", "mentor": "o", "rules": [Rule.LANGUAGE]},
        ),
        ({"keep": [("a", "p")]}, "no_edge", {"mentee": "a", "mentor": "p", "rules": [Rule.SEATS]}),
        ({"keep": [("b", "o")]}, "no_edge", {"mentee": "b", "mentor": "o", "rules": []}),
        ({"keep": [("c", "m")]}, "no_place", {"mentee": "c", "mentor": "m"}),
    ],
)
def test_pins_that_cannot_be_are_refused_with_the_names_and_no_secret(pins, code, facts, mentee, mentor):
    seekers = [
        mentee(key="a", member=1),
        mentee(key="b", member=2),
        mentee(key="c", member=3, seats_taken=1),
        mentee(key="d", member=4, languages={"fr": True}),
    ]
    guides = [
        mentor(key="m", member=9, capacity=1),
        mentor(key="o", member=8),
        mentor(key="p", member=7, capacity=0),
    ]
    between = Relations(blocked=neighbors([(2, 8)]))
    with pytest.raises(Contradiction) as refusal:
        match_round(seekers, guides, between, TERMS, **pins, progress=lambda *done: pytest.fail("scored"))
    assert (refusal.value.code, refusal.value.facts) == (code, facts)


@pytest.mark.parametrize(
    "given_", [{"keep": [("x", "b")]}, {"forbid": [("a", "x")]}, {"mentees": 2}, {"mentors": 2}]
)
def test_a_name_that_is_not_here_or_comes_twice_is_refused(given_, mentee, mentor):
    seekers, guides = [mentee()] * given_.pop("mentees", 1), [mentor()] * given_.pop("mentors", 1)
    with pytest.raises(BadInput):
        match_round(seekers, guides, Relations(), TERMS, **given_)


def test_one_member_cannot_stand_on_a_side_twice(mentee, mentor):
    with pytest.raises(BadInput):
        match_round([mentee(key="a"), mentee(key="c")], [mentor()], Relations(), TERMS)


def test_two_who_ask_for_each_other_again_may_be_a_pair_again(mentee, mentor):
    before = Relations(paired_before=neighbors([(1, 2)]))
    results = [
        match_round([mentee(ranks=asks)], [mentor(ranks=answers)], before, TERMS)
        for asks, answers in (({2: 1}, {1: 1}), ({2: 1}, {}), ({}, {1: 1}))
    ]
    assert [result.stats.served for result in results] == [1, 0, 0]
    assert [(help_.code, help_.mentors) for help_ in results[1].unmatched[0].helps] == [("again", 1)]


def test_rivals_go_uncounted_where_that_would_take_too_long(mentee, mentor, monkeypatch):
    monkeypatch.setattr(leftover, "RIVALS", 0)
    seekers = [mentee(key="a", member=1), mentee(key="b", member=3)]
    result = match_round(seekers, [mentor(capacity=1)], Relations(), TERMS)
    assert result.unmatched[0].detail == {"mentors": 1, "places": 1, "rivals": None}


def test_a_language_and_an_hour_that_would_help_are_named(mentee, mentor):
    guides = [
        mentor(key="m", member=7, hours=((6, 600, 660),), paused=False),
        mentor(key="o", member=8, languages={"es": True, "cs": False}),
        mentor(key="p", member=9, languages={"es": False, "en": False}),
        mentor(key="q", member=10, paused=True),
        mentor(key="r", member=11, capacity=0),
        mentor(key="s", member=12, hours=((2, 0, 240),)),
    ]
    one = mentee(languages={"en": False, "fr": True}, hours=((1, 1080, 1200), (3, 1080, 1200)))
    result = match_round([one], guides, Relations(), TERMS)
    assert [(help_.code, help_.mentors, dict(help_.facts)) for help_ in result.unmatched[0].helps] == [
        ("hours", 1, {"weekday": 6, "start": 600, "minutes": 60}),
        ("language", 1, {"code": "es", "fluent": False}),
        ("language", 1, {"code": "en", "fluent": True}),
        ("seats", 1, {}),
        ("ready", 1, {}),
    ]
    asleep = match_round([one], guides[-1:], Relations(), TERMS)
    assert asleep.unmatched[0].helps == ()


@examples()
@given(seeds)
def test_suggestions_for_one_person_are_the_pairs_the_rules_allow_by_score(seed):
    seekers, guides, between = small(seed)
    for one in seekers[:2]:
        found = suggest(one, guides, between, TERMS, limit=2)
        ranked = sorted(
            (-explain(one, other, TERMS).score, other.key)
            for other in guides
            if not violations(one, other, between, TERMS)
        )
        assert [(-each.explanation.score, each.mentor.key) for each in found.candidates] == ranked[:2]


def test_progress_is_told_and_can_stop_the_round():
    seekers, guides = population(1, 12, 5)
    heard = []
    match_round(seekers, guides, Relations(), TERMS, progress=lambda *done: heard.append(done) or True)
    assert heard[-1] == (12, 12)
    assert heard == sorted(heard)
    with pytest.raises(Cancelled):
        match_round(seekers, guides, Relations(), TERMS, progress=lambda *done: False)
    with pytest.raises(Cancelled):
        match_round([], guides, Relations(), TERMS, progress=lambda *done: False)
