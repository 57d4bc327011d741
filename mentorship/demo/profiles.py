"""What the demo's files say of a person, as the services and rows of mentoring want it: topics by key, a chapter by name."""

from functools import cache
from pathlib import Path
from uuid import UUID

from wagtail.models import Locale

from cms.demo.reading import load
from cms.models import Chapter
from learning.models import Topic

HERE = Path(__file__).resolve().parent


def topic_keys() -> dict[str, UUID]:
    return dict(Topic.objects.filter(locale=Locale.get_default()).values_list("slug", "translation_key"))


def offers_of(topics: dict[str, int]) -> dict[UUID, tuple[int, int]]:
    keys = topic_keys()
    return {keys[slug]: (level, 2) for slug, level in topics.items()}


def needs_of(topics: dict[str, list[int]]) -> dict[UUID, tuple[int, int]]:
    keys = topic_keys()
    return {keys[slug]: (level, priority) for slug, (level, priority) in topics.items()}


@cache
def _chapter_names() -> dict[str, str]:
    return {chapter["key"]: chapter["name"] for chapter in load("chapters.yaml")["chapters"]}


def chapter_named(key: str | None) -> Chapter | None:
    """The planted chapter of this key."""
    return Chapter.objects.filter(name=_chapter_names().get(key or "")).first()
