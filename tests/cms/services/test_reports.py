from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from cms.chores import all_chores
from cms.exceptions import CaseClosed, NotOffered
from cms.models import Block, CaseNote, Chapter, ChapterRole, Event, Message, Report
from cms.services import cases, messages
from tests.factories.safety import make_report, make_safeguard


@pytest.fixture
def nora(make_member):
    return make_member("Nora")


@pytest.fixture
def mira(make_member):
    return make_member("Mira")


@pytest.fixture
def sara(db):
    return make_safeguard()


def told(kind: str = "cms.case_opened") -> list[str]:
    return list(
        Message.objects.filter(kind=kind).order_by("pk").values_list("recipient__display_name", flat=True)
    )


def seen_by(*members) -> list[int]:
    return [Report.objects.handled_by(member).count() for member in members]


def log(report) -> list[tuple]:
    return [(row.author and row.author.name, row.action) for row in report.log.all()]


def test_a_report_is_kept_once_and_safeguarding_learns_that_there_is_one(nora, mira, sara, mailoutbox):
    token = uuid4()
    first, again = (
        make_report(nora, mira, nora, token=token, text=" Canary-words ", may_contact=True)
        for _twice in range(2)
    )
    back = make_report(nora, mira, text="Canary-words")  # the form was opened anew, and sent once more
    assert (first.pk, back.pk, Report.objects.count(), first.text) == (again.pk, again.pk, 1, "Canary-words")
    assert ([each.name for each in first.named.all()], log(first)) == (["Mira"], [("Nora", "opened")])
    assert (told(), messages.send_due()) == (["Sara"], 1)
    mail = str(mailoutbox[0].message())
    assert [word for word in ("Canary", "Nora", "Mira", "nora@", "mira@") if word in mail] == []
    assert (str(first.uuid) in mailoutbox[0].body, Event.objects.count()) == (True, 0)


def test_whoever_is_named_or_wrote_reads_no_case_whatever_they_are(
    nora, mira, sara, program_staff, make_member
):
    root = make_member("Root", is_superuser=True, is_staff=True)
    other = make_safeguard("Tess")
    for member in (nora, mira, root):
        member.groups.add(Group.objects.get(name="Safeguarding"))
    make_report(nora, mira, root)
    assert seen_by(nora, mira, root, sara, other, program_staff, make_member("Zoe")) == [0, 0, 0, 1, 1, 0, 0]
    assert told() == ["Sara", "Tess"]


def test_a_chapter_has_people_of_its_own_for_what_happens_there(nora, mira, make_member):
    chapters = [
        Chapter.objects.create(name=name, city="X", country="CZ", timezone="UTC") for name in ("A", "B")
    ]
    people = [make_member(name) for name in ("Ada", "Ben", "Olga")]
    kinds = ["safeguarding", "safeguarding", "organizer"]
    for member, kind, chapter in zip(people, kinds, [*chapters, chapters[0]], strict=True):
        ChapterRole.objects.create(member=member, kind=kind, chapter=chapter, since=timezone.localdate())
    report = make_report(nora, mira)
    Report.objects.update(chapter=chapters[0])
    assert seen_by(*people) == [1, 0, 0]
    report.named.add(people[0])
    assert seen_by(*people) == [0, 0, 0]


def test_when_all_of_safeguarding_are_parties_program_staff_stand_in(nora, sara, program_staff, make_member):
    report = make_report(nora, sara)
    assert (told(), seen_by(sara, program_staff)) == (["Pavel"], [0, 1])
    make_safeguard("Tess")
    assert seen_by(program_staff) == [0]
    report.named.add(program_staff, *Group.objects.get(name="Safeguarding").user_set.all())
    assert (list(report.free_handlers()), seen_by(program_staff)) == ([], [0])


def test_somebody_who_needs_contact_to_stop_never_meets_the_other_again(nora, mira, sara):
    report = make_report(nora, mira, stops_contact=True)
    assert list(Block.objects.values_list("blocker", "blocked")) == [(nora.pk, mira.pk)]
    assert log(report) == [("Nora", "opened"), (None, "acted")]


def test_a_case_goes_from_hand_to_hand_and_is_closed_with_words(nora, mira, sara, mailoutbox):
    report, token = make_report(nora, mira, may_contact=True), uuid4()
    tess = make_safeguard("Tess")
    for _twice in range(2):
        cases.take(report=report, actor=sara)
        cases.note(report=report, actor=tess, text=" Asked Nora ", token=token)
    report.refresh_from_db()
    assert (report.state, sorted(each.name for each in report.handlers.all())) == (
        "looking",
        ["Sara", "Tess"],
    )
    for _twice in range(2):
        cases.close(report=report, actor=sara, outcome="We talked to them.")
    with pytest.raises(CaseClosed):
        cases.act(report=report, actor=sara, code="bar:1")
    report.refresh_from_db()
    assert (report.state, report.outcome, told("cms.report_answered")) == (
        "closed",
        "We talked to them.",
        ["Nora"],
    )
    messages.send_due()
    letters = [mail for mail in mailoutbox if "nora@example.org" in mail.to]
    assert [("talked" in mail.body, mail.subject) for mail in letters] == [(False, "We have answered you")]
    for _twice in range(2):
        reopened = cases.reopen(report=report, actor=tess)
    assert (reopened.state, reopened.closed_at) == ("looking", None)
    assert log(report) == [
        ("Nora", "opened"),
        ("Sara", "taken"),
        ("Tess", "taken"),
        ("Tess", "noted"),
        ("Sara", "closed"),
        ("Tess", "reopened"),
    ]


def test_what_is_not_offered_is_refused_and_strangers_find_nothing(nora, mira, sara, make_member):
    report = make_report(nora, mira)
    with pytest.raises(NotOffered):
        cases.act(report=report, actor=sara, code="hold:nothing")
    with pytest.raises(NotOffered):
        cases.read_words(report=report, actor=sara)
    with pytest.raises(NotOffered):
        cases.name(report=report, actor=sara, member=make_member("Zoe"))
    verbs = [
        lambda who: cases.take(report=report, actor=who),
        lambda who: cases.note(report=report, actor=who, text="x", token=uuid4()),
        lambda who: cases.act(report=report, actor=who, code=""),
        lambda who: cases.name(report=report, actor=who, member=sara),
        lambda who: cases.read_words(report=report, actor=who),
        lambda who: cases.close(report=report, actor=who, outcome="x"),
        lambda who: cases.reopen(report=report, actor=who),
    ]
    for who in (nora, mira, make_member("Max")):
        for verb in verbs:
            with pytest.raises(Report.DoesNotExist):
                verb(who)
    assert log(report) == [("Nora", "opened")]


def test_a_handler_who_is_named_later_loses_the_case_at_once(nora, mira, sara):
    report, tess = make_report(nora, mira), make_safeguard("Tess")
    cases.take(report=report, actor=tess)
    cases.name(report=report, actor=sara, member=tess)
    assert (seen_by(tess, sara), [each.name for each in report.handlers.all()]) == ([0, 1], ["Sara"])
    assert messages.send_due() == 1  # the notice to Tess is not sent any more
    assert CaseNote.objects.filter(action="named").values_list("text", flat=True).get() == "Tess"


def test_a_report_nobody_takes_is_brought_up_after_a_day_and_after_three(nora, mira, sara, mailoutbox):
    report = make_report(nora, mira)
    chore, counts = all_chores()["reports nobody has looked at"], []
    for hours in (23, 25, 26, 73, 74):
        Report.objects.update(opened_at=timezone.now() - timedelta(hours=hours))
        counts.append(chore())
    assert (counts, told("cms.case_waits")) == ([0, 1, 0, 1, 0], ["Sara", "Sara"])
    cases.take(report=report, actor=sara)
    assert (chore(), messages.send_due()) == (0, 1)  # nobody is reminded of what is in hand
    assert [mail.subject for mail in mailoutbox] == ["A report has come in"]
