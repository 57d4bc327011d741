"""Loads a round's people for the matching: a fixed number of queries, however many there are."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value

from cms.models import Availability, Block, Fluency, Member, MemberLanguage
from cms.services import consents
from mentorship.matching.people import Person, Relations, Topic, neighbors
from mentorship.models import Exclusion, Pairing, Participant, ParticipantTopic, Preference

FIELDS = (
    "pk",
    "uuid",
    "member_id",
    "member__timezone",
    "member__is_active",
    "state",
    "paused_at",
    "formats",
    "frequency",
    "stage",
    "employer",
    "other_employer",
    "chapter_id",
    "chapter__city",
    "chapter__country",
    "capacity",
    "seats_taken",
    "priority_tier",
    "consent__document",
    "consent__version",
)


def people(
    participants: QuerySet[Participant], loaded: Iterable[Participant] | None = None
) -> dict[int, Person]:
    """Participant key -> person, in five queries; in four when they are `loaded` with member, chapter and consent."""
    members = participants.values("member")
    hours: dict[int, list[tuple[int, int, int]]] = {}
    for member, weekday, start, end in Availability.objects.filter(member__in=members).values_list(
        "member_id", "weekday", "start", "end"
    ):
        hours.setdefault(member, []).append((weekday, start, end))
    languages: dict[int, dict[str, bool]] = {}
    for member, code, fluency in MemberLanguage.objects.filter(member__in=members).values_list(
        "member_id", "code", "level"
    ):
        spoken, tongue = languages.setdefault(member, {}), code.partition("-")[0]
        spoken[tongue] = spoken.get(tongue, False) or fluency == Fluency.FLUENT
    topics: dict[int, dict[str, Topic]] = {}
    for participant, key, level, priority in ParticipantTopic.objects.filter(
        participant__in=participants.values("pk")
    ).values_list("participant_id", "topic_key", "level", "priority"):
        topics.setdefault(participant, {})[str(key)] = Topic(level, priority)
    ranks, avoids = _preferences(participants)
    rows = participants.order_by().values(*FIELDS) if loaded is None else map(_facts, loaded)
    return {
        row["pk"]: _person(
            row,
            hours=tuple(hours.get(row["member_id"], ())),
            languages=languages.get(row["member_id"], {}),
            topics=topics.get(row["pk"], {}),
            ranks=ranks.get(row["pk"], {}),
            avoids=frozenset(avoids.get(row["pk"], ())),
        )
        for row in rows
    }


def _facts(participant: Participant) -> dict[str, Any]:
    """What the query of `people` reads, from a row that is loaded already."""
    return {name: _reach(participant, name) for name in FIELDS}


def _reach(thing: Any, name: str) -> Any:
    for part in name.split("__"):
        thing = getattr(thing, part) if thing is not None else None
    return thing


def _preferences(
    participants: QuerySet[Participant],
) -> tuple[dict[int, dict[int, int]], dict[int, set[int]]]:
    ranks: dict[int, dict[int, int]] = {}
    avoids: dict[int, set[int]] = {}
    for participant, member, rank, avoid in Preference.objects.filter(
        participant__in=participants.values("pk")
    ).values_list("participant_id", "member_id", "rank", "avoid"):
        if avoid:
            avoids.setdefault(participant, set()).add(member)
        elif rank:
            ranks.setdefault(participant, {})[member] = rank
    return ranks, avoids


def wishes_about(participant: Participant) -> tuple[dict[int, int], frozenset[int]]:
    """Who of the other side ranked this participant, member -> 1-5, and who avoids them. One query."""
    rows = Preference.objects.filter(
        participant__round_key=participant.round_key, member=participant.member_id
    ).exclude(participant__role=participant.role)
    found = list(rows.values_list("participant__member", "rank", "avoid"))
    return (
        {member: rank for member, rank, avoid in found if rank and not avoid},
        frozenset(member for member, _rank, avoid in found if avoid),
    )


def _person(row: dict[str, Any], **more: Any) -> Person:
    document = (row["consent__document"], row["consent__version"])
    return Person(
        key=str(row["uuid"]),
        member=row["member_id"],
        timezone=Member(timezone=row["member__timezone"]).zone.key,  # UTC when the name is no longer known
        formats=frozenset(row["formats"]),
        frequency=row["frequency"],
        stage=row["stage"],
        employer=" ".join(row["employer"].casefold().split()),
        other_employer=row["other_employer"],
        chapter=str(row["chapter_id"] or ""),
        place=f"{row['chapter__country']} {row['chapter__city']}".casefold() if row["chapter_id"] else "",
        capacity=row["capacity"],
        seats_taken=row["seats_taken"],
        approved=row["state"] == Participant.State.APPROVED and row["member__is_active"],
        paused=row["paused_at"] is not None,
        consented=document == (consents.CODE_OF_CONDUCT, consents.CURRENT[consents.CODE_OF_CONDUCT]),
        priority=row["priority_tier"],
        **more,
    )


def relations(*members: Member | int) -> Relations:
    """Everything that stands between these members and anybody else, in one query."""
    return relations_of([member if isinstance(member, int) else member.pk for member in members])


def relations_of(keys: Iterable[int] | QuerySet) -> Relations:
    """The same for member keys, or for a query that finds them, however many there are."""
    rows = _pairs(Block.objects.all(), "block", "blocker_id", "blocked_id", keys).union(
        _pairs(Pairing.objects.all(), "pairing", "mentor__member_id", "mentee__member_id", keys),
        _pairs(
            Pairing.objects.filter(state=Pairing.State.HELD),
            "apart",
            "mentor__member_id",
            "mentee__member_id",
            keys,
        ),
        _pairs(Exclusion.objects.filter(lifted_at=None), "apart", "member_id", "other_id", keys),
        Exclusion.objects.filter(lifted_at=None, other=None)
        .order_by()
        .values_list(Value("barred", output_field=CharField()), F("member_id"), F("member_id")),
    )
    found: dict[str, set[tuple[int, int]]] = {}
    for kind, one, other in rows:
        found.setdefault(kind, set()).add((one, other))
    return Relations(
        blocked=neighbors(found.get("block", ())),
        paired_before=neighbors(found.get("pairing", ())),
        excluded=neighbors(found.get("apart", ())),
        barred=frozenset(one for one, _other in found.get("barred", ())),
    )


def _pairs(rows: QuerySet, kind: str, one: str, other: str, members: Iterable[int] | QuerySet) -> QuerySet:
    """(kind, member, member) of the rows in which one of the members stands."""
    mine = Q(**{f"{one}__in": members}) | Q(**{f"{other}__in": members})
    return (
        rows.filter(mine, **{f"{other}__isnull": False})
        .order_by()
        .values_list(Value(kind, output_field=CharField()), F(one), F(other))
    )
