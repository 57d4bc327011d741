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


@receiver([post_save, post_delete], dispatch_uid="publication_stamp")
def content_changed(sender, **kwargs) -> None:
    """One statement per saved row of content; records of what people do are not content."""
    if issubclass(sender, CONTENT) or getattr(sender, "is_shared_content", False):
        publication.bump()
