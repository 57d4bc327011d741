"""The end of a pair: a look back, one note of thanks, certificates, the way on, and what moves by itself."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cms.chores import all_chores
from cms.models import Availability, Block, Event, Message
from cms.services import blocks, messages
from learning.models import Certificate, LessonTopic, TrackTopic
from mentorship.exceptions import ClosingOver, NotNow, RoundClosed, ThankedAlready, Unavailable
from mentorship.models import Exclusion, PairClosing, Pairing, PairMeeting, PairThanks, Participant
from mentorship.services import (
    becoming,
    closings,
    exclusions,
    pair_certificates,
    pair_course,
    pairings,
    proposals,
    voices,
)
from mentorship.services.closings import Answer
from tests.factories import learning as make
from tests.factories.certificates import finish
from tests.factories.mentorship import (
    make_completed_pair,
    make_pair,
    make_participant,
    make_round,
    make_topic,
)

SAID = Answer(reached="A game", helped="Small steps", change="More time", publish_ok=True)


@pytest.fixture
def pair(round_page):
    return make_completed_pair(round_page)


@pytest.fixture
def mira(pair):
    return pair.mentor.member


@pytest.fixture
def nora(pair):
    return pair.mentee.member


def told(kind: str) -> list[str]:
    rows = Message.objects.filter(kind=f"mentorship.{kind}").order_by("pk")
    return [row.recipient.name for row in rows]


def test_each_side_looks_back_once_may_change_it_and_other_words_are_not_published(
    pair, nora, mira, program_staff
):
    row = closings.give(pairing=pair, member=nora, answer=SAID)
    assert closings.give(pairing=pair, member=nora, answer=SAID).pk == row.pk
    closings.give(pairing=pair, member=mira, answer=Answer(helped="Patience"))
    row = PairClosing.objects.get(side="mentee")
    seen = row.given_at.isoformat()
    with pytest.raises(PermissionDenied):
        closings.publish(actor=mira, closing=row, seen=seen)
    with pytest.raises(NotNow):  # read in another version
        closings.publish(actor=program_staff, closing=row, seen="")
    other = PairClosing.objects.get(side="mentor")
    with pytest.raises(NotNow):  # without consent
        closings.publish(actor=program_staff, closing=other, seen=other.given_at.isoformat())
    for _twice in range(2):
        closings.publish(actor=program_staff, closing=row, seen=seen)
    assert [(one.writer, one.quotable) for one in PairClosing.objects.published().for_listing()] == [
        ("Nora", "A game\n\nSmall steps")
    ]
    closings.give(
        pairing=pair, member=nora, answer=Answer("A game", "Small steps", "Nothing", publish_ok=True)
    )
    assert PairClosing.objects.published().count() == 1  # what to change is not what was published
    closings.give(pairing=pair, member=nora, answer=Answer("Two games", publish_ok=True))
    assert (PairClosing.objects.published().count(), PairClosing.objects.count()) == (0, 2)
    for _twice in range(2):
        closings.withdraw_consent(pairing=pair, member=nora)
    verbs = Event.objects.filter(verb__startswith="closing").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        "closing_given",
        "closing_given",
        "closing_published",
        "closing_changed",
        "closing_changed",
        "closing_consent_withdrawn",
    ]


def test_a_look_back_has_its_time_and_a_pair_that_ended_is_never_quoted(round_page, make_member):
    pair = make_pair(round_page)
    nora = pair.mentee.member
    with pytest.raises(NotNow):
        closings.give(pairing=pair, member=nora, answer=SAID)
    with pytest.raises(Pairing.DoesNotExist):
        closings.give(pairing=pair, member=make_member("Rosa"), answer=SAID)
    Pairing.objects.update(due_on=timezone.localdate() - timedelta(days=1))  # the time they planned is over
    assert closings.give(pairing=pair, member=nora, answer=SAID).publish_ok is False
    pairings.end(pairing=pair, member=nora, code="time")
    assert closings.give(pairing=pair, member=nora, answer=SAID).publish_ok is False
    with pytest.raises(NotNow):
        closings.thank(pairing=pair, member=nora, text="Thanks")
    with time_machine.travel(timezone.now() + closings.OPEN_FOR), pytest.raises(ClosingOver):
        closings.give(pairing=pair, member=nora, answer=SAID)


def test_thanks_are_sent_once_and_the_mail_carries_no_word_of_them(pair, nora, mailoutbox):
    Message.objects.all().delete()
    for _twice in range(2):
        closings.thank(pairing=pair, member=nora, text=" Hush, thank you ")
    with pytest.raises(ThankedAlready):
        closings.thank(pairing=pair, member=nora, text="Once more")
    messages.send_due()
    assert [(mail.to[0], mail.subject) for mail in mailoutbox] == [
        ("mira@example.org", "Nora says thank you")
    ]
    assert [mail for mail in mailoutbox if "Hush" in mail.body + mail.alternatives[0].content] == []
    assert list(PairThanks.objects.values_list("side", "text")) == [("mentee", "Hush, thank you")]
    with time_machine.travel(timezone.now() + closings.OPEN_FOR), pytest.raises(ClosingOver):
        closings.thank(pairing=pair, member=pair.mentor.member, text="Late")


def test_no_thanks_and_no_notice_reach_across_what_came_between(pair, nora, mira, mailoutbox):
    Message.objects.all().delete()
    closings.thank(pairing=pair, member=nora, text="Thank you")
    Block.objects.create(blocker=mira, blocked=nora)
    messages.send_due()
    assert mailoutbox == []
    with pytest.raises(Unavailable):
        closings.thank(pairing=pair, member=mira, text="Thank you")
    Block.objects.all().delete()
    for between in ({"member": mira, "other": nora}, {"member": nora}):
        kept = Exclusion.objects.create(**between)
        with pytest.raises(Unavailable):
            closings.thank(pairing=pair, member=mira, text="Thank you")
        kept.delete()
    assert closings.give(pairing=pair, member=mira, answer=Answer(change="Ask me earlier")).side == "mentor"


def test_completing_gives_both_a_certificate_that_names_neither_the_other_nor_what_was_said(
    round_page, nora_and_mira_met
):
    pair = nora_and_mira_met
    rows = Certificate.objects.order_by("pk")
    assert [(row.member.name, row.kind, row.about_key, row.title) for row in rows] == [
        ("Mira", "mentor", pair.uuid, "Autumn"),
        ("Nora", "mentee", pair.uuid, "Autumn"),
    ]
    assert rows[0].evidence == {
        "version": 1,
        "language": "en",
        "titles": {"en": "Autumn"},
        "begun_on": "2026-11-20",
        "finished_on": "2026-12-20",
        "minutes": 0,
        "meetings": 1,
        "lessons": [],
        "homework": [],
    }
    pair_certificates.issue(pairing=pair)
    assert Certificate.objects.count() == 2


@pytest.fixture
def nora_and_mira_met(round_page):
    with time_machine.travel("2026-11-20 12:00 +0000", tick=False) as clock:
        pair = make_pair(round_page)
        now = timezone.now()
        PairMeeting.objects.create(
            pairing=pair, proposed_by="mentee", starts_at=now, ends_at=now + timedelta(hours=1), state="held"
        )
        clock.shift(timedelta(days=30))
        for side in (pair.mentor, pair.mentee):
            pair = pair_course.finish(pairing=pair, member=side.member)
    return pair


def test_two_clicks_without_a_meeting_or_a_word_make_no_certificate(round_page):
    pair = make_pair(round_page)
    for side in (pair.mentor, pair.mentee):
        pair_course.finish(pairing=pair, member=side.member)
    pairings_ended = make_pair(round_page, "Ada", "Ben")
    pairings.end(pairing=pairings_ended, member=pairings_ended.mentor.member, code="fit")
    assert Certificate.objects.count() == 0


def test_a_newcomer_begins_as_a_mentor_with_what_is_known_and_nothing_is_overwritten(pair, nora, mira):
    lesson = make.lesson("Lists")
    track = make.track("Python", [[lesson]])
    loops, python = make_topic("Loops"), make_topic("Python")
    LessonTopic.objects.create(lesson=lesson, topic=loops)
    TrackTopic.objects.create(track=track, topic=python)
    finish(nora, track)
    Participant.objects.filter(pk=pair.mentee_id).update(
        stage=2, formats=["chat"], frequency=1, employer="Ours"
    )
    pair = Pairing.objects.for_listing().get(pk=pair.pk)
    begun = becoming.begin(pairing=pair, member=nora)
    assert (begun.role, begun.state, begun.stage, begun.formats, begun.frequency, begun.employer) == (
        ("mentor", "draft", 2, ["chat"], 1, "Ours")
    )
    names = dict(begun.topics.values_list("topic_key", "level"))
    assert names == {loops.translation_key: 1, python.translation_key: 2}
    assert Availability.objects.filter(member=nora).exists()
    begun.topics.all().delete()
    Participant.objects.filter(pk=begun.pk).update(goals="My own words")
    again = becoming.begin(pairing=pair, member=nora)
    assert (again.pk, again.goals, again.topics.count()) == (begun.pk, "My own words", 0)
    with pytest.raises(Pairing.DoesNotExist):
        becoming.begin(pairing=pair, member=mira)


def test_the_way_in_is_the_round_that_is_open_or_the_day_on_which_one_will_be(pair, nora, round_page):
    assert becoming.door(pairing=pair, member=nora).round_page == round_page
    today = timezone.localdate()
    days = [today + timedelta(days=each) for each in (10, 20, 30, 40, 50)]
    dates = dict(zip(("opens_on", "closes_on", "matching_on", "starts_on", "ends_on"), days, strict=True))
    make_round("Spring", kind="dated", **dates)
    assert becoming.door(pairing=pair, member=nora).round_page == round_page
    round_page.unpublish()
    assert becoming.door(pairing=pair, member=nora) == becoming.Door(opens_on=days[0])
    with pytest.raises(RoundClosed):
        becoming.begin(pairing=pair, member=nora)
    assert becoming.door(pairing=pair, member=pair.mentor.member) == becoming.Door()


def test_both_are_asked_once_when_the_time_they_planned_is_over(round_page, mailoutbox):
    asked = all_chores()["pairs at their end asked"]
    with time_machine.travel("2026-11-20 12:00 +0000", tick=False) as clock:
        pair = make_pair(round_page)
        Pairing.objects.update(due_on=date(2026, 11, 22))
        Message.objects.all().delete()
        found = [asked()]
        clock.shift(timedelta(days=2))
        found += [asked(), asked()]
        messages.send_due()
        assert (found, sorted(mail.subject for mail in mailoutbox)) == (
            [0, 2, 0],
            ["The time you planned with Mira", "The time you planned with Nora"],
        )
        Pairing.objects.update(due_on=date(2026, 11, 23))  # moved by a pause
        clock.shift(timedelta(days=1))
        assert asked() == 2
        pair_course.finish(pairing=pair, member=pair.mentor.member)
        messages.send_due()
        assert [mail.subject for mail in mailoutbox[2:]] == ["Are you and Mira done?"]


def test_the_end_moves_by_the_length_of_a_pause(round_page):
    with time_machine.travel("2026-11-20 12:00 +0000", tick=False) as clock:
        pair = make_pair(round_page)
        due_on, nora = pair.due_on, pair.mentee.member
        for days in (10, 5):
            pair_course.pause(pairing=pair, member=nora)
            clock.shift(timedelta(days=days))
            pair = pair_course.resume(pairing=pair, member=nora)
            clock.shift(timedelta(days=1))
        assert (pair.due_on - due_on, pair.paused_at) == (timedelta(days=15), None)


def test_a_first_place_is_given_back_when_a_new_pair_has_found_its_feet(round_page):
    give_back = all_chores()["first places given back"]

    def tier() -> int:
        return Participant.objects.get(member__display_name="Nora").priority_tier

    with time_machine.travel("2026-11-20 12:00 +0000", tick=False) as clock:
        pair = make_pair(round_page)
        clock.shift(timedelta(days=40))
        pairings.end(pairing=pair, member=pair.mentor.member, code="time")
        found = [(give_back(), tier())]
        mentor = make_participant(round_page, "Ada", "mentor")
        mentee = Participant.objects.get(member__display_name="Nora")
        asked = proposals.request(mentee=mentee, mentor=mentor, note="")
        proposals.accept(proposal=asked, member=mentor.member)
        for days in (27, 1, 1):
            clock.shift(timedelta(days=days))
            found.append((give_back(), tier()))
    assert found == [(0, 1), (0, 1), (1, 0), (0, 0)]


def test_who_is_kept_out_of_mentoring_is_not_quoted_until_that_is_lifted(pair, nora, mira, program_staff):
    row = closings.give(pairing=pair, member=nora, answer=SAID)
    closings.publish(actor=program_staff, closing=row, seen=row.given_at.isoformat())
    exclusions.bar(actor=program_staff, member=mira)
    assert [voice.name for voice in voices.newest()] == ["Nora"]  # she may be quoted still
    apart = exclusions.bar(actor=program_staff, member=nora)
    assert voices.newest() == []
    exclusions.lift(exclusion=apart)
    assert [voice.name for voice in voices.newest(reader=mira)] == ["Nora"]
    blocks.block(blocker=mira, blocked=nora)
    assert voices.newest(reader=mira) == []
