"""What a round brings to the matching: its people, what stands between them, its terms; and a fingerprint of it all."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from mentorship.exceptions import WeightsRefused
from mentorship.matching.people import Neighbors, Person, Relations, Terms, Weights
from mentorship.matching.weeks import monday_of
from mentorship.models import Pairing, Participant, Proposal, RoundPage

from . import loading

#: Newcomer and mentor, by the keys the matching knows them by.
Pair = tuple[str, str]


@dataclass(frozen=True)
class RoundInput:
    """A round as the matching sees it. `keys`: person key -> participant key; `asked`: open proposals, oldest first."""

    mentees: dict[str, Person]
    mentors: dict[str, Person]
    relations: Relations
    terms: Terms
    keys: dict[str, int]
    asked: tuple[Pair, ...]


def weights_of(given: Mapping[str, int]) -> Weights:
    """Raises WeightsRefused when they are not the six, or do not sum to 100."""
    try:
        return Weights(**given)
    except (TypeError, ValueError) as problem:
        whole = [value for value in given.values() if isinstance(value, int)]
        raise WeightsRefused(sum(whole)) from problem


def approved(round_key: UUID) -> QuerySet[Participant]:
    """Everybody who takes part in the round."""
    return Participant.objects.filter(round_key=round_key, state=Participant.State.APPROVED)


def of_round(*, round_page: RoundPage, weights: Mapping[str, int]) -> RoundInput:
    """The round as it stands now, in eight queries. Newcomers who work with a mentor, or have completed, are left out.

    Two of whom one has said no in this round count as avoiding each other: a run does not ask that again.
    """
    done = Pairing.objects.filter(mentee=OuterRef("pk"), state=Pairing.State.COMPLETED)
    everybody = approved(round_page.round_key).exclude(Exists(done))
    rows = dict(everybody.order_by().values_list("pk", "role"))
    found = loading.people(everybody)
    asked, refused = _asked(round_page.round_key)
    mentees = {
        person.key: _without(person, refused.get(person.key, ()))
        for key, person in found.items()
        if rows.get(key) == Participant.Role.MENTEE and person.free_seats
    }
    mentors = {
        person.key: person for key, person in found.items() if rows.get(key) == Participant.Role.MENTOR
    }
    return RoundInput(
        mentees=mentees,
        mentors=mentors,
        relations=loading.relations_of(everybody.values("member")),
        terms=terms_of(round_page, weights),
        keys={person.key: key for key, person in found.items()},
        asked=asked,
    )


def _without(person: Person, others: Collection[int]) -> Person:
    return replace(person, avoids=person.avoids.union(others)) if others else person


def terms_of(round_page: RoundPage, weights: Mapping[str, int]) -> Terms:
    terms = round_page.terms_on(timezone.now().date())
    return Terms(
        first=terms.first, last=terms.last, min_overlap=terms.min_overlap, weights=weights_of(weights)
    )


def _asked(round_key: UUID) -> tuple[tuple[Pair, ...], Mapping[str, Collection[int]]]:
    """Open proposals, oldest first: the matching leaves them alone as far as seats last. And whom a no stands between:
    newcomer's key -> members. One query.
    """
    states = [Proposal.State.OPEN, Proposal.State.DECLINED]
    rows = Proposal.objects.filter(round_key=round_key, state__in=states).order_by("created_at", "pk")
    asked, refused = [], defaultdict(set)
    for state, mentee, mentor, member in rows.values_list(
        "state", "mentee__uuid", "mentor__uuid", "mentor__member"
    ):
        if state == Proposal.State.OPEN:
            asked.append((str(mentee), str(mentor)))
        else:
            refused[str(mentee)].add(member)
    return tuple(asked), refused


def fingerprint(found: RoundInput, pins: Mapping[Pair, str]) -> str:
    """The same for the same people, relations, terms and pins, in whatever order they came."""
    people = sorted(_facts(person) for person in (*found.mentees.values(), *found.mentors.values()))
    between = [
        _sorted(found.relations.blocked),
        _sorted(found.relations.paired_before),
        _sorted(found.relations.excluded),
        sorted(found.relations.barred),
    ]
    terms = (
        monday_of(found.terms.first).isoformat(),
        monday_of(found.terms.last).isoformat(),
        found.terms.min_overlap,
        sorted(found.terms.weights.as_dict().items()),
    )
    whole = repr((people, between, terms, sorted(found.asked), sorted(pins.items())))
    return hashlib.blake2b(whole.encode(), digest_size=32).hexdigest()


def _sorted(neighbors: Neighbors) -> list[tuple[int, list[int]]]:
    return sorted((member, sorted(others)) for member, others in neighbors.items())


def _facts(person: Person) -> tuple:
    """Everything the matching looks at, in one order."""
    return (
        person.key,
        person.timezone,
        sorted(person.hours),
        sorted((key, topic.level, topic.priority) for key, topic in person.topics.items()),
        sorted(person.languages.items()),
        sorted(person.formats),
        str(person.frequency),
        str(person.stage),
        person.employer,
        person.other_employer,
        person.chapter,
        person.place,
        sorted(person.ranks.items()),
        sorted(person.avoids),
        person.capacity,
        person.seats_taken,
        person.unready,
        person.priority,
    )
