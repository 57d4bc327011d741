"""Why a newcomer is left over, and what would help them, in words for organizers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from mentorship import hours, round_sentences, sentences
from mentorship.matching.leftover import Cause, Unmatched
from mentorship.matching.relax import Help
from mentorship.matching.rules import Rule
from mentorship.models import MatchLeftover
from mentorship.services.leftovers import Standing

Facts = Mapping[str, Any]
#: Changes that open mentors who were closed.
OPENS = {"hours", "language", "again"}


def causes() -> dict[str, str]:
    """The causes as one chooses among them."""
    return {
        "seats": _("Places ran out"),
        "rules": _("Nobody fits"),
        "forbidden": _("Kept apart here"),
        "no_mentors": _("No places at all"),
        "not_ready": _("Not ready"),
        "passed_over": _("Passed over when published"),
    }


def rule_name(rule: str) -> str:
    """A rule as a short reason."""
    names = {
        Rule.LANGUAGE: _("no language in common"),
        Rule.HOURS: _("too few hours in common"),
        Rule.NOT_READY: _("has left, takes a break, or has not agreed to the code of conduct"),
        Rule.SEATS: _("no free place any more"),
        Rule.PAIRED_BEFORE: _("have worked together before"),
        Rule.SAME_PERSON: _("the same person"),
    }
    return names.get(Rule(rule), _("not available")) if rule in set(Rule) else _("not available")


def _unmatched(cause: str, detail: Facts, helps: Iterable[Facts]) -> Unmatched:
    """A stored row as the matching told it."""
    found = (Help(one["code"], one["mentors"], one.get("free", False), one["facts"]) for one in helps)
    return Unmatched("", Cause(cause), detail, tuple(found))


def cause(left: MatchLeftover) -> str:
    """Why somebody is left over, in a sentence for organizers."""
    if left.cause == "passed_over":
        rules = [rule_name(rule) for rule in left.detail.get("rules", [])]
        words = _("Their pair no longer fitted when the run was published: {why}.")
        return words.format(why=sentences.listed(rules))
    return round_sentences.cause(_unmatched(left.cause, left.detail, ()), "organizer")


def helps(stored: Sequence[Facts], side: str = "organizer") -> list[str]:
    """What would help, a sentence each; organizers also read where these mentors have no place left."""
    told = round_sentences.helps(_unmatched(Cause.RULES, {}, stored), side)
    if side != "organizer":
        return told
    full = _("They have no place left in this run.")
    return [
        f"{text} {full}" if not one.get("free") and one["code"] in OPENS else text
        for text, one in zip(told, stored, strict=True)
    ]


def standing(found: Standing | None) -> dict[str, Any]:
    """A newcomer's place in line as their page shows it; `place` is None for who does not stand there."""
    if found is None:
        return {"place": None}
    return {
        "place": found.place,
        "helps": helps(found.helps, "mentee"),
        "groups": [(one.group.name, one.page, hours.written(one.meets)) for one in found.groups],
    }
