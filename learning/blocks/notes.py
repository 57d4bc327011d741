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

    def get_preview_value(self):
        term = self.child_blocks["term"].model_class(
            term="Index", slug="index", definition="The place of a value in a sequence, counted from 0."
        )
        return self.normalize({"term": term, "note": ""})


class FacilitatorNoteBlock(blocks.StructBlock):
    """A note for the person who leads the evening. Never shown to learners; `content` is given by the menu it is in."""

    confidential = True

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

    def render(self, value, context=None):
        """Nothing at all, unless the context says that a facilitator reads."""
        return super().render(value, context=context) if (context or {}).get("facilitator") is True else ""

    def get_preview_context(self, value, parent_context=None):
        return {**super().get_preview_context(value, parent_context), "facilitator": True}

    def get_searchable_content(self, value) -> list[str]:
        return []

    def get_api_representation(self, value, context=None) -> None:
        return None
