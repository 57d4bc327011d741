import pytest

from mentorship import round_sentences
from mentorship.matching import BadInput, Contradiction, OutOfBounds
from mentorship.matching.leftover import Cause, Unmatched
from mentorship.matching.relax import Help
from mentorship.matching.rules import SILENT, Rule

NAMES = {"a": "Ada", "b": "Bo", "m": "Mia", "o": "Omar"}


def left(cause, *helps, **detail):
    return Unmatched("a", cause, detail, helps)


@pytest.mark.parametrize(
    ("one", "organizer", "mentee"),
    [
        (
            left(Cause.NOT_READY, why="status"),
            "The application is not approved.",
            "Your application is not approved.",
        ),
        (left(Cause.NOT_READY, why="paused"), "This person is paused.", "You are paused."),
        (
            left(Cause.NOT_READY, why="consent"),
            "This person has not agreed to the current code of conduct.",
            "The code of conduct has changed, and you have not agreed to the new version yet.",
        ),
        (
            left(Cause.NO_MENTORS),
            "No mentor of this round has a free place.",
            "No mentor of this round has a free place.",
        ),
        (
            left(Cause.SEATS, mentors=3, places=5, rivals=9),
            "3 mentors fit, and all their places (5) went to others. 9 other people fit them too.",
            "3 mentors fit, and all their places (5) went to others. 9 other people fit them too.",
        ),
        (
            left(Cause.SEATS, mentors=1, places=1, rivals=None),
            "1 mentor fits, and every place went to somebody else.",
            "1 mentor fits, and every place went to somebody else.",
        ),
        (
            left(Cause.FORBIDDEN, mentors=2),
            "2 mentors fit, and each of these pairs is forbidden by hand.",
            "No mentor fits right now.",
        ),
    ],
)
def test_whoever_is_left_over_reads_why(one, organizer, mentee):
    assert [round_sentences.cause(one, side) for side in ("organizer", "mentee")] == [organizer, mentee]


def test_rules_are_named_with_their_numbers_and_silent_ones_never():
    told = {
        rule: round_sentences.cause(left(Cause.RULES, rule=rule, count=4, mentors=7), "mentee")
        for rule in (*Rule, "")
    }
    assert told[Rule.LANGUAGE] == (
        "No mentor fits. Language is most often in the way: 4 of 7 mentors share none well enough."
    )
    assert told[Rule.HOURS] == (
        "No mentor fits. Time is most often in the way: 4 of 7 mentors have too few hours in common."
    )
    assert {told[rule] for rule in (*SILENT, Rule.SAME_PERSON, "")} == {"No mentor fits right now."}
    assert len(set(told.values())) == 6


def test_what_would_help_is_said_with_its_day_language_and_number():
    one = left(
        Cause.RULES,
        Help("hours", 3, True, {"weekday": 1, "start": 1080, "minutes": 60}),
        Help("hours", 1, True, {"weekday": 5, "start": 570, "minutes": 120}),
        Help("hours", 1, True, {"weekday": 6, "start": 900, "minutes": 60}),
        Help("language", 12, True, {"code": "en", "fluent": False}),
        Help("language", 1, False, {"code": "cs", "fluent": True}),
        Help("seats", 4, True),
        Help("ready", 1, True),
        Help("again", 2, True),
    )
    assert round_sentences.helps(one, "organizer") == [
        "1 hour more on Tuesday evening (18:00 to 19:00): 3 mentors more would fit.",
        "2 hours more on Saturday morning (09:30 to 11:30): 1 mentor more would fit.",
        "1 hour more on Sunday afternoon (15:00 to 16:00): 1 mentor more would fit.",
        "English at basic level: 12 mentors more would fit.",
        "Czech, spoken fluently: 1 mentor more would fit.",
        "One more place with any of 4 mentors who fit.",
        "1 mentor who fits takes a break and may return.",
        "2 mentors were in a pair with the same person before: that is possible again when both wish for it.",
    ]


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (
            Contradiction("two_mentors", "", mentee="a", mentors=["m", "o"]),
            "Ada is to be kept with several mentors: Mia and Omar. Keep one.",
        ),
        (
            Contradiction("too_few_seats", "", mentor="m", mentees=["a", "b"], seats=1),
            "Mia has 1 free place and is to be kept with Ada and Bo.",
        ),
        (
            Contradiction("kept_and_forbidden", "", mentee="a", mentor="m"),
            "Ada and Mia are to be kept and forbidden at once. Choose one.",
        ),
        (
            Contradiction("no_edge", "", mentee="a", mentor="m", rules=[]),
            "Ada and Mia cannot be kept together: they do not fit each other now.",
        ),
        (
            Contradiction("no_place", "", mentee="a", mentor="m"),
            "Ada and Mia cannot be kept together: Ada has a mentor already.",
        ),
        (BadInput("unknown", "", person="b"), "Bo takes no part in this round."),
        (
            OutOfBounds("bounds", ""),
            "This round is too large to be matched in one go. Split it into several.",
        ),
        (BadInput("twice", ""), "This round could not be matched, because something in it has no meaning."),
    ],
)
def test_what_clashes_is_said_by_name(refusal, said):
    assert round_sentences.of_refusal(refusal, NAMES) == said
