"""Puts the codes and facts of the matching into sentences, in the reader's language and from the reader's side."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import language_names
from mentorship.matching.explain import Reason
from mentorship.matching.rules import Rule, Violation
from mentorship.models import Format

Facts = Mapping[str, Any]

GOOD = 60  # a factor from here on speaks for the pair
POOR = 40  # and below this it is named as something missing

_SOUND_OF_I = re.compile(r"h?[ií](?![aeou])", re.IGNORECASE)


@dataclass(frozen=True)
class Sentence:
    """One reason in words: what it is about, whether it speaks for the pair, and how much it gave to the score."""

    code: str
    text: str
    speaks_for: bool
    known: bool
    points: int


def stored(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Reasons as they are kept with a proposal."""
    return [
        {"code": reason.code, "value": reason.value, "weight": reason.weight, "facts": dict(reason.facts)}
        for reason in reasons
    ]


def listed(words: Sequence[str]) -> str:
    """The words as one enumeration. Spanish says "e" instead of "y" before the sound of an i."""
    last = _("and")
    if last == "y" and words and _SOUND_OF_I.match(words[-1]):
        last = "e"
    return get_text_list(list(words), last)


def duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("{count} minute", "{count} minutes", rest).format(count=rest)
    whole = ngettext("{count} hour", "{count} hours", hours).format(count=hours)
    return (
        _("{hours} and a half").format(hours=whole)
        if rest == 30
        else (_("{hours} {minutes} min").format(hours=whole, minutes=rest) if rest else whole)
    )


def of_reasons(reasons: Iterable[Mapping[str, Any]], topics: Mapping[str, str], side: str) -> list[Sentence]:
    """Every reason that has something to say, topics first. `topics`: key to name; `side`: the reader's."""
    found = []
    for reason in reasons:
        write = WRITERS.get(reason["code"])
        value, weight = reason["value"], reason["weight"]
        text = write(reason["facts"], value, topics, side) if write else ""
        if text:
            points = weight * (50 if value is None else value)
            found.append(Sentence(reason["code"], text, (value or 0) >= GOOD, value is not None, points))
    return sorted(found, key=lambda one: (one.code != "needs", -one.speaks_for, -one.points))


def missing(reasons: Iterable[Mapping[str, Any]], topics: Mapping[str, str], side: str) -> list[str]:
    """What this pair lacks, a sentence each: topics not covered, poor factors, answers nobody gave."""
    found = []
    for reason in reasons:
        facts, value = reason["facts"], reason["value"]
        if reason["code"] == "needs":
            found += _gaps(facts, topics, side)
        elif reason["code"] == "hours" and value is not None and value < POOR:
            found.append(
                _("There are few hours in common: {time} a week.").format(time=duration(facts["minutes"]))
            )
        elif reason["code"] == "working" and value is not None and value < POOR:
            found.append(_("You two wish to work in different ways; talk about that first."))
        elif reason["code"] == "stage" and value == 0:
            found.append(_("You two are at about the same stage."))
        elif reason["code"] in {"working", "stage"} and value is None:
            found.append(UNKNOWN[reason["code"]]())
    return found


UNKNOWN = {
    "working": lambda: _("How you two like to work is not known yet."),
    "stage": lambda: _("How far apart you two are in experience is not known yet."),
}


def _gaps(facts: Facts, topics: Mapping[str, str], side: str) -> list[str]:
    found = []
    named = [topics[key] for key in facts["missing"] if key in topics]
    partly = [topics[key] for key in facts["partly"] if key in topics]
    if named:
        words = _("Not covered: {topics}.") if side == "mentee" else _("Not among your topics: {topics}.")
        found.append(words.format(topics=listed(named)))
    if partly:
        found.append(_("Covered only in part: {topics}.").format(topics=listed(partly)))
    return found


def _needs(facts: Facts, value: int | None, topics: Mapping[str, str], side: str) -> str:
    met = [key for key in (*facts["covered"], *facts["partly"]) if key in topics]
    wanted = len(met) + len(facts["missing"])
    if not met:
        return ""
    names = listed([topics[key] for key in met])
    if len(met) == wanted:
        words = (
            ngettext(
                "Covers the topic you need: {names}.", "Covers all {wanted} topics you need: {names}.", wanted
            )
            if side == "mentee"
            else ngettext(
                "You cover the topic they need: {names}.",
                "You cover all {wanted} topics they need: {names}.",
                wanted,
            )
        )
    else:
        words = (
            _("Covers {met} of your {wanted} topics: {names}.")
            if side == "mentee"
            else _("You cover {met} of their {wanted} topics: {names}.")
        )
    return words.format(met=len(met), wanted=wanted, names=names)


def _hours(facts: Facts, value: int | None, topics: Mapping[str, str], side: str) -> str:
    time = duration(facts["minutes"])
    tongues = [language_names.in_sentence(code) for code in facts["fluent"] or facts["languages"]]
    if not tongues:
        return _("You share {time} a week.").format(time=time)
    words = (
        _("You share {time} a week, and both of you are fluent in {languages}.")
        if facts["fluent"]
        else _("You share {time} a week, and can talk in {languages}.")
    )
    return words.format(time=time, languages=listed(tongues))


def _wishes(facts: Facts, value: int | None, topics: Mapping[str, str], side: str) -> str:
    mine, theirs = facts[f"{side}_rank"], facts["mentee_rank" if side == "mentor" else "mentor_rank"]
    if mine and theirs:
        return _("You named each other as a wish.")
    if mine:
        return _("This is your choice number {rank}.").format(rank=mine)
    return ""  # whom the other one wishes for is theirs to tell


def _working(facts: Facts, value: int | None, topics: Mapping[str, str], side: str) -> str:
    labels = dict(Format.choices)
    shared = [str(labels[name]) for name in facts["formats"] if name in labels]
    same = facts["mentee_frequency"] is not None and facts["mentee_frequency"] == facts["mentor_frequency"]
    if shared and same:
        words = _("You both like the same ways to work ({ways}) and the same rhythm.")
    elif shared:
        words = _("You both like the same ways to work: {ways}.")
    else:
        return _("You both wish for the same rhythm.") if same else ""
    return words.format(ways=listed([word[:1].lower() + word[1:] for word in shared]))


def _stage(facts: Facts, value: int | None, topics: Mapping[str, str], side: str) -> str:
    if not value:
        return ""
    if value < 100:
        return _("There is much experience between you two, so take small steps.")
    if side == "mentee":
        return _("Has come a step or two further and remembers your stage.")
    return _("You are a step or two ahead, near enough to remember their stage.")


def _chapter(facts: Facts, value: int | None, topics: Mapping[str, str], side: str) -> str:
    if facts["same"]:
        return _("You belong to the same chapter.")
    return _("You live in the same place and both like to meet in person.") if facts["near"] else ""


WRITERS = {
    "needs": _needs,
    "hours": _hours,
    "wishes": _wishes,
    "working": _working,
    "stage": _stage,
    "chapter": _chapter,
}


def of_violation(violation: Violation, side: str) -> str:
    """Why a pair cannot be, from the reader's side. Secrets of other people all read alike."""
    facts, mine = violation.facts, violation.facts.get("who") == side
    if violation.rule == Rule.SAME_PERSON:
        return _("Nobody can be their own mentor.")
    if violation.rule == Rule.LANGUAGE:
        return _("You two share no language in which one of you is fluent.")
    if violation.rule == Rule.HOURS:
        return _("You share {time} in the leanest week; this round asks for {needed}.").format(
            time=duration(facts["minutes"]), needed=duration(facts["needed"])
        )
    if violation.rule == Rule.SEATS:
        return _("You have no free place right now.") if mine else _("The last free place has been taken.")
    if violation.rule == Rule.PAIRED_BEFORE:
        return _("You two have worked together before. That is possible again when both of you wish for it.")
    if violation.rule == Rule.NOT_READY and mine:
        return {
            "status": _("Your own application is not approved."),
            "paused": _("You are paused. Resume first."),
            "consent": _("The code of conduct has changed. Agree to the new version first."),
        }[facts["why"]]
    return _("This person is not available right now.")
