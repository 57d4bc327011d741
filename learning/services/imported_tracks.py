"""Puts imported lessons in order as a track."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from wagtail.models import Locale, Page

from learning.importer import canonical
from learning.importer.lessons import digest
from learning.importer.outcomes import outcomes_of
from learning.importer.report import Change
from learning.importer.source import Folder
from learning.models import Module, TrackIndexPage, TrackItem, TrackPage, TrackTopic

from .import_identities import free_key
from .imported_content import known_topic, topics_named


def track_digest(*, folder: Folder, title: str, lesson_ids: dict[str, int]) -> str:
    """A fingerprint of everything the track is made of; `lesson_ids`: path of the file → page id."""
    modules = [
        (
            module.title,
            module.summary,
            [(lesson_ids.get(e.path), e.required, e.note) for e in module.episodes],
        )
        for module in folder.modules
    ]
    more = [folder.kept.outcomes] if folder.kept.outcomes else []
    return digest(
        title,
        folder.description,
        folder.audience,
        folder.outcomes,
        folder.level,
        folder.topics,
        modules,
        *more,
    )


def known_track(*, folder: Folder, locale: Locale) -> TrackPage | None:
    """The track that was imported from this folder, or else the one whose translation key the folder names."""
    rows = TrackPage.objects.filter(locale=locale)
    found = rows.filter(alias_of__isnull=True, import_source=folder.id).first()
    key = folder.kept.track.key
    return found or (rows.filter(translation_key=key).first() if key else None)


def track_differs(*, track: TrackPage, folder: Folder, title: str, lesson_ids: dict[str, int]) -> bool:
    """Whether writing the track would change it."""
    fields = _fields(folder, title)
    said = {name: getattr(track, name) for name in fields}
    for values in (fields, said):
        values["outcomes"] = canonical.rich(values["outcomes"])
    locale = track.alias_of.locale if track.alias_of else track.locale
    topics = [known_topic(name=name, locale=locale) for name in dict.fromkeys(folder.topics)]
    if said != fields or [row.topic_id for row in track.topics.all()] != [
        topic and topic.pk for topic in topics
    ]:
        return True
    keys = _keys(lesson_ids.values())
    stored = [
        (
            module.title,
            module.summary,
            [
                (item.lesson.translation_key, item.required, item.note)
                for item in module.items.select_related("lesson")
            ],
        )
        for module in track.modules.all()
    ]
    wanted = [
        (
            module.title,
            module.summary,
            [(keys[lesson_ids[e.path]], e.required, e.note) for e in module.episodes if e.path in lesson_ids],
        )
        for module in folder.modules
    ]
    return stored != wanted


def _keys(lesson_ids: Iterable[int]) -> dict[int, UUID]:
    return dict(Page.objects.filter(pk__in=lesson_ids).values_list("pk", "translation_key"))


def _fields(folder: Folder, title: str) -> dict[str, Any]:
    return {
        "title": title[:255],
        "summary": folder.description[:400],
        "audience": folder.audience[:300],
        "outcomes": outcomes_of(folder),
        **({"level": folder.level} if folder.level else {}),
    }


@transaction.atomic
def write_track(
    *, folder: Folder, title: str, lesson_ids: dict[str, int], locale: Locale, parent: TrackIndexPage
) -> Change:
    """Make or update the track of a folder as a published revision; nothing is written if it would be the same."""
    found = known_track(folder=folder, locale=locale)
    track = (
        TrackPage.objects.select_for_update().get(pk=found.pk)
        if found
        else TrackPage(
            locale=locale,
            live=False,
            translation_key=free_key(model=TrackPage, key=folder.kept.track.key, locale=locale),
        )
    )
    wanted = track_digest(folder=folder, title=title, lesson_ids=lesson_ids)
    if found and not track.alias_of_id and track.import_digest == wanted:
        return Change.UNCHANGED
    if found and not track_differs(track=track, folder=folder, title=title, lesson_ids=lesson_ids):
        return Change.UNCHANGED
    for name, value in _fields(folder, title).items():
        setattr(track, name, value)
    track.draft_title = track.title
    track.import_source, track.import_digest = track.import_source or folder.id, wanted
    track.alias_of = None  # an untranslated track that is translated now
    topics = topics_named(folder.topics, locale)
    if [entry.topic_id for entry in track.topics.all()] != [topic.pk for topic in topics]:
        track.topics = [
            TrackTopic(topic=topic, locale=locale, sort_order=n) for n, topic in enumerate(topics)
        ]
    track.modules = _modules(track, folder, lesson_ids, locale)
    if not found:
        track.slug = _slug(folder.kept.track.slug or folder.id, parent)
        parent.add_child(instance=track)
    was_live = track.live or not found
    revision = track.save_revision(log_action=True)
    if was_live:
        revision.publish()
    else:
        TrackPage.objects.filter(pk=track.pk).update(import_digest=wanted)
    return Change.UPDATED if found else Change.CREATED


def _modules(track: TrackPage, folder: Folder, lesson_ids: dict[str, int], locale: Locale) -> list[Module]:
    """The modules of the folder; one that was there keeps its row, found by title or else by place."""
    known = list(track.modules.all())
    keys = _keys(lesson_ids.values())
    by_title = {module.title: module for module in known}
    taken = {id(by_title[wanted.title]) for wanted in folder.modules if wanted.title in by_title}
    modules: list[Module] = []
    for order, wanted in enumerate(folder.modules):
        module = by_title.pop(wanted.title, None)
        if module is None and order < len(known) and id(known[order]) not in taken:
            module = known[order]
        module = module or Module(locale=locale)
        module.title, module.summary, module.sort_order = wanted.title, wanted.summary, order
        # A translated track names lessons by any of their languages.
        rows = module.items.select_related("lesson") if module.pk else []
        items = {item.lesson.translation_key: item for item in rows}
        entries: list[TrackItem] = []
        for place, episode in enumerate(wanted.episodes):
            if episode.path in lesson_ids:
                item = items.get(keys[lesson_ids[episode.path]]) or TrackItem(
                    lesson_id=lesson_ids[episode.path], locale=locale
                )
                item.required, item.note, item.sort_order = episode.required, episode.note, place
                entries.append(item)
        module.items = entries
        modules.append(module)
    return modules


def _slug(name: str, parent: Page) -> str:
    base = Page.objects.get(pk=parent.pk)
    candidates = (name, *(f"{name}-{number}" for number in range(2, 1000)))
    return next(candidate for candidate in candidates if Page._slug_is_available(candidate, base))
