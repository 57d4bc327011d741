"""A flood of reports of one member: from the sixth in a day on they go on in a case that is there, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from cms.models import Block, CaseNote, Chapter, Message, Report
from cms.reporting import Place
from cms.services import cases, further_words
from tests.factories.safety import make_report, make_safeguard


@pytest.fixture
def nora(make_member):
    return make_member("Nora")


@pytest.fixture
def sara(db):
    return make_safeguard()


def flood(nora, *named) -> list[Report]:
    return [make_report(nora, *named, text=f"Number {each}") for each in range(further_words.MOST)]


def letters() -> int:
    return Message.objects.filter(kind="cms.case_opened").count()


def test_the_sixth_report_of_a_day_goes_on_in_the_latest_case_and_the_case_waits_again(
    nora, sara, make_member
):
    mira, token = make_member("Mira"), uuid4()
    latest = flood(nora)[-1]
    cases.take(report=latest, actor=sara)
    sixth, again = (
        make_report(nora, mira, text="And Mira", token=token, may_contact=True) for _twice in range(2)
    )
    back = make_report(nora, mira, text="And Mira")  # the form was opened anew
    assert {sixth.pk, again.pk, back.pk} == {latest.pk}
    assert (Report.objects.count(), letters()) == (5, 5)
    lines = list(sixth.log.values_list("author__display_name", "action", "text"))
    assert lines[2:] == [("Nora", "added", "About: Mira\n\nAnd Mira"), ("Nora", "named", "Mira")]
    sixth.refresh_from_db()
    assert (sixth.state, sixth.may_contact, list(sixth.named.all())) == ("new", True, [mira])
    cases.take(report=sixth, actor=sara)
    sixth.refresh_from_db()
    assert sixth.state == "looking"


def test_others_and_those_whose_cases_are_closed_or_old_begin_cases_of_their_own(nora, sara, make_member):
    made = flood(nora)
    make_report(make_member("Max"), text="Mine")
    cases.close(report=made[0], actor=sara, outcome="Done.")
    make_report(nora, text="Another")
    Report.objects.update(opened_at=timezone.now() - timedelta(hours=25))
    make_report(nora, text="Tomorrow")
    assert (Report.objects.count(), CaseNote.objects.filter(action="added").count()) == (8, 0)


def test_contact_stops_at_once_with_those_it_is_about_and_with_nobody_else(nora, sara, make_member):
    ada, mira = make_member("Ada"), make_member("Mira")
    flood(nora, ada)
    make_report(nora, mira, text="Help")
    folded = make_report(nora, mira, text="Help", stops_contact=True)  # the same words, and now it is needed
    assert list(Block.objects.values_list("blocker", "blocked")) == [(nora.pk, mira.pk)]
    assert [line.text for line in further_words.of_report(report=folded)] == [
        "About: Mira\n\nHelp",
        "About: Mira\nThey need contact to stop.\n\nHelp",
    ]


def test_a_form_sent_again_with_contact_to_stop_is_heard(nora, sara, make_member):
    mira, token = make_member("Mira"), uuid4()
    for stops in (False, True, True):
        make_report(nora, mira, token=token, stops_contact=stops)
    assert (Report.objects.count(), Block.objects.count()) == (2, 1)


def test_nobody_reads_further_words_who_would_not_have_read_a_report_of_their_own(nora, sara):
    """About a handler of the latest case; from a chapter; from a place whose words belong to its own cases."""
    tess = make_safeguard("Tess")
    latest = flood(nora)[-1]
    cases.take(report=latest, actor=tess)
    about_tess = make_report(nora, tess, text="Tess")
    hers = Report.objects.handled_by(tess).filter(pk=latest.pk)
    assert (about_tess.pk, hers.exists(), list(about_tess.handlers.all())) == (latest.pk, False, [])
    chapter = Chapter.objects.create(name="A", city="X", country="CZ", timezone="UTC")
    there = Place("group", uuid4(), "Group A", "", chapter=chapter)
    alone = Place("proposal", uuid4(), "A proposal", "", own_case=True)
    own = [make_report(nora, text="There", place=place) for place in (there, alone)]
    more = [make_report(nora, text="More", place=place) for place in (there, alone)]
    assert ([each.pk for each in own], Report.objects.count()) == ([each.pk for each in more], 7)


def test_who_names_all_who_read_reports_is_heard_by_those_who_stand_in(nora, sara, program_staff):
    flood(nora)
    alone = make_report(nora, sara, text="Sara")
    assert (list(alone.free_handlers()), alone.log.get().action) == ([program_staff], "opened")


def test_who_wrote_reads_the_same_page_and_their_words_and_handlers_read_all(client, home, nora, sara):
    flood(nora)
    client.force_login(nora)
    form = {"token": str(uuid4()), "text": "The sixth"}
    answer = client.post(reverse("cms:report-anything"), form, follow=True).text
    assert ("Thank you for telling us" in answer, "The sixth" in answer) == (True, True)
    client.force_login(sara)
    case = Report.objects.get(log__action="added")
    page = client.get(reverse("cms:case", args=[case.uuid])).text
    assert ("Number 4" in page, page.count("The sixth"), "Further words" in page) == (True, 2, True)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_flood_at_one_moment_is_five_cases_and_loses_no_word(make_member):
    make_safeguard()
    nora, number = make_member("Nora"), 12
    gate = Barrier(number)

    def run(each: int) -> None:
        try:
            gate.wait(timeout=30)
            make_report(nora, text=f"Number {each}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        list(pool.map(run, range(number)))
    told = [*Report.objects.values_list("text", flat=True)]
    told += CaseNote.objects.filter(action="added").values_list("text", flat=True)
    assert sorted(told) == sorted(f"Number {each}" for each in range(number))
    assert (Report.objects.count(), letters()) == (5, 5)
