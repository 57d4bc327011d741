import pytest
from django.utils import translation

from cms.models import Member, Message
from cms.services import messages
from mentorship.models import Proposal
from mentorship.services import participants, proposals
from tests.factories.mentorship import make_pair, make_participant

SECRETS = ["private-mira", "private-nora", "mira@example.org", "nora@example.org", "Hush"]


@pytest.fixture
def sent(mailoutbox):
    """Send what is due, and give recipient, subject and text of each mail."""

    def send() -> list[tuple[str, str, str]]:
        messages.send_due()
        return [(mail.to[0], mail.subject, mail.body) for mail in mailoutbox]

    return send


def test_an_approval_tells_what_happens_next(round_page, program_staff, sent):
    mentor = make_participant(round_page, "Mira", "mentor", state="submitted")
    participants.approve(actor=program_staff, participant=mentor)
    [(to, subject, text)] = sent()
    assert (to, subject) == ("mira@example.org", "You are in: your mentoring application is approved")
    assert text == (
        "Hello Mira,\n\nthe organizers of “Autumn” have approved your application as a mentor. Thank you for "
        "offering your time.\n\nWhen a newcomer asks you, you get a mail with their reasons, and you decide.\n\n"
        f"Your part in the round: http://127.0.0.1:8000/mentoring/participations/{mentor.uuid}/\n"
    )


def test_a_proposal_says_who_and_why_but_neither_the_note_nor_how_to_reach_anybody(round_page, sent):
    mentor, mentee = make_participant(round_page, "Mira", "mentor"), make_participant(round_page, "Nora")
    proposals.request(mentee=mentee, mentor=mentor, note="Hush")
    [(to, subject, text)] = sent()
    assert (to, subject) == ("mira@example.org", "Nora asks you to be their mentor")
    assert "* You cover the topic they need: Git.\n" in text
    assert [secret for secret in SECRETS if secret in text] == []


def test_a_pair_is_told_to_both_with_a_link_only(round_page, sent):
    pairing = make_pair(round_page)
    mails = sent()  # the request is no longer open, so it is no news
    assert [(to, subject) for to, subject, _text in mails] == [
        ("mira@example.org", "You and Nora are a pair"),
        ("nora@example.org", "You and Mira are a pair"),
    ]
    assert all(f"/mentoring/pairs/{pairing.uuid}/" in text for _to, _subject, text in mails)
    assert [secret for secret in SECRETS for _to, _subject, text in mails if secret in text] == []


@pytest.mark.parametrize(
    ("end", "subject"),
    [
        ("decline", "Mira cannot be part of this pair"),
        ("expire", "Your request to Mira has run out"),
        ("leave", "Mira is not available any more"),
    ],
)
def test_a_request_that_comes_to_nothing_is_told_to_the_newcomer(end, subject, round_page, sent):
    mentor, mentee = make_participant(round_page, "Mira", "mentor"), make_participant(round_page, "Nora")
    proposal = proposals.request(mentee=mentee, mentor=mentor, note="Hush")
    if end == "decline":
        proposals.decline(proposal=proposal, member=mentor.member, code="time", note="Hush")
    elif end == "leave":
        participants.withdraw(participant=mentor)
    else:
        Proposal.objects.update(state="expired", decided_at=proposal.created_at)
        Message.objects.all().delete()
        messages.queue(
            kind="mentorship.expired",
            recipient=mentee.member,
            dedupe_key="x",
            context={"proposal": proposal.pk},
        )
    [(to, found, text)] = sent()
    assert (to, found) == ("nora@example.org", subject)
    assert f"/mentoring/participations/{mentee.uuid}/suggestions/" in text
    assert "Hush" not in text


def test_a_mail_is_written_in_the_recipients_language(round_page, sent):
    mentor, mentee = make_participant(round_page, "Mira", "mentor"), make_participant(round_page, "Nora")
    Member.objects.filter(pk=mentor.member_id).update(locale="es")
    with translation.override("fr"):
        proposals.request(mentee=mentee, mentor=mentor, note="")
        [(_to, _subject, text)] = sent()
    assert "http://127.0.0.1:8000/es/mentoring/proposals/" in text


def test_a_decision_taken_back_is_not_told(round_page, program_staff, sent):
    mentor = make_participant(round_page, "Mira", "mentor", state="submitted")
    participants.approve(actor=program_staff, participant=mentor)
    participants.withdraw(participant=mentor)
    assert sent() == []
    assert Message.objects.get().stopped_at is not None


def test_a_name_breaks_neither_header_nor_markup(round_page, mailoutbox):
    mentor = make_participant(round_page, "Mira", "mentor")
    mentee = make_participant(round_page, "Nora")
    Member.objects.filter(pk=mentee.member_id).update(display_name="No\r\nBcc: x@example.org <b>ra</b>")
    proposals.request(mentee=mentee, mentor=mentor, note="")
    messages.send_due()
    [mail] = mailoutbox
    assert mail.subject == "No Bcc: x@example.org <b>ra</b> asks you to be their mentor"
    assert "<b>ra</b>" not in mail.alternatives[0].content


def test_a_mentor_who_left_is_not_said_to_be_full(round_page, sent):
    full = make_participant(round_page, "Mira", "mentor")
    gone = make_participant(round_page, "Ada", "mentor")
    nora, ben = make_participant(round_page, "Nora"), make_participant(round_page, "Ben")
    for mentor, mentee in ((full, nora), (gone, nora), (full, ben)):
        proposals.request(mentee=mentee, mentor=mentor, note="Please")
    proposals.accept(proposal=Proposal.objects.get(mentor=full, mentee=ben), member=full.member)
    participants.withdraw(participant=gone)
    told = {subject: text.splitlines()[2] for to, subject, text in sent() if to == "nora@example.org"}
    assert told == {
        "Mira has no free place any more": "Mira has no free place any more. Your request to them has ended.",
        "Ada is not available any more": "Ada takes part in this round no longer. Your request to them has ended.",
    }


def test_who_is_asked_for_changes_reads_which_and_where(round_page, program_staff, sent):
    nora = make_participant(round_page, "Nora", state="submitted")
    participants.ask_changes(actor=program_staff, participant=nora, reason="Which <week>?")
    [(to, subject, text)] = sent()
    assert (to, subject) == ("nora@example.org", "A question about your mentoring application")
    assert "Which <week>?\n\nChange it and send it again. You keep your place in line." in text
    assert f"/mentoring/participations/{nora.uuid}/" in text
