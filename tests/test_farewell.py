"""F21, the deleting half: nothing a member planted is left once their account is deleted, save in case files."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import models
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.chores import all_chores
from cms.models import (
    Availability,
    Block,
    ChapterFollow,
    ChapterInterest,
    Event,
    FeedToken,
    Member,
    Message,
    Report,
)
from cms.services import accounts, cases, farewells, messages
from learning.models import (
    RSVP,
    Certificate,
    CheckpointAnswer,
    GroupMembership,
    HelpRequest,
    MeetupFeedback,
    Submission,
    SubmissionVersion,
    TalkSlot,
)
from learning.services import memberships, rsvps
from mentorship.models import (
    Answer,
    ApartNote,
    MatchEdge,
    MatchLeftover,
    MatchRun,
    PairAgreement,
    PairClosing,
    PairGoal,
    Pairing,
    PairMessage,
    PairNote,
    PairThanks,
    Participant,
    Preference,
    Proposal,
    ProposalMessage,
    Pulse,
    RoundPage,
)
from mentorship.services import (
    forgetting,
    pair_goals,
    pair_meetings,
    pair_thread,
    pairings,
    participants,
    proposals,
)
from tests.factories import groups as make
from tests.factories.mentoring import make_score
from tests.factories.mentorship import make_pair, make_participant, make_round
from tests.factories.safety import make_report, make_safeguard

CANARY = "zinnober"  # a word that stands nowhere else
#: Tables of mentoring with words that are no member's: content of pages, and facts about a run.
NOBODYS = {"MatchRun", "Question"}


def wordy() -> set[str]:
    """Every table of mentoring in which somebody's words may stand: a new one is planted here, too, or this fails."""
    return {
        model._meta.label
        for model in apps.get_app_config("mentorship").get_models()
        if any(isinstance(field, models.TextField | models.JSONField) for field in model._meta.local_fields)
        and not issubclass(model, Page)
        and model.__name__ not in NOBODYS
    }


def planted() -> dict[str, int]:
    """In how many rows of each table the canary stands, in any column that holds text."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table.endswith("_fts") or not model._meta.managed:
            continue
        texts = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField | models.FileField)
        ]
        rows = model._default_manager.values_list(*texts) if texts else []
        number = sum(CANARY in json.dumps(row, default=str).lower() for row in rows)
        if number:
            found[model._meta.label] = number
    return found


@pytest.fixture
def round_page(home):
    return make_round()


@pytest.fixture
def pair(round_page):
    return make_pair(round_page)


@pytest.fixture
def nora(pair) -> Member:
    return pair.mentee.member


def plant_account(nora: Member) -> None:
    Member.objects.filter(pk=nora.pk).update(email=f"{CANARY}@example.org", last_login=timezone.now())
    nora.refresh_from_db()
    words = {"pronouns": f"x/{CANARY}", "bio": CANARY, "contact": f"+420 {CANARY}"}
    accounts.describe(member=nora, display_name=f"Nora {CANARY}", **words)
    EmailAddress.objects.create(user=nora, email=nora.email, primary=True, verified=True)
    Authenticator.objects.create(user=nora, type="recovery_codes", data={"seed": CANARY})
    UserSession.objects.create(user=nora, ip="127.0.0.1", session_key="abc", user_agent=CANARY)
    FeedToken.objects.create(member=nora, purpose="calendar", hash=CANARY)
    interest = {"latitude": 1, "longitude": 1, "note": CANARY}
    ChapterInterest.objects.create(member=nora, place=f"Near {CANARY}", **interest)
    nora.groups.add(Group.objects.get(name="Helpers"))
    late = {"dedupe_key": "late", "context": {"words": CANARY}, "due_at": timezone.now() + timedelta(days=1)}
    messages.queue(kind="mentorship.pair_message", recipient=nora, **late)


def plant_mentoring(pair: Pairing, nora: Member) -> None:
    pair_thread.write(pairing=pair, member=nora, text=CANARY, token=uuid4())
    pair_goals.add(pairing=pair, member=nora, title=CANARY)
    soon = timezone.now() + timedelta(days=2)
    pair_meetings.propose(
        pairing=pair, member=nora, starts_at=soon, minutes=60, place=f"https://call.example/{CANARY}"
    )
    Participant.objects.filter(member=nora).update(goals=CANARY, employer=CANARY, capacity=3)
    Preference.objects.create(participant=pair.mentee, member=pair.mentor.member, avoid=True)
    plant_application(pair.mentee)
    plant_papers(pair)


def plant_application(participant: Participant) -> None:
    """Answers and wishes of one's own, what others thought of them, and what one thought of others."""
    told = {"kind": "short", "asked": "What for?", "version": "1", "answered_at": timezone.now()}
    Answer.objects.create(participant=participant, question_key=uuid4(), value=f"For {CANARY}", **told)
    ApartNote.objects.create(participant=participant, words=f"My sister {CANARY}")
    olga = Member.objects.create_user("olga@example.org", display_name="Olga")
    make_score(participant, olga, note=f"Is that {CANARY}?")
    round_page = RoundPage.objects.of(participant.round_key).get()
    make_score(make_participant(round_page, "Otto"), participant.member, note=CANARY)
    run = MatchRun.objects.create(round_key=participant.round_key, state="draft", finished_at=timezone.now())
    MatchLeftover.objects.create(run=run, mentee=participant, cause="rules", helps=[{"code": CANARY}])
    otto = make_participant(round_page, "Orla", "mentor")
    MatchEdge.objects.create(run=run, mentor=otto, mentee=participant, score=1, reasons=[{"code": CANARY}])


def plant_papers(pair: Pairing) -> None:
    """Everything one side of a pair may leave behind, and a word of theirs to somebody else as an organizer."""
    Pairing.objects.filter(pk=pair.pk).update(end_note=CANARY)
    mine = {"pairing": pair, "side": "mentee"}
    PairNote.objects.create(token=uuid4(), text=CANARY, **mine)
    PairAgreement.objects.create(
        pairing=pair, often=CANARY, place=CANARY, help=CANARY, limits=CANARY, version=1
    )
    consent = {"publish_ok": True, "consent_version": "1"}
    PairClosing.objects.create(reached=CANARY, helped=CANARY, change=CANARY, **consent, **mine)
    PairThanks.objects.create(text=CANARY, **mine)
    low = Pulse.objects.create(day="7", answer=1, words=CANARY, **mine)
    ProposalMessage.objects.create(proposal=pair.proposal, side="mentee", token=uuid4(), text=CANARY)
    word = {"pulse": low.pk, "by": pair.mentee.member_id, "words": CANARY}
    for key, due in (("sent", {"sent_at": timezone.now()}), ("waiting", {"due_at": timezone.now()})):
        Message.objects.create(
            kind="mentorship.pulse_word",
            recipient=pair.mentor.member,
            dedupe_key=key,
            context=word,
            **{"due_at": timezone.now()} | due,
        )


def plant_learning(nora: Member, round_page) -> dict:
    group = make.group()
    membership = make.joined(group, nora, role="organizer")
    meetup = make.meetup(room=1, group=group)
    seat = rsvps.respond(meetup=meetup, member=nora, mode="room", actor=nora)
    wilma = Member.objects.create_user("wilma@example.org", display_name="Wilma")
    memberships.join(group=group, member=wilma, mode="room")
    rsvps.respond(meetup=meetup, member=wilma, mode="room", actor=wilma)
    done = make.over(make.meetup(in_days=5), days=3)
    now = timezone.now()
    HelpRequest.objects.create(meetup=done, member=nora, words=CANARY, asked_at=now, waiting_since=now)
    MeetupFeedback.objects.create(meetup=done, member=nora, rating=5, text=CANARY)
    TalkSlot.objects.create(
        meetup=meetup, kind="lightning", minutes=5, speaker=nora, state="claimed", title=CANARY, notes=CANARY
    )
    CheckpointAnswer.objects.create(
        member=nora, lesson_key=uuid4(), block_id="b", attempts=1, answer=[CANARY], answered_at=now
    )
    row = Submission.objects.create(
        member=nora, exercise_key=uuid4(), state="waiting_review", waiting_since=now, draft_text=CANARY
    )
    SubmissionVersion.objects.create(submission=row, n=1, text=CANARY, handed_in_at=now)
    Certificate.objects.create(
        member=nora, about_key=uuid4(), issued_at=now, name=f"Nora {CANARY}", shows_name=True
    )
    return {"seat": seat, "wilma": wilma, "membership": membership}


def test_nothing_a_member_planted_is_left_save_in_case_files(pair, nora, round_page, mailoutbox, heard):
    mira = pair.mentor.member
    ada = make_participant(round_page, "Ada", "mentor")
    plant_account(nora)
    plant_mentoring(pair, nora)
    pair.mentee.refresh_from_db()
    open_one = proposals.request(mentee=pair.mentee, mentor=ada, note=CANARY)
    kept = plant_learning(nora, round_page)
    Block.objects.create(blocker=ada.member, blocked=nora)
    closed = make_report(nora, text=CANARY)
    Report.objects.filter(pk=closed.pk).update(state="closed", closed_at=timezone.now(), outcome=CANARY)
    before = planted()
    assert {
        "cms.Member",
        "mentorship.PairMessage",
        "learning.HelpRequest",
        "account.EmailAddress",
        *wordy(),
    } <= before.keys()

    for _twice in range(2):
        gone = farewells.leave(member=nora)

    assert planted() == {"cms.Report": 1}
    assert Pulse.objects.low().count() == 0  # nobody is asked for a friendly word to who has left
    assert (gone.name, gone.email, gone.is_active, list(gone.groups.all())) == (
        "A former member",
        f"former-{nora.pk}@deleted.invalid",
        False,
        [],
    )
    # Others: the pair ended and the mentor has the seat back; the open question is gone; the seat went to who waited.
    pair.refresh_from_db()
    open_one.refresh_from_db()
    assert (pair.state, open_one.state, Participant.objects.get(member=mira).seats_taken) == (
        "ended",
        "superseded",
        0,
    )
    offered = RSVP.objects.get(member=kept["wilma"])
    assert (offered.state, RSVP.objects.get(pk=kept["seat"].pk).state) == ("offered", "released")
    assert GroupMembership.objects.get(pk=kept["membership"].pk).state == "left"
    assert Event.objects.filter(object=f"cms.member:{nora.pk}", verb="left").count() == 1
    messages.send_due()
    letters = [mail.subject for mail in mailoutbox if "ended" in mail.body]
    assert letters == ["You and A former member: Ended"]
    sent = [str(mail.message()).lower() for mail in mailoutbox if mail.to != [f"{CANARY}@example.org"]]
    assert ([mail for mail in sent if CANARY in mail], CANARY in " ".join(heard).lower()) == ([], False)
    assert not Message.objects.filter(recipient=nora, sent_at=None, stopped_at=None).exists()
    # The address is free again.
    assert Member.objects.create_user(f"{CANARY}@example.org").name == "A member"


def test_what_somebody_wrote_stays_while_safeguarding_looks_at_it(pair, nora):
    sara, mira = make_safeguard(), pair.mentor.member
    pair_thread.write(pairing=pair, member=mira, text="Come over", token=uuid4())
    asked = {"proposal": pair.proposal, "side": "mentor", "token": uuid4(), "text": "Where do you live?"}
    ProposalMessage.objects.create(**asked)
    report = make_report(nora, mira, stops_contact=True)
    farewells.leave(member=mira)
    pair.refresh_from_db()
    assert (pair.state, pairings.may_see_contact(pairing=pair, member=nora)) == ("ended", False)
    assert list(PairMessage.objects.values_list("text", flat=True)) == ["Come over"]
    assert list(ProposalMessage.objects.values_list("text", flat=True)) == ["Where do you live?"]
    assert [each.name for each in Report.objects.handled_by(sara).get(pk=report.pk).named.all()] == [
        "A former member"
    ]


def test_what_was_kept_for_a_case_is_forgotten_ninety_days_after_it_was_closed(pair, nora):
    sara, mira = make_safeguard(), pair.mentor.member
    for who in (mira, nora):
        pair_thread.write(pairing=pair, member=who, text=f"From {who.name}", token=uuid4())
    report = make_report(nora, mira, stops_contact=True)
    farewells.leave(member=mira)
    chore, counts = all_chores()["words of closed cases forgotten"], []
    counts.append(chore())  # it is open
    cases.close(report=report, actor=sara, outcome="Done.")
    for days in (89, 91):
        Report.objects.update(closed_at=timezone.now() - timedelta(days=days))
        counts.append(chore())
        if days == 89:
            assert PairMessage.objects.count() == 2
    counts.append(chore())
    assert (counts, list(PairMessage.objects.values_list("text", flat=True))) == ([0, 0, 1, 0], ["From Nora"])
    assert (Proposal.objects.get(pk=pair.proposal_id).note, PairThanks.objects.count()) == ("Please", 0)
    farewells.leave(member=nora)  # the case is long over: nothing is kept for it
    assert (PairMessage.objects.count(), Proposal.objects.get(pk=pair.proposal_id).note) == (0, "")


def test_a_case_that_is_opened_again_keeps_the_words(pair, nora):
    sara, mira = make_safeguard(), pair.mentor.member
    pair_thread.write(pairing=pair, member=mira, text="Come over", token=uuid4())
    report = make_report(nora, mira, stops_contact=True)
    cases.close(report=report, actor=sara, outcome="Done.")
    farewells.leave(member=mira)
    assert PairMessage.objects.count() == 1  # closed only now
    Report.objects.update(closed_at=timezone.now() - timedelta(days=91))
    cases.reopen(report=report, actor=sara)
    assert (forgetting.forget_due(), PairMessage.objects.count()) == (0, 1)


def test_the_address_is_typed_before_anything_is_deleted(client, home, make_member):
    nora = make_member("Nora")
    client.force_login(nora)
    url = reverse("cms:farewell")
    assert "What goes" in client.get(url).text
    refused = client.post(url, {"email": "mira@example.org"})
    nora.refresh_from_db()
    assert ("not the address you sign in with" in refused.text, nora.left_at) == (True, None)
    answer = client.post(url, {"email": "NORA@example.org"})
    nora.refresh_from_db()
    assert (answer.headers["Location"], nora.name) == ("/", "A former member")
    assert client.get(url).status_code == 302  # signed out, and nobody can sign in here any more
    assert (
        Availability.objects.filter(member=nora).count() + ChapterFollow.objects.filter(member=nora).count()
        == 0
    )
    assert PairGoal.objects.count() + Proposal.objects.count() == 0


def test_an_application_that_was_never_sent_is_shown_to_nobody_when_its_writer_leaves(round_page):
    nora, mira = (make_participant(round_page, name, state="draft") for name in ("Nora", "Mira"))
    participants.withdraw(participant=mira)
    farewells.leave(member=nora.member)
    assert (Participant.objects.sent().count(), Participant.objects.get(pk=nora.pk).goals) == (0, "")
