"""Resources: links worth keeping, as snippets that pages and lessons point at."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import TranslatableMixin
from wagtail.search import index


class Resource(TranslatableMixin, index.Indexed, models.Model):
    """A link outside the site with a word on what it is good for. `checked_at` and `broken_since` tell of its health."""

    class Kind(models.TextChoices):
        TUTORIAL = "tutorial", _("Tutorial")
        REFERENCE = "reference", _("Reference")
        COMMUNITY = "community", _("Community")
        CONFERENCE = "conference", _("Conference")
        TOOL = "tool", _("Tool")
        VIDEO = "video", _("Video")
        BOOK = "book", _("Book")

    title = models.CharField(_("title"), max_length=160)
    url = models.URLField(_("address"), max_length=500)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.TUTORIAL)
    description = models.TextField(_("description"), max_length=600, blank=True)
    language = models.CharField(_("language of the resource"), max_length=12, default="en")

    search_fields = [
        index.SearchField("title", boost=2),
        index.SearchField("description"),
        index.AutocompleteField("title"),
        index.FilterField("kind"),
        index.FilterField("locale_id"),
    ]
    panels = ["title", "url", "kind", "language", "description"]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
