"""Prerequisites as a graph: the circle a new one would close, in what is published and in what editors have in drafts."""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping
from uuid import UUID

from django.apps import apps
from wagtail.models import Page, Revision


def circle[Key: Hashable](requires: Mapping[Key, Iterable[Key]], start: Key) -> list[Key]:
    """The shortest way from `start` over what it requires back to `start`, both ends included; [] when there is none.

    `requires` maps a lesson to the lessons that are better done before it. Breadth first (Moore 1959).
    """
    came_from: dict[Key, Key] = {}
    waiting = deque([start])
    while waiting:
        lesson = waiting.popleft()
        for earlier in requires.get(lesson, ()):
            if earlier == start:
                way = [start]
                while lesson != start:
                    way.append(lesson)
                    lesson = came_from[lesson]
                return [start, *reversed(way)]
            if earlier not in came_from:
                came_from[earlier] = lesson
                waiting.append(earlier)
    return []


def saved(*, without: UUID | None = None) -> dict[UUID, list[UUID]]:
    """What each lesson requires as it is saved, by translation key, in whatever language it was said."""
    requires: dict[UUID, list[UUID]] = defaultdict(list)
    edges = apps.get_model("learning", "LessonPrerequisite").objects.exclude(lesson__translation_key=without)
    for lesson, earlier in edges.values_list("lesson__translation_key", "requires__translation_key"):
        requires[lesson].append(earlier)
    return requires


def drafted(*, without: UUID) -> dict[UUID, list[UUID]]:
    """What each other lesson requires in a draft that is not published yet: two editors may each write half a circle."""
    lessons = apps.get_model("learning", "LessonPage").objects.filter(has_unpublished_changes=True)
    drafts = lessons.exclude(translation_key=without).exclude(latest_revision=None)
    keys = dict(drafts.values_list("latest_revision_id", "translation_key"))
    wanted = {
        keys[pk]: [row["requires"] for row in rows or ()]
        for pk, rows in Revision.objects.filter(pk__in=keys).values_list("pk", "content__prerequisites")
    }
    pages = {pk for rows in wanted.values() for pk in rows}
    named = dict(Page.objects.filter(pk__in=pages).values_list("pk", "translation_key")) if pages else {}
    return {key: [named[pk] for pk in rows if pk in named] for key, rows in wanted.items()}
