"""Why a newcomer is left over, and what would help them, in words for organizers."""

from collections.abc import Mapping
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import language_names
from mentorship import hours, sentences
from mentorship.matching.rules import Rule
from mentorship.models import MatchLeftover
from mentorship.services.leftovers import Standing

Facts = Mapping[str, Any]


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


def cause(left: MatchLeftover) -> str:
    """Why somebody is left over, in a sentence."""
    detail = left.detail
    if left.cause == "not_ready":
        return {
            "status": _("They do not take part at the moment."),
            "paused": _("They take a break."),
            "consent": _("They have not agreed to the code of conduct in its current version."),
        }.get(detail.get("why", ""), _("They are not ready."))
    if left.cause == "no_mentors":
        return _("No mentor in this round has a free place.")
    if left.cause == "seats":
        return _seats(detail)
    if left.cause == "forbidden":
        return ngettext(
            "{count} mentor fits, and is kept apart from them here.",
            "{count} mentors fit, and all of them are kept apart from them here.",
            detail["mentors"],
        ).format(count=detail["mentors"])
    if left.cause == "passed_over":
        rules = [rule_name(rule) for rule in detail.get("rules", [])]
        return _("Their pair no longer fitted when the run was published: {why}.").format(
            why=sentences.listed(rules)
        )
    return _by_rules(detail)


def _seats(detail: Facts) -> str:
    fit = ngettext("{count} mentor fits.", "{count} mentors fit.", detail["mentors"]).format(
        count=detail["mentors"]
    )
    if detail.get("rivals") is None:
        return f"{fit} {_('Their places went to others.')}"
    rest = ngettext(
        "Their {places} places went to others; {count} other newcomer could take them.",
        "Their {places} places went to others; {count} other newcomers could take them.",
        detail["rivals"],
    )
    return f"{fit} {rest.format(places=detail['places'], count=detail['rivals'])}"


def _by_rules(detail: Facts) -> str:
    away: Mapping[str, int] = detail.get("kept_away", {})
    if not away:
        return _("No mentor is available to them.")
    parts = [
        _("{rule} with {count}").format(rule=rule_name(rule), count=count)
        for rule, count in sorted(away.items(), key=lambda one: -one[1])
    ]
    words = _("None of {count} mentors fits: {why}.")
    return words.format(count=detail["mentors"], why=sentences.listed(parts))


def help_of(one: Mapping[str, Any]) -> str:
    """What would help, in a sentence, and whether these mentors have a place left."""
    facts, count = one["facts"], one["mentors"]
    opened = ngettext("would open {count} mentor", "would open {count} mentors", count).format(count=count)
    words = {
        "hours": lambda: _("{time} more on {day} at {clock} {opened}.").format(
            time=sentences.duration(facts["minutes"]),
            day=WEEKDAYS[facts["weekday"]],
            clock=hours.clock(facts["start"]),
            opened=opened,
        ),
        "language": lambda: (
            _("Being fluent in {language} {opened}.")
            if facts["fluent"]
            else _("{language} at basic level {opened}.")
        ).format(language=language_names.alone(facts["code"]), opened=opened),
        "seats": lambda: ngettext(
            "One more place with the mentor who fits would help.",
            "One more place with any of {count} mentors who fit would help.",
            count,
        ).format(count=count),
        "ready": lambda: ngettext(
            "{count} mentor who fits takes a break.", "{count} mentors who fit take a break.", count
        ).format(count=count),
        "again": lambda: ngettext(
            "{count} mentor has worked with them before; both would have to wish for it.",
            "{count} mentors have worked with them before; both would have to wish for it.",
            count,
        ).format(count=count),
    }
    text = words[one["code"]]() if one["code"] in words else ""
    if text and not one.get("free") and one["code"] in {"hours", "language", "again"}:
        return f"{text} {_('They have no place left in this run.')}"
    return text


def standing(found: Standing | None) -> dict[str, Any]:
    """A newcomer's place in line as their page shows it; `place` is None for who does not stand there."""
    if found is None:
        return {"place": None}
    return {
        "place": found.place,
        "helps": [help_of(one) for one in found.helps],
        "groups": [(one.group.name, one.page, hours.written(one.meets)) for one in found.groups],
    }
