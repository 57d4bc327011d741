"""What the pages of mentoring ask of the database: a number each, the same with ten times as many rows."""

from datetime import timedelta
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentorship.models import PairGoal, PairMeeting, PairMessage, Preference
from mentorship.services import pair_progress, proposals
from tests.factories.mentorship import make_pair, make_participant

#: page: (statements, the most it may ever take)
BUDGET = {
    "directory": (12, 12),
    "suggestions": (13, 14),
    "proposal": (8, 10),
    "pair space": (15, 16),
    "approvals": (12, 12),
}


def test_no_page_asks_more_than_its_number_however_many_rows_there_are(round_page, program_staff):
    mentee = make_participant(round_page, "Nora", topics=("Git", "SQL"))
    mentor = make_participant(round_page, "Mira", "mentor", capacity=3)
    asked = proposals.request(mentee=mentee, mentor=mentor, note="Please")
    pair = make_pair(round_page, "Ada", "Olga")
    pair_progress.share(pairing=pair, member=pair.mentee.member)
    pages = {
        "directory": (mentee.member, reverse("mentorship:directory", args=[mentee.uuid])),
        "suggestions": (mentee.member, reverse("mentorship:suggestions", args=[mentee.uuid])),
        "proposal": (mentor.member, reverse("mentorship:proposal", args=[asked.uuid])),
        "pair space": (pair.mentor.member, reverse("mentorship:pairing", args=[pair.uuid])),
        "approvals": (program_staff, "/admin/participant/"),
    }
    browsers = {}
    for member, _address in pages.values():
        browsers.setdefault(member, Client()).force_login(member)

    def statements(page: str) -> int:
        member, address = pages[page]
        browsers[member].get(address)  # prepares what all readers share
        with CaptureQueriesContext(connection) as found:
            assert browsers[member].get(address).status_code == 200
        return len(found)

    def grow(number: int) -> None:
        for _nth in range(number):
            name = f"M{uuid4().hex[:6]}"
            one = make_participant(round_page, name, "mentor", listed=True, topics=("Git", "Web"))
            Preference.objects.create(participant=one, member=mentee.member, avoid=False, rank=1)
            make_participant(round_page, f"N{name}", state="submitted")
            make_participant(round_page, f"P{name}", "mentor", capacity=2)
        at = timezone.now() + timedelta(days=1)
        PairMeeting.objects.bulk_create(
            PairMeeting(
                pairing=pair,
                proposed_by="mentor",
                starts_at=at,
                ends_at=at + timedelta(hours=1),
                state="held",
            )
            for _nth in range(number)
        )
        PairGoal.objects.bulk_create(
            PairGoal(pairing=pair, title=str(uuid4()), lesson_key=uuid4()) for _nth in range(number)
        )
        PairMessage.objects.bulk_create(
            PairMessage(pairing=pair, side="mentor", token=uuid4(), text="Hello") for _nth in range(number)
        )

    grow(1)
    few = {page: statements(page) for page in pages}
    grow(9)
    many = {page: statements(page) for page in pages}
    assert few == {page: number for page, (number, _most) in BUDGET.items()}
    assert many == few
    assert [page for page, (number, most) in BUDGET.items() if number > most] == []
