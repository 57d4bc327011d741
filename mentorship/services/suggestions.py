"""Suggestions for one newcomer: the best mentors of the round, each with its reasons."""

from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef
from django.utils import timezone

from mentorship import sentences, topics
from mentorship.matching.candidates import Suggestions, suggest
from mentorship.matching.rules import Rule
from mentorship.models import Participant, Proposal, RoundPage

from . import loading, match_input, pools

SENTENCES = 4
MANY = 500  # mentors of a round beyond which they are not all read for every newcomer
SPARE = 20  # how many more of a pool are read afresh, for those who can no longer be asked


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
    result = _best(mentee, round_page, limit)
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


def _best(mentee: Participant, round_page: RoundPage, limit: int) -> Suggestions:
    """Among many mentors those a kept pool puts first, read afresh: who may be asked, and why, is always of now.

    Where too many of them can no longer be asked, and for somebody whose clock the pool does not know, all are read.
    """
    terms, between = round_page.terms_on(timezone.now().date()), loading.relations(mentee.member_id)
    mentors = match_input.approved(round_page.round_key).filter(role=Participant.Role.MENTOR)
    me = Participant.objects.filter(pk=mentee.pk)
    if pool := pools.kept(round_page, terms):
        person = loading.people(me)[mentee.pk]
        ranks, avoiding = loading.wishes_about(mentee)
        if pool.knows(person):
            asking = replace(person, avoids=person.avoids | avoiding)
            first, kept_away = pool.best(asking, ranks, between, terms, limit + SPARE)
            guides = loading.people(mentors.filter(uuid__in=first))
            result = suggest(person, guides.values(), between, terms, limit)
            if len(result.candidates) == limit or len(first) < limit + SPARE:
                return replace(result, kept_away=kept_away)
    found = loading.people(mentors | me)
    person = found.pop(mentee.pk)
    if len(found) > MANY:
        pools.keep(round_page, terms, found.values())
    return suggest(person, found.values(), between, terms, limit)
