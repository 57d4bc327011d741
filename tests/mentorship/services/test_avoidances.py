"""A wish to stay away from somebody ends what is open between the two, and looks like an ordinary end."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cms import emails
from cms.models import Event, Message
from mentorship.exceptions import RoundOver
from mentorship.models import Participant, Phase, Preference, Proposal, RoundPage
from mentorship.services import choices, newcomers, pauses, proposals, wishes
from tests.factories.mentorship import make_participant


def avoid_newcomer(mentor, mentee, round_page) -> None:
    newcomers.choose(mentor=mentor, round_page=round_page, places={mentee.member_id: choices.AVOID})


def states() -> list[tuple[str, str]]:
    return list(Proposal.objects.order_by("pk").values_list("mentor__member__display_name", "state"))


def letters(kind: str) -> list[tuple[str, str]]:
    rows = Message.objects.filter(kind=f"mentorship.{kind}").order_by("pk")
    return [(row.recipient.name, emails.preview(row)[0]) for row in rows]


def test_a_mentor_who_stays_away_lets_the_request_run_out_and_the_next_choice_is_asked(
    client, round_page, mentor, mentee
):
    ada, bea = (make_participant(round_page, name, "mentor") for name in ("Ada", "Bea"))
    for rank, one in enumerate((ada, mentor, bea), 1):
        Preference.objects.create(participant=mentee, member=one.member, rank=rank)
    asked = proposals.request(mentee=mentee, mentor=mentor, note="x")
    for _twice in range(2):
        avoid_newcomer(mentor, mentee, round_page)
    asked.refresh_from_db()
    assert (states(), asked.expires_at <= timezone.now()) == ([("Mira", "expired"), ("Ada", "open")], True)
    assert letters("expired") == [("Nora", "Your request to Mira has run out")]
    mentor.refresh_from_db()
    assert (mentor.lapses, mentor.is_paused) == (0, False)
    events = Event.objects.filter(object=f"mentorship.proposal:{asked.uuid}").values_list(
        "actor", "verb", "data"
    )
    assert list(events)[1:] == [(None, "expired", {})]
    client.force_login(mentee.member)
    page = client.get(reverse("mentorship:proposal", args=[asked.uuid])).text
    assert ("Expired" in page, "Rather not" in page) == (True, False)


def test_a_newcomer_who_stays_away_has_taken_the_request_back(round_page, mentor, mentee):
    proposals.request(mentee=mentee, mentor=mentor, note="x")
    choices.choose(mentee=mentee, places={mentor.member_id: choices.AVOID})
    told = [kind for kind in ("expired", "superseded", "declined") if letters(kind)]
    assert (states(), told) == ([("Mira", "withdrawn")], [])


def test_what_an_organizer_keeps_apart_has_run_out_for_the_other_one_alone(
    round_page, mentor, mentee, program_staff
):
    proposal = proposals.propose(actor=program_staff, mentor=mentor, mentee=mentee)
    proposals.accept(proposal=proposal, member=mentor.member)
    for _twice in range(2):
        wishes.keep_apart(actor=program_staff, participant=mentee, other=mentor)
    assert (states(), letters("expired")) == (
        [("Mira", "expired")],
        [("Mira", "The proposal for you and Nora has run out")],
    )


def test_whoever_stands_on_a_list_or_is_avoided_elsewhere_keeps_what_is_open(round_page, mentor, mentee):
    proposals.request(mentee=mentee, mentor=mentor, note="x")
    ada = make_participant(round_page, "Ada", "mentor")
    choices.choose(mentee=mentee, places={mentor.member_id: 1, ada.member_id: choices.AVOID})
    assert states() == [("Mira", "open")]


def test_in_a_round_that_is_over_no_list_changes_and_nobody_comes_back(
    client, round_page, mentor, mentee, monkeypatch
):
    pauses.pause(mentor=mentor)
    monkeypatch.setattr(RoundPage, "phase", Phase.OVER)
    for act in (
        lambda: choices.choose(mentee=mentee, places={mentor.member_id: 1}),
        lambda: pauses.resume(mentor=mentor),
        lambda: pauses.pause(mentor=mentor),
    ):
        with pytest.raises(RoundOver):
            act()
    client.force_login(mentee.member)
    address = reverse("mentorship:choices", args=[mentee.uuid])
    field = {f"place-{mentor.uuid}": "1"}
    pages = [client.get(address).text, client.post(address, field).text]
    assert (["This round is over" in page for page in pages], Preference.objects.count()) == ([True, True], 0)
    client.force_login(mentor.member)
    page = client.get(reverse("mentorship:participation", args=[mentor.uuid])).text
    assert ("I am back" in page, "Take a break" in page, "nobody is asked any more" in page) == (
        False,
        False,
        True,
    )
    refused = client.post(reverse("mentorship:participation-resume", args=[mentor.uuid]), follow=True).text
    assert ("This round is over" in refused, Participant.objects.get(pk=mentor.pk).is_paused) == (True, True)
