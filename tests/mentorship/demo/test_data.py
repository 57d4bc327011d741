"""The demo's round fits the people and topics it names, and gives its newcomers something to choose from."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from cms.demo.reading import load
from mentorship.matching.people import Person, Terms
from mentorship.matching.rules import common_weeks

DEMO = Path(__file__).resolve().parents[3] / "mentorship" / "demo"
TOPICS = DEMO.parents[1] / "learning" / "demo"
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
TERMS = Terms(first=date(2026, 11, 23), last=date(2027, 2, 22))


@cache
def _people() -> dict[str, Any]:
    return {person["key"]: person for person in load("people.yaml")["people"]}


def _both_sides() -> tuple[list[dict], list[dict]]:
    return load("applications.yaml", DEMO)["applications"], load("mentors.yaml", DEMO)["mentors"]


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _person(record: dict[str, Any]) -> Person:
    member = _people()[record["person"]]
    hours = []
    for stretch in record["hours"]:
        day, clocks = stretch.split()
        start, end = map(_minutes, clocks.split("-"))
        hours.append((DAYS.index(day), start, end))
    languages = {code: level == "fluent" for code, level in member["languages"].items()}
    return Person(
        key=record["person"], member=0, timezone=member["timezone"], hours=tuple(hours), languages=languages
    )


def _could_meet(newcomer: Person, mentor: Person) -> bool:
    understand = any(
        code in mentor.languages and (fluent or mentor.languages[code])
        for code, fluent in newcomer.languages.items()
    )
    return understand and min(week.minutes for week in common_weeks(newcomer, mentor, TERMS)) >= 60


def test_the_round_names_people_topics_and_questions_that_exist():
    topics = {topic["key"] for topic in load("topics.yaml", TOPICS)["topics"]}
    newcomers, mentors = _both_sides()
    data = load("round.yaml", DEMO)
    questions = {question["key"] for question in data["questions"]}
    decided = {record["person"] for record in [*data["decisions"], *data["scores"]["given"]]}
    assert decided <= {
        record["person"] for record in [*newcomers, *mentors] if record["state"] == "submitted"
    }
    assert {record["person"] for record in [*newcomers, *mentors]} <= _people().keys()
    assert {topic for record in newcomers for topic in record["needs"]} <= topics
    assert {topic for record in mentors for topic in record["topics"]} <= topics
    assert {key for record in [*newcomers, *mentors] for key in record.get("answers", {})} <= questions


def test_the_newcomer_who_signs_in_has_mentors_to_choose_from():
    newcomers, mentors = _both_sides()
    tess = _person(next(record for record in newcomers if record["person"] == "tess-holloway"))
    guides = [_person(record) for record in mentors if record["state"] == "approved"]
    assert len([mentor for mentor in guides if _could_meet(tess, mentor)]) >= 3


def test_one_newcomer_is_hard_to_match():
    newcomers, mentors = _both_sides()
    guides = [_person(record) for record in mentors]
    alone = [
        record["person"]
        for record in newcomers
        if record["state"] == "approved"
        and not any(_could_meet(_person(record), mentor) for mentor in guides)
    ]
    assert alone == ["ezra-whitcombe"]
