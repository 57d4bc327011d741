"""Reads tracks: their outlines in a language, prepared once per stamp, and which lessons a track asks for."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q

from cms.services.publication import prepared
from cms.services.structure import SiteFacts
from learning.models import LessonPage, TrackItem, TrackPage
from learning.outline import Lesson, Module, Outline


def outline_of(*, track_key: UUID, facts: SiteFacts, language: str, stamp: int) -> Outline | None:
    """The outline of a live track in a language, or None where the track has no page in it."""
    found = prepared(
        f"track:{facts.site.pk}:{language}:{track_key}",
        stamp,
        lambda: _outlines(Q(module__track__translation_key=track_key), facts, language),
    )
    return found[0] if found else None


def outlines_with(*, lesson_key: UUID, facts: SiteFacts, language: str, stamp: int) -> list[Outline]:
    """The outlines of every live track of a language that holds this lesson, in the order of the track index."""

    def read() -> list[Outline]:
        holding = TrackItem.objects.filter(lesson__translation_key=lesson_key).values("module__track_id")
        return _outlines(Q(module__track_id__in=holding), facts, language)

    return prepared(f"tracks_with:{facts.site.pk}:{language}:{lesson_key}", stamp, read)


def outlines(*, facts: SiteFacts, language: str, stamp: int) -> list[Outline]:
    """The outlines of all live tracks of a language, in the order of the track index."""
    return prepared(f"tracks:{facts.site.pk}:{language}", stamp, lambda: _outlines(Q(), facts, language))


def lesson_keys(*, track_keys: Collection[UUID]) -> dict[UUID, dict[UUID, bool]]:
    """For each track, its lessons that can be read now and whether each is required, whatever the language.

    A lesson counts as required when any live language of the track requires it; an unpublished lesson does
    not count, because nobody could ever finish it.
    """
    rows = TrackItem.objects.filter(
        module__track__translation_key__in=track_keys, module__track__live=True, lesson__live=True
    ).values_list("module__track__translation_key", "lesson__translation_key", "required")
    asked: dict[UUID, dict[UUID, bool]] = defaultdict(dict)
    for track_key, lesson_key, required in rows:
        asked[track_key][lesson_key] = asked[track_key].get(lesson_key, False) or required
    return dict(asked)


def keys_with(*, lesson_key: UUID) -> set[UUID]:
    """The keys of the live tracks that hold a lesson."""
    items = TrackItem.objects.filter(lesson__translation_key=lesson_key, module__track__live=True)
    return set(items.values_list("module__track__translation_key", flat=True))


def _outlines(which: Q, facts: SiteFacts, language: str) -> list[Outline]:
    items = list(
        TrackItem.objects.filter(
            which, module__track__live=True, module__track__locale__language_code=language
        )
        .select_related("module__track", "lesson")
        .order_by("module__track__path", "module__sort_order", "module__pk", "sort_order", "pk")
    )
    lessons = _lessons({item.lesson.translation_key for item in items}, facts, language)
    by_track: dict[int, list[TrackItem]] = defaultdict(list)
    for item in items:
        by_track[item.module.track_id].append(item)
    return [_outline(row[0].module.track, row, lessons, facts, language) for row in by_track.values()]


def _outline(
    track: TrackPage, items: Iterable[TrackItem], lessons: dict, facts: SiteFacts, language: str
) -> Outline:
    modules: dict[int, Module] = {}
    inside: dict[int, list[Lesson]] = defaultdict(list)
    for item in items:
        modules.setdefault(item.module_id, Module(item.module.title, item.module.summary))
        if found := lessons.get(item.lesson.translation_key):
            title, url, minutes, original = found
            key = item.lesson.translation_key
            inside[item.module_id].append(
                Lesson(key, title, url, minutes, item.required, item.note, original)
            )
    return Outline(
        key=track.translation_key,
        title=track.title,
        url=facts.url_of(track.url_path, language),
        modules=tuple(
            Module(module.title, module.summary, tuple(inside[pk])) for pk, module in modules.items()
        ),
    )


def _lessons(keys: set[UUID], facts: SiteFacts, language: str) -> dict[UUID, tuple[str, str, int, str]]:
    """Title, address, minutes and untranslated language of each live lesson, in this language or as it was written."""
    found: dict[UUID, tuple[str, str, int, str]] = {}
    rows = LessonPage.objects.filter(translation_key__in=keys, live=True).order_by("pk")
    columns = (
        "translation_key",
        "locale__language_code",
        "title",
        "url_path",
        "teach_minutes",
        "practice_minutes",
        "alias_of__locale__language_code",
    )
    for key, code, title, url_path, teach, practice, original in rows.values_list(*columns):
        if code == language or key not in found:
            url = facts.url_of(url_path, code)
            found[key] = (title, url, teach + practice, (original or "") if code == language else code)
    return found
