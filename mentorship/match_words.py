"""A run of the matching in words for organizers: what speaks for a pair, what an override costs, what has changed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import language_names
from mentorship import sentences
from mentorship.exceptions import RoundOver
from mentorship.matching.price import Price
from mentorship.models import Format, Participant, Stage
from mentorship.services.match_runs import NO_SIGN

Facts = Mapping[str, Any]
UNKNOWN = 50


def points(score: int) -> str:
    """A score of 0 to 10 000, or a difference of scores, as people read it: of 100, with two decimals."""
    return number_format(score / 100, decimal_pos=2)


@dataclass(frozen=True)
class Bar:
    """One factor of a score: its part of the whole, what it could give, and what it rests on. Points of 100."""

    code: str
    label: str
    points: float
    most: int
    start: float
    known: bool
    text: str

    @property
    def drawn(self) -> float:
        """The width of its part, with a gap to the next one."""
        return max(0.4, round(self.points - 0.4, 2))


def labels() -> dict[str, str]:
    return {
        "needs": _("Needs covered"),
        "hours": _("Common hours"),
        "wishes": _("Wishes"),
        "working": _("Way of working"),
        "stage": _("Stage"),
        "chapter": _("Chapter"),
    }


def bars(reasons: Iterable[Mapping[str, Any]], topics: Mapping[str, str] | None = None) -> list[Bar]:
    """The factors of a score, one after the other on a scale of 100. With `topics` each says what it rests on."""
    named, start, found = labels(), 0.0, []
    for reason in reasons:
        value, weight = reason["value"], reason["weight"]
        given = weight * (UNKNOWN if value is None else value) / 100
        text = _fact(reason["code"], reason["facts"], topics) if topics is not None else ""
        code = reason["code"]
        found.append(Bar(code, named.get(code, code), given, weight, start, value is not None, text))
        start += given
    return found


def _fact(code: str, facts: Facts, topics: Mapping[str, str]) -> str:
    """What a factor rests on. Whom somebody wishes for is theirs alone."""
    write = {
        "needs": lambda: _needs(facts, topics),
        "hours": lambda: _hours(facts),
        "wishes": lambda: _("Whom each of them wishes for stays theirs."),
        "working": lambda: sentences.listed(
            [str(label) for name, label in Format.choices if name in facts["formats"]]
        ),
        "stage": lambda: _stage(facts),
        "chapter": lambda: (
            _("The same chapter.")
            if facts["same"]
            else _("They can meet in person.")
            if facts["near"]
            else ""
        ),
    }
    return write[code]() if code in write else ""


def _needs(facts: Facts, topics: Mapping[str, str]) -> str:
    named = {part: sentences.listed([topics.get(key, "?") for key in facts[part]]) for part in facts}
    words = {
        "covered": _("Covered: {topics}."),
        "partly": _("In part: {topics}."),
        "missing": _("Not covered: {topics}."),
    }
    return " ".join(words[part].format(topics=named[part]) for part in words if named.get(part))


def _hours(facts: Facts) -> str:
    tongues = [language_names.in_sentence(code) for code in facts["fluent"] or facts["languages"]]
    return _("{time} a week, in {languages}.").format(
        time=sentences.duration(facts["minutes"]), languages=sentences.listed(tongues) or "–"
    )


def _stage(facts: Facts) -> str:
    named = dict(Stage.choices)
    mentee, mentor = (str(named.get(facts[side], "–")) for side in ("mentee", "mentor"))
    return _("Newcomer: {mentee}. Mentor: {mentor}.").format(mentee=mentee, mentor=mentor)


def mark(participant: Participant) -> str:
    """What has happened to one side of a pair since the run, in two words; "" where nothing has."""
    if not participant.is_approved:
        return _("has left the round")
    if participant.is_paused:
        return _("takes a break")
    if participant.free_seats:
        return ""
    return _("has no free place any more") if participant.is_mentor else _("has a mentor by now")


def marks(*sides: Participant) -> list[str]:
    """What no longer fits about a pair of a draft, and with whom."""
    found = []
    for participant in sides:
        if words := mark(participant):
            found.append(_("{name} {what}").format(name=participant.member.name, what=words))
    return found


def no_longer(mentee: Participant, mentor: Participant) -> str:
    """Why two people cannot be kept together, who have changed since the run."""
    words = sentences.listed(marks(mentee, mentor)) or _("one of them cannot be reached")
    return _("{mentee} and {mentor} cannot be paired: {why}.").format(
        mentee=mentee.member.name, mentor=mentor.member.name, why=words
    )


def price(cost: Price, *, wins: bool = False) -> str:
    """What an override costs, or freeing it wins back, in people and points."""
    if what := _what(cost):
        return (_("It wins back {what}.") if wins else _("It costs {what}.")).format(what=what)
    return _("It wins nothing back.") if wins else _("It costs nothing.")


def price_together(cost: Price) -> str:
    """What all overrides cost together."""
    what = _what(cost)
    return _("Together they cost {what}.").format(what=what) if what else _("Together they cost nothing.")


def _what(cost: Price) -> str:
    parts = []
    if cost.people:
        parts.append(ngettext("{count} person", "{count} people", cost.people).format(count=cost.people))
    if cost.priority:
        parts.append(
            ngettext("{count} of them first in line", "{count} of them first in line", cost.priority).format(
                count=cost.priority
            )
            if cost.people
            else ngettext(
                "{count} person first in line", "{count} people first in line", cost.priority
            ).format(count=cost.priority)
        )
    if cost.points:
        parts.append(_("{points} points").format(points=points(cost.points)))
    return sentences.listed(parts)


def price_of(stored: Mapping[str, int]) -> str:
    """The price kept with a pin; "" where none was asked for."""
    return price(Price(**stored)) if stored else ""


def failure(error: str) -> str:
    """Why a run failed."""
    return {
        NO_SIGN: _("The work stopped without a word, perhaps because the machine was restarted."),
        "bounds": _("This round is too large to be solved exactly. Split it into several rounds."),
        "no_round": _("The round is not there any more."),
        "requests_closed": _("It was not published, because the round is not there any more."),
        "round_over": str(RoundOver.message),
        "not_allowed": _("It was not published: whoever wanted it does not organize this round any more."),
    }.get(error, _("Something went wrong; the log of the site says what."))
