"""What the pages of a proposal and a pair show: sentences and the week strip, as values a template only lays out."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.forms import Form
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import ngettext

from cms import language_names
from cms.models import Member
from mentorship import answer_words, hours, sentences, topics
from mentorship.forms import QuestionForm
from mentorship.matching.explain import Explanation
from mentorship.matching.rules import Rule
from mentorship.matching.weeks import spans_in
from mentorship.models import Pairing, Participant, Proposal
from mentorship.services import answer_times, answers, questions
from mentorship.services.directory import Entry

BEST = 3


def of_explanation(told: Explanation, side: str) -> dict[str, Any]:
    """The sentences of a pair that nobody has asked for yet."""
    return _why(sentences.stored(told.reasons), side)


def _why(reasons: list[dict[str, Any]], side: str) -> dict[str, Any]:
    named = [
        key
        for reason in reasons
        if reason["code"] == "needs"
        for keys in reason["facts"].values()
        for key in keys
    ]
    names = topics.names(named)
    found = sentences.of_reasons(reasons, names, side)
    return {"reasons": found[:BEST], "missing": sentences.missing(reasons, names, side)}


def of_entry(entry: Entry, names: Mapping[str, str]) -> dict[str, Any]:
    """A listed mentor in words: topics, languages, hours in common, how soon they answer."""
    return {
        "entry": entry,
        "topics": sentences.listed([name for key, name in names.items() if key in entry.topics]),
        "languages": sentences.listed([language_names.alone(code) for code in entry.languages]),
        "hours": sentences.duration(entry.minutes),
        "answers": answer_words.of_mentor(entry.usual),
    }


def of_answers(mentor: Participant) -> dict[str, Any] | None:
    """What a mentor learns about their own answers; None while nobody has asked them."""
    record = answer_times.of(members=[mentor.member_id]).get(mentor.member_id)
    if record is None:
        return None
    return {
        "answered": record.answered,
        "asked": record.asked,
        "usual": answer_words.of_self(record.usual),
        "shown": answer_words.of_mentor(record.usual),
    }


def of_proposal(
    proposal: Proposal, member: Member, form: Form, *, question: Form | None = None
) -> dict[str, Any]:
    """Everything the proposal's page shows to one of the two."""
    side = proposal.side_of(member)
    other = proposal.mentee if side == "mentor" else proposal.mentor
    return {
        "proposal": proposal,
        "side": side,
        "other": other,
        "asks": proposal.is_open
        and not proposal.has_lapsed
        and getattr(proposal, f"{side}_answer") == "waiting",
        "form": form,
        "pairing": getattr(proposal, "pairing", None),
        "answers": answers.for_others(participant=other),
        **_before_the_answer(proposal, side, question),
        **_why(proposal.reasons, side),
        **week(proposal.reasons, member),
    }


def _before_the_answer(proposal: Proposal, side: str, question: Form | None) -> dict[str, Any]:
    """What the two have asked each other, and a form while more may be asked; `question` is what was typed just now."""
    words = list(proposal.messages.all())
    left = questions.MOST - sum(row.side == side for row in words)
    takes = proposal.is_open and not proposal.has_lapsed
    return {"words": words, "left": left, "question": question or (QuestionForm() if takes else None)}


def of_pairing(pairing: Pairing, member: Member) -> dict[str, Any]:
    """Everything the pair's page shows to one of the two."""
    side = pairing.side_of(member)
    return {
        "pairing": pairing,
        "side": side,
        "other": pairing.other_of(member),
        "my_turn": pairing.turn == side,
        **_why(pairing.proposal.reasons, side),
        **week(pairing.proposal.reasons, member),
    }


def week(reasons: Iterable[Mapping[str, Any]], member: Member) -> dict[str, Any]:
    """The typical week of the pair on the reader's own clock: rows for the strip, and its spans in words."""
    facts = next((reason["facts"] for reason in reasons if reason["code"] == "hours"), None)
    if facts is None:
        return {"rows": [], "days": [], "spans": ""}
    bits, monday, step = int(facts["bits"], 16), date.fromisoformat(facts["monday"]), facts["step"]
    both = spans_in(bits, member.zone.key, monday, step)
    mine = list(member.availability.values_list("weekday", "start", "end"))
    return {
        "rows": hours.strip(mine, both),
        "days": [str(WEEKDAYS_ABBR[day]) for day in range(7)],
        "spans": hours.written(both),
        "minutes": sentences.duration(facts["minutes"]),
        "zone": member.zone.key.replace("_", " "),
    }


def kept_away(counts: Mapping[Rule, int]) -> list[str]:
    """How many mentors each rule kept away, most first, and what would change it."""
    write = {
        Rule.LANGUAGE: lambda count: ngettext(
            "{count} mentor speaks none of your languages well enough.",
            "{count} mentors speak none of your languages well enough.",
            count,
        ),
        Rule.HOURS: lambda count: ngettext(
            "{count} mentor has too few hours in common with you. More hours in your week may change that.",
            "{count} mentors have too few hours in common with you. More hours in your week may change that.",
            count,
        ),
        Rule.SEATS: lambda count: ngettext(
            "{count} mentor has no free place right now.",
            "{count} mentors have no free place right now.",
            count,
        ),
        Rule.NOT_READY: lambda count: ngettext(
            "{count} mentor takes a break.", "{count} mentors take a break.", count
        ),
        Rule.PAIRED_BEFORE: lambda count: ngettext(
            "{count} mentor has worked with you before.",
            "{count} mentors have worked with you before.",
            count,
        ),
    }
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return [write[rule](count).format(count=count) for rule, count in ordered if rule in write]
