"""A round of the demo jumps to each phase with believable people, twice is once, and nothing else jumps."""

import io
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Locale

from cms.demo.people import records
from cms.demo.reading import load
from cms.models import Availability, Event, Member
from learning.models import Certificate, Topic
from mentorship.demo import rounds
from mentorship.demo.profiles import HERE
from mentorship.models import (
    PairClosing,
    Pairing,
    Participant,
    Proposal,
    RoundIndexPage,
    RoundPage,
)
from tests.factories.mentorship import make_round

COUNTED = (Participant, Proposal, Pairing, PairClosing, Certificate, Event)


def run(*args: str) -> str:
    shown = io.StringIO()
    call_command("demo_round", *args, stdout=shown)
    return shown.getvalue()


def counts() -> list[int]:
    return [model.objects.count() for model in COUNTED]


@pytest.fixture
def round_nine(home, db) -> RoundPage:
    """The round that is being matched, with everybody it names."""
    everything = load("rounds.yaml", HERE)
    record = next(each for each in everything["rounds"] if each["slug"] == rounds.DEFAULT)
    named = {key for pair in record["pairs"] for key in pair}
    Member.objects.bulk_create(
        Member(email=one["email"], display_name=one["display_name"], timezone=one["timezone"])
        for one in records()
        if one["key"] in named
    )
    Availability.objects.bulk_create(
        Availability(member=member, weekday=1, start=1080, end=1200) for member in Member.objects.all()
    )
    said = [*load("mentors.yaml", HERE)["mentors"], *load("applications.yaml", HERE)["applications"]]
    slugs = {slug for entry in said for slug in entry.get("topics", entry.get("needs", {}))}
    Topic.objects.bulk_create(Topic(name=slug, slug=slug, locale=Locale.get_default()) for slug in slugs)
    home.add_child(instance=RoundIndexPage(title="Mentoring", slug="mentoring"))
    page = rounds.plant_page_of({**record, "es": {}, "fr": {}})
    rounds.jump(page=page, phase=record["phase"], known=True)
    return page


def test_a_round_jumps_to_each_phase_and_a_second_time_nothing_happens(round_nine):
    found = {}
    for phase in (*rounds.PHASES, "open", "matching"):
        assert "is now in this phase" in run("--phase", phase)
        before = counts()
        assert "nothing was changed" in run("--phase", phase)
        round_nine.refresh_from_db()
        assert (counts(), round_nine.phase) == (before, phase)
        found[phase] = before[:5]
        seats = Counter(Pairing.objects.live().values_list("mentor", flat=True))
        mentors = Participant.objects.mentors().values_list("pk", "seats_taken")
        assert {pk: taken for pk, taken in mentors if taken} == dict(seats)
    assert found == {
        "planned": [0, 0, 0, 0, 0],
        "open": [9, 0, 0, 0, 0],
        "closed": [9, 0, 0, 0, 0],
        "matching": [9, 2, 0, 0, 0],
        "running": [9, 6, 3, 0, 0],
        "over": [9, 5, 3, 3, 4],
    }
    assert round_nine.get_latest_revision_as_object().ends_on == round_nine.ends_on
    assert f"{rounds.DEFAULT}      matching   Round 9" in run("--list")


def test_the_phases_together_show_every_state():
    phases = load("rounds.yaml", HERE)["phases"].values()
    people = {state for phase in phases for state in [*phase["mentors"], *phase["newcomers"]]}
    asked = {state for phase in phases for state, *_yes in phase["proposals"].values()}
    pairs = {state for phase in phases for state in phase["pairings"].values()}
    assert people - {"paused"} == set(Participant.State.values) - {
        "changes"
    }  # one of those is in the rolling round
    assert asked == set(Proposal.State.values)
    assert pairs == set(Pairing.State.values) - {"held"}


def test_nothing_but_a_round_of_the_demo_jumps(round_nine, settings):
    make_round("Autumn", slug="round-8")  # the name of another one of the demo's
    before = counts()
    refused = []
    for args in (["--phase", "open", "--round", "round-8"], ["--phase", "open", "--round", "nowhere"], []):
        with pytest.raises(CommandError) as refusal:
            run(*args)
        refused.append(str(refusal.value).split(".")[0])
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="production settings"):
        run("--phase", "open")
    RoundPage.objects.filter(slug=rounds.DEFAULT).update(slug="elsewhere")
    with pytest.raises(CommandError, match="no round of the demo here"):
        run("--phase", "open")
    assert refused == [
        "round-8 is not a round of the demo",
        "nowhere is not a round of the demo",
        "Say which phase: --phase planned | open | closed | matching | running | over, or --list",
    ]
    assert counts() == before
