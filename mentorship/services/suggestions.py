"""Suggestions for one newcomer: the best mentors of the round, each with its reasons."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from mentorship import sentences, topics
from mentorship.matching.candidates import suggest
from mentorship.matching.rules import Rule
from mentorship.models import Participant, Proposal, RoundPage

from . import loading

SENTENCES = 4


@dataclass(frozen=True)
class Suggestion:
    """A mentor who may be asked now, why, and what is missing; `asked` when a proposal to them is open already."""

    mentor: Participant
    score: int
    reasons: list[sentences.Sentence]
    missing: list[str]
    asked: bool


@dataclass(frozen=True)
class Suggested:
    """What there is for one newcomer, and how many mentors each rule kept away."""

    suggestions: list[Suggestion]
    kept_away: dict[Rule, int]


def for_mentee(*, mentee: Participant, round_page: RoundPage, limit: int = 10) -> Suggested:
    """The best mentors by score and then by key, as the rows stand now. A fixed number of queries."""
    approved = Q(role=Participant.Role.MENTOR, state=Participant.State.APPROVED)
    both = Participant.objects.filter(Q(pk=mentee.pk) | approved, round_key=round_page.round_key)
    found = loading.people(both)
    person = found.pop(mentee.pk)
    terms = round_page.terms_on(timezone.now().date())
    result = suggest(person, found.values(), loading.relations(mentee.member_id), terms, limit)
    told = {candidate.mentor.key: candidate.explanation for candidate in result.candidates}
    between = Proposal.objects.filter(mentor=OuterRef("pk"), mentee=mentee)
    mentors = {
        str(mentor.uuid): mentor
        for mentor in Participant.objects.filter(uuid__in=list(told))
        .select_related("member", "chapter")
        .annotate(asked=Exists(between.open()), said_no=Exists(between.filter(mentor_answer="no")))
        if not mentor.said_no
    }
    names = topics.names()
    suggestions = []
    for key, explanation in told.items():
        if key not in mentors:
            continue  # their no stands for the round
        reasons = sentences.stored(explanation.reasons)
        suggestions.append(
            Suggestion(
                mentor=mentors[key],
                score=explanation.score,
                reasons=sentences.of_reasons(reasons, names, "mentee")[:SENTENCES],
                missing=sentences.missing(reasons, names, "mentee"),
                asked=mentors[key].asked,
            )
        )
    return Suggested(suggestions, result.kept_away)
