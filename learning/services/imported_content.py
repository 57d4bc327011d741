"""Turns the plain blocks of the importer into stored streams: pictures and exercises become rows of the library."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.db import models
from django.utils.text import slugify
from wagtail.models import Locale

from learning.importer.identities import carried, completed
from learning.importer.lessons import digest
from learning.importer.slugs import plain
from learning.models import Topic

from .imported_things import ThingShelf, with_things


class Pictures(Protocol):
    """Gives the id of the image library for a picture of the folder."""

    def image_id(self, path: str, alt_text: str) -> int: ...


def materialized(
    raw: Any, pictures: Pictures, exercises: Mapping[str, int], things: ThingShelf | None = None
) -> Any:
    """Raw stream data with ids of the libraries for paths of files and for snippets named in words."""
    if isinstance(raw, list):
        return [materialized(entry, pictures, exercises, things) for entry in raw]
    if not isinstance(raw, dict):
        return raw
    if isinstance(raw.get("image"), str):
        return {**raw, "image": pictures.image_id(raw["image"], raw.get("alt_text", ""))}
    if isinstance(raw.get("exercise"), str):
        return {**raw, "exercise": exercises[raw["exercise"]]}
    found = with_things(raw, things) if things else raw
    return {name: materialized(value, pictures, exercises, things) for name, value in found.items()}


def picture_paths(raw: Any) -> set[str]:
    """The paths of all pictures in raw stream data."""
    if isinstance(raw, list):
        return set().union(*(picture_paths(entry) for entry in raw))
    if isinstance(raw, dict):
        if isinstance(raw.get("image"), str):
            return {raw["image"]}
        return set().union(*(picture_paths(value) for value in raw.values()))
    return set()


def fill_stream(instance: models.Model, name: str, raw: list[dict]) -> None:
    """Set a stream field; blocks that were there before keep their ids."""
    old = list(getattr(instance, name).get_prep_value())
    setattr(instance, name, completed(carried(old, raw)))


def topics_named(names: list[str], locale: Locale) -> list[Topic]:
    """The topics with these names (or slugs) in a language, made if they do not exist."""
    found: list[Topic] = []
    for name in dict.fromkeys(name[:80] for name in names):
        topic = known_topic(name=name, locale=locale)
        found.append(topic or Topic.objects.create(locale=locale, name=name, slug=_slug(name)))
    return list({topic.pk: topic for topic in found}.values())


def known_topic(*, name: str, locale: Locale) -> Topic | None:
    """The topic with this name (or slug) in a language, if there is one."""
    known = Topic.objects.filter(locale=locale)
    return known.filter(name__iexact=name[:80]).first() or known.filter(slug=_slug(name)).first()


def _slug(name: str) -> str:
    return (plain(name) or slugify(name, allow_unicode=True) or digest(name))[:80]
