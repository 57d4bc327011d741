"""A whole round from the database to the stored draft, and every click on it: milliseconds and statements.

`uv run python -m tests.benchmarks.workbench` matches 500 newcomers with 300 mentors (the promise: 2 s and 12 reading
queries); `--large` does it with 2,000 and 800, where no click may take more than a second.
"""

import argparse
import os
import random
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")

import django

django.setup()

# ruff: noqa: E402 - models can be imported once Django is set up
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.models import Availability, Member, MemberLanguage
from cms.services import consents
from mentorship import match_work
from mentorship.models import MatchRun, Participant, ParticipantTopic, Preference, RoundPage
from mentorship.services import match_runs
from tests.factories.mentorship import make_round

from . import bench

ZONES = ["Europe/Prague", "Europe/Madrid", "America/New_York", "America/Los_Angeles", "Africa/Lagos"]
TOPICS = [uuid.UUID(int=number) for number in range(1, 25)]
SMALL, LARGE = (500, 300), (2_000, 800)


def plant(newcomers: int, mentors: int) -> RoundPage:
    """A round of people who differ as people do: four evenings, two languages, five topics, some wishes."""
    pick = random.Random(7)
    page = make_round("Benchmark")
    count = newcomers + mentors
    members = Member.objects.bulk_create(
        Member(email=f"bench{nth}@example.org", display_name=f"Bench {nth:05}", timezone=pick.choice(ZONES))
        for nth in range(count)
    )
    consent = consents.give(member=members[0], document=consents.CODE_OF_CONDUCT)
    Availability.objects.bulk_create(
        Availability(member=member, weekday=day, start=start, end=start + 120)
        for member in members
        for day in pick.sample(range(7), 4)
        for start in (pick.choice([480, 720, 1020, 1080, 1140]),)
    )
    MemberLanguage.objects.bulk_create(
        MemberLanguage(member=member, code=code, level=pick.choice(["basic", "fluent"]))
        for member in members
        for code in pick.sample(["en", "es", "fr", "cs", "de"], 2)
    )
    people = Participant.objects.bulk_create(
        Participant(
            round_key=page.round_key, member=member, role="mentee" if nth < newcomers else "mentor",
            state="approved", submitted_at=timezone.now(), consent=consent, goals="To go on",
            formats=pick.sample(["call", "chat", "pairing", "review"], 2), frequency=pick.randint(1, 3),
            stage=pick.randint(0, 2) if nth < newcomers else pick.randint(2, 5),
            capacity=1 if nth < newcomers else pick.choice([1, 1, 2]),
            priority_tier=int(nth < newcomers and pick.random() < 0.1),
        )
        for nth, member in enumerate(members)
    )  # fmt: skip
    ParticipantTopic.objects.bulk_create(
        ParticipantTopic(
            participant=person, topic_key=key, level=pick.randint(1, 3), priority=pick.randint(1, 3)
        )
        for person in people
        for key in pick.sample(TOPICS, 5)
    )
    guides = [person.member_id for person in people[newcomers:]]
    Preference.objects.bulk_create(
        Preference(participant=person, member_id=member, rank=rank)
        for person in people[:newcomers:4]
        for rank, member in enumerate(pick.sample(guides, 2), 1)
    )
    return page


class Clock:
    """Time that went by, and what this process had of it: on a busy machine the two are far apart."""

    def __enter__(self) -> "Clock":
        self._begun = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *problem: object) -> None:
        self.wall, self.cpu = time.perf_counter() - self._begun[0], time.process_time() - self._begun[1]

    def __str__(self) -> str:
        return f"{self.wall * 1000:.0f} ms ({self.cpu * 1000:.0f} ms of the processor)"


def matched(page: RoundPage) -> tuple[MatchRun, Clock, int, int]:
    """The round matched once more: the run, its time, reading queries, all statements."""
    weights = match_runs.default_weights(page)
    run = match_runs.start(actor=None, round_page=page, weights=weights, wake=False)
    with CaptureQueriesContext(connection) as queries, Clock() as clock:
        match_work.work(run.pk)
    run.refresh_from_db()
    reads = [each for each in queries.captured_queries if each["sql"].lstrip("(").startswith("SELECT")]
    return run, clock, len(reads), len(queries)


def clicks(run: MatchRun, client: Client) -> dict[str, Callable[[], Any]]:
    """Everything one can click on a draft, by name; publishing comes last."""
    mine = [run.uuid]
    edge = run.edges.filter(chosen=True).order_by("score").first()
    left = run.leftovers.filter(cause="seats").first()
    other = run.edges.filter(mentee=left.mentee).order_by("-score").first()

    def get(name: str, *more: Any, **query: str) -> Callable[[], Any]:
        return lambda: client.get(reverse(f"mentorship_{name}", args=[*mine, *more]), query)

    def pin(chosen: Any, what: str) -> Callable[[], Any]:
        url = reverse("mentorship_run_pair", args=[*mine, chosen.mentee.uuid, chosen.mentor.uuid])
        return lambda: client.post(url, {"pin": what})

    return {
        "left over": get("run"),
        "pairs": get("run_pairs"),
        "pairs, searched": get("run_pairs", q="Bench 001", order="strong"),
        "mentors": get("run_load"),
        "pins": get("run_pins"),
        "changes": get("run_changes"),
        "a newcomer": get("run_newcomer", left.mentee.uuid),
        "try to keep apart": get("run_pair", edge.mentee.uuid, edge.mentor.uuid),
        "try to keep together": get("run_pair", other.mentee.uuid, other.mentor.uuid),
        "keep apart": pin(edge, "forbid"),
        "keep together": pin(other, "keep"),
        "both pins": get("run_pins"),
        "free again": pin(edge, "none"),
        "ask for the same again": lambda: client.post(
            reverse("mentorship_matching_round", args=[run.round_key]), run.weights
        ),
        "publish": lambda: client.post(reverse("mentorship_run_end", args=[run.uuid, "publish"])),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="2,000 newcomers and 800 mentors")
    newcomers, mentors = LARGE if parser.parse_args().large else SMALL
    with bench.database():
        page = plant(newcomers, mentors)
        matched(page)  # imports the solver
        run, clock, reads, statements = matched(page)
        figures = {name: run.stats[name] for name in ("served", "priority_served", "edges", "seconds")}
        sys.stdout.write(
            f"{newcomers} × {mentors}: {clock}, {reads} reading queries, {statements} statements, "
            f"{figures}, {connection.vendor}\n"
        )
        staff = Member.objects.create_user("bench@example.org", display_name="Bench")
        staff.groups.add(Group.objects.get(name="Program staff"))
        client = Client()
        client.force_login(staff)
        client.get(reverse("mentorship_matching"))
        for name, click in clicks(run, client).items():
            with CaptureQueriesContext(connection) as queries, Clock() as clock:
                response = click()
            if response.status_code not in {200, 302}:
                raise SystemExit(f"{name}: {response.status_code}")
            sys.stdout.write(f"  {name}: {clock}, {len(queries)} statements\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
