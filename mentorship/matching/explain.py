"""Why a pair got its score: each factor as a code, its worth and its facts, in no human language yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .people import Person, Terms
from .rules import CommonWeek, common_weeks, shared_languages
from .scoring import UNKNOWN, factors, median_minutes, meet_in_person, score


@dataclass(frozen=True, slots=True)
class Reason:
    """One factor of a score: its worth from 0 to 100 (None is unknown), its weight, and what it rests on."""

    code: str
    value: int | None
    weight: int
    facts: Mapping[str, Any]

    @property
    def points(self) -> int:
        """What this factor gave to the score."""
        return self.weight * (UNKNOWN if self.value is None else self.value)


@dataclass(frozen=True, slots=True)
class Explanation:
    """The score of one pair and all its reasons, in the order of the weights table."""

    score: int
    reasons: tuple[Reason, ...]


def explain(mentee: Person, mentor: Person, terms: Terms) -> Explanation:
    """The reasons of one pair, exactly the factors its score is made of."""
    weeks = common_weeks(mentee, mentor, terms)
    found = factors(mentee, mentor, weeks)
    weights = terms.weights.as_dict()
    facts = {
        "needs": _needs(mentee, mentor),
        "hours": _hours(mentee, mentor, weeks),
        "wishes": {
            "mentee_rank": mentee.ranks.get(mentor.member),
            "mentor_rank": mentor.ranks.get(mentee.member),
        },
        "working": _working(mentee, mentor),
        "stage": {"mentee": mentee.stage, "mentor": mentor.stage},
        "chapter": _chapter(mentee, mentor),
    }
    reasons = tuple(Reason(code, value, weights[code], facts[code]) for code, value in found.items())
    return Explanation(score(found, terms), reasons)


def typical_week(weeks: Sequence[CommonWeek]) -> CommonWeek:
    """The kind of week the round has most of; the earlier one among equals."""
    return max(weeks, key=lambda week: week.pattern.weeks)


def _needs(mentee: Person, mentor: Person) -> dict[str, Any]:
    """Topics covered in full, in part and not at all; those that matter most first."""
    wanted = sorted(mentee.topics, key=lambda name: (-mentee.topics[name].priority, name))
    offered = {name: mentor.topics[name].level for name in wanted if name in mentor.topics}
    return {
        "covered": [name for name in wanted if offered.get(name, 0) >= mentee.topics[name].level],
        "partly": [name for name in wanted if 0 < offered.get(name, 0) < mentee.topics[name].level],
        "missing": [name for name in wanted if name not in offered],
    }


def _hours(mentee: Person, mentor: Person, weeks: Sequence[CommonWeek]) -> dict[str, Any]:
    """Minutes in the middle and the leanest week; the slots of a typical week as a hexadecimal bitmap."""
    typical = typical_week(weeks)
    return {
        "minutes": median_minutes(weeks),
        "least": min(week.minutes for week in weeks),
        "monday": typical.pattern.monday.isoformat(),
        "step": typical.step,
        "bits": f"{typical.bits:x}",
        "languages": shared_languages(mentee, mentor),
        "fluent": [
            code
            for code in shared_languages(mentee, mentor)
            if mentee.languages[code] and mentor.languages[code]
        ],
    }


def _working(mentee: Person, mentor: Person) -> dict[str, Any]:
    return {
        "formats": sorted(mentee.formats & mentor.formats),
        "mentee_frequency": mentee.frequency,
        "mentor_frequency": mentor.frequency,
    }


def _chapter(mentee: Person, mentor: Person) -> dict[str, Any]:
    same = bool(mentee.chapter) and mentee.chapter == mentor.chapter
    near = bool(mentee.place) and mentee.place == mentor.place and meet_in_person(mentee, mentor)
    return {"same": same, "near": near}
