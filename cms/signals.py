"""Counts the publication stamp up whenever something that shared pages are made of is saved or deleted, and compares
translations with their originals whenever one of them is published."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from taggit.models import ItemBase
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import (
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
    TranslatableMixin,
)
from wagtail.signals import page_published
from wagtail.snippets.models import get_snippet_models

from .services import lags, publication

CONTENT = (
    Page,
    TranslatableMixin,
    AbstractImage,
    AbstractDocument,
    BaseSiteSetting,
    BaseGenericSetting,
    ItemBase,
    Locale,
    PageViewRestriction,
    CollectionViewRestriction,
    Redirect,
    Site,
)


# What saving a draft writes into a page: no reader sees any of it.
DRAFT = {
    "draft_title",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "wagtail_admin_comments",
    "locked",
    "locked_at",
    "locked_by",
}


@receiver([post_save, post_delete], dispatch_uid="publication_stamp")
def content_changed(sender, *, update_fields=None, **kwargs) -> None:
    """One statement per saved row of content; drafts and records of what people do are not content."""
    if update_fields and DRAFT.issuperset(update_fields):
        return
    if issubclass(sender, CONTENT) or getattr(sender, "is_shared_content", False):
        publication.bump()


@receiver(page_published, dispatch_uid="translation_lag_of_pages")
def page_was_published(instance, **kwargs) -> None:
    lags.measure_all_of(key=instance.translation_key)


@receiver(post_save, dispatch_uid="translation_lag_of_snippets")
def snippet_was_saved(sender, instance, *, raw=False, **kwargs) -> None:
    """A snippet is published by saving it."""
    if not raw and issubclass(sender, TranslatableMixin) and sender in get_snippet_models():
        lags.measure_all_of(key=instance.translation_key)
