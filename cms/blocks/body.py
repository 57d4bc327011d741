"""The menus of blocks an ordinary page offers."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .code import CodeBlock
from .containers import CalloutBlock, RevealBlock, holding
from .links import CallToActionBlock, ResourceBlock
from .media import DownloadBlock, PictureBlock, VideoBlock
from .text import HeadingBlock, QuoteBlock, TableBlock, TextBlock


class LeafBody(blocks.StreamBlock):
    """Everything that holds no other blocks: what fits inside a container."""

    text = TextBlock()
    heading = HeadingBlock()
    image = PictureBlock()
    code = CodeBlock()
    table = TableBlock()
    quote = QuoteBlock()
    video = VideoBlock()
    download = DownloadBlock()
    resource = ResourceBlock()

    class Meta:
        icon = "placeholder"


class PageBody(LeafBody):
    """The body of a standard page, an article or a chapter page."""

    callout = holding(CalloutBlock, LeafBody(label=_("Content")))
    reveal = holding(RevealBlock, LeafBody(label=_("Content")))
    call_to_action = CallToActionBlock()


class SectionBody(PageBody):
    """The sections of the home page."""
