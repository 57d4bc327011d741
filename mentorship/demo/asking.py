"""Plants what the demo's round asks, what people answered, what reviewers scored and what organizers decided."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import Locale

from cms.demo import people
from cms.demo.reading import load, other_locales
from cms.services import translations
from mentorship.models import Participant, Question, RoundPage, Score
from mentorship.services import answers, participants, scoring, wishes

HERE = Path(__file__).resolve().parent
FACTS = ("kind", "required", "sensitive", "minimum", "maximum")


def made_questions() -> list[Question]:
    """The questions, to be saved with their page."""
    locale = Locale.get_default()
    return [
        Question(
            **_words(entry["en"]),
            **{name: entry[name] for name in FACTS if name in entry},
            audience=entry["who"],
            locale=locale,
            sort_order=place,
        )
        for place, entry in enumerate(_questions())
    ]


def speak_questions(page: RoundPage) -> None:
    """The questions in the other languages of the site."""
    for locale in other_locales():
        words: dict[str, str] = {}
        for entry in _questions():
            ours, theirs = _words(entry["en"]), _words(entry[locale.language_code])
            words |= {ours[name]: theirs[name] for name in ours}
        translations.translate(source=page, locale=locale, words=words)


def answer(participant: Participant, entry: Mapping[str, Any]) -> None:
    """What somebody answered, by the keys of the data file, and whom they would rather not meet."""
    given = dict(entry.get("answers", {}))
    if "good_help" in entry:
        given["good-help"] = entry["good_help"]
    labels = {question["en"]["label"]: question["key"] for question in _questions()}
    asked = answers.questions(round_key=participant.round_key, role=participant.role)
    values = {
        question.key: given[labels[question.label]] for question in asked if labels[question.label] in given
    }
    answers.keep(participant=participant, asked=asked, values=values)
    wishes.write(participant=participant, words=entry.get("apart", ""))


def plant_approvals(round_page: RoundPage) -> None:
    """Scores by two reviewers, and applications that are not simply approved."""
    record = load("round.yaml", HERE)
    second = people.member(record["scores"]["second_reviewer"])
    second.groups.add(Group.objects.get(name="Program staff"))
    for entry in record["scores"]["given"]:
        scoring.give(
            reviewer=people.member(entry["by"]),
            participant=_application(round_page, entry["person"]),
            points=dict(zip(Score.RUBRIC, entry["points"], strict=True)),
            note=entry.get("note", ""),
        )
    for entry in record["decisions"]:
        _decide(_application(round_page, entry["person"]), entry)


def _decide(participant: Participant, entry: Mapping[str, str]) -> None:
    if participant.state != Participant.State.SUBMITTED:
        return
    if entry["verb"] == "withdraw":
        participants.withdraw(participant=participant)
        return
    verbs = {
        "changes": participants.ask_changes,
        "waitlist": participants.waitlist,
        "reject": participants.reject,
    }
    organizer = people.member("rosalind-achterberg")
    verbs[entry["verb"]](actor=organizer, participant=participant, reason=entry["reason"])


def _application(round_page: RoundPage, person: str) -> Participant:
    return Participant.objects.get(round_key=round_page.round_key, member=people.member(person))


def _questions() -> list[dict[str, Any]]:
    return load("round.yaml", HERE)["questions"]


def _words(entry: Mapping[str, Any]) -> dict[str, str]:
    found = {name: entry[name] for name in ("label", "help_text") if name in entry}
    return {**found, "options": "\n".join(entry["options"])} if "options" in entry else found
