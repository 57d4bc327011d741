"""What organizers read of an application, as values a template only lays out: with its writer's name, or without."""

from typing import Any

from django.utils.translation import gettext

from cms import language_names
from mentorship import blind, hours, topics
from mentorship.models import Participant
from mentorship.services import answers, wishes


def facts(participant: Participant) -> dict[str, Any]:
    """What the application says of the work itself: nothing of who wrote it. Four queries."""
    spans = participant.member.availability.values_list("weekday", "start", "end")
    return {
        "topics": _topics(participant),
        "languages": [
            f"{language_names.alone(language.code)} ({language.get_level_display()})"
            for language in participant.member.languages.all()
        ],
        "hours": hours.written(spans),
    }


def in_full(participant: Participant) -> dict[str, Any]:
    """Everything an organizer may read; employer and contact are nobody's business here."""
    return {
        **facts(participant),
        "answers": answers.for_organizers(participant=participant),
        "apart_words": wishes.read(participant=participant),
    }


def without_name(participant: Participant) -> dict[str, Any]:
    """What a reviewer reads before scoring; names are left out of what people wrote themselves."""
    told = answers.for_blind_reviewers(participant=participant)
    return {
        **facts(participant),
        "label": blind.label(participant),
        "goals": blind.without_name(participant.goals, participant),
        "answers": [(one.label, blind.without_name(one.value, participant)) for one in told],
    }


def _topics(participant: Participant) -> list[str]:
    rows = list(participant.topics.all())
    names = topics.names(row.topic_key for row in rows)
    line = gettext("{topic}: {level}") if participant.is_mentor else gettext("{topic}: {level}, {priority}")
    return [
        line.format(
            topic=names.get(str(row.topic_key), "?"),
            level=row.get_level_display(),
            priority=row.get_priority_display(),
        )
        for row in rows
    ]
