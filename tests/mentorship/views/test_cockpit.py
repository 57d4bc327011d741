"""The organizers' overview of a round: what stands in it, what never does, who may see it, and what it asks for."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.models import Block, Chapter, ChapterRole, Event
from cms.spreadsheets import BYTE_ORDER_MARK
from mentorship.models import MatchRun, Pairing, PairMeeting, Participant, Proposal, Pulse, RoundPage
from mentorship.models.rounds import DATES
from mentorship.services import at_risk, cockpit_rows, proposals
from mentorship.services.cockpit import overview
from tests.factories.mentorship import make_member, make_pair, make_participant, make_round

#: What the page asks the database, however many rows there are; never more than 20.
STATEMENTS = 13


def at(round_page, slug: str = "") -> str:
    name = "mentorship:cockpit-table" if slug else "mentorship:cockpit"
    return reverse(name, args=[round_page.round_key, *([slug] if slug else [])])


def ago(days: float):
    return timezone.now() - timedelta(days=days)


def kinds(viewer, round_page) -> list[tuple[str, str]]:
    rows = cockpit_rows.load(viewer=viewer, round_key=round_page.round_key, now=timezone.now())
    return [(risk.kind, risk.names[0]) for risk in at_risk.queue(rows=rows, scored=round_page.scored)]


def pair_of(round_page, mentor: str, mentee: str, **fields) -> Pairing:
    pair = make_pair(round_page, mentor, mentee)
    Pairing.objects.filter(pk=pair.pk).update(**fields)
    return pair


@pytest.fixture
def staff(client, program_staff):
    client.force_login(program_staff)
    return program_staff


def test_the_queue_holds_everybody_who_could_use_an_organizer_the_most_urgent_first(
    client, staff, round_page
):
    met = {"starts_at": ago(20), "ends_at": ago(19), "state": "held", "proposed_by": "mentor"}
    silent = pair_of(round_page, "Ada", "Olga", started_at=ago(30), waiting_since=ago(28))
    low = pair_of(round_page, "Berta", "Petra", started_at=ago(8))
    closing = pair_of(
        round_page, "Cleo", "Rosa", started_at=ago(40), done_asked_by="mentor", done_asked_at=ago(4)
    )
    PairMeeting.objects.bulk_create(PairMeeting(pairing=pair, **met) for pair in (silent, closing))
    unmet = pair_of(round_page, "Dora", "Sara", started_at=ago(21))
    Pulse.objects.create(pairing=low, side="mentee", day="7", answer=1, words="Hush")
    asked = proposals.request(
        mentee=make_participant(round_page, "Tina"), mentor=make_participant(round_page, "Edda", "mentor"), note="Psst"
    )  # fmt: skip
    Proposal.objects.filter(pk=asked.pk).update(created_at=ago(7), expires_at=timezone.now())
    late = make_participant(round_page, "Una", state="submitted")
    Participant.objects.filter(pk=late.pk).update(submitted_at=ago(12))
    make_participant(round_page, "Vera", state="submitted")
    assert kinds(staff, round_page) == [
        ("pulse", "Berta"),
        ("silence", "Ada"),
        ("application", "Una"),
        ("meeting", "Dora"),
        ("completion", "Cleo"),
        ("overdue", "Edda"),
    ]
    page = client.get(at(round_page)).text
    assert [secret for secret in ("Hush", "Psst", "private-") if secret in page] == []
    links = re.findall(r'<div class="queue__do"><a [^>]*href="([^"]+)"', page)
    assert links == [
        f"{reverse('mentorship:pulse-list')}#pulse-{low.pulses.get().pk}",
        reverse("pairing:inspect", args=[silent.pk]),
        reverse("mentorship:application", args=[round_page.round_key, late.uuid]),
        reverse("pairing:inspect", args=[unmet.pk]),
        reverse("pairing:inspect", args=[closing.pk]),
        reverse("participant:inspect", args=[asked.mentor_id]),
    ]
    assert {client.get(link).status_code for link in links} == {200}
    assert "It has been the turn of Olga for 28 days." in page
    assert f'id="pulse-{low.pulses.get().pk}"' in client.get(reverse("mentorship:pulse-list")).text


def test_nothing_is_said_of_pairs_on_hold_apart_or_ones_own_nor_of_what_is_looked_after(staff, round_page):
    old = {"started_at": ago(40), "waiting_since": ago(30)}
    held = pair_of(round_page, "Ada", "Olga", state="held", held_from="active", **old)
    apart = pair_of(round_page, "Berta", "Petra", **old)
    pair_of(round_page, "Dora", "Sara", state="paused", **old)
    handled = pair_of(round_page, "Cleo", "Rosa", started_at=ago(5))
    Block.objects.create(blocker=apart.mentee.member, blocked=apart.mentor.member)
    Pulse.objects.create(pairing=held, side="mentee", day="7", answer=1)
    Pulse.objects.create(pairing=handled, side="mentee", day="7", answer=1, handled_at=timezone.now())
    mine = pair_of(round_page, "Edda", "Tina", **old)
    Participant.objects.filter(pk=mine.mentor_id).update(member=staff)
    Pulse.objects.create(pairing=mine, side="mentee", day="7", answer=1)
    meets = pair_of(round_page, "Fia", "Una", started_at=ago(20))
    soon = timezone.now() + timedelta(days=1)
    PairMeeting.objects.create(
        pairing=meets, proposed_by="mentor", state="confirmed", starts_at=soon, ends_at=soon + timedelta(hours=1)
    )  # fmt: skip
    assert kinds(staff, round_page) == []


def test_a_round_that_is_scored_keeps_the_names_of_applications_to_itself(client, staff, round_page):
    RoundPage.objects.filter(pk=round_page.pk).update(scored=True)
    late = make_participant(round_page, "Una", state="submitted")
    own = make_participant(round_page, "Pavel", state="submitted", member=staff)
    Participant.objects.filter(pk__in=[late.pk, own.pk]).update(submitted_at=ago(12))
    page = client.get(at(round_page)).text
    assert (f"Application {late.uuid.hex[:5].upper()}" in page, "Una" in page) == (True, False)
    assert page.count("Read the application") == 1


def test_the_figures_come_from_what_happened(staff, round_page):
    done = pair_of(round_page, "Ada", "Olga", state="completed", started_at=ago(40), ended_at=ago(10))
    PairMeeting.objects.create(
        pairing=done, proposed_by="mentor", state="held", starts_at=ago(35), ends_at=ago(34.9)
    )
    Participant.objects.update(submitted_at=ago(50), decided_at=ago(48))
    Proposal.objects.update(created_at=ago(44))
    left = make_participant(round_page, "Petra", state="withdrawn")
    Event.objects.create(
        object=f"mentorship.participant:{left.uuid}", verb="approved", before="submitted", after="approved"
    )
    make_participant(round_page, "Rosa", state="draft")
    for _nth in range(2):
        Pulse.objects.create(pairing=done, side="mentor", day=("7", "30")[_nth], answer=3)
    found = overview(viewer=staff, round_page=round_page)
    steps = [(step.name, step.number, step.days and round(step.days)) for step in found.newcomers]
    assert steps == [
        ("applied", 2, None),
        ("approved", 2, 2),
        ("asked", 1, 4),
        ("paired", 1, 4),
        ("met", 1, 5),
        ("completed", 1, 30),
    ]
    assert (round(found.found.median), found.waiting.number) == (10, 0)
    assert found.course.pulses == [("7", 1, None), ("30", 1, None)]
    assert (found.course.pairs, found.course.completed, found.course.ended) == (1, 1, 0)


def test_small_groups_are_hidden_and_everything_stands_in_a_table_for_a_spreadsheet(
    client, staff, round_page
):
    brno, formula, oslo = (
        Chapter.objects.create(name=name, city=name, country="CZ") for name in ("Brno", "=1+1", "Oslo")
    )
    for nth, chapter in enumerate([brno] * 6 + [formula] * 5 + [oslo, None]):
        make_participant(round_page, f"N{nth}", chapter=chapter)
    page = client.get(at(round_page)).text
    assert ("All numbers hidden: =1+1, No chapter, Oslo" in page, " style=" in page) == (True, False)
    assert page.count('<svg class="figure-bar"') == 7
    answer = client.get(at(round_page, "chapter"))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.text.removeprefix(BYTE_ORDER_MARK).splitlines() == [
        "Chapter,Applied,Approved,In a pair,Days",
        "Brno,6,6,hidden,–",
        "No chapter,hidden,hidden,hidden,–",
        "'=1+1,hidden,hidden,hidden,–",
        "Oslo,hidden,hidden,hidden,–",
        "All,13,13,hidden,–",
    ]
    # Everybody speaks one language: nothing to compare.
    found = [client.get(at(round_page, slug)).status_code for slug in ("language", "secrets")]
    assert found == [404, 404]


def test_nobody_waits_for_a_pair_in_a_round_that_is_over_but_for_an_answer(client, staff, round_page):
    late = make_participant(round_page, "Una", state="submitted")
    Participant.objects.filter(pk=late.pk).update(submitted_at=ago(12))
    assert [risk.kind for risk in overview(viewer=staff, round_page=round_page).queue] == ["application"]
    days = {name: ago(90 - 15 * nth).date() for nth, name in enumerate(DATES)}
    RoundPage.objects.filter(pk=round_page.pk).update(kind="dated", **days)
    round_page.refresh_from_db()
    found = overview(viewer=staff, round_page=round_page)
    assert [risk.kind for risk in found.queue] == ["application"]
    assert (found.waiting.number, found.newcomers[0].number) == (0, 1)
    page = client.get(at(round_page)).text
    assert ("Nobody needs you right now" in page, "There are too few newcomers yet" in page) == (False, True)


def test_reasons_of_endings_show_from_five_on_and_stability_of_the_last_published_run(
    client, staff, round_page
):
    for nth in range(6):
        pair_of(
            round_page, f"M{nth}", f"N{nth}", state="ended", ended_at=ago(1), end_code="time" if nth else ""
        )
    MatchRun.objects.create(
        round_key=round_page.round_key, state="published", published_at=ago(3), finished_at=ago(3), stats={"blocking": 4}
    )  # fmt: skip
    page = client.get(at(round_page)).text
    assert "4 pairs that were not made would have suited both of their people better" in page
    rows = client.get(at(round_page, "endings")).text.removeprefix(BYTE_ORDER_MARK).splitlines()
    assert rows == ["Pairs,Number,Share", "Completed,0,0 %", "Ended before that,6,100 %"]


def test_an_empty_round_says_so(client, staff, round_page):
    page = client.get(at(round_page))
    assert (page.status_code, "Nobody has applied yet" in page.text) == (200, True)
    assert client.get(at(round_page, "newcomers")).status_code == 404


def test_everybody_else_finds_nothing(client, home):
    here, there = (Chapter.objects.create(name=name, city=name, country="CZ") for name in ("Brno", "Praha"))
    round_page, other_round = make_round(chapter=here), make_round("Spring", chapter=there)
    mentor = make_participant(round_page, "Mira", "mentor")
    organizer, stranger = make_member("Olga"), make_member("Rosa")
    ChapterRole.objects.create(chapter=here, member=organizer, kind="organizer", since=timezone.now().date())
    found = {}
    for name, member in (("organizer", organizer), ("mentor", mentor.member), ("stranger", stranger)):
        client.force_login(member)
        found[name] = [
            client.get(address).status_code
            for address in (at(round_page), at(round_page, "mentors"), at(other_round))
        ]
    assert found == {
        "organizer": [200, 200, 404],
        "mentor": [404, 404, 404],
        "stranger": [404, 404, 404],
    }
    client.logout()
    assert client.get(at(round_page)).status_code == 302


def test_each_link_opens_for_the_organizers_of_a_chapter(client, home):
    chapter = Chapter.objects.create(name="Brno", city="Brno", country="CZ")
    round_page, organizer = make_round(chapter=chapter), make_member("Wanda")
    ChapterRole.objects.create(
        chapter=chapter, member=organizer, kind="organizer", since=timezone.now().date()
    )
    pair = pair_of(round_page, "Ada", "Olga", started_at=ago(30), waiting_since=ago(28))
    low = pair_of(round_page, "Berta", "Petra")
    Pulse.objects.create(pairing=low, side="mentee", day="7", answer=1)
    asked = proposals.request(
        mentee=make_participant(round_page, "Tina"), mentor=make_participant(round_page, "Edda", "mentor"), note=""
    )  # fmt: skip
    Proposal.objects.filter(pk=asked.pk).update(expires_at=timezone.now() + timedelta(days=1))
    client.force_login(organizer)
    links = re.findall(r'<div class="queue__do"><a [^>]*href="([^"]+)"', client.get(at(round_page)).text)
    assert links[1:] == [
        reverse("pairing:inspect", args=[pair.pk]), reverse("participant:inspect", args=[asked.mentor_id])
    ]  # fmt: skip
    assert [client.get(link).status_code for link in links] == [200, 200, 200]


def test_the_page_is_linked_from_where_organizers_work(client, staff, round_page):
    make_pair(round_page)
    for address in (
        reverse("mentorship:approvals", args=[round_page.round_key]),
        reverse("mentorship_matching_round", args=[round_page.round_key]),
    ):
        assert at(round_page) in client.get(address).text


def test_the_page_asks_the_same_of_the_database_however_many_rows_there_are(client, staff, round_page):
    def statements() -> int:
        client.get(at(round_page))  # prepares what all readers share
        with CaptureQueriesContext(connection) as found:
            assert client.get(at(round_page)).status_code == 200
        return len(found)

    def grow(number: int) -> None:
        for _nth in range(number):
            name = uuid4().hex[:6]
            pair = pair_of(round_page, f"M{name}", f"N{name}", started_at=ago(30), waiting_since=ago(28))
            PairMeeting.objects.create(
                pairing=pair, proposed_by="mentor", state="held", starts_at=ago(20), ends_at=ago(19)
            )
            Pulse.objects.create(pairing=pair, side="mentee", day="7", answer=1)
            late = make_participant(round_page, f"L{name}", state="submitted")
            Participant.objects.filter(pk=late.pk).update(submitted_at=ago(12))

    grow(1)
    first = statements()
    grow(9)
    assert (first, statements()) == (STATEMENTS, STATEMENTS)
