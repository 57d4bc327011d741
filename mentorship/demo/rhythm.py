"""Plants the rhythm of the demo's pairs: what they agreed on and noted, how it goes, and how soon mentors answer."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Locale

from cms.demo import people
from learning.models import LessonPage
from mentorship.models import Pairing, Participant, Proposal, RoundPage
from mentorship.services import newcomers, pair_papers, pair_progress, pair_thread, pulses, questions


def plant_papers(pairing: Pairing, record: dict[str, Any]) -> None:
    """What one pair agreed on and noted, what the newcomer shares, and a question from within a lesson."""
    both = {"mentor": pairing.mentor.member, "mentee": pairing.mentee.member}
    if record.get("shares"):
        pair_progress.share(pairing=pairing, member=both["mentee"])
    if "lesson" in record:
        _plant_question(pairing, *record["lesson"])
    for side, text in record.get("notes", []):
        pair_papers.note(pairing=pairing, member=both[side], text=text, token=uuid4())
    if "agreement" in record:
        entry = record["agreement"]
        words = {name: entry[name] for name in ("often", "place", "help", "limits")}
        found = pair_papers.write_down(pairing=pairing, member=both[entry["by"]], version=0, **words)
        if entry.get("agreed"):
            other = "mentee" if entry["by"] == "mentor" else "mentor"
            pair_papers.agree(pairing=pairing, member=both[other], version=found.version)


def _plant_question(pairing: Pairing, days_ago: int, name: str, text: str) -> None:
    lessons = LessonPage.objects.filter(locale=Locale.get_default(), slug=name)
    lesson = lessons.first()
    if lesson is None:
        raise ValueError(f"No lesson of the demo has this slug: {name!r}")
    said = pair_thread.write(
        pairing=pairing,
        member=pairing.mentee.member,
        text=text,
        token=uuid4(),
        lesson_key=lesson.translation_key,
    )
    said.sent_at = timezone.now() - timedelta(days=days_ago)
    said.save(update_fields=["sent_at"])


def plant_questions(proposal: Proposal, words: list[tuple[str, str]]) -> None:
    """What the two of an open proposal asked each other."""
    both = {"mentor": proposal.mentor.member, "mentee": proposal.mentee.member}
    if proposal.is_open and not proposal.messages.exists():
        for side, text in words:
            questions.write(proposal=proposal, member=both[side], text=text, token=uuid4())


def plant_rhythm(round_page: RoundPage, record: dict[str, Any]) -> None:
    """Pulses of the pairs, answers of earlier months, and whom a mentor would like to help."""
    pulses.queue_due()
    for entry in record["pairings"]:
        for side, answer, words in record[entry["space"]].get("pulses", []):
            _answer_pulse(round_page, entry, side, answer, words)
    for entry in record["answered"]:
        _plant_answer(round_page, entry)
    for entry in record["wishes"]:
        places = {people.member(key).pk: rank for rank, key in enumerate(entry["mentees"], 1)}
        mentor = _participant(round_page, entry["mentor"], "mentor")
        newcomers.choose(mentor=mentor, round_page=round_page, places=places)


def _answer_pulse(round_page: RoundPage, entry: dict[str, Any], side: str, answer: int, words: str) -> None:
    mentor = _participant(round_page, entry["mentor"], "mentor")
    pairing = Pairing.objects.for_listing().get(
        mentor=mentor, mentee=_participant(round_page, entry["mentee"], "mentee")
    )
    member = people.member(entry[side])
    pulses.answer(pairing=pairing, member=member, day="7", answer=answer, words=words)


def _plant_answer(round_page: RoundPage, entry: dict[str, Any]) -> None:
    """A request of earlier months that came to nothing, as a row: it is over."""
    mentor = _participant(round_page, entry["mentor"], "mentor")
    mentee = _participant(round_page, entry["mentee"], "mentee")
    if Proposal.objects.filter(mentor=mentor, mentee=mentee).exists():
        return
    asked = timezone.now() - timedelta(days=entry["asked_days_ago"])
    row = Proposal.objects.create(
        round_key=round_page.round_key,
        mentor=mentor,
        mentee=mentee,
        source=Proposal.Source.REQUEST,
        state=Proposal.State.DECLINED,
        decline_code=Proposal.Decline.TIME,
        mentor_answer=Proposal.Answer.NO,
        mentee_answer=Proposal.Answer.YES,
        expires_at=asked + round_page.proposal_ttl,
        decided_at=asked + timedelta(days=entry["days"]),
    )
    Proposal.objects.filter(pk=row.pk).update(created_at=asked)


def _participant(round_page: RoundPage, key: str, role: str) -> Participant:
    mine = Participant.objects.filter(round_key=round_page.round_key, role=role)
    return mine.select_related("member").get(member=people.member(key))
