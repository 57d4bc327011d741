import pytest
from django.core.management import CommandError, call_command

from cms import chores
from cms.services import messages
from mentorship.models import Proposal
from mentorship.services import proposals
from tests.factories.mentorship import make_participant, make_round


def test_a_tick_expires_what_has_run_out_and_tells_of_it_in_the_same_run(home, mailoutbox, capsys):
    round_page = make_round()
    mentor, mentee = make_participant(round_page, "Mira", "mentor"), make_participant(round_page, "Nora")
    proposal = proposals.request(mentee=mentee, mentor=mentor, note="")
    messages.send_due()
    Proposal.objects.update(expires_at=proposal.created_at)
    for _time in range(2):
        call_command("tick")
    assert [mail.subject for mail in mailoutbox] == [
        "Nora asks you to be their mentor",
        "Your request to Mira has run out",
    ]
    assert (
        "proposals expired: 1\ncertificates issued: 0\npages on time: 0\nmail: 1\n" in capsys.readouterr().out
    )


@pytest.mark.logs_errors
def test_a_chore_that_fails_stops_no_other(db, capsys, monkeypatch):
    def fall() -> int:
        raise OSError("no")

    monkeypatch.setattr(chores, "_chores", {"falling": fall, "standing": lambda: 3})
    with pytest.raises(CommandError, match="Not done: falling"):
        call_command("tick")
    assert capsys.readouterr().out == "standing: 3\nmail: 0\n"


def test_a_dry_run_says_what_is_due_and_changes_nothing(home, mailoutbox, capsys):
    round_page = make_round()
    mentor, mentee = make_participant(round_page, "Mira", "mentor"), make_participant(round_page, "Nora")
    proposal = proposals.request(mentee=mentee, mentor=mentor, note="")
    messages.send_due()
    Proposal.objects.update(expires_at=proposal.created_at)
    call_command("tick", "--dry-run")
    said = capsys.readouterr().out.splitlines()
    assert {"proposals expired: 1", "mail: 1"} <= set(said)
    assert Proposal.objects.get().state == Proposal.State.OPEN
    assert len(mailoutbox) == 1
