"""Whole rounds made from a seed: quick to make, and every rule has something to forbid."""

import os
import random
from dataclasses import replace
from datetime import date

from hypothesis import settings

from mentorship.matching.people import Person, Relations, Terms, Topic, neighbors

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
TERMS = Terms(first=date(2026, 9, 7), last=date(2026, 12, 18))
ZONES = ["Europe/Prague"] * 5 + ["Europe/London", "America/New_York", "Asia/Kolkata", "America/Bogota"]
STARTS = [420, 480, 720, 1020, 1050, 1080, 1110, 1140]


def examples() -> settings:
    """200 examples in the normal run, 2,000 in the nightly one: what every property of the matching is tried on."""
    return settings(max_examples=2_000 if NIGHTLY else 200, deadline=None)


def person(rng: random.Random, key: str, member: int, *, mentors: bool) -> Person:
    hours = []
    for day in rng.sample(range(7), rng.randint(2, 5)):
        start = rng.choice(STARTS)
        hours.append((day, start, start + rng.choice([60, 90, 120, 180])))
    languages = {"en": rng.random() < 0.6} if rng.random() < 0.75 else {}
    languages[rng.choice(["cs", "es", "fr", "de"])] = True
    names = rng.sample(
        [f"t{number}" for number in range(25)], rng.randint(4, 9) if mentors else rng.randint(2, 5)
    )
    return Person(
        key=key,
        member=member,
        timezone=rng.choice(ZONES),
        hours=tuple(hours),
        topics={name: Topic(rng.randint(1, 3), rng.randint(1, 3)) for name in names},
        languages=languages,
        formats=frozenset(rng.sample(["call", "chat", "review", "in_person"], rng.randint(1, 3))),
        frequency=rng.choice([None, 1, 2, 3]),
        stage=rng.randint(3, 5) if mentors else rng.randint(0, 3),
        employer=rng.choice(["", "", "acme", "beta"]),
        other_employer=rng.random() < 0.1,
        chapter=rng.choice(["", "a", "b", "c"]),
        capacity=rng.choice([1, 1, 2, 2, 3]) if mentors else 1,
        priority=int(rng.random() < 0.2),
    )


def population(seed: int, mentees: int, mentors: int) -> tuple[list[Person], list[Person]]:
    """Newcomers and mentors; some wish for somebody, some avoid somebody."""
    rng = random.Random(seed)
    seekers = [person(rng, f"n{number:06}", number, mentors=False) for number in range(mentees)]
    guides = [person(rng, f"m{number:06}", mentees + number, mentors=True) for number in range(mentors)]
    if not mentors:
        return seekers, guides
    for number, seeker in enumerate(seekers):
        wished = [mentees + rng.randrange(mentors) for _ in range(rng.choice([0, 0, 0, 3, 5]))]
        avoided = [mentees + rng.randrange(mentors)] if rng.random() < 0.1 else []
        seekers[number] = replace(
            seeker, ranks={member: rank for rank, member in enumerate(wished, 1)}, avoids=frozenset(avoided)
        )
    return seekers, guides


def small(seed: int) -> tuple[list[Person], list[Person], Relations]:
    """A round of a few people with everything that can go wrong between them."""
    rng = random.Random(seed)
    seekers, guides = population(seed, rng.randint(0, 8), rng.randint(0, 5))
    for people in (seekers, guides):
        for number, one in enumerate(people):
            people[number] = replace(
                one,
                paused=rng.random() < 0.08,
                seats_taken=int(rng.random() < 0.1),
                languages={**one.languages, "en": True} if rng.random() < 0.5 else one.languages,
            )
    members = [one.member for one in (*seekers, *guides)]
    some = [tuple(rng.sample(members, 2)) for _ in range(9)] if len(members) > 1 else []
    relations = Relations(
        blocked=neighbors(some[:3]), paired_before=neighbors(some[3:6]), excluded=neighbors(some[6:])
    )
    return seekers, guides, relations
