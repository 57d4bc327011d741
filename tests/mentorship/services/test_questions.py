from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cms.models import Block, Message
from cms.services import messages
from mentorship.exceptions import EnoughQuestions, Expired, NotNow, Unavailable
from mentorship.models import PairMessage, Participant, Proposal, ProposalMessage
from mentorship.services import lapses, proposals, questions


@pytest.fixture
def asked(mentee, mentor) -> Proposal:
    return proposals.request(mentee=mentee, mentor=mentor, note="x")


def write(asked, member, text: str = "Hush", token=None) -> ProposalMessage:
    return questions.write(proposal=asked, member=member, text=text, token=token or uuid4())


def test_either_side_asks_a_few_times_and_a_form_sent_twice_is_one(asked, mentor, mentee):
    token = uuid4()
    first, again = (write(asked, mentor.member, " Why me? ", token) for _twice in range(2))
    theirs = write(asked, mentee.member, "Your talk", token)
    assert (first.pk, first.text, first.side, theirs.side) == (again.pk, "Why me?", "mentor", "mentee")
    assert write(asked, mentor.member, "And why now?", token).text == "And why now?"  # after going back
    for _more in range(3):
        write(asked, mentor.member)
    with pytest.raises(EnoughQuestions):
        write(asked, mentor.member)
    assert write(asked, mentor.member, "Why me?", token).pk == first.pk
    assert ProposalMessage.objects.count() == 6


def test_words_stop_with_the_proposal_at_a_block_and_for_strangers(asked, mentor, mentee, make_member):
    with pytest.raises(Proposal.DoesNotExist):
        write(asked, make_member("Rosa"))
    block = Block.objects.create(blocker=mentor.member, blocked=mentee.member)
    with pytest.raises(Unavailable):
        write(asked, mentee.member)
    block.delete()
    Proposal.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(Expired):
        write(asked, mentor.member)
    proposals.withdraw(proposal=asked, member=mentee.member)
    with pytest.raises(NotNow):
        write(asked, mentor.member)
    assert ProposalMessage.objects.count() == 0


def test_a_mail_says_that_there_are_words_and_never_which(asked, mentor, mentee, mailoutbox):
    Message.objects.all().delete()
    write(asked, mentor.member)
    write(asked, mentor.member)
    assert Message.objects.count() == 1
    messages.send_due()
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["nora@example.org"], "Mira has a question before the answer")
    ]
    assert "Hush" not in mailoutbox[0].body + mailoutbox[0].alternatives[0].content
    write(asked, mentor.member)
    write(asked, mentee.member)
    messages.send_due()
    assert [mail.to for mail in mailoutbox[1:]] == [["mira@example.org"]]


def test_with_the_yes_the_words_move_into_the_thread_of_the_pair(asked, mentor, mentee):
    write(asked, mentor.member, "Why me?")
    write(asked, mentee.member, "Your talk")
    proposals.accept(proposal=asked, member=mentor.member)
    assert list(PairMessage.objects.values_list("side", "text")) == [
        ("mentor", "Why me?"),
        ("mentee", "Your talk"),
    ]
    assert ProposalMessage.objects.count() == 0


def test_a_mentor_who_asked_back_has_not_left_the_question_lying(asked, mentor, mentee):
    for writer, expected in ((mentor, 0), (mentee, 1)):
        Proposal.objects.update(state="open", decided_at=None, expires_at=timezone.now() - timedelta(hours=1))
        ProposalMessage.objects.create(
            proposal=asked, side=writer.role, token=uuid4(), text="x", sent_at=timezone.now()
        )
        lapses.expire(proposal=asked)
        assert Participant.objects.get(pk=mentor.pk).lapses == expected
