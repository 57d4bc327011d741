"""Whether two participants may be paired now: the hard rules, asked of the rows as they stand."""

from dataclasses import replace

from django.utils import timezone

from mentorship import sentences
from mentorship.exceptions import RuleBroken
from mentorship.matching.explain import Explanation, explain
from mentorship.matching.people import Person
from mentorship.matching.rules import SILENT, Violation, violations
from mentorship.models import Participant, RoundPage

from . import loading


def pair(mentor: Participant, mentee: Participant) -> tuple[Person, Person]:
    """The two as the matching sees them: (mentee, mentor)."""
    found = loading.people(Participant.objects.filter(pk__in=[mentor.pk, mentee.pk]))
    return found[mentee.pk], found[mentor.pk]


def broken_rules(
    mentor: Participant, mentee: Participant, round_page: RoundPage, *, seats_held: bool = False
) -> list[Violation]:
    """Every hard rule that forbids the pair now. `seats_held`: both seats have been taken for this very pair."""
    person, guide = pair(mentor, mentee)
    if seats_held:
        person = replace(person, seats_taken=person.seats_taken - 1)
        guide = replace(guide, seats_taken=guide.seats_taken - 1)
    between = loading.relations(mentor.member_id, mentee.member_id)
    return violations(person, guide, between, round_page.terms_on(timezone.now().date()))


def require(broken: list[Violation], side: str) -> None:
    """Raise what the first broken rule means for the person on this side; what is secret sounds like everything else."""
    if broken:
        spoken = [violation for violation in broken if violation.rule not in SILENT]
        first = spoken[0] if spoken else broken[0]
        code = "unavailable" if first.rule in SILENT else str(first.rule)
        raise RuleBroken(code, sentences.of_violation(first, side))


def why(mentor: Participant, mentee: Participant, round_page: RoundPage) -> Explanation:
    """The score of the pair and its reasons."""
    return explain(*pair(mentor, mentee), round_page.terms_on(timezone.now().date()))
