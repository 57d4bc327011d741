from uuid import uuid4

import pytest

from cms.models import Event, Message
from cms.services import messages
from mentorship.exceptions import ChangedMeanwhile, NotNow, TooMany
from mentorship.models import PairAgreement, Pairing, PairNote
from mentorship.services import pair_papers
from tests.factories.mentorship import make_pair

WORDS = {"often": "Every Tuesday", "place": "By call", "help": "", "limits": "Nothing at work"}


@pytest.fixture
def pair(round_page):
    return make_pair(round_page)


@pytest.fixture
def nora(pair):
    return pair.mentee.member


@pytest.fixture
def mira(pair):
    return pair.mentor.member


def agreed() -> tuple:
    found = PairAgreement.objects.get()
    return found.version, bool(found.mentor_agreed_at), bool(found.mentee_agreed_at)


def test_a_note_is_written_once_belongs_to_one_side_and_outlives_the_pair(pair, nora, mira, make_member):
    token = uuid4()
    first, again = (
        pair_papers.note(pairing=pair, member=nora, text=" Hush ", token=token) for _twice in range(2)
    )
    theirs = pair_papers.note(pairing=pair, member=mira, text="Mine", token=token)
    after_going_back = pair_papers.note(pairing=pair, member=nora, text="Other words", token=token)
    pair_papers.forget(pairing=pair, member=nora, uuid=after_going_back.uuid)
    assert (first.pk, first.text, theirs.side) == (again.pk, "Hush", "mentor")
    Pairing.objects.update(state="held")
    pair_papers.note(pairing=pair, member=nora, text="Still", token=uuid4())
    for stranger in (mira, make_member("Rosa")):
        pair_papers.forget(pairing=pair, member=stranger, uuid=first.uuid)
    assert PairNote.objects.filter(side="mentee").count() == 2
    for _twice in range(2):
        pair_papers.forget(pairing=pair, member=nora, uuid=first.uuid)
    assert list(PairNote.objects.values_list("text", flat=True)) == ["Still", "Mine"]
    assert not Event.objects.filter(data__icontains="Hush").exists()
    with pytest.raises(Pairing.DoesNotExist):
        pair_papers.note(pairing=pair, member=make_member("Ola"), text="x", token=uuid4())


def test_there_is_an_end_to_notes(pair, nora, monkeypatch):
    monkeypatch.setattr(pair_papers, "MOST_NOTES", 1)
    pair_papers.note(pairing=pair, member=nora, text="One", token=uuid4())
    with pytest.raises(TooMany):
        pair_papers.note(pairing=pair, member=nora, text="Two", token=uuid4())


def test_what_one_writes_down_the_other_agrees_to_or_writes_anew(pair, nora, mira):
    for _twice in range(2):
        pair_papers.write_down(pairing=pair, member=nora, version=0, **WORDS)
    assert agreed() == (1, False, True)
    for _twice in range(2):
        pair_papers.agree(pairing=pair, member=mira, version=1)
    assert (agreed(), PairAgreement.objects.get().is_agreed) == ((1, True, True), True)
    pair_papers.write_down(pairing=pair, member=mira, version=1, **{**WORDS, "place": "In the café"})
    assert agreed() == (2, True, False)
    pair_papers.write_down(pairing=pair, member=nora, version=1, **{**WORDS, "place": "In the café"})
    assert agreed() == (2, True, True)
    told = Message.objects.filter(kind="mentorship.pair_agreement").order_by("pk")
    assert [row.recipient.name for row in told] == ["Mira", "Nora"]


def test_nobody_writes_over_or_agrees_to_what_they_have_not_read(pair, nora, mira):
    pair_papers.write_down(pairing=pair, member=nora, version=0, **WORDS)
    for act in (
        lambda: pair_papers.write_down(pairing=pair, member=mira, version=0, often="Never"),
        lambda: pair_papers.agree(pairing=pair, member=mira, version=0),
        lambda: pair_papers.agree(pairing=pair, member=mira, version=2),
    ):
        with pytest.raises(ChangedMeanwhile):
            act()
    Pairing.objects.update(state="held")
    with pytest.raises(NotNow):
        pair_papers.agree(pairing=pair, member=mira, version=1)
    assert agreed() == (1, False, True)


def test_an_empty_agreement_is_none(pair, nora):
    pair_papers.write_down(pairing=pair, member=nora, version=0, often=" ")
    assert agreed() == (0, False, False)


def test_the_letter_says_that_it_is_written_and_not_what(pair, nora, mira, mailoutbox):
    Message.objects.all().delete()
    pair_papers.write_down(pairing=pair, member=nora, version=0, **WORDS)
    messages.send_due()
    assert [mail.subject for mail in mailoutbox] == ["What you and Nora agree on"]
    assert ("Nothing at work" in mailoutbox[0].body, "/guide/" in mailoutbox[0].body) == (False, True)
    pair_papers.write_down(pairing=pair, member=nora, version=1, often="Monthly")
    pair_papers.agree(pairing=pair, member=mira, version=2)
    messages.send_due()
    assert len(mailoutbox) == 1
