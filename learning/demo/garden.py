"""Plants the demo's learning: topics and terms, tracks from Markdown, and learners on their way."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page

from cms.blocks.identities import identified
from cms.demo import people
from cms.demo.reading import load, other_locales
from cms.services import translations
from learning.importer.source import open_folder
from learning.models import (
    CalendarPage,
    Enrollment,
    GlossaryTerm,
    LessonIndexPage,
    LessonPage,
    LessonProgress,
    Topic,
    TrackIndexPage,
    TrackPage,
)
from learning.services import enrollments, imports, parallel_texts, progress

from .wishes import plant_paths

HERE = Path(__file__).resolve().parent
TRACKS = HERE / "tracks"
INDEXES: dict[str, type[Page]] = {
    "tracks": TrackIndexPage,
    "lessons": LessonIndexPage,
    "calendar": CalendarPage,
}
Note = Callable[[str], None]


def plant_words() -> int:
    """Topics and glossary terms in every language of the site. Returns how many were new."""
    new = 0
    for record in load("topics.yaml", HERE)["topics"]:
        new += _plant(Topic, record["key"], {code: {"name": name} for code, name in record["name"].items()})
    for record in load("glossary.yaml", HERE)["terms"]:
        texts = {
            code: {"term": term, "definition": record["definition"][code]}
            for code, term in record["term"].items()
        }
        new += _plant(GlossaryTerm, record["key"], texts)
    return new


def _plant(model: type[Topic | GlossaryTerm], slug: str, texts: dict[str, dict[str, str]]) -> int:
    source, new = model.objects.get_or_create(slug=slug, locale=Locale.get_default(), defaults=texts["en"])
    for locale in other_locales():
        if locale.language_code in texts and not source.has_translation(locale):
            copy = source.copy_for_translation(locale)
            for name, value in texts[locale.language_code].items():
                setattr(copy, name, value)
            # Known to wagtail-localize, or a lesson's translation would bring the English word along.
            translations.translate(source=source, locale=locale, counterpart=copy)
    return int(new)


def plant_tracks(note: Note) -> None:
    """Import every track of the demo, the way an editor would."""
    for folder in sorted(TRACKS.iterdir()):
        title = open_folder(folder).title
        imports.import_folder(directory=folder, locale=Locale.get_default(), track_title=title, progress=note)


def plant_translations(note: Note) -> None:
    """Publish the parallel folders of the tracks, one for each language they are written in."""
    for folder in sorted(TRACKS.iterdir()):
        for locale in other_locales():
            parallel = folder / locale.language_code
            if parallel.is_dir():
                note(f"{folder.name} · {locale.language_code}")
                parallel_texts.publish(
                    directory=folder, parallel=parallel, source=Locale.get_default(), target=locale
                )


def plant_learners() -> None:
    """Members who have begun, and some who are done, in the past as the data says."""
    now = timezone.now()
    for record in load("progress.yaml", HERE)["enrollments"]:
        member = people.member(record["person"])
        track = TrackPage.objects.get(import_source=record["track"], locale=Locale.get_default())
        if Enrollment.objects.filter(member=member, track_key=track.translation_key).exists():
            continue
        enrollments.start(member=member, track_key=track.translation_key)
        begun = now - timedelta(days=record["started_days_ago"])
        for step in record.get("done", []):
            lesson = _lesson(record["track"], step["lesson"])
            progress.mark_done(member=member, lesson=lesson, confidence=step["confidence"])
            _backdate(member, lesson, now - timedelta(days=step["days_ago"]), done=True)
        if step := record.get("started"):
            lesson = _lesson(record["track"], step["lesson"])
            progress.visit(
                member=member, lesson=lesson, block_id=lesson.body[min(4, len(lesson.body) - 1)].id
            )
            _backdate(member, lesson, now - timedelta(days=step["days_ago"]), done=False)
        mine = Enrollment.objects.filter(member=member, track_key=track.translation_key)
        mine.update(started_at=begun)
        last = max((step["days_ago"] for step in record.get("done", [])[-1:]), default=0)
        mine.filter(done_at__isnull=False).update(done_at=now - timedelta(days=last))
        _set_aside(mine.get(), record)
    plant_paths()


def _set_aside(enrollment: Enrollment, record: dict) -> None:
    """What came to the track later, and whether the person paused or left it."""
    new = {str(_lesson(record["track"], name).translation_key) for name in record.get("new", [])}
    if new:
        enrollment.known_lessons = sorted(set(enrollment.known_lessons or ()) - new)
        enrollment.save(update_fields=["known_lessons"])
    if then := record.get("then"):
        getattr(enrollments, then)(member=enrollment.member, track_key=enrollment.track_key)


def plant_changes() -> None:
    """Lessons that an editor made better after people had finished them."""
    for record in load("progress.yaml", HERE)["changes"]:
        page = LessonPage.objects.get(import_source=record["lesson"], locale=Locale.get_default())
        raw = list(page.body.get_prep_value())
        for block in raw:
            if block["type"] == "text" and record["instead_of"] in block["value"]:
                block["value"] = block["value"].replace(record["instead_of"], record["words"])
                tip = {
                    "kind": "tip",
                    "title": record["tip"]["title"],
                    "content": [{"type": "text", "value": f"<p>{record['tip']['text']}</p>"}],
                }
                raw.insert(raw.index(block) + 1, {"type": "callout", "value": tip})
                break
        else:
            raise ValueError(record["instead_of"])
        page.body = identified(page.body.stream_block, raw)
        page.save_revision().publish()


def _lesson(track: str, name: str) -> LessonPage:
    return LessonPage.objects.get(import_source=f"{track}/{name}", locale=Locale.get_default())


def _backdate(member: Any, lesson: LessonPage, at: Any, *, done: bool) -> None:
    mine = LessonProgress.objects.filter(member=member, lesson_key=lesson.translation_key)
    mine.update(started_at=at, last_seen_at=at, **({"done_at": at} if done else {}))
