"""How long the matrix of 300 learners and 40 pieces of homework takes: a page of it, and all of it as CSV."""

import random
from functools import partial

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from cms.models import Member
from learning.models import Enrollment, Submission, TrackPage
from tests.benchmarks.bench import database, measured, report
from tests.factories import homework, learning

LEARNERS, PIECES, LESSONS = 300, 40, 10
STATES = ["waiting_review", "waiting_learner", "accepted", "draft", None]
SLOW = 3.0  # seconds; a page that takes longer is broken, not slow


def plant() -> TrackPage:
    """A track with the homework, its learners, and what four of five have handed in of each."""
    rng = random.Random(300)
    tasks = [homework.exercise(f"Homework {nth}") for nth in range(PIECES)]
    share = PIECES // LESSONS
    lessons = [
        homework.place(learning.lesson(f"Lesson {nth}"), *tasks[nth * share : (nth + 1) * share])
        for nth in range(LESSONS)
    ]
    track = learning.track("Three hundred", [lessons])
    now = timezone.now()
    people = Member.objects.bulk_create(
        Member(email=f"learner{nth}@example.org", display_name=f"Learner {nth:03}") for nth in range(LEARNERS)
    )
    Enrollment.objects.bulk_create(
        Enrollment(member=person, track_key=track.translation_key, started_at=now) for person in people
    )
    rows = []
    for person in people:
        for task in tasks:
            if state := rng.choice(STATES):
                row = Submission(member=person, exercise_key=task.translation_key, state=state)
                row.waiting_since = now if state.startswith("waiting") else None
                row.accepted_at = now if state == "accepted" else None
                rows.append(row)
    Submission.objects.bulk_create(rows, batch_size=1000)
    return track


def main() -> None:
    with database():
        track = plant()
        helper = Member.objects.create_user("helper@example.org", display_name="Hana")
        helper.groups.add(Group.objects.get(name="Helpers"))
        client = Client()
        client.force_login(helper)
        query = {"track": str(track.translation_key)}
        page = measured(partial(client.get, "/learn/matrix/", query))
        whole = measured(partial(client.get, "/learn/matrix/export/", query))
        size = len(page.result.content) / 1000
        pages = page.result.context["sheet"].pages
        report(
            f"matrix {LEARNERS} × {PIECES}, page 1 of {pages}",
            page,
            f"{size:.0f} kB",
            f"CSV of all {whole.seconds * 1000:.0f} ms",
        )
        assert page.result.status_code == whole.result.status_code == 200
        assert page.statements <= 15
        assert whole.statements <= 15
        assert size <= 500
        assert max(page.seconds, whole.seconds) < SLOW


if __name__ == "__main__":
    main()
