"""The page of one's progress for a member with 40 tracks of 60 lessons: statements and milliseconds.

`uv run python -m tests.benchmarks.progress` builds a database of its own, prints one line, and leaves nothing behind.
"""

import os
import sys
import time
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")

import django

django.setup()

# ruff: noqa: E402 - models can be imported once Django is set up
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment, teardown_test_environment
from django.utils import timezone
from wagtail.models import Locale, Page

from cms.models import HomePage, Member
from learning.models import (
    Enrollment,
    LessonIndexPage,
    LessonPage,
    LessonProgress,
    Module,
    TrackIndexPage,
    TrackItem,
    TrackPage,
)

TRACKS, LESSONS, MODULES, TIMES = 40, 60, 6, 9


def plant(parent: Page, model: type[Page], titles: list[str]) -> list[Page]:
    """Many live pages below one, without what publishing each of them would cost."""
    made = []
    for nth, title in enumerate(titles):
        slug = f"{model.__name__.lower()}-{nth}"
        page = model(
            title=title, draft_title=title, slug=slug, locale=parent.locale, url_path=f"{parent.url_path}{slug}/",
            path=Page._get_path(parent.path, parent.depth + 1, nth + 1), depth=parent.depth + 1, live=True,
            first_published_at=timezone.now(),
        )  # fmt: skip
        page.save_base()
        made.append(page)
    Page.objects.filter(pk=parent.pk).update(numchild=len(titles))
    return made


@transaction.atomic
def build() -> Member:
    """A member half way through everything."""
    home = HomePage.objects.get(locale=Locale.get_default())
    library = home.add_child(instance=LessonIndexPage(title="Lessons", slug="lessons"))
    index = home.add_child(instance=TrackIndexPage(title="Tracks", slug="tracks"))
    lessons = plant(library, LessonPage, [f"Lesson {nth}" for nth in range(TRACKS * LESSONS)])
    tracks = plant(index, TrackPage, [f"Track {nth}" for nth in range(TRACKS)])
    member = Member.objects.create_user("rosa@example.org", display_name="Rosa")
    now, locale = timezone.now(), home.locale
    for nth, track in enumerate(tracks):
        mine = lessons[nth * LESSONS : (nth + 1) * LESSONS]
        known = [str(lesson.translation_key) for lesson in mine]
        Enrollment.objects.create(
            member=member, track_key=track.translation_key, started_at=now, known_lessons=known
        )
        for part in range(MODULES):
            module = Module.objects.create(
                track=track, title=f"Module {part}", sort_order=part, locale=locale
            )
            size = LESSONS // MODULES
            TrackItem.objects.bulk_create(
                TrackItem(module=module, lesson=lesson, sort_order=place, locale=locale)
                for place, lesson in enumerate(mine[part * size : (part + 1) * size])
            )
        LessonProgress.objects.bulk_create(
            LessonProgress(
                member=member, lesson_key=lesson.translation_key, state="done", started_at=now, done_at=now,
                last_seen_at=now, confidence=place % 3 + 1,
            )
            for place, lesson in enumerate(mine[: LESSONS // 2])
        )  # fmt: skip
    return member


def measure(member: Member) -> str:
    client = Client()
    client.force_login(member)
    path = "/learn/progress/"
    counts, first_ms = [], 0.0
    for is_cold in (True, False):
        if is_cold:
            cache.clear()
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            response = client.get(path)
            first_ms = first_ms or (time.perf_counter() - began) * 1000
        assert response.status_code == 200, response.status_code
        counts.append(len(queries))
    took = []
    for _again in range(TIMES):
        began = time.perf_counter(), time.process_time()
        client.get(path)
        took.append((time.perf_counter() - began[0], time.process_time() - began[1]))
    wall, cpu = (median(each) * 1000 for each in zip(*took, strict=True))
    size = len(response.content) / 1024
    return (
        f"progress: {TRACKS} tracks x {LESSONS} lessons on {connection.vendor}: {counts[0]} statements cold, "
        f"{counts[1]} warm; {first_ms:.0f} ms cold, "
        f"{wall:.0f} ms warm, {cpu:.0f} of them processor (medians of {TIMES}); {size:.0f} kB"
    )


def main() -> None:
    setup_test_environment()
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"] = {**connection.settings_dict["TEST"], "NAME": None}  # in memory
    else:
        connection.settings_dict["TEST"]["NAME"] = f"{connection.settings_dict['NAME']}_benchmark"
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        line = measure(build())
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
