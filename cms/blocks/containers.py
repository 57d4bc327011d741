"""Blocks that hold other blocks: callouts and passages that open on request."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

# What each meaning looks like: an icon of the site and a tone of the callout component.
LOOKS = {
    "note": ("info", ""),
    "tip": ("tip", "callout--tip"),
    "warning": ("warning", "callout--warning"),
    "prerequisite": ("flag", "callout--plain"),
    "definition": ("glossary", "callout--plain"),
    "testimonial": ("quote", "callout--bloom"),
}


class CalloutBlock(blocks.StructBlock):
    """A passage set apart by its meaning; the look follows from the meaning. `content` is given by the menu it is in."""

    kind = blocks.ChoiceBlock(
        label=_("Meaning"),
        choices=[
            ("note", _("Note")),
            ("tip", _("Tip")),
            ("warning", _("Warning")),
            ("prerequisite", _("Before you start")),
            ("definition", _("Definition")),
            ("testimonial", _("Testimonial")),
        ],
        default="note",
        search_index=False,
    )
    title = blocks.CharBlock(label=_("Title"), required=False, default="")

    class Meta:
        icon = "info-circle"
        group = _("Structure")
        label = _("Callout")
        description = _("A note, tip, warning or definition set apart from the text.")
        template = "blocks/callout.html"
        preview_value = {
            "kind": "tip",
            "title": "Save often",
            "content": [("text", "<p>Your editor can save for you.</p>")],
        }

    def get_context(self, value, parent_context=None):
        """Add `symbol` and `tone` of the meaning, and its `word`."""
        context = super().get_context(value, parent_context=parent_context)
        context["symbol"], context["tone"] = LOOKS.get(value["kind"], LOOKS["note"])
        context["word"] = dict(self.child_blocks["kind"].field.choices).get(value["kind"], "")
        return context


class RevealBlock(blocks.StructBlock):
    """Something the reader opens when ready."""

    summary = blocks.CharBlock(label=_("What is inside"))

    class Meta:
        icon = "collapse-down"
        group = _("Structure")
        label = _("Reveal")
        description = _("A passage that stays closed until the reader opens it.")
        template = "blocks/reveal.html"
        preview_value = {
            "summary": "Why does this work?",
            "content": [("text", "<p>Strings are sequences.</p>")],
        }


def holding(container: type[blocks.StructBlock], content: blocks.StreamBlock, **meta) -> blocks.StructBlock:
    """The container with this menu of inner blocks."""
    return container([("content", content)], **meta)
