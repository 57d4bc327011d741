"""The menus of blocks an ordinary page offers."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from . import outline
from .code import CodeBlock
from .containers import CalloutBlock, RevealBlock, holding
from .links import CallToActionBlock, ResourceBlock
from .media import DownloadBlock, PictureBlock, VideoBlock
from .text import HeadingBlock, QuoteBlock, TableBlock, TextBlock


def css_class(child: blocks.StreamValue.StreamChild, places: dict[str, outline.Place]) -> str:
    """Give the classes of the element around a block: "block block-key-points", "block block-heading block-heading--3"."""
    name = "block-" + child.block_type.replace("_", "-")
    if isinstance(child.block, HeadingBlock) and child.id in places:
        return f"block {name} {name}--{places[child.id].level}"
    return f"block {name}"


def draw(child: blocks.StreamValue.StreamChild, context: dict) -> SafeString:
    """Draw one block with its own id in the context; nothing comes out as an empty string."""
    html = child.render(context=context | {"id": child.id})
    return html if html.strip() else mark_safe("")


class Body(blocks.StreamBlock):
    """A menu whose blocks know their place on the page: `places` in the context, made by the outermost body."""

    def render_basic(self, value, context=None) -> SafeString:
        context = dict(context or {})
        places = context.get("places")
        if places is None:
            places = context["places"] = outline.plan(value)
        return mark_safe(
            "\n".join(
                format_html('<div class="{}">{}</div>', css_class(child, places), html)
                for child in value
                if (html := draw(child, context))
            )
        )


class LeafBody(Body):
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
