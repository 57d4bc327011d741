"""What changes between two clicks, or after the last: a block, fewer places, the end of a round, new words, a lost zone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cms import emails
from cms.models import Availability, Block, Event, Member, Message
from cms.services import consents, profiles
from learning.models import LessonProgress
from mentorship import waiting
from mentorship.exceptions import RoundOver
from mentorship.models import Exclusion, Pairing, PairMeeting, PairMessage, Participant, Proposal, RoundPage
from mentorship.services import (
    directory,
    lapses,
    nudges,
    pair_course,
    pair_goals,
    pair_meetings,
    pair_progress,
    pair_thread,
    participants,
    proposals,
    suggestions,
)
from tests.factories.mentorship import make_pair, make_participant


@pytest.fixture
def pair(round_page):
    return make_pair(round_page)


@pytest.fixture
def asked(mentee, mentor) -> Proposal:
    return proposals.request(mentee=mentee, mentor=mentor, note="Please")


def over(round_page) -> None:
    """All its days have gone by."""
    day = timezone.localdate()
    days = ("opens_on", "closes_on", "matching_on", "starts_on", "ends_on")
    dates = {name: day - timedelta(days=9 - nth) for nth, name in enumerate(days)}
    RoundPage.objects.filter(pk=round_page.pk).update(kind="dated", **dates)


def letters() -> dict[str, str]:
    """What became of each message that waits: sent, or why not."""
    rows = Message.objects.filter(sent_at=None, stopped_at=None)
    keys = list(rows.values_list("pk", flat=True))
    rows.update(due_at=timezone.now())
    for key in keys:
        emails.send(key)
    return {row.kind: row.stopped_why or "sent" for row in Message.objects.filter(pk__in=keys)}


def titles(member) -> list[str]:
    return [str(line.title) for line in waiting.lines(member)]


def test_after_a_block_nobody_is_asked_reminded_or_led_to_the_other(round_page, asked):
    """Before the next sweep, too. What has to be known still comes: a meeting is off, a pair has ended."""
    pair = make_pair(round_page, "Ada", "Olga")
    at = timezone.now() + timedelta(days=3)
    agreed, _open = (
        pair_meetings.propose(
            pairing=pair, member=pair.mentee.member, starts_at=at + timedelta(hours=n), minutes=30
        )
        for n in (0, 2)
    )
    pair_meetings.confirm(meeting=agreed, member=pair.mentor.member)
    pair_thread.write(pairing=pair, member=pair.mentee.member, text="Hello", token=uuid4())
    pair_course.finish(pairing=pair, member=pair.mentee.member)
    Pairing.objects.update(waiting_since=timezone.now() - timedelta(days=15))
    Message.objects.filter(kind__in=["mentorship.accepted", "mentorship.meeting_confirmed"]).delete()
    for one in (asked, pair):
        Block.objects.create(blocker=one.mentee.member, blocked=one.mentor.member)
    assert (titles(asked.mentor.member), titles(pair.mentor.member), nudges.queue_due()) == ([], [], 0)
    assert letters() == dict.fromkeys(
        (
            "mentorship.proposal_received",
            "mentorship.proposal_reminder",
            "mentorship.meeting_proposed",
            "mentorship.pair_message",
            "mentorship.pair_completion_asked",
        ),
        "moot",
    )


def test_a_reminder_that_waits_when_the_block_is_set_is_not_sent(pair):
    Pairing.objects.update(waiting_since=timezone.now() - timedelta(days=15))
    Message.objects.all().delete()
    assert nudges.queue_due() == 1
    Block.objects.create(blocker=pair.mentor.member, blocked=pair.mentee.member)
    assert letters() == {"mentorship.pair_nudge": "moot"}


def test_a_mentor_who_takes_back_their_last_place_ends_what_waits_for_it(round_page, asked, mentor):
    facts = {"capacity": 1}
    other = make_participant(round_page, "Olga")
    Participant.objects.filter(pk=mentor.pk).update(capacity=2)
    second = proposals.request(mentee=other, mentor=mentor, note="")
    proposals.accept(proposal=second, member=mentor.member)
    participants.save_draft(member=mentor.member, round_page=round_page, role="mentor", facts=facts)
    asked.refresh_from_db()
    told = list(Message.objects.filter(kind="mentorship.superseded").values_list("recipient", flat=True))
    assert (asked.state, told) == ("superseded", [asked.mentee.member_id])


def test_no_pair_begins_in_a_round_that_is_over(round_page, asked, mentor, program_staff):
    over(round_page)
    with pytest.raises(RoundOver):
        proposals.accept(proposal=asked, member=mentor.member)
    with pytest.raises(RoundOver):
        proposals.propose(actor=program_staff, mentor=mentor, mentee=make_participant(round_page, "Olga"))
    mentor.refresh_from_db()
    assert (Pairing.objects.count(), mentor.seats_taken) == (0, 0)


def test_a_yes_after_the_end_of_the_round_is_explained_on_the_page(client, round_page, asked, mentor):
    over(round_page)
    client.force_login(mentor.member)
    answer = client.post(reverse("mentorship:proposal-accept", args=[asked.uuid]))
    assert (answer.status_code, "This round is over, so no new pair begins in it." in answer.text) == (
        200,
        True,
    )


def test_today_leads_to_no_suggestions_where_nobody_can_be_asked(round_page, mentee):
    draft = make_participant(round_page, "Dora", state="draft")
    found = [(titles(mentee.member), titles(draft.member))]
    RoundPage.objects.update(requests_open=False)
    found.append((titles(mentee.member), titles(draft.member)))
    over(round_page)
    found.append((titles(mentee.member), titles(draft.member)))
    RoundPage.objects.all().delete()
    found.append((titles(mentee.member), titles(draft.member)))
    finish = ["Your mentoring application is a draft"]
    assert found == [(["Mentors who fit you"], finish), ([], finish), ([], []), ([], [])]


def test_what_is_learned_is_not_shown_after_the_end_or_across_a_block(client, pair):
    """Consent was given for the time together, and there is no button any more to take it back."""
    key, now = uuid4(), timezone.now()
    mentor, mentee = pair.mentor.member, pair.mentee.member
    pair_goals.add(pairing=pair, member=mentee, title="Loops", lesson_key=key)
    pair_progress.share(pairing=pair, member=mentee)
    LessonProgress.objects.create(
        member=mentee, lesson_key=key, state="done", started_at=now, done_at=now, last_seen_at=now
    )

    def seen() -> tuple:
        found = []
        for one in (mentor, mentee):
            client.force_login(one)
            page = client.get(reverse("mentorship:pairing", args=[pair.uuid]))
            found.append(page.context["goals"][0].done_at is not None)
        return tuple(found)

    found = [seen()]
    block = Block.objects.create(blocker=mentee, blocked=mentor)
    found.append(seen())
    block.delete()
    for state, ended_at in (("held", None), ("ended", now)):
        Pairing.objects.update(state=state, ended_at=ended_at)
        found.append(seen())
    assert found == [(True, True), (False, True), (False, True), (False, True)]


def test_a_goal_removed_by_the_other_one_at_that_moment_is_gone_without_an_error(pair):
    goal = pair_goals.add(pairing=pair, member=pair.mentee.member, title="Loops")
    pair_goals.remove(goal=goal, member=pair.mentor.member)
    assert pair_goals.mark(goal=goal, member=pair.mentee.member, done=True).title == "Loops"


def test_other_words_in_a_form_sent_before_are_another_message(pair):
    token = uuid4()
    for text in ("Hello", "Hello", "Hello, and one thing more"):
        pair_thread.write(pairing=pair, member=pair.mentee.member, text=text, token=token)
    assert list(PairMessage.objects.values_list("text", flat=True)) == ["Hello", "Hello, and one thing more"]


def test_consent_to_a_new_version_is_never_taken_for_granted(client, round_page, monkeypatch):
    nora = make_participant(round_page, "Nora")
    participants.withdraw(participant=nora)
    monkeypatch.setitem(consents.CURRENT, consents.CODE_OF_CONDUCT, "2030-01")
    client.force_login(nora.member)
    send = reverse("mentorship:apply", args=[round_page.round_key, "mentee", "send"])
    assert 'name="consent"' in client.get(send).text
    refused = client.post(send, {"contact": "me"})
    assert "Your agreement to the code of conduct." in refused.text
    client.post(send, {"contact": "me", "consent": "on"})
    nora.refresh_from_db()
    assert (nora.state, nora.consent.version) == ("submitted", "2030-01")


def test_agreeing_on_the_form_counts_for_who_was_sent_long_ago_and_twice_is_once(
    client, round_page, monkeypatch
):
    nora = make_participant(round_page, "Nora")
    monkeypatch.setitem(consents.CURRENT, consents.CODE_OF_CONDUCT, "2030-01")
    client.force_login(nora.member)
    send = reverse("mentorship:apply", args=[round_page.round_key, "mentee", "send"])
    client.post(send, {"contact": "me", "consent": "on"})
    for _twice in range(2):
        client.post(reverse("mentorship:participation-consent", args=[nora.uuid]))
    nora.refresh_from_db()
    events = Event.objects.filter(verb="consented").count()
    assert (nora.state, nora.consent.version, events) == ("approved", "2030-01", 1)


def test_a_zone_that_is_no_longer_known_is_read_as_utc_and_stops_nobody(client, round_page, asked, mentor):
    """One such row would have taken the list, the suggestions and the sweep from everybody."""
    Member.objects.filter(pk=mentor.member_id).update(timezone="Mars/Base")
    Availability.objects.all().update(start=0, end=1440)
    other = make_participant(round_page, "Olga")
    Availability.objects.all().update(start=0, end=1440)
    Participant.objects.filter(pk=mentor.pk).update(listed=True)
    found = suggestions.for_mentee(mentee=other, round_page=round_page).suggestions
    _reader, listed = directory.entries(reader_uuid=other.uuid, round_page=round_page)
    Proposal.objects.update(expires_at=timezone.now())
    assert ([one.mentor for one in found], [one.mentor for one in listed]) == ([mentor], [mentor])
    assert lapses.expire_due() == 1
    mentor.member.refresh_from_db()
    client.force_login(Member.objects.get(pk=mentor.member_id))
    assert "on your clock (UTC)" in client.get(reverse("mentorship:proposal", args=[asked.uuid])).text


def test_who_is_kept_out_of_mentoring_is_shown_nobody(round_page, mentee, mentor, program_staff):
    Participant.objects.filter(pk=mentor.pk).update(listed=True)
    before = len(directory.entries(reader_uuid=mentee.uuid, round_page=round_page)[1])
    Exclusion.objects.create(member=mentee.member, made_by=program_staff)
    assert (before, directory.entries(reader_uuid=mentee.uuid, round_page=round_page)[1]) == (1, [])


def test_an_organizer_who_was_turned_down_reads_no_reason(client, asked, mentor, mentee, program_staff):
    proposals.decline(proposal=asked, member=mentor.member, code="known")
    reason, read = "We know each other too well for this", []
    for member in (program_staff, mentee.member):
        member.groups.add(*program_staff.groups.all())
        client.force_login(member)
        text = client.get(f"/admin/participant/inspect/{mentee.pk}/").text
        read.append(("Mira" in text, reason in text))
    assert read == [(True, True), (True, False)]


def test_one_line_stays_one_line_in_letters_and_calendars(pair, mailoutbox):
    profiles.describe(
        member=pair.mentee.member,
        display_name="Nora\r\nBcc: all@example.org",
        bio="One\nTwo",
        pronouns="she\n",
    )
    at = timezone.now() + timedelta(days=2)
    meeting = pair_meetings.propose(
        pairing=pair, member=pair.mentee.member, starts_at=at, minutes=30, place="Here\r\nATTENDEE:x"
    )
    pair_meetings.move(
        meeting=meeting, member=pair.mentee.member, starts_at=at, minutes=45, place="There\r\n\r\nATTENDEE:x"
    )
    letters()
    [mail] = [mail for mail in mailoutbox if "proposes to meet" in mail.subject]
    assert mail.subject == "Nora Bcc: all@example.org proposes to meet"
    assert (PairMeeting.objects.get().place, pair.mentee.member.bio) == ("There ATTENDEE:x", "One\nTwo")
    assert "There ATTENDEE:x\n" in mail.body
