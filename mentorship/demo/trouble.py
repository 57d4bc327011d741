"""Plants a pair in trouble: words, a report that stopped all contact, and what safeguarding has written down since."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.contrib.auth.models import Group
from django.utils import timezone

from cms import reporting
from cms.demo import people
from cms.demo.reading import load
from cms.models import CaseNote, ProgramSettings, Report
from cms.services import blocks, cases, reports
from mentorship.models import Pairing, PairMessage, Participant, RoundPage
from mentorship.services import pair_thread, proposals

HERE = Path(__file__).resolve().parent


def plant() -> None:
    """Through the services, as people would; then everything is moved back to its day."""
    record = load("trouble.yaml", HERE)
    for key in record["safeguarding"]:
        people.member(key).groups.add(Group.objects.get(name="Safeguarding"))
    ProgramSettings.objects.filter(outside_help="").update(outside_help=record["outside_help"])
    blocks.block(**{side: people.member(key) for side, key in record["block_of_somebody_else"].items()})
    if not Report.objects.exists():
        _report(record, _pair(record))


def _pair(record: dict) -> Pairing:
    round_page = RoundPage.objects.originals().order_by("pk").first()
    mine = Participant.objects.filter(round_key=round_page.round_key)
    mentor = mine.get(member=people.member(record["mentor"]), role=Participant.Role.MENTOR)
    mentee = mine.get(member=people.member(record["mentee"]), role=Participant.Role.MENTEE)
    proposal = proposals.request(mentee=mentee, mentor=mentor, note="")
    made = proposals.accept(proposal=proposal, member=mentor.member).pairing
    started = timezone.now() - timedelta(days=record["started_days_ago"])
    Pairing.objects.filter(pk=made.pk).update(started_at=started)
    pairing = Pairing.objects.for_listing().get(pk=made.pk)
    sides = {"mentor": mentor.member, "mentee": mentee.member}
    for days, side, text in record["words"]:
        said = pair_thread.write(pairing=pairing, member=sides[side], text=text, token=uuid4())
        PairMessage.objects.filter(pk=said.pk).update(sent_at=timezone.now() - timedelta(days=days))
    return pairing


def _report(record: dict, pairing: Pairing) -> None:
    told, by = record["report"], pairing.mentee.member
    report = reports.receive(
        by=by,
        text=told["text"],
        token=uuid4(),
        named=[pairing.mentor.member],
        place=reporting.find(kind="pairing", key=pairing.uuid, member=by),
        may_contact=True,
        stops_contact=True,
    )
    for days, key, text in record["notes"]:
        actor = people.member(key)
        written = cases.note(report=report, actor=actor, text=text, token=uuid4())
        at = timezone.now() - timedelta(days=days)
        CaseNote.objects.filter(report=report, author=actor, pk__lte=written.pk).update(at=at)
    code = f"bar:{pairing.mentor.member_id}"
    cases.act(report=report, actor=people.member(record["notes"][-1][1]), code=code)
    opened = timezone.now() - timedelta(days=told["days_ago"])
    Report.objects.filter(pk=report.pk).update(opened_at=opened)
    CaseNote.objects.filter(report=report, author=by).update(at=opened)
    CaseNote.objects.filter(report=report, author=None).update(at=opened + timedelta(seconds=1))
