"""What rounds ask, and what people answered, for the tests of applications."""

from typing import Any

from wagtail.models import Locale

from mentorship.models import Participant, Question, RoundPage, Score

#: A question of every kind, and an answer that fits it.
KINDS: dict[str, tuple[dict[str, Any], Any]] = {
    "short": ({}, "A tea shop"),
    "long": ({}, "Two lines\nof text"),
    "number": ({"minimum": 0, "maximum": 40}, "2.5"),
    "date": ({}, "2026-12-24"),
    "single": ({"options": "Red\nBlue"}, "Blue"),
    "multiple": ({"options": "Red\nBlue\nGreen", "minimum": 1, "maximum": 2}, ["Red", "Green"]),
    "scale": ({"minimum": 1, "maximum": 5}, 4),
    "yes_no": ({}, "no"),
    "link": ({}, "https://example.org/me"),
    "consent": ({"help_text": "You agree to be photographed."}, True),
}


def make_question(round_page: RoundPage, label: str = "What for?", kind: str = "short", **fields) -> Question:
    """A published question of the round."""
    return Question.objects.create(
        round=round_page,
        label=label,
        kind=kind,
        locale=Locale.get_default(),
        sort_order=Question.objects.filter(round=round_page).count(),
        **{**KINDS[kind][0], **fields},
    )


def make_score(participant: Participant, reviewer, points: int = 3, **fields) -> Score:
    given = dict.fromkeys(Score.RUBRIC, points)
    return Score.objects.create(
        participant=participant, applicant=participant.member, reviewer=reviewer, **{**given, **fields}
    )
