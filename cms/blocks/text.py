"""Blocks of plain reading: paragraphs, headings, quotes and tables."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

RICH_TEXT = [
    "bold",
    "italic",
    "link",
    "document-link",
    "ol",
    "ul",
    "code",
    "strikethrough",
    "superscript",
    "subscript",
    "hr",
]
INLINE = ["bold", "italic", "link", "code", "superscript", "subscript"]


class TextBlock(blocks.RichTextBlock):
    """Paragraphs and lists."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"features": RICH_TEXT, **kwargs})

    class Meta:
        icon = "pilcrow"
        group = _("Text")
        label = _("Text")
        description = _("Paragraphs, lists and links.")
        template = "blocks/text.html"
        preview_value = "<p>A <b>list</b> keeps several values together, in order.</p>"


class HeadingBlock(blocks.StructBlock):
    """A heading inside the page; its anchor can be linked to."""

    text = blocks.CharBlock(label=_("Heading"), max_length=200)
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("2", _("Section")), ("3", _("Subsection")), ("4", _("Part"))],
        default="2",
        search_index=False,
    )
    anchor = blocks.RegexBlock(
        regex=r"^[\w-]*$",
        label=_("Anchor"),
        required=False,
        default="",
        help_text=_("Empty: made from the text."),
        error_messages={"invalid": _("Use letters, digits and dashes.")},
    )

    class Meta:
        icon = "title"
        group = _("Text")
        label = _("Heading")
        description = _("A heading that the outline shows.")
        template = "blocks/heading.html"
        form_layout = blocks.BlockGroup(children=["text", "level"], settings=["anchor"])
        preview_value = {"text": "What a list is", "level": "2", "anchor": ""}

    def get_context(self, value, parent_context=None):
        """Add `level` and `anchor`: from the place on the page where there is one, else the editor's level alone."""
        context = super().get_context(value, parent_context=parent_context)
        place = (context.get("places") or {}).get(context.get("id"))
        context["level"] = place.level if place else value["level"] or 2
        context["anchor"] = place.anchor if place else ""
        return context


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, and whose they are."""

    text = blocks.TextBlock(label=_("Words"))
    attribution = blocks.CharBlock(label=_("Whose words"), required=False, default="")
    url = blocks.URLBlock(label=_("Source"), required=False, default="")

    class Meta:
        icon = "openquote"
        group = _("Text")
        label = _("Quote")
        description = _("Words of a person or a text, with their source.")
        template = "blocks/quote.html"
        preview_value = {
            "text": "You do not have to be good to come. You come to get good.",
            "attribution": "Ana, mentor",
            "url": "",
        }


class TableBlock(blocks.StructBlock):
    """A table of short cells; every cell is translated on its own."""

    caption = blocks.CharBlock(label=_("Caption"), required=False, default="")
    header = blocks.ChoiceBlock(
        label=_("Headings"),
        choices=[
            ("row", _("First row")),
            ("column", _("First column")),
            ("both", _("First row and first column")),
            ("none", _("None")),
        ],
        default="row",
        search_index=False,
    )
    rows = blocks.ListBlock(
        blocks.ListBlock(
            blocks.RichTextBlock(features=INLINE, required=False, default="", label=_("Cell")), label=_("Row")
        ),
        label=_("Rows"),
    )

    class Meta:
        icon = "table"
        group = _("Text")
        label = _("Table")
        description = _("Rows and columns with headings a screen reader can say.")
        template = "blocks/table.html"
        preview_value = {
            "caption": "Two types of value",
            "header": "row",
            "rows": [["Value", "Type"], ["3", "int"], ["'three'", "str"]],
        }

    def get_context(self, value, parent_context=None):
        """Add `head` (the first row if it holds headings), the other `rows`, and whether `first` cells are headings."""
        context = super().get_context(value, parent_context=parent_context)
        rows = list(value["rows"])
        headed = value["header"] in {"row", "both"} and len(rows) > 1
        context["head"] = rows[0] if headed else []
        context["rows"] = rows[1:] if headed else rows
        context["first"] = value["header"] in {"column", "both"}
        return context

    def clean(self, value):
        result = super().clean(value)
        if len({len(row) for row in result["rows"]}) > 1:
            raise blocks.StructBlockValidationError(
                {"rows": ValidationError(_("Give every row the same number of cells."))}
            )
        return result
