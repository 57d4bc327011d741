"""The ledger of messages under faults: a job killed at twenty points, mail servers on bad days, how fast the site is then.

    uv run python -m tests.benchmarks.ledger [--kills 20]
    DATABASE_URL=postgres://… uv run python -m tests.benchmarks.ledger

Real `manage.py tick` processes against a mail server on the loopback, on a throwaway copy of the database. One line a
figure; ends with 1 when a promise is broken.
"""

import argparse
import random
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.test.utils import override_settings
from django.utils import timezone

from cms.models import Member, Message
from learning.models import Meetup
from learning.services import rsvps
from tests.benchmarks import serving
from tests.benchmarks.seats import path
from tests.benchmarks.serving import Browser
from tests.factories import groups as make
from tests.mail_servers import MailServer, mail_server

PEOPLE, ASKED = 60, 60
MOMENTS = ("connect", "rcpt", "data", "taken")
broken: list[str] = []


def say(figure: str, facts: dict[str, object], *, kept: bool) -> None:
    """Print the line of a figure, and remember when it is not as promised."""
    if not kept:
        broken.append(figure)
    shown = ", ".join(f"{name} {value}" for name, value in facts.items())
    sys.stdout.write(f"{figure} ({connection.vendor}): {shown}: {'as promised' if kept else 'BROKEN'}\n")
    sys.stdout.flush()


def tick(address: str, port: int) -> subprocess.Popen:
    env = serving.environment(address, EMAIL_URL=f"smtp://{serving.HOST}:{port}")
    command = [sys.executable, "manage.py", "tick"]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=serving.ROOT, env=env, stdout=quiet, stderr=quiet)


def write_letters(people: Sequence[Member]) -> None:
    """A letter for each of them, which nobody has sent yet."""
    Message.objects.filter(sent_at=None).delete()
    meetup = make.meetup(room=None, in_days=7 + Meetup.objects.count())
    waits = {
        name: {"BACKEND": "django.tasks.backends.dummy.DummyBackend", "QUEUES": []} for name in settings.TASKS
    }
    with override_settings(TASKS=waits):
        for each in people:
            rsvps.respond(meetup=meetup, member=each, mode="room")
    assert Message.objects.due(timezone.now()).count() == len(people)


def five_minutes_pass() -> None:
    """The lease of a job that died is over, and so is the first pause."""
    now = timezone.now()
    Message.objects.exclude(locked_until=None).update(locked_until=now)
    Message.objects.filter(sent_at=None, kind__startswith="learning.rsvp").update(due_at=now)


def killed(address: str, people: Sequence[Member], kills: int, chance: random.Random) -> None:
    """kill -9 at a moment of talking to the mail server, or a few milliseconds later, wherever that is."""
    write_letters(people)
    died: Counter[str] = Counter()
    with mail_server() as server:
        for _kill in range(kills):
            moment, pause = chance.choice(MOMENTS), chance.choice([0, 0, 0.002, 0.01])
            job = _killed_once(server, address, moment, pause, skip=chance.randrange(3))
            died[moment if job.returncode == -signal.SIGKILL else "not"] += 1
            five_minutes_pass()
        server.watch = lambda moment, number: None
        for _run in range(2):
            tick(address, server.port).wait(timeout=serving.LONGEST)
            five_minutes_pass()
        mails = Counter(server.taken)
    twice = sum(number - 1 for number in mails.values())
    lost = len({each.email for each in people} - mails.keys())
    waiting = Message.objects.filter(sent_at=None, kind__startswith="learning.rsvp").count()
    facts = {
        "letters": len(people),
        "killed": dict(died),
        "lost": lost,
        "repeated": twice,
        "still waiting": waiting,
    }
    # From the end of the mail to the mark nobody can know whether it was taken: one repetition a kill in there, no more.
    say(
        f"F7 {kills} times kill -9",
        facts,
        kept=(lost, waiting) == (0, 0) and twice <= died["data"] + died["taken"],
    )


def _killed_once(
    server: MailServer, address: str, moment: str, pause: float, *, skip: int
) -> subprocess.Popen:
    """A job that is killed at this moment of one of its first letters."""
    started, seen = threading.Event(), Counter()
    job: list[subprocess.Popen] = []

    def watch(what: str, number: int) -> None:
        seen[what] += 1
        if what == moment and seen[what] == skip + 1:
            started.wait()
            time.sleep(pause)
            job[0].kill()

    server.watch = watch
    job.append(tick(address, server.port))
    started.set()
    job[0].wait(timeout=serving.LONGEST)
    return job[0]


def bad_days(address: str, people: Sequence[Member]) -> None:
    """Every kind of failure one after the other, and then a server that is well again."""
    write_letters(people)
    pauses = []
    with mail_server() as server:
        for mood in ("closed", "busy", "later", "gone"):
            server.mood = mood
            tick(address, 9 if mood == "closed" else server.port).wait(timeout=serving.LONGEST)
            tried = Message.objects.filter(sent_at=None).order_by("-tries").first()
            pauses.append(round((tried.due_at - timezone.now()) / timedelta(minutes=1)) if tried else None)
            five_minutes_pass()
        server.mood = "well"
        for _run in range(2):
            tick(address, server.port).wait(timeout=serving.LONGEST)
            five_minutes_pass()
        mails = Counter(server.taken)
    waiting = Message.objects.filter(sent_at=None, kind__startswith="learning.rsvp").count()
    lost = len({each.email for each in people} - mails.keys())
    twice = sum(number - 1 for number in mails.values())
    facts = {
        "letters": len(people),
        "pauses in minutes": pauses,
        "lost": lost,
        "repeated": twice,
        "still waiting": waiting,
    }
    say("F9 closed port, 421, 451, hung up", facts, kept=(lost, twice, waiting) == (0, 0, 0))


def unhurried(address: str, browsers: list[Browser]) -> None:
    """Answers to a meetup while a job hangs at a mail server that says nothing, and while there is none that hangs."""
    with mail_server() as server, serving.server(address) as port:
        _answers(port, browsers)  # to warm up
        well = _answers(port, browsers)
        server.mood = "silent"
        job = tick(address, server.port)
        time.sleep(5)
        silent = _answers(port, browsers)
        hung = job.poll() is None
        job.kill()
        job.wait()
    statuses = Counter(status for status, _seconds in well + silent)
    p95 = [statistics.quantiles([seconds for _status, seconds in each], n=20)[-1] for each in (well, silent)]
    facts = {
        "p95 with it well": f"{p95[0] * 1000:.0f} ms", "p95 with it silent": f"{p95[1] * 1000:.0f} ms",
        "the job hung meanwhile": hung, "statuses": dict(statuses),
    }  # fmt: skip
    # A request that waited for the mail server would take twenty seconds.
    say(
        "F9 requests while the mail server is silent",
        facts,
        kept=hung and set(statuses) == {302} and p95[1] < max(2 * p95[0], 1),
    )


def _answers(port: int, browsers: list[Browser]) -> list[tuple[int, float]]:
    """One answer after the other: the status and the seconds of each."""
    meetup = make.meetup(room=None, in_days=7 + Meetup.objects.count())
    replies = [serving.fire(port, [each.post(path("rsvp", meetup), mode="room")])[0] for each in browsers]
    return [(reply.status, reply.seconds) for reply in replies]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20, help="how often the job is killed")
    kills = parser.parse_args().kills
    seed = random.randrange(10**6)
    with serving.copied_database() as address:
        people = [Member(email=f"mail{nth}@example.org", display_name=f"Mail {nth}") for nth in range(PEOPLE)]
        for each in people:
            each.set_unusable_password()
        Member.objects.bulk_create(people)
        killed(address, people, kills, random.Random(seed))
        bad_days(address, people[:20])
        unhurried(address, serving.sign_in(people[:ASKED]))
    sys.stdout.write(f"The seed was {seed}\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
