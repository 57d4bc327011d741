"""Every cell of the participant's table, through the site: who may do what in which state, and what everybody else gets."""

import re
from datetime import timedelta

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404
from django.urls import resolve, reverse
from django.utils import timezone

from cms.models import Chapter, ChapterRole, Event, Message
from mentorship.models import Participant, RoundPage
from mentorship.models.rounds import DATES
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
#: What organizers can still do in a round that is over.
OVER = {
    "approve": (HIDDEN, NO, NO, "approved", NO, NO, NO),
    "ask-changes": (HIDDEN, NO, "changes", NO, NO, NO, NO),
    "waitlist": (HIDDEN, NO, NO, NO, "waitlisted", NO, NO),
    "reject": TABLE["reject"],
}


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


def press(rf, member, participant, verb) -> str:
    """What the button of this verb posts, straight to its view: everything that was told. Raises Http404."""
    name, args, data = "application-decide", [participant.round_key, participant.uuid], {"verb": verb}
    if verb == "submit":
        name, args, data = "apply", [participant.round_key, participant.role, "send"], {"consent": "on"}
    elif verb == "withdraw":
        name, args = "participation-withdraw", [participant.uuid]
    url = reverse(f"mentorship:{name}", args=args)
    request = rf.post(url, {"contact": "me", "reason": "Because", **data})
    request.user, request._messages = member, CookieStorage(rf.get(url))
    view = resolve(url)
    answer = view.func(request, *view.args, **view.kwargs)
    assert answer.status_code in {200, 302}
    return answer.content.decode() + "".join(map(str, request._messages))


def cell(rf, member, participant, verb, state) -> str:
    """Press the button in this state: where it led, or how it was refused."""
    Participant.objects.filter(pk=participant.pk).update(state=state, decision_reason="Before")
    try:
        told = press(rf, member, participant, verb)
    except Http404:
        told = HIDDEN
    after = Participant.objects.get(pk=participant.pk)
    if told == HIDDEN:
        assert after.state == state
        return HIDDEN
    if refused := re.search(r'class="error-summary".*?so nobody is let in any more', told, re.DOTALL):
        assert (after.state, refused[0].count("</section>")) == (state, 0)
        return NO
    if "It now stands at:" in told:
        assert after.state == state
        assert f"It now stands at: {after.get_state_display()}." in told
        return NO
    return after.state


def test_who_may_gets_there_and_everybody_else_is_told_why_or_finds_nothing(rf, chapters, people):
    round_page = make_round(chapter=chapters[0])
    nora = make_participant(round_page, "Nora", state="submitted")
    found, wanted = {}, {}
    for role, member in {"applicant": nora.member, **people}.items():
        for verb, row in TABLE.items():
            may = role == "applicant" if verb in OWN else role in {"organizer here", "program staff"}
            found[role, verb] = tuple(
                # Anybody's own "submit" makes an application of their own, and is no button of this one.
                HIDDEN if verb == "submit" and not may else cell(rf, member, nora, verb, state)
                for state in STATES
            )
            wanted[role, verb] = row if may else (HIDDEN,) * len(STATES)
    assert found == wanted


def test_a_verb_that_changes_nothing_leaves_no_trace(rf, chapters, people):
    nora = make_participant(make_round(chapter=chapters[0]), "Nora", state="submitted")
    for state in ("approved", "rejected", "withdrawn"):
        cell(rf, people["program staff"], nora, "ask-changes", state)
    assert (Event.objects.count(), Message.objects.count()) == (0, 0)


@pytest.mark.parametrize("live", [True, False])
def test_in_a_round_that_has_ended_people_are_only_told_no(live, rf, chapters, people):
    round_page = make_round(chapter=chapters[0])
    nora = make_participant(round_page, "Nora", state="submitted")
    end(round_page, live=live)
    found = {
        verb: tuple(cell(rf, people["program staff"], nora, verb, state) for state in STATES) for verb in OVER
    }
    assert found == OVER


def test_a_round_that_has_ended_offers_no_other_button(client, program_staff, home):
    round_page = make_round()
    nora = make_participant(round_page, "Nora", state="submitted")
    client.force_login(program_staff)
    places = [reverse("mentorship:application", args=[round_page.round_key, nora.uuid])]
    places.append(f"/admin/participant/inspect/{nora.pk}/")

    def offered() -> list[set[str]]:
        return [set(re.findall(r'name="verb" value="([a-z-]+)"', client.get(at).text)) for at in places]

    assert offered() == [{"approve", "ask-changes", "waitlist", "reject"}] * 2
    end(round_page)
    assert offered() == [{"reject"}] * 2
    assert all("so nobody is let in any more" in client.get(at).text for at in places)
    answer = client.post(f"/admin/participant/decide/{nora.pk}/", {"verb": "approve"}, follow=True)
    assert "so nobody is let in any more" in answer.text
    nora.refresh_from_db()
    assert nora.state == "submitted"


@pytest.mark.parametrize("state", ["submitted", "changes", "waitlisted"])
def test_who_waits_in_a_round_that_has_ended_is_promised_no_place(state, client, home):
    round_page = make_round()
    nora = make_participant(round_page, "Nora", state=state)
    client.force_login(nora.member)

    def said() -> tuple[bool, bool]:
        page = client.get(reverse("mentorship:participation", args=[nora.uuid])).text
        promises = ("get a mail as soon as they have", "keep your place in line")
        return any(each in page for each in promises), "nobody is let in any more" in page

    assert said() == (True, False)
    end(round_page)
    assert said() == (False, True)


def test_the_list_of_mentors_closes_with_the_round(client, home):
    round_page = make_round()
    nora = make_participant(round_page, "Nora")
    client.force_login(nora.member)
    address = reverse("mentorship:directory", args=[nora.uuid])
    assert client.get(address).status_code == 200
    end(round_page)
    assert client.get(address).status_code == 404


def end(round_page, *, live: bool = True) -> None:
    """The round ended yesterday."""
    day = timezone.now().date()
    days = {name: day - timedelta(days=number) for number, name in enumerate(reversed(DATES), start=1)}
    RoundPage.objects.filter(pk=round_page.pk).update(kind="dated", live=live, **days)
