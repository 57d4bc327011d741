"""Reads the demo's data files, and pairs a page with its texts in other languages."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Locale, Page

from cms.blocks.identities import identified
from cms.services import translations

HERE = Path(__file__).resolve().parent
#: The same in C is ten times as fast, where PyYAML was built with it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(name: str, folder: Path = HERE) -> Any:
    """The content of a YAML file of the demo."""
    return yaml.load((folder / name).read_text(encoding="utf-8"), LOADER)  # noqa: S506  a SafeLoader both times


def other_locales() -> list[Locale]:
    """Every language of the site but the one the demo is written in."""
    return list(Locale.objects.exclude(pk=Locale.get_default().pk))


def plant_page(parent: Page, page: Page) -> Page:
    """Publish this page under the parent, or bring the one with its slug up to date; give the stored page."""
    standing = type(page).objects.child_of(parent).filter(slug=page.slug).first()
    if standing is not None:
        return standing
    identify_blocks(page)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def identify_blocks(page: Page) -> None:
    """Give each block of the page's streams an identity."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            raw = field.value_from_object(page).get_prep_value()
            setattr(page, field.name, identified(field.stream_block, raw))


def speak(instance: models.Model, texts: Mapping[str, Mapping[str, Any]]) -> None:
    """Publish the translations of an instance; `texts` maps a language to fields in that language."""
    for locale in other_locales():
        fields = texts.get(locale.language_code)
        if not fields or _is_translated(instance, locale):
            continue
        kept = {
            field.attname: getattr(instance, field.attname)
            for field in instance._meta.concrete_fields
            if not field.primary_key
        }
        counterpart = type(instance)(**{**kept, **fields})
        translations.translate(source=instance, locale=locale, counterpart=counterpart)


def _is_translated(instance: models.Model, locale: Locale) -> bool:
    found = instance.get_translation_or_none(locale)
    return found is not None and getattr(found, "alias_of_id", None) is None
