from uuid import uuid4

import pytest
from django.urls import reverse

from cms.models import Block, CaseNote, Message, ProgramSettings, Report
from cms.services import cases
from tests.factories.safety import make_report, make_safeguard

CANARY = "canary-4711"


@pytest.fixture
def nora(client, home, make_member):
    member = make_member("Nora")
    client.force_login(member)
    return member


@pytest.fixture
def mira(make_member):
    return make_member("Mira")


@pytest.fixture
def sara(home):
    return make_safeguard()


def case_url(name: str, report, *more) -> str:
    return reverse(f"cms:{name}", args=[report.uuid, *more])


def test_a_report_about_nothing_in_particular_is_sent_once_and_has_a_page_of_its_own(client, nora, sara):
    url = reverse("cms:report-anything")
    assert "!" not in client.get(url).text.partition("<main")[2].partition("</main>")[0].replace("<!--", "")
    form = {"token": str(uuid4()), "text": f"Something {CANARY}", "readers": [str(sara.pk)]}
    refused = client.post(url, {**form, "text": " "})
    assert "A sentence is enough." in refused.text
    assert "I need contact to stop now" not in refused.text  # with whom, from here?
    answers = {client.post(url, form).headers["Location"] for _twice in range(2)}
    report = Report.objects.get()
    assert (answers, list(report.named.all())) == ({case_url("report-status", report)}, [sara])
    page = client.get(answers.pop()).text
    assert ("Nobody here can read it" in page, CANARY in page) == (True, True)


def test_the_status_page_tells_the_one_who_wrote_and_nobody_else(client, site, nora, mira, sara, make_member):
    report = make_report(nora, mira, text=CANARY, stops_contact=True)
    ProgramSettings.objects.update_or_create(site=site, defaults={"outside_help": "0800 1234"})
    page = client.get(case_url("report-status", report)).text
    assert ("Contact has stopped already." in page, "0800 1234" in page, "Received" in page) == (
        True,
        True,
        True,
    )
    cases.close(report=report, actor=sara, outcome="We talked to them.")
    assert "We talked to them." in client.get(case_url("report-status", report)).text
    for who in (mira, sara, make_member("Zoe")):
        client.force_login(who)
        assert client.get(case_url("report-status", report)).status_code == 404


def test_the_words_of_a_case_are_there_for_its_handlers_and_nobody_else(
    client, nora, mira, sara, program_staff, make_member
):
    """F13 for reports: planted words, names and outcomes, and every screen a person of power may open."""
    root = make_member("Root", is_superuser=True, is_staff=True)
    report = make_report(nora, mira, text=f"{CANARY} umbrella")
    cases.note(report=report, actor=sara, text=f"log-{CANARY}", token=uuid4())
    paths = [case_url("case", report), reverse("cms:case-list"), reverse("cms:safety"), reverse("cms:today")]
    admin = ["/admin/message/", f"/admin/users/edit/{mira.pk}/", "/admin/reports/site-history/"]
    search = [f"{reverse('cms:search')}?q=umbrella", f"/admin/message/?q={report.uuid}"]
    found = {}
    for who in (nora, mira, root, program_staff, sara):
        client.force_login(who)
        pages = [client.get(path).text for path in [*paths, *admin, *search]]
        found[who.name] = sum(CANARY in page for page in pages)
    client.force_login(root)
    letter = Message.objects.get(kind="cms.case_opened")
    ledger = [
        client.get(f"/admin/message/inspect/{letter.pk}/"),
        client.post(f"/admin/message/stop/{letter.pk}/"),
    ]
    assert ("A report" in client.get("/admin/message/").text, [each.status_code for each in ledger]) == (
        False,
        [404, 404],
    )
    assert found == {"Nora": 0, "Mira": 0, "Root": 0, "Pavel": 0, "Sara": 1}
    statuses = []
    for who in (nora, mira, root, program_staff, sara):
        client.force_login(who)
        statuses.append([client.get(paths[0]).status_code, client.get(paths[1]).status_code])
    assert statuses == [[404, 404], [404, 404], [404, 404], [404, 200], [200, 200]]


def test_every_deed_at_a_case_is_a_post_and_not_there_for_strangers(client, nora, mira, sara, make_member):
    report, zoe = make_report(nora, mira), make_member("Zoe")
    posts = [
        (case_url("case-take", report), {}),
        (case_url("case-act", report), {"code": "bar:1"}),
        (case_url("case-name", report, sara.pk), {}),
        (case_url("case-words", report), {}),
        (case_url("case-note", report), {"token": str(uuid4()), "text": "x"}),
        (case_url("case-note", report), {}),
        (case_url("case-close", report), {"outcome": "x"}),
        (case_url("case-close", report), {}),
        (case_url("case-reopen", report), {}),
    ]
    for who in (nora, mira, zoe):
        client.force_login(who)
        assert {client.post(url, data).status_code for url, data in posts} == {404}
    assert {client.get(url).status_code for url, _data in posts} == {405}
    assert CaseNote.objects.count() == 1


def test_a_handler_works_through_a_case(client, nora, mira, sara):
    report = make_report(nora, mira, text=CANARY)
    client.force_login(sara)
    assert "1 report waits" in client.get(reverse("cms:today")).text
    client.post(case_url("case-take", report))
    token = str(uuid4())
    for _twice in range(2):
        client.post(case_url("case-note", report), {"token": token, "text": "Wrote to Nora."})
    assert "no longer possible" in client.post(case_url("case-act", report), {"code": "hold:x"}).text
    assert "no longer possible" in client.post(case_url("case-words", report)).text
    assert "This field is required." in client.post(case_url("case-close", report), {"outcome": ""}).text
    client.post(case_url("case-close", report), {"outcome": "Thank you."})
    page = client.get(case_url("case", report)).text
    assert (page.count("Wrote to Nora."), "Thank you." in page, "Open it again" in page) == (1, True, True)
    assert client.get(reverse("cms:today")).text.count("report waits") == 0


def test_lists_cost_the_same_however_long_they_are(
    client, nora, mira, sara, make_member, django_assert_num_queries
):
    def make(name: str) -> Report:
        Block.objects.create(blocker=nora, blocked=make_member(name))
        report = make_report(nora, mira, text=name)
        return cases.take(report=report, actor=sara)

    reports = [make("Ada")]
    counts = {}
    for number in (1, 3):
        for who, names in ((nora, ["cms:safety"]), (sara, ["cms:case-list"])):
            client.force_login(who)
            client.get(reverse(names[0]))
            with django_assert_num_queries({"cms:safety": SAFETY, "cms:case-list": CASES}[names[0]]):
                counts[number, names[0]] = client.get(reverse(names[0])).status_code
        client.force_login(sara)
        with django_assert_num_queries(CASE):
            client.get(case_url("case", reports[0]))
        if number == 1:
            reports += [make("Ben"), make("Cleo")]
    assert set(counts.values()) == {200}


SAFETY, CASES, CASE = 8, 6, 13


def test_a_block_is_taken_back_by_who_set_it_alone(client, nora, mira, make_member):
    mine, theirs = (
        Block.objects.create(blocker=one, blocked=other) for one, other in ((nora, mira), (mira, nora))
    )
    page = client.get(reverse("cms:safety")).text
    assert page.count("Take it back") == 1
    for _twice in range(2):
        assert client.post(reverse("cms:unblock", args=[mira.pk])).headers["Location"] == reverse(
            "cms:safety"
        )
    assert list(Block.objects.all()) == [theirs]
