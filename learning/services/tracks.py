"""Reads tracks: their outlines in a language, prepared once per stamp, and which lessons a track asks for."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q

from cms.models import Member
from cms.services import restrictions
from cms.services.publication import prepared
from cms.services.restrictions import NO_KEYS, Gate, Keys
from cms.services.structure import SiteFacts
from learning.models import LessonPage, TrackItem, TrackPage
from learning.outline import Lesson, Module, Outline

PATHS = ("module__track__path", "module__track__alias_of__path", "lesson__path", "lesson__alias_of__path")


def outline_of(
    *, track_key: UUID, facts: SiteFacts, language: str, stamp: int, keys: Keys = NO_KEYS
) -> Outline | None:
    """The outline of a live track in a language, or None where the track has no page in it, or none for these keys."""
    which = Q(module__track__translation_key=track_key)
    found = _prepared(f"track:{track_key}", which, facts, language, stamp, keys)
    return found[0] if found else None


def outlines_with(
    *, lesson_key: UUID, facts: SiteFacts, language: str, stamp: int, keys: Keys = NO_KEYS
) -> list[Outline]:
    """The outlines of every live track of a language that holds this lesson, in the order of the track index."""
    holding = TrackItem.objects.filter(lesson__translation_key=lesson_key).values("module__track_id")
    which = Q(module__track_id__in=holding)
    return _prepared(f"tracks_with:{lesson_key}", which, facts, language, stamp, keys)


def outlines(*, facts: SiteFacts, language: str, stamp: int, keys: Keys = NO_KEYS) -> list[Outline]:
    """The outlines of all live tracks of a language, in the order of the track index.

    Without `keys` (see `restrictions`) they hold only what everybody may read; tracks and lessons alike.
    """
    return _prepared("tracks", Q(), facts, language, stamp, keys)


def lesson_keys(
    *, track_keys: Collection[UUID], member: Member | None = None
) -> dict[UUID, dict[UUID, bool]]:
    """For each track, its live lessons and whether each is required, whatever the language; for a member, those
    that this member may read.

    A lesson counts as required when any live language of the track requires it. An unpublished lesson does not
    count, because nobody could ever finish it, and one behind a restriction counts for those it lets in: who is in
    the track has passed what stands before the track itself.
    """
    rows = TrackItem.objects.filter(
        module__track__translation_key__in=track_keys, module__track__live=True, lesson__live=True
    ).values_list("module__track__translation_key", "lesson__translation_key", "required", *PATHS)
    gates = restrictions.every_gate() if member else ()
    mine = restrictions.keys(member=member, gates=gates)
    asked: dict[UUID, dict[UUID, bool]] = defaultdict(dict)
    for track_key, lesson_key, required, track, copied_track, lesson, copied_lesson in rows:
        inside = mine | restrictions.passed(gates=gates, paths=[track, copied_track])
        if restrictions.is_open(gates=gates, keys=inside, paths=[lesson, copied_lesson]):
            asked[track_key][lesson_key] = asked[track_key].get(lesson_key, False) or required
    return dict(asked)


def keys_with(*, lesson_key: UUID) -> set[UUID]:
    """The keys of the live tracks that hold a lesson."""
    items = TrackItem.objects.filter(lesson__translation_key=lesson_key, module__track__live=True)
    return set(items.values_list("module__track__translation_key", flat=True))


def _prepared(name: str, which: Q, facts: SiteFacts, language: str, stamp: int, keys: Keys) -> list[Outline]:
    """Kept for each set of keys apart: what is shared by all readers is what opens without any."""
    audience = "-".join(map(str, sorted(keys)))
    return prepared(
        f"{name}:{facts.site.pk}:{language}:{audience}",
        stamp,
        lambda: _outlines(which, facts, language, restrictions.gates(facts=facts, stamp=stamp), keys),
    )


def _outlines(
    which: Q, facts: SiteFacts, language: str, gates: tuple[Gate, ...], keys: Keys
) -> list[Outline]:
    items = list(
        TrackItem.objects.filter(
            which, module__track__live=True, module__track__locale__language_code=language
        )
        .select_related("module__track__alias_of", "lesson")
        .order_by("module__track__path", "module__sort_order", "module__pk", "sort_order", "pk")
    )
    items = [item for item in items if _is_open(item.module.track, gates, keys)]
    lessons = _lessons({item.lesson.translation_key for item in items}, facts, language, gates, keys)
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


def _is_open(track: TrackPage, gates: tuple[Gate, ...], keys: Keys) -> bool:
    paths = [track.path, track.alias_of.path if track.alias_of_id else None]
    return restrictions.is_open(gates=gates, keys=keys, paths=paths)


def _lessons(
    wanted: set[UUID], facts: SiteFacts, language: str, gates: tuple[Gate, ...], keys: Keys
) -> dict[UUID, tuple[str, str, int, str]]:
    """Title, address, minutes and untranslated language of each live lesson, in this language or as it was written."""
    found: dict[UUID, tuple[str, str, int, str]] = {}
    rows = LessonPage.objects.filter(translation_key__in=wanted, live=True).order_by("pk")
    rows = restrictions.open_only(pages=rows, gates=gates, keys=keys)
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
