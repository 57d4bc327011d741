"""Blocks with files: pictures, videos and downloads."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from .text import INLINE


class PictureBlock(blocks.StructBlock):
    """A picture with a caption; alt text or the word that it is decorative."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.RichTextBlock(label=_("Caption"), features=INLINE, required=False, default="")
    credit = blocks.CharBlock(label=_("Credit"), required=False, default="")

    class Meta:
        icon = "image"
        group = _("Media")
        label = _("Picture")
        description = _("A picture with alt text and a caption.")
        template = "blocks/image.html"

    def get_preview_value(self):
        return self.normalize(
            {"image": None, "caption": "<p>A list, box by box.</p>", "credit": "Ana, CC BY 4.0"}
        )

    def get_preview_context(self, value, parent_context=None):
        """A preview needs no picture of the library: a drawing stands in."""
        return {**super().get_preview_context(value, parent_context), "stand_in": "img/preview-picture.svg"}


class VideoBlock(blocks.StructBlock):
    """A video, never without its transcript. A video elsewhere is a link: nothing is loaded from third parties."""

    title = blocks.CharBlock(label=_("Title"))
    url = blocks.URLBlock(label=_("Address"), required=False, default="")
    file = DocumentChooserBlock(label=_("Video file"), required=False)
    transcript = blocks.RichTextBlock(label=_("Transcript"), features=["bold", "italic", "link", "ol", "ul"])

    class Meta:
        icon = "media"
        group = _("Media")
        label = _("Video")
        description = _("A video file or a link to one, with its transcript.")
        template = "blocks/video.html"
        preview_value = {
            "title": "Starting Python on three systems",
            "url": "https://www.youtube.com/watch?v=example",
            "file": None,
            "transcript": "<p>Open a terminal, type python, and press enter.</p>",
        }

    def clean(self, value):
        result = super().clean(value)
        if bool(result["url"]) == bool(result["file"]):
            raise blocks.StructBlockValidationError(
                {"url": ValidationError(_("Give either an address or a file, and not both."))}
            )
        return result

    def get_context(self, value, parent_context=None):
        """Add `host`: where a link leads."""
        context = super().get_context(value, parent_context=parent_context)
        context["host"] = (urlsplit(value["url"] or "").hostname or "").removeprefix("www.")
        return context


class DownloadBlock(blocks.StructBlock):
    """A file to take home."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(label=_("Title"), required=False, default="")
    description = blocks.CharBlock(label=_("Description"), required=False, default="")

    class Meta:
        icon = "download"
        group = _("Media")
        label = _("Download")
        description = _("A file of the document library, with its size and kind.")
        template = "blocks/download.html"

    def get_context(self, value, parent_context=None):
        """Add `url`, empty for a document that is not stored (a preview)."""
        context = super().get_context(value, parent_context=parent_context)
        document = value["document"]
        context["url"] = document.url if document and document.pk else ""
        return context

    def get_preview_value(self):
        document = self.child_blocks["document"].model_class(
            title="Handout", file="handout.pdf", file_size=48_000
        )
        return self.normalize({"document": document, "description": "Both pages of tonight, to print."})
