"""The site's own image and its renditions."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class SiteImage(AbstractImage):
    """An image with what a reader may need to know of it: who made it, and under which license."""

    credit = models.CharField(_("credit"), max_length=255, blank=True)
    license = models.CharField(_("license"), max_length=120, blank=True)
    source_key = models.CharField(max_length=64, blank=True, db_index=True, editable=False)

    admin_form_fields = (*Image.admin_form_fields, "credit", "license")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")


class SiteRendition(AbstractRendition):
    """A picture made from an image for a place on a page."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_once_per_image"
            )
        ]
