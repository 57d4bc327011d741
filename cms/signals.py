"""Counts the publication stamp up whenever something that shared pages are made of is saved or deleted."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from taggit.models import ItemBase
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Locale, Page, PageViewRestriction, Site, TranslatableMixin

from .services import publication

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
