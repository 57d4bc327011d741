"""Plants the demo's mentoring round: who offers, who asks, who works together already. All through the services."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone

from cms.demo import people
from cms.demo.reading import load, plant_page, speak
from cms.demo.site import CODES, home
from cms.models import Availability, Member, Weekday
from cms.services import languages
from mentorship import match_work
from mentorship.models import MatchRun, Pairing, Participant, Proposal, RoundIndexPage, RoundPage
from mentorship.services import choices, match_runs, participants, proposals

from . import asking
from .ages import plant_ages
from .profiles import chapter_named, needs_of, offers_of
from .rhythm import plant_questions, plant_rhythm
from .spaces import plant_space

HERE = Path(__file__).resolve().parent
ROLE = Participant.Role
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
HOURS = re.compile(r"(?P<day>[A-Z][a-z]{2}) (?P<h1>\d\d):(?P<m1>\d\d)-(?P<h2>\d\d):(?P<m2>\d\d)")


def plant_index() -> RoundIndexPage:
    """The mentoring page, in every language."""
    record = load("round.yaml", HERE)["index"]
    page = plant_page(home(), RoundIndexPage(slug=record["slug"], show_in_menus=True, **record["en"]))
    languages.complete_page(page=page)
    speak(page, {code: record[code] for code in CODES})
    return page


def plant_round() -> None:
    """A rolling round with its mentors, its newcomers, two pairs at work and a proposal on which the two ask first."""
    record = load("round.yaml", HERE)
    round_page = _plant_round_page(record["round"])
    for entry in load("mentors.yaml", HERE)["mentors"]:
        _plant_participant(round_page, ROLE.MENTOR, entry, offers_of(entry["topics"]))
    for entry in load("applications.yaml", HERE)["applications"]:
        _plant_participant(round_page, ROLE.MENTEE, entry, needs_of(entry["needs"]))
    asking.plant_approvals(round_page)
    for entry in record["pairings"]:
        _plant_pairing(round_page, entry)
    for entry in record["choices"]:
        _choose(round_page, entry["mentee"], entry["mentors"])
    for entry in record["proposals"]:
        plant_questions(_ask(round_page, entry["mentor"], entry["mentee"]), entry.get("words", []))
    plant_rhythm(round_page, record)
    plant_ages(round_page)
    _match(round_page)


def _match(round_page: RoundPage) -> None:
    """A draft of the matching, for organizers to look at."""
    if MatchRun.objects.of(round_page.round_key).exists():
        return
    weights = match_runs.default_weights(round_page)
    run = match_runs.start(actor=_organizer(), round_page=round_page, weights=weights, wake=False)
    match_work.work(run.pk)


def _plant_round_page(record: dict[str, Any]) -> RoundPage:
    names = (
        "kind",
        "pair_weeks",
        "capacity_default",
        "proposal_ttl_days",
        "min_overlap_minutes",
        "slug",
        "scored",
    )
    facts = {name: record[name] for name in names}
    page = plant_page(
        RoundIndexPage.objects.child_of(home()).get(),
        RoundPage(**facts, questions=asking.made_questions(), **record["en"]),
    )
    languages.complete_page(page=page)
    speak(page, {code: record[code] for code in CODES})
    asking.speak_questions(page)
    return page


def _plant_participant(
    round_page: RoundPage, role: str, entry: dict[str, Any], topics: dict[UUID, tuple[int, int]]
) -> None:
    member = people.member(entry["person"])
    if Participant.objects.filter(round_key=round_page.round_key, member=member, role=role).exists():
        return
    _keep_hours(member, entry["hours"])
    contact = f"{member.email}, {_handle(member)} in the chat"
    Member.objects.filter(pk=member.pk, contact="").update(contact=contact)
    names = ("goals", "stage", "formats", "frequency", "employer", "capacity", "listed")
    facts = {name: entry[name] for name in names if name in entry}
    chapter = chapter_named(entry.get("chapter"))
    participant = participants.save_draft(
        member=member, round_page=round_page, role=role, facts={**facts, "chapter": chapter}, topics=topics
    )
    asking.answer(participant, entry)
    if entry["state"] == "draft":
        return
    participant = participants.submit(participant=participant, consent=True)
    if entry["state"] == "approved":
        participants.approve(actor=_organizer(), participant=participant)


def _plant_pairing(round_page: RoundPage, entry: dict[str, Any]) -> None:
    proposal = _ask(round_page, entry["mentor"], entry["mentee"])
    if proposal.state != Proposal.State.OPEN:
        return
    proposals.accept(proposal=proposal, member=proposal.mentor.member)
    started = timezone.now() - timedelta(days=entry["started_days_ago"])
    Pairing.objects.filter(proposal=proposal).update(started_at=started, waiting_since=started)
    if "space" in entry:
        plant_space(Pairing.objects.for_listing().get(proposal=proposal), entry["space"])


def _ask(round_page: RoundPage, mentor_key: str, mentee_key: str) -> Proposal:
    mine = Participant.objects.filter(round_key=round_page.round_key)
    mentor = mine.get(member=people.member(mentor_key), role=ROLE.MENTOR)
    mentee = mine.get(member=people.member(mentee_key), role=ROLE.MENTEE)
    standing = Proposal.objects.filter(mentor=mentor, mentee=mentee).first()
    if standing is not None:
        return standing
    applications = load("applications.yaml", HERE)["applications"]
    answers = next(entry.get("answers", {}) for entry in applications if entry["person"] == mentee_key)
    return proposals.request(mentee=mentee, mentor=mentor, note=answers.get("tried", ""))


def _choose(round_page: RoundPage, mentee_key: str, mentor_keys: list[str]) -> None:
    """A newcomer's list, first choice first."""
    mine = Participant.objects.filter(round_key=round_page.round_key, role=ROLE.MENTEE)
    mentee = mine.get(member=people.member(mentee_key))
    places = {people.member(key).pk: rank for rank, key in enumerate(mentor_keys, 1)}
    choices.choose(mentee=mentee, places=places)


def _organizer() -> Member:
    return people.member("rosalind-achterberg")


def _keep_hours(member: Member, hours: list[str]) -> None:
    if member.availability.exists():
        return
    stretches = []
    for text in hours:
        parts = HOURS.fullmatch(text)
        if parts is None:
            raise ValueError(f"Not hours as the demo writes them: {text!r}")
        start, end = (60 * int(parts[f"h{n}"]) + int(parts[f"m{n}"]) for n in (1, 2))
        stretches.append(
            Availability(member=member, weekday=Weekday(DAYS.index(parts["day"])), start=start, end=end)
        )
    Availability.objects.bulk_create(stretches)


def _handle(member: Member) -> str:
    return "@" + member.email.split("@")[0].replace(".", "-")
