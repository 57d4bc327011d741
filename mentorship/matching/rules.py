"""The hard rules H1 to H10 for one pair: each says in a code and facts why two people cannot be paired."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from .people import Person, Relations, Terms
from .weeks import Pattern, patterns, step_for, utc_week


class Rule(StrEnum):
    """The rules in the order in which they are asked; the value is the code that others put into words."""

    SAME_PERSON = "same_person"  # H1
    BLOCKED = "blocked"  # H2
    AVOIDED = "avoided"  # H3
    LANGUAGE = "no_shared_language"  # H4
    HOURS = "too_few_hours"  # H5
    NOT_READY = "not_ready"  # H6
    SEATS = "no_free_seat"  # H7
    PAIRED_BEFORE = "paired_before"  # H8
    EMPLOYER = "same_employer"  # H9
    EXCLUDED = "excluded"  # H10


#: Rules nobody is told about: what they stand for is another person's secret or private decision.
SILENT = frozenset({Rule.BLOCKED, Rule.AVOIDED, Rule.EMPLOYER, Rule.EXCLUDED})

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that forbids a pair, with what its sentence needs."""

    rule: Rule
    facts: Facts


@dataclass(frozen=True, slots=True)
class CommonWeek:
    """The shared slots of two people in one kind of week of the round."""

    pattern: Pattern
    step: int
    bits: int

    @property
    def minutes(self) -> int:
        return self.bits.bit_count() * self.step


@lru_cache(maxsize=4_000)
def _kinds(zones: tuple[str, str], first: date, last: date) -> tuple[tuple[Pattern, ...], int]:
    weeks = patterns(zones, first, last)
    return weeks, step_for(zones, weeks)


def common_weeks(mentee: Person, mentor: Person, terms: Terms) -> list[CommonWeek]:
    """What two people share in each distinct week of the round, in order of time."""
    weeks, step = _kinds((mentee.timezone, mentor.timezone), terms.first, terms.last)
    return [
        CommonWeek(
            pattern,
            step,
            utc_week(mentee.hours, mentee.timezone, pattern.monday, step)
            & utc_week(mentor.hours, mentor.timezone, pattern.monday, step),
        )
        for pattern in weeks
    ]


def shared_languages(mentee: Person, mentor: Person) -> list[str]:
    """Languages both know and at least one of them speaks fluently, those both speak fluently first."""
    both = mentee.languages.keys() & mentor.languages.keys()
    good = {code for code in both if mentee.languages[code] or mentor.languages[code]}
    return sorted(good, key=lambda code: (not (mentee.languages[code] and mentor.languages[code]), code))


def _same_person(mentee: Person, mentor: Person, relations: Relations, terms: Terms) -> Facts | None:
    return {} if mentee.member == mentor.member else None


def _blocked(mentee: Person, mentor: Person, relations: Relations, terms: Terms) -> Facts | None:
    return {} if mentor.member in relations.blocked.get(mentee.member, ()) else None


def _avoided(mentee: Person, mentor: Person, relations: Relations, terms: Terms) -> Facts | None:
    return {} if mentor.member in mentee.avoids or mentee.member in mentor.avoids else None


def _no_shared_language(mentee: Person, mentor: Person, relations: Relations, terms: Terms) -> Facts | None:
    return None if shared_languages(mentee, mentor) else {"mentor": sorted(mentor.languages)}


def _too_few_hours(mentee: Person, mentor: Person, relations: Relations, terms: Terms) -> Facts | None:
    shared = min(week.minutes for week in common_weeks(mentee, mentor, terms))
    return {"minutes": shared, "needed": terms.min_overlap} if shared < terms.min_overlap else None


def _not_ready(mentee: Person, mentor: Person, relations: Relations, terms: Terms) -> Facts | None:
    for role, person in (("mentee", mentee), ("mentor", mentor)):
        if person.unready:
            return {"who": role, "why": person.unready}
    return None


def _no_free_seat(mentee: Person, mentor: Person, relations: Relations, terms: Terms) -> Facts | None:
    for role, person in (("mentee", mentee), ("mentor", mentor)):
        if not person.free_seats:
            return {"who": role}
    return None


def _paired_before(mentee: Person, mentor: Person, relations: Relations, terms: Terms) -> Facts | None:
    """Two people who ranked each other have both asked to go on."""
    both_ask = mentor.member in mentee.ranks and mentee.member in mentor.ranks
    met = mentor.member in relations.paired_before.get(mentee.member, ())
    return {} if met and not both_ask else None


def _same_employer(mentee: Person, mentor: Person, relations: Relations, terms: Terms) -> Facts | None:
    minded = mentee.other_employer or mentor.other_employer
    return {} if minded and mentee.employer and mentee.employer == mentor.employer else None


def _excluded(mentee: Person, mentor: Person, relations: Relations, terms: Terms) -> Facts | None:
    kept_apart = mentor.member in relations.excluded.get(mentee.member, ())
    return {} if kept_apart or {mentee.member, mentor.member} & relations.barred else None


RULES: Mapping[Rule, Callable[[Person, Person, Relations, Terms], Facts | None]] = {
    Rule.SAME_PERSON: _same_person,
    Rule.BLOCKED: _blocked,
    Rule.AVOIDED: _avoided,
    Rule.LANGUAGE: _no_shared_language,
    Rule.HOURS: _too_few_hours,
    Rule.NOT_READY: _not_ready,
    Rule.SEATS: _no_free_seat,
    Rule.PAIRED_BEFORE: _paired_before,
    Rule.EMPLOYER: _same_employer,
    Rule.EXCLUDED: _excluded,
}


def violations(mentee: Person, mentor: Person, relations: Relations, terms: Terms) -> list[Violation]:
    """Every rule that forbids this pair, in the order of the rules; empty when the two may be paired."""
    found = []
    for rule, check in RULES.items():
        facts = check(mentee, mentor, relations, terms)
        if facts is not None:
            found.append(Violation(rule, facts))
    return found
