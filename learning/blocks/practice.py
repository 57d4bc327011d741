"""Blocks that ask the learner to do something: exercises, activities in pairs, discussions, units of a course elsewhere."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class ExerciseBlock(blocks.StructBlock):
    """An exercise of the library, placed here."""

    exercise = SnippetChooserBlock("learning.Exercise", label=_("Exercise"))
    note = blocks.CharBlock(label=_("Note"), required=False, default="")

    class Meta:
        icon = "edit"
        group = _("Practice")
        label = _("Exercise")
        description = _("An exercise with hints and a solution.")
        template = "blocks/exercise.html"


class ExternalUnitBlock(blocks.StructBlock):
    """A unit of a course elsewhere that the group follows, such as week 3 on Coursera."""

    course = blocks.CharBlock(label=_("Course"))
    unit = blocks.CharBlock(label=_("Unit"))
    url = blocks.URLBlock(label=_("Address"))
    hours = blocks.DecimalBlock(
        label=_("Hours"), required=False, min_value=0, max_value=100, decimal_places=1
    )
    due = blocks.DateBlock(label=_("Due"), required=False)
    note = blocks.CharBlock(label=_("Note"), required=False, default="")

    class Meta:
        icon = "globe"
        group = _("Links")
        label = _("Unit of another course")
        description = _("A week or a chapter of a course elsewhere, with hours and deadline.")
        template = "blocks/external_unit.html"
        preview_value = {
            "course": "An Introduction to Interactive Programming",
            "unit": "Week 3",
            "url": "https://www.coursera.org/",
            "hours": "4.0",
            "due": "2026-12-05",
            "note": "",
        }


class PairActivityBlock(blocks.StructBlock):
    """Something to do in twos; `content` is given by the menu it is in."""

    title = blocks.CharBlock(label=_("Title"))
    minutes = blocks.IntegerBlock(label=_("Minutes"), required=False, min_value=1, max_value=480)

    class Meta:
        icon = "group"
        group = _("Practice")
        label = _("Pair activity")
        description = _("An activity for two learners side by side.")
        template = "blocks/pair_activity.html"
        preview_value = {
            "title": "Swap programs",
            "minutes": 10,
            "content": [("text", "<p>Read each other's code aloud.</p>")],
        }


class DiscussionBlock(blocks.StructBlock):
    """A question to talk about; `content` is given by the menu it is in."""

    prompt = blocks.RichTextBlock(label=_("Question"), features=["bold", "italic", "link", "code"])
    minutes = blocks.IntegerBlock(label=_("Minutes"), required=False, min_value=1, max_value=480)

    class Meta:
        icon = "comment"
        group = _("Practice")
        label = _("Discussion")
        description = _("A question for the whole group.")
        template = "blocks/discussion.html"
        preview_value = {"prompt": "<p>Which error surprised you this week?</p>", "minutes": 5, "content": []}
