"""The help desk: one open request a person, the longest waiting first, one helper, whose turn it is, no block crossed."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from cms import today
from cms.models import Block, Event, Member
from cms.services import farewells
from learning.channels import channel
from learning.desk_exceptions import DeskChanged, DeskClosed, TakenByOther
from learning.models import HelpRequest, Meetup
from learning.services import desk, desk_lists, rsvps
from learning.services.desk import Question
from tests.factories import groups as make

LOOPS = UUID(int=7)


@pytest.fixture
def hana(make_member) -> Member:
    return make_member("Hana")


@pytest.fixture
def hangout(member, hana, make_member) -> Meetup:
    """It is on; Rosa has a seat, Hana helps."""
    planned = make.meetup(kind="hangout", room=None, helpers=None, online=True)
    planned.pools.create(kind="helper")
    rsvps.respond(meetup=planned, member=member, mode="room")
    rsvps.respond(meetup=planned, member=hana, mode="room", role="helper")
    return make.on(planned)


def ask(hangout, member, key=None, **given) -> HelpRequest:
    question = Question(given.pop("wish", "stuck"), **given)
    return desk.ask(member=member, meetup=hangout, question=question, key=key or uuid4())


def seen(hangout, reader) -> desk_lists.Desk:
    found = desk_lists.open_to(member=reader).get(pk=hangout.pk)
    return desk_lists.desk(meetup=found, reader=reader, language="en", stamp=1)


def verbs() -> list[str]:
    rows = Event.objects.filter(object__startswith="learning.helprequest:")
    return list(rows.order_by("pk").values_list("verb", flat=True))


def test_asking_twice_is_one_request_and_asking_anew_keeps_the_place(hangout, member):
    key = uuid4()
    first = ask(hangout, member, key, words="A")
    assert ask(hangout, member, key, words="A") == first
    changed = ask(hangout, member, words="B", wish="test_mine", link="https://example.org/x")
    assert (changed.pk, changed.waiting_since) == (first.pk, first.waiting_since)
    assert list(HelpRequest.objects.values_list("words", "wish", "state")) == [
        ("B", "test_mine", "waiting_helper")
    ]
    desk.leave(member=member, request=changed)
    assert ask(hangout, member, key).state == "left"  # the first form again, after all that
    assert verbs() == ["asked", "changed", "left"]


def test_who_deletes_their_account_hands_back_whom_they_were_helping(hangout, member, hana, make_member):
    row = ask(hangout, member)
    desk.claim(helper=hana, request=row)
    closed = HelpRequest.objects.create(
        meetup=hangout,
        member=make_member("Zoe"),
        claimed_by=hana,
        state="happy",
        asked_at=timezone.now(),
        waiting_since=timezone.now(),
        closed_at=timezone.now(),
    )
    farewells.leave(member=hana)
    row.refresh_from_db()
    closed.refresh_from_db()
    assert (row.claimed_by, row.claimed_at, row.state, closed.claimed_by) == (
        None,
        None,
        "waiting_helper",
        hana,
    )
    assert verbs() == ["asked", "claimed", "handed-back"]


def test_the_desk_is_open_around_a_hangout_only(hangout, member):
    for closed in (make.meetup(kind="talks", in_days=3), make.over(make.meetup(kind="hangout"), days=2)):
        with pytest.raises(DeskClosed):
            ask(closed, member)
    assert HelpRequest.objects.count() == 0


def test_from_asking_to_happy_over_two_turns(hangout, member, hana):
    row = ask(hangout, member)
    for step in (
        lambda: desk.claim(helper=hana, request=row),
        lambda: desk.your_turn(helper=hana, request=row),
        lambda: desk.ready(member=member, request=row),
        lambda: desk.your_turn(helper=hana, request=row),
        lambda: desk.happy(actor=member, request=row),
    ):
        step()
        step()  # twice is once
    row.refresh_from_db()
    assert (row.state, row.claimed_by, row.closed_at is not None) == ("happy", hana, True)
    assert verbs() == ["asked", "claimed", "your-turn", "ready", "your-turn", "happy"]
    for late in (
        lambda: desk.claim(helper=hana, request=row),
        lambda: desk.your_turn(helper=hana, request=row),
        lambda: desk.ready(member=member, request=row),
        lambda: desk.leave(member=member, request=row),
    ):
        with pytest.raises(DeskChanged):
            late()


def test_of_two_helpers_one_has_it_until_it_is_given_back_or_twenty_minutes_pass(
    hangout, member, hana, make_member
):
    row, sam = ask(hangout, member), make_member("Sam")
    desk.claim(helper=hana, request=row)
    with pytest.raises(TakenByOther):
        desk.claim(helper=sam, request=HelpRequest.objects.get())
    with pytest.raises(DeskChanged):
        desk.your_turn(helper=sam, request=row)
    with pytest.raises(DeskChanged):
        desk.happy(actor=sam, request=row)
    for _time in range(2):
        desk.hand_back(helper=hana, request=row)
    desk.claim(helper=sam, request=row)
    HelpRequest.objects.update(claimed_at=timezone.now() - timedelta(minutes=21))
    assert seen(hangout, hana).queue[0].is_free
    desk.claim(helper=hana, request=row)
    assert (row.claimed_by, verbs()) == (
        hana,
        ["asked", "claimed", "handed-back", "claimed", "claimed"],
    )


def test_nobody_helps_themselves_or_across_a_block(hangout, member, hana):
    own, row = ask(hangout, hana), ask(hangout, member)
    Block.objects.create(blocker=member, blocked=hana)
    for request in (own, row):
        with pytest.raises(DeskChanged):
            desk.claim(helper=hana, request=request)
    assert list(desk_lists.visible_to(helper=hana)) == []
    assert seen(hangout, hana).queue == ()


def test_the_queue_is_for_helpers_the_longest_waiting_first(hangout, member, hana, make_member):
    ada = make_member("Ada")
    first, second = ask(hangout, ada), ask(hangout, member)
    assert [each.request for each in seen(hangout, hana).queue] == [first, second]
    assert (seen(hangout, hana).waiting, seen(hangout, member).queue, seen(hangout, member).place) == (
        2,
        (),
        2,
    )
    before = seen(hangout, member).version
    desk.claim(helper=hana, request=first)
    after = seen(hangout, member)
    assert (after.place, after.version != before) == (1, True)
    assert list(desk_lists.visible_to(helper=hana)) == [first, second]
    assert list(desk_lists.visible_to(helper=member)) == []
    assert not desk_lists.open_to(member=make_member("Stranger")).exists()


def test_two_who_wait_for_the_same_exercise_hear_of_each_other_and_never_across_a_block(
    hangout, member, hana, make_member
):
    ada, bo = make_member("Ada"), make_member("Bo")
    for each in (member, ada):
        ask(hangout, each, exercise_key=LOOPS)
    ask(hangout, bo)
    assert seen(hangout, member).pairs == ("Ada",)
    Block.objects.create(blocker=ada, blocked=member)
    assert seen(hangout, member).pairs == ()
    Block.objects.all().delete()
    desk.your_turn(helper=hana, request=desk.claim(helper=hana, request=HelpRequest.objects.get(member=ada)))
    assert seen(hangout, member).pairs == ()


def test_what_is_open_after_the_evening_is_closed_once(hangout, member):
    ask(hangout, member)
    assert desk.close_due() == 0
    make.over(hangout, days=2)
    assert (desk.close_due(), desk.close_due(), verbs()) == (1, 0, ["asked", "left"])


def test_today_tells_helpers_who_waits_and_a_learner_that_it_is_their_turn(
    hangout, member, hana, make_member, django_assert_num_queries
):
    from learning import desk_today  # noqa: PLC0415 - the source is registered when the app is ready

    with django_assert_num_queries(1):
        assert desk_today.lines(hana) == []
    row = ask(hangout, member)
    HelpRequest.objects.update(waiting_since=timezone.now() - timedelta(minutes=12, seconds=5))

    def told(who: Member) -> list[tuple[str, str]]:
        with django_assert_num_queries(2):
            return [(str(line.title), str(line.detail)) for line in desk_today.lines(who)]

    assert desk_today.lines in today._sources
    assert told(hana) == [("Tonight’s desk: 1 person waits", "Hangout 1, the longest for 12 minutes")]
    assert told(member) == []
    assert told(make_member("Stranger")) == []
    desk.your_turn(helper=hana, request=desk.claim(helper=hana, request=row))
    assert [title for title, _detail in told(member)] == ["Your turn at the desk"]
    assert told(hana) == []
    Block.objects.create(blocker=member, blocked=hana)
    desk.ready(member=member, request=row)
    desk.hand_back(helper=hana, request=row)
    assert told(hana) == []


def test_a_channel_is_an_address_that_may_be_followed():
    told = {
        "https://discord.gg/abc": "Discord",
        "https://matrix.to/#/#a:b.org": "Matrix",
        "irc://irc.libera.chat/python": "IRC",
        "ircs://irc.libera.chat/python": "IRC",
        "matrix:r/python:example.org": "Matrix",
        "xmpp:python@example.org?join": "XMPP",
        "https://chat.example.org": "",
    }
    assert {url: found.name for url in told if (found := channel(url))} == told
    refused = [
        "", "javascript:alert(1)", "https://", "https://javascript:alert(1)", "data:text/html,x", "//x.org", "irc://",
        "https://a b.org", "https://[x",
    ]  # fmt: skip
    assert [url for url in refused if channel(url)] == []
