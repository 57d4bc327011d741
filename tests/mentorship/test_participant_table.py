"""Every cell of the participant's table, through the site: who may do what in which state, and what everybody else gets."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from cms.models import Chapter, ChapterRole, Event, Message
from mentorship.models import Participant
from tests.factories.mentorship import make_member, make_participant, make_round

STATES = ["draft", "submitted", "changes", "approved", "waitlisted", "rejected", "withdrawn"]
NO, HIDDEN = "refused", "404"
#: Where the verb of the one who may leads from each state; NO is a sentence with the state as it is.
TABLE = {
    #               draft        submitted     changes       approved      waitlisted    rejected    withdrawn
    "submit": ("submitted", "submitted", "submitted", "approved", "waitlisted", NO, "submitted"),
    "withdraw": ("withdrawn", "withdrawn", "withdrawn", "withdrawn", "withdrawn", NO, "withdrawn"),
    "approve": (HIDDEN, "approved", "approved", "approved", "approved", "approved", NO),
    "ask-changes": (HIDDEN, "changes", "changes", NO, "changes", NO, NO),
    "waitlist": (HIDDEN, "waitlisted", "waitlisted", "waitlisted", "waitlisted", NO, NO),
    "reject": (HIDDEN, "rejected", "rejected", NO, "rejected", "rejected", NO),
}
OWN = {"submit", "withdraw"}


@pytest.fixture
def chapters(home):
    return [Chapter.objects.create(name=name, city=name, country="CZ") for name in ("Brno", "Praha")]


@pytest.fixture
def people(chapters, program_staff):
    """Everybody who might press a button, but the applicant."""
    organizers = []
    for chapter, name in zip(chapters, ("Olga", "Petra"), strict=True):
        organizers.append(make_member(name))
        today = timezone.now().date()
        ChapterRole.objects.create(chapter=chapter, member=organizers[-1], kind="organizer", since=today)
    return {
        "organizer here": organizers[0],
        "program staff": program_staff,
        "organizer there": organizers[1],
        "member": make_member("Rosa"),
    }


def press(client, participant, verb):
    """What the button of this verb posts."""
    if verb == "submit":
        url = reverse("mentorship:apply", args=[participant.round_key, participant.role, "send"])
        return client.post(url, {"contact": "me", "consent": "on"})
    if verb == "withdraw":
        return client.post(reverse("mentorship:participation-withdraw", args=[participant.uuid]))
    url = reverse("mentorship:application-decide", args=[participant.round_key, participant.uuid])
    return client.post(url, {"verb": verb, "reason": "Because"})


def cell(client, participant, verb, state) -> str:
    """Press the button in this state: where it led, or how it was refused."""
    Participant.objects.filter(pk=participant.pk).update(state=state, decision_reason="Before")
    answer = press(client, participant, verb)
    assert answer.status_code in {200, 302, 404}
    after = Participant.objects.get(pk=participant.pk)
    if answer.status_code == 404:
        assert after.state == state
        return HIDDEN
    told = answer.text + "".join(map(str, get_messages(answer.wsgi_request)))
    if "It now stands at:" in told:
        assert after.state == state
        assert f"It now stands at: {after.get_state_display()}." in told
        return NO
    return after.state


def test_who_may_gets_there_and_everybody_else_is_told_why_or_finds_nothing(client, chapters, people):
    round_page = make_round(chapter=chapters[0])
    nora = make_participant(round_page, "Nora", state="submitted")
    found, wanted = {}, {}
    for role, member in {"applicant": nora.member, **people}.items():
        client.force_login(member)
        for verb, row in TABLE.items():
            may = role == "applicant" if verb in OWN else role in {"organizer here", "program staff"}
            found[role, verb] = tuple(
                # Anybody's own "submit" makes an application of their own, and is no button of this one.
                HIDDEN if verb == "submit" and not may else cell(client, nora, verb, state)
                for state in STATES
            )
            wanted[role, verb] = row if may else (HIDDEN,) * len(STATES)
    assert found == wanted


def test_a_verb_that_changes_nothing_leaves_no_trace(client, chapters, people):
    nora = make_participant(make_round(chapter=chapters[0]), "Nora", state="submitted")
    client.force_login(people["program staff"])
    for state in ("approved", "rejected", "withdrawn"):
        cell(client, nora, "ask-changes", state)
    assert (Event.objects.count(), Message.objects.count()) == (0, 0)
