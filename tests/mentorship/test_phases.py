"""What happens next in a round, in words with its dates: on its page and on each participant's own."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from mentorship import phases
from mentorship.models import Participant, RoundPage
from mentorship.services import proposals
from tests.factories.mentorship import make_participant, make_round

GAPS = (10, 10, 10, 10)  # days from opening to closing, to matching, to the start, to the end


def dated(round_page: RoundPage, days_open: int) -> RoundPage:
    """The round, with its applications open since so many days."""
    days = [timezone.now().date() - timedelta(days=days_open)]
    for gap in GAPS:
        days.append(days[-1] + timedelta(days=gap))
    for name, day in zip(("opens_on", "closes_on", "matching_on", "starts_on", "ends_on"), days, strict=True):
        setattr(round_page, name, day)
    round_page.kind = "dated"
    return round_page


def test_every_phase_has_a_sentence_with_its_dates(round_page):
    assert (
        phases.next_in(round_page) == "There is no deadline: organizers read each application as it comes in."
    )
    found = {}
    for days_open in (-1, 1, 11, 21, 31, 41):
        page = dated(round_page, days_open)
        now = [name for name, _day, _over, now in phases.dates(page) if now]
        found[str(page.phase)] = (phases.next_in(page).split(" on ")[0].split(" since ")[0], now)
    assert found == {
        "planned": ("Applications open", []),
        "open": ("Applications close", ["Applications open"]),
        "closed": ("Applications closed", ["Applications close"]),
        "matching": ("The organizers are matching. Pairs start", ["Matching"]),
        "running": ("Pairs have been at work", ["Pairs start"]),
        "over": ("The round ended", ["End"]),
    }
    page = dated(round_page, 1)
    closes, matching = (date_format(day, "DATE_FORMAT") for day in (page.closes_on, page.matching_on))
    words = f"Applications close on {closes}. Then the organizers match, from {matching} on."
    assert phases.next_in(page) == words
    page.matching_on = None
    assert phases.next_in(page) == "The dates will stand here soon."


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_a_closed_round_says_to_everybody_what_it_means_for_them(role, client, round_page):
    dated(round_page, 11).save()
    participant = make_participant(round_page, "Nora", role, state="submitted")
    client.force_login(participant.member)
    url = reverse("mentorship:participation", args=[participant.uuid])
    told = ("Applications closed on", "cannot be sent any more", "can still be sent again")
    found = {}
    for state in Participant.State.values:
        Participant.objects.update(state=state, decision_reason="x")
        text = client.get(url).text
        found[state] = [words for words in told if words in text]
    closed = ["Applications closed on"]
    assert found == {
        "draft": ["cannot be sent any more"],
        "submitted": closed,
        "changes": ["can still be sent again"],
        "approved": closed,
        "waitlisted": closed,
        "rejected": [],
        "withdrawn": [],
    }


def test_the_page_of_a_round_shows_visitors_the_way_in_and_members_where_they_stand(
    client, round_page, program_staff
):
    ways = ("Apply as a newcomer", "Sign up as a mentor", "See where it stands", "Applications to read")

    def seen() -> list[bool]:
        text = client.get(round_page.url).text
        return [words in text for words in ways]

    assert seen() == [True, True, False, False]
    client.force_login(make_participant(round_page, "Nora").member)
    assert seen() == [False, True, True, False]
    client.force_login(program_staff)
    assert seen() == [True, True, False, True]
    dated(round_page, 11).save()
    assert seen() == [False, False, False, True]


def test_nobody_who_is_through_reads_that_applications_have_no_deadline():
    rolling = RoundPage(title="Open table")
    said = {state: bool(phases.next_for(state, rolling)) for state in ("submitted", "approved", "waitlisted")}
    assert said == {"submitted": True, "approved": False, "waitlisted": False}


def test_who_was_let_in_stays_in_a_round_that_is_over_and_no_applications_are_promised(
    client, program_staff, round_page
):
    nora = make_participant(round_page, "Nora")
    client.force_login(program_staff)
    listing = reverse("mentorship:approvals", args=[round_page.round_key])
    application = reverse("mentorship:application", args=[round_page.round_key, nora.uuid])

    def offered() -> tuple[bool, bool, bool]:
        one, waiting = client.get(application).text, client.get(listing).text
        return (
            "Put on the waitlist" in one,
            "There is nothing to decide." in one,
            "What comes in next" in waiting,
        )

    assert offered() == (True, False, True)
    dated(round_page, 41).save()
    assert offered() == (False, True, False)


def test_a_part_in_one_round_shows_what_is_asked_in_that_round_only(client, round_page):
    old = make_round("Spring")
    mira = make_participant(round_page, "Mira", "mentor")
    before = make_participant(old, "Mira of old", "mentor", member=mira.member)
    proposals.request(mentee=make_participant(round_page, "Nora"), mentor=mira, note="")
    dated(old, 41).save()
    client.force_login(mira.member)
    pages = [
        client.get(reverse("mentorship:participation", args=[each.uuid])).text for each in (mira, before)
    ]
    assert [("asks you" in page, "Change what you wrote" in page) for page in pages] == [
        (True, True),
        (False, False),
    ]
