"""Puts a matched round into words: why somebody was left over, what would help, what clashes.

Every writer takes the side it speaks to: "organizer" or "mentee".
"""

from collections.abc import Mapping
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import language_names
from mentorship.hours import clock
from mentorship.matching import Refusal
from mentorship.matching.leftover import Cause, Unmatched
from mentorship.matching.relax import Help
from mentorship.matching.rules import Rule
from mentorship.sentences import duration, listed

NOON, EVENING = 12 * 60, 17 * 60


def cause(one: Unmatched, side: str) -> str:
    """Why this person was left over."""
    return CAUSES[one.cause](one.detail, side)


def _not_ready(detail: Mapping[str, Any], side: str) -> str:
    if side == "mentee":
        return {
            "status": _("Your application is not approved."),
            "paused": _("You are paused."),
            "consent": _("The code of conduct has changed, and you have not agreed to the new version yet."),
        }[detail["why"]]
    return {
        "status": _("The application is not approved."),
        "paused": _("This person is paused."),
        "consent": _("This person has not agreed to the current code of conduct."),
    }[detail["why"]]


def _rules(detail: Mapping[str, Any], side: str) -> str:
    count, mentors = detail["count"], detail["mentors"]
    words = {
        Rule.LANGUAGE: ngettext(
            "No mentor fits. Language is most often in the way: {count} of {mentors} mentor shares none well enough.",
            "No mentor fits. Language is most often in the way: {count} of {mentors} mentors share none well enough.",
            mentors,
        ),
        Rule.HOURS: ngettext(
            "No mentor fits. Time is most often in the way: {count} of {mentors} mentor has too few hours in common.",
            "No mentor fits. Time is most often in the way: {count} of {mentors} mentors have too few hours in common.",
            mentors,
        ),
        Rule.SEATS: ngettext(
            "No mentor fits. {count} of {mentors} mentor has no free place.",
            "No mentor fits. {count} of {mentors} mentors have no free place.",
            mentors,
        ),
        Rule.NOT_READY: ngettext(
            "No mentor fits. {count} of {mentors} mentor takes a break.",
            "No mentor fits. {count} of {mentors} mentors take a break.",
            mentors,
        ),
        Rule.PAIRED_BEFORE: ngettext(
            "No mentor fits. {count} of {mentors} mentor has been in a pair with the same person before.",
            "No mentor fits. {count} of {mentors} mentors have been in a pair with the same person before.",
            mentors,
        ),
    }.get(detail["rule"], _("No mentor fits right now."))
    return words.format(count=count, mentors=mentors)


def _seats(detail: Mapping[str, Any], side: str) -> str:
    told = ngettext(
        "{mentors} mentor fits, and every place went to somebody else.",
        "{mentors} mentors fit, and all their places ({places}) went to others.",
        detail["mentors"],
    ).format(mentors=detail["mentors"], places=detail["places"])
    if not detail["rivals"]:
        return told
    others = ngettext(
        "{count} other person fits them too.", "{count} other people fit them too.", detail["rivals"]
    )
    return f"{told} {others.format(count=detail['rivals'])}"


def _forbidden(detail: Mapping[str, Any], side: str) -> str:
    if side == "mentee":
        return _("No mentor fits right now.")
    return ngettext(
        "{mentors} mentor fits, and that pair is forbidden by hand.",
        "{mentors} mentors fit, and each of these pairs is forbidden by hand.",
        detail["mentors"],
    ).format(mentors=detail["mentors"])


CAUSES = {
    Cause.NOT_READY: _not_ready,
    Cause.NO_MENTORS: lambda detail, side: _("No mentor of this round has a free place."),
    Cause.RULES: _rules,
    Cause.SEATS: _seats,
    Cause.FORBIDDEN: _forbidden,
}


def helps(one: Unmatched, side: str) -> list[str]:
    """What would open mentors to this person, a sentence each, the best first."""
    return [HELPS[help_.code](help_).format(count=help_.mentors) for help_ in one.helps]


def _hours(help_: Help) -> str:
    start, end = help_.facts["start"], help_.facts["start"] + help_.facts["minutes"]
    if start < NOON:
        words = ngettext(
            "{time} more on {day} morning ({start} to {end}): {count} mentor more would fit.",
            "{time} more on {day} morning ({start} to {end}): {count} mentors more would fit.",
            help_.mentors,
        )
    elif start < EVENING:
        words = ngettext(
            "{time} more on {day} afternoon ({start} to {end}): {count} mentor more would fit.",
            "{time} more on {day} afternoon ({start} to {end}): {count} mentors more would fit.",
            help_.mentors,
        )
    else:
        words = ngettext(
            "{time} more on {day} evening ({start} to {end}): {count} mentor more would fit.",
            "{time} more on {day} evening ({start} to {end}): {count} mentors more would fit.",
            help_.mentors,
        )
    return words.format(
        time=duration(help_.facts["minutes"]),
        day=WEEKDAYS[help_.facts["weekday"]],
        start=clock(start),
        end=clock(end),
        count=help_.mentors,
    )


def _language(help_: Help) -> str:
    if help_.facts["fluent"]:
        words = ngettext(
            "{language}, spoken fluently: {count} mentor more would fit.",
            "{language}, spoken fluently: {count} mentors more would fit.",
            help_.mentors,
        )
    else:
        words = ngettext(
            "{language} at basic level: {count} mentor more would fit.",
            "{language} at basic level: {count} mentors more would fit.",
            help_.mentors,
        )
    return words.format(language=language_names.alone(help_.facts["code"]), count=help_.mentors)


HELPS = {
    "hours": _hours,
    "language": _language,
    "seats": lambda help_: ngettext(
        "One more place with {count} mentor who fits.",
        "One more place with any of {count} mentors who fit.",
        help_.mentors,
    ),
    "ready": lambda help_: ngettext(
        "{count} mentor who fits takes a break and may return.",
        "{count} mentors who fit take a break and may return.",
        help_.mentors,
    ),
    "again": lambda help_: ngettext(
        "{count} mentor was in a pair with the same person before: that is possible again when both wish for it.",
        "{count} mentors were in a pair with the same person before: that is possible again when both wish for it.",
        help_.mentors,
    ),
}


def of_refusal(refusal: Refusal, names: Mapping[str, str]) -> str:
    """Why a round could not be solved; `names`: key to name."""
    facts = refusal.facts

    def name(key: str) -> str:
        return names.get(key, key)

    if refusal.code == "two_mentors":
        return _("{mentee} is to be kept with several mentors: {mentors}. Keep one.").format(
            mentee=name(facts["mentee"]), mentors=listed([name(key) for key in facts["mentors"]])
        )
    if refusal.code == "too_few_seats":
        words = ngettext(
            "{mentor} has {seats} free place and is to be kept with {mentees}.",
            "{mentor} has {seats} free places and is to be kept with {mentees}.",
            facts["seats"],
        )
        return words.format(
            mentor=name(facts["mentor"]),
            seats=facts["seats"],
            mentees=listed([name(key) for key in facts["mentees"]]),
        )
    if refusal.code in BETWEEN_TWO:
        return BETWEEN_TWO[refusal.code]().format(mentee=name(facts["mentee"]), mentor=name(facts["mentor"]))
    if refusal.code == "unknown":
        return _("{person} takes no part in this round.").format(person=name(facts["person"]))
    if refusal.code == "bounds":
        return _("This round is too large to be matched in one go. Split it into several.")
    return _("This round could not be matched, because something in it has no meaning.")


BETWEEN_TWO = {
    "kept_and_forbidden": lambda: _(
        "{mentee} and {mentor} are to be kept and forbidden at once. Choose one."
    ),
    "no_edge": lambda: _("{mentee} and {mentor} cannot be kept together: they do not fit each other now."),
    "no_place": lambda: _("{mentee} and {mentor} cannot be kept together: {mentee} has a mentor already."),
}
