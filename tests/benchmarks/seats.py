"""Seats under load, over real HTTP: everybody at once, cancellations among them, fewer seats meanwhile, the same form again.

    uv run python -m tests.benchmarks.seats [--repeats 10]
    DATABASE_URL=postgres://… uv run python -m tests.benchmarks.seats

A server with four processes of eight threads works on a throwaway copy of the database, on the loopback only. One line a
figure; ends with 1 when a promise is broken.
"""

import argparse
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from itertools import count

from django.db import connection
from django.urls import reverse

from cms.models import Event, Member, Message
from learning.models import RSVP, Meetup
from learning.services import rsvps
from tests.benchmarks import serving
from tests.benchmarks.serving import Browser, Reply
from tests.factories import groups as make

PEOPLE, SEATS = 200, 20
days = count(7)
broken: list[str] = []

#: One statement, and so one moment: pools that count wrongly, sell too much, or keep a seat from somebody who waits.
WRONG = """
    SELECT pool.capacity, pool.taken,
        (SELECT COUNT(*) FROM learning_rsvp a
            WHERE a.meetup_id = pool.meetup_id AND a.mode = pool.kind AND a.state IN ('confirmed', 'offered')),
        (SELECT COUNT(*) FROM learning_rsvp a
            WHERE a.meetup_id = pool.meetup_id AND a.mode = pool.kind AND a.state = 'waitlisted'),
        meetup.state
    FROM learning_seatpool pool JOIN learning_meetup meetup ON meetup.id = pool.meetup_id
    WHERE pool.capacity IS NOT NULL
"""


def wrongs() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(WRONG)
        return [
            row
            for row in cursor.fetchall()
            for capacity, taken, held, waiting, state in [row]
            if taken != held or taken > capacity or (taken < capacity and waiting and state == "planned")
        ]


@contextmanager
def watched():
    """Ask every 50 ms, on a connection of its own, whether anything is wrong: what was found, and how often it asked."""
    found: dict[str, list] = {"wrong": [], "looks": []}
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.05):
            found["wrong"] += wrongs()
            found["looks"].append(1)
        connection.close()

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield found
    finally:
        over.set()
        watcher.join()
        found["wrong"] += wrongs()


def say(figure: str, replies: Sequence[Reply], facts: dict[str, object], promised: dict[str, object]) -> None:
    """Print the line of a figure, and remember when it is not as promised."""
    statuses = Counter(reply.status for reply in replies)
    facts = {
        "5xx or nothing": sum(number for status, number in statuses.items() if not 200 <= status < 500),
        **facts,
    }
    promised = {"5xx or nothing": 0, **promised}
    wrong = {name: (facts[name], value) for name, value in promised.items() if facts[name] != value}
    if wrong:
        broken.append(f"{figure}: {wrong}")
    slowest = max(reply.seconds for reply in replies)
    shown = ", ".join(f"{name} {value}" for name, value in {**facts, "statuses": dict(statuses)}.items())
    verdict = f"BROKEN {wrong}" if wrong else "as promised"
    sys.stdout.write(f"{figure} ({connection.vendor}): {shown}, slowest {slowest:.2f} s: {verdict}\n")
    sys.stdout.flush()


def states(meetup: Meetup) -> dict[str, int]:
    return dict(Counter(meetup.rsvps.values_list("state", flat=True)))


def told_once(meetup: Meetup) -> bool:
    """Whether each change of each answer has one message, and nothing else has one."""
    keys = Counter(
        Message.objects.filter(about=f"learning.meetup:{meetup.uuid}", kind__startswith="learning.rsvp_")
        .values_list("dedupe_key", flat=True)
    )  # fmt: skip
    changes = dict(meetup.rsvps.values_list("uuid", "changes"))
    untold = Counter(
        Event.objects.filter(verb="offer-withdrawn", object__startswith="learning.rsvp:").values_list(
            "object", flat=True
        )
    )
    by_answer = Counter(key.rpartition(":")[0] for key in keys)
    by_cancellation = meetup.state == Meetup.State.CANCELLED
    return set(keys.values()) <= {1} and all(
        by_answer[f"learning.rsvp:{uuid}"] + (untold[f"learning.rsvp:{uuid}"] if by_cancellation else 0)
        == number
        for uuid, number in changes.items()
    )


def in_order(meetup: Meetup) -> bool:
    """Whether places were given out without a gap, in the order in which the answers were taken."""
    rows = list(meetup.rsvps.exclude(queue_number=None).order_by("queue_number"))
    times = [row.answered_at for row in rows]
    return [row.queue_number for row in rows] == list(range(1, len(rows) + 1)) and times == sorted(times)


def path(name: str, meetup: Meetup) -> str:
    return reverse(f"learning:{name}", args=[meetup.uuid])


def new_meetup() -> Meetup:
    return make.meetup(room=SEATS, in_days=next(days))


def everybody_at_once(port: int, browsers: list[Browser], repeats: int) -> None:
    for nth in range(repeats):
        meetup = new_meetup()
        with watched() as found:
            replies = serving.fire(port, [each.post(path("rsvp", meetup), mode="room") for each in browsers])
        facts = {
            **states(meetup), "queue in order": in_order(meetup), "told once": told_once(meetup),
            "wrong moments": len(found["wrong"]), "looks": len(found["looks"]),
        }  # fmt: skip
        promised = {
            "confirmed": SEATS, "waitlisted": PEOPLE - SEATS, "queue in order": True, "told once": True, "wrong moments": 0,
        }  # fmt: skip
        say(f"F1 {PEOPLE} at once for {SEATS} seats, run {nth + 1}", replies, facts, promised)


def leaving_and_joining(port: int, browsers: list[Browser]) -> None:
    meetup = new_meetup()
    before, new = browsers[:100], browsers[100:150]
    for each in before:
        rsvps.respond(meetup=meetup, member=each.member, mode="room")
    # All who have a seat, and thirty of those who wait.
    leaving = [each.post(path("rsvp-release", meetup)) for each in before[:50]]
    joining = [each.post(path("rsvp", meetup), mode="room") for each in new]
    mixed = [request for pair in zip(leaving, joining, strict=True) for request in pair]
    with watched() as found:
        replies = serving.fire(port, mixed)
    offers = Counter(Event.objects.filter(
        object__in=[f"learning.rsvp:{uuid}" for uuid in meetup.rsvps.values_list("uuid", flat=True)], verb="offered"
    ).values_list("object", flat=True))  # fmt: skip
    promoted = list(
        meetup.rsvps.filter(state="offered").order_by("queue_number").values_list("queue_number", flat=True)
    )
    waiting = list(meetup.rsvps.queue().values_list("queue_number", flat=True))
    mailed = Message.objects.filter(
        about=f"learning.meetup:{meetup.uuid}", kind="learning.rsvp_offered"
    ).count()
    facts = {
        **states(meetup), "mails of an offer per offer": mailed / sum(offers.values()), "told once": told_once(meetup),
        "nobody overtaken": max(promoted) < min(waiting), "wrong moments": len(found["wrong"]), "looks": len(found["looks"]),
    }  # fmt: skip
    promised = {
        "offered": SEATS, "waitlisted": 80, "released": 50, "mails of an offer per offer": 1.0, "told once": True,
        "nobody overtaken": True, "wrong moments": 0,
    }  # fmt: skip
    say("F3 50 leave and 50 come, mixed, while it is full", replies, facts, promised)


def the_same_again(port: int, browsers: list[Browser]) -> None:
    meetup, one = new_meetup(), browsers[0]
    replies = serving.fire(port, [one.post(path("rsvp", meetup), mode="room")] * 50)
    facts = {
        "answers": meetup.rsvps.count(), "messages": Message.objects.filter(about=f"learning.meetup:{meetup.uuid}").count(),
        "good": sum(200 <= reply.status < 400 for reply in replies),
    }  # fmt: skip
    say("F4 the same form 50 times at once", replies, facts, {"answers": 1, "messages": 1, "good": 50})
    meetup = new_meetup()
    meetup.pools.create(kind="remote", capacity=None)
    ways = [one.post(path("rsvp", meetup), mode=("room", "remote")[nth % 2]) for nth in range(50)]
    replies = serving.fire(port, ways)
    facts = {"answers": meetup.rsvps.count(), "told once": told_once(meetup)}
    say("F4 two forms that differ, 25 times each", replies, facts, {"answers": 1, "told once": True})
    first, second = make.meetup(in_days=next(days), room=1), None
    second = make.meetup(day=first.local_date, room=1)
    both = [one.post(path("rsvp", each), mode="room") for each in (first, second)] * 25
    replies = serving.fire(port, both)
    seats = RSVP.objects.confirmed().filter(meetup__in=[first, second], member=one.member).count()
    say("F4 two meetups at one hour, 25 times each", replies, {"seats": seats}, {"seats": 1})


def fewer_seats_meanwhile(port: int, browsers: list[Browser], organizer: Browser) -> None:
    meetup = new_meetup()
    for each in browsers[:50]:
        rsvps.respond(meetup=meetup, member=each.member, mode="room")
    for each in meetup.rsvps.filter(state="confirmed").select_related("member", "meetup")[:12]:
        rsvps.release(rsvp=each, actor=each.member)
    # Eight have a seat, twelve are offered one, eighteen wait; and everybody else comes now.
    asked = [each.post(path("rsvp", meetup), mode="room") for each in browsers[50:]]
    fewer = organizer.post(path("meetup-resize", meetup), kind="room", seats="10")
    with watched() as found:
        replies = serving.fire(port, [*asked[:20], fewer, *asked[20:]])
    pool = meetup.pools.get()
    offered = list(
        meetup.rsvps.filter(state="offered").order_by("queue_number").values_list("queue_number", flat=True)
    )
    facts = {
        **states(meetup), "seats": pool.capacity, "offers left": offered, "told once": told_once(meetup),
        "wrong moments": len(found["wrong"]),
    }  # fmt: skip
    promised = {
        "seats": 10, "confirmed": 8, "offers left": [1, 2], "waitlisted": PEOPLE - 22, "told once": True, "wrong moments": 0,
    }  # fmt: skip
    say("F5 half of the seats taken away meanwhile", replies, facts, promised)


def cancelled_meanwhile(port: int, browsers: list[Browser], organizer: Browser) -> None:
    meetup = new_meetup()
    asked = [each.post(path("rsvp", meetup), mode="room") for each in browsers]
    away = organizer.post(path("meetup-cancel", meetup), reason="Rain")
    with watched() as found:
        replies = serving.fire(port, [*asked[:20], away, *asked[20:]])
    meetup.refresh_from_db()
    told = Counter(
        Message.objects.filter(kind="learning.meetup_cancelled").values_list("recipient", flat=True)
    )
    facts = {
        **states(meetup), "state": str(meetup.state), "told once": told_once(meetup),
        "all told of it once": told == Counter(meetup.rsvps.exclude(state="released").values_list("member", flat=True)),
        "wrong moments": len(found["wrong"]),
    }  # fmt: skip
    promised = {"state": "cancelled", "told once": True, "all told of it once": True, "wrong moments": 0}
    say("F5 cancelled meanwhile", replies, facts, promised)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3, help="how often everybody asks at once")
    repeats = parser.parse_args().repeats
    begun = time.monotonic()
    with serving.copied_database() as address:
        people = [Member(email=f"load{nth}@example.org", display_name=f"Load {nth}") for nth in range(PEOPLE)]
        boss = Member.objects.create_user("boss@example.org", display_name="Boss")
        make.organizer(make.chapter(), boss)
        for each in people:
            each.set_unusable_password()
        Member.objects.bulk_create(people)
        browsers, (organizer,) = serving.sign_in(people), serving.sign_in([boss])
        passes = serving.a_browser_passes(people[0], path("rsvp", new_meetup()))
        with serving.server(address) as port:
            figures: list[Callable[[], None]] = [
                lambda: everybody_at_once(port, browsers, repeats),
                lambda: leaving_and_joining(port, browsers),
                lambda: the_same_again(port, browsers),
                lambda: fewer_seats_meanwhile(port, browsers, organizer),
                lambda: cancelled_meanwhile(port, browsers, organizer),
            ]
            for figure in figures:
                figure()
    sys.stdout.write(f"The page's own form is taken: {passes}; {time.monotonic() - begun:.0f} s in all\n")
    return 1 if broken or not passes else 0


if __name__ == "__main__":
    sys.exit(main())
