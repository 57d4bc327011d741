"""Blocks that frame a lesson: key points, terms of the glossary, and notes for the person who leads the evening."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class KeyPointsBlock(blocks.StructBlock):
    """What to take home from this part."""

    points = blocks.ListBlock(blocks.CharBlock(label=_("Point"), max_length=300), label=_("Key points"))

    class Meta:
        icon = "list-ul"
        group = _("Structure")
        label = _("Key points")
        description = _("What to remember, in a few short sentences.")
        template = "blocks/key_points.html"
        preview_value = {"points": ["Lists keep values in order.", "The first index is 0."]}


class GlossaryTermBlock(blocks.StructBlock):
    """A term of the glossary, explained where it is first needed."""

    term = SnippetChooserBlock("learning.GlossaryTerm", label=_("Term"))
    note = blocks.CharBlock(label=_("Note"), required=False, default="")

    class Meta:
        icon = "openquote"
        group = _("Text")
        label = _("Glossary term")
        description = _("The explanation of a term.")
        template = "blocks/glossary_term.html"


class FacilitatorNoteBlock(blocks.StructBlock):
    """A note for the person who leads the evening. Never shown to learners; `content` is given by the menu it is in."""

    title = blocks.CharBlock(label=_("Title"), required=False, default="")

    class Meta:
        icon = "user"
        group = _("Structure")
        label = _("Facilitator note")
        description = _("For helpers and organizers only. Never in public pages, search or feeds.")
        template = "blocks/facilitator_note.html"
        preview_value = {
            "title": "Watch out",
            "content": [("text", "<p>Most people stumble over indentation here.</p>")],
        }

    def get_searchable_content(self, value) -> list[str]:
        return []
