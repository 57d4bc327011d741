"""How long a search takes when every lesson holds the word: ours, with facets and excerpts, beside Wagtail's own."""

import random
import sys
import time

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from cms.models import HomePage
from cms.services import founds, hits, publication, searches, structure
from learning.models import LessonIndexPage, LessonPage, LessonTopic, Topic
from tests.benchmarks.bench import database, measured

SIZES = [1000, 5000]
WORDS_A_LESSON = 400
SLOW = 1.0  # seconds; a search of ours that takes longer is broken, not slow


def plant(number: int, words: list[str], weights: list[float], first: int) -> None:
    """Lessons number `first` to `number`, published and indexed; two in three have a topic of five."""
    rng = random.Random(number)
    home = HomePage.objects.get(locale=Locale.get_default())
    library = LessonIndexPage.objects.first() or home.add_child(instance=LessonIndexPage(title="Lessons"))
    locale, now = Locale.get_default(), timezone.now()
    topics = list(Topic.objects.all()) or [
        Topic.objects.create(name=f"Topic {nth}", slug=f"topic-{nth}", locale=locale) for nth in range(5)
    ]
    kind = ContentType.objects.get_for_model(LessonPage)
    body = LessonPage._meta.get_field("body").stream_block
    lessons = []
    for nth in range(first, number):
        text = " ".join(rng.choices(words, weights, k=WORDS_A_LESSON))
        title = " ".join(rng.choices(words, k=3)).capitalize()
        page = Page(
            title=title, draft_title=title, slug=f"lesson-{nth}", url_path=f"{library.url_path}lesson-{nth}/",
            path=f"{library.path}{Page._int2str(nth + 1).rjust(4, '0')}", depth=library.depth + 1, live=True,
            locale=locale, content_type=kind, first_published_at=now, last_published_at=now,
        )  # fmt: skip
        page.save_base(raw=True)
        lesson = LessonPage(page_ptr=page, level=rng.randint(1, 3), teach_minutes=rng.randint(5, 60))
        lesson.__dict__.update({name: value for name, value in page.__dict__.items() if name != "_state"})
        lesson.summary = f"{title}, in Python."
        lesson.body = body.to_python([{"type": "text", "value": f"<p>{text}. Python does it. {title}.</p>"}])
        lesson.save_base(raw=True)
        lessons.append(lesson)
    LessonTopic.objects.bulk_create(
        LessonTopic(lesson=lesson, topic=topics[nth % 5], locale=locale)
        for nth, lesson in enumerate(lessons)
        if nth % 3
    )
    index = get_search_backend().get_index_for_model(LessonPage)
    for start in range(0, len(lessons), 200):
        index.add_items(LessonPage, lessons[start : start + 200])
    Page.objects.filter(pk=library.pk).update(numchild=number)
    publication.bump()


def measure(size: int) -> str:
    """What a search takes among so many lessons; Wagtail's own runs once, because on SQLite it takes its time."""
    stamp = publication.version()
    facts = structure.of_host(stamp=stamp, hostname="localhost", port=80)
    scope = searches.scope_of(facts=facts, language="en", stamp=stamp)
    places = founds.places(scope=scope)
    asked = measured(lambda: hits.find(words=["python"], places=places, most=searches.MOST_FOUND))
    ours = measured(lambda: searches.find(text="python", scope=scope, chosen={}))
    slip = measured(lambda: searches.find(text="pyhton", scope=scope, chosen={}))
    begun = time.perf_counter()
    stock = list(Page.objects.live().search("python")[:10])
    own = time.perf_counter() - begun
    assert len(ours.result.found) == len(slip.result.found) == len(stock) == 10
    assert max(ours.seconds, slip.seconds) < SLOW
    return (
        f"{size} lessons: hits {asked.seconds * 1000:.0f} ms, whole search {ours.seconds * 1000:.0f} ms in "
        f"{ours.statements} statements, with a slip {slip.seconds * 1000:.0f} ms in {slip.statements}, "
        f"Wagtail's own hits {own * 1000:.0f} ms"
    )


def main() -> None:
    rng = random.Random(42)
    words = ["".join(rng.choices("aeioubcdfghlmnprst", k=rng.randint(3, 11))) for _nth in range(20_000)]
    weights = [1 / (nth + 10) for nth in range(len(words))]
    told = []
    with database():
        for first, size in zip([0, *SIZES], SIZES, strict=False):
            plant(size, words, weights, first)
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")
            told.append(measure(size))
    sys.stdout.write(f"search, {connection.vendor}: {'; '.join(told)}\n")


if __name__ == "__main__":
    main()
