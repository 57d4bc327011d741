"""Blocks that ask the learner to do something: exercises, activities in pairs, discussions, units of a course elsewhere."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.blocks import outline


def level_of(context: dict) -> int:
    """The level a title in the block of this context has."""
    place = (context.get("places") or {}).get(context.get("id"))
    return place.level if place else 3


Rule = tuple[str, datetime.date | None]


def solution_is_out(rules: Iterable[Rule], today: datetime.date, *, is_accepted: bool = False) -> bool:
    """Whether the solution may be read: by everybody, or by a learner whose homework is accepted.

    The rules are those of every language of the exercise, each `release` and `release_on`: all must allow it, so that
    the strictest holds wherever one of them has not been brought up to date.
    """
    return all(_is_out(release, day, today, is_accepted) for release, day in rules)


def _is_out(release: str, day: datetime.date | None, today: datetime.date, is_accepted: bool) -> bool:
    if release == "after_date":
        return day is not None and day <= today
    return release == "always" or (release == "after_accept" and is_accepted)


def rules_of(exercise: Any) -> set[Rule]:
    """The rules of an exercise and of its other languages; `family_rules` has them where many are drawn at once."""
    rules = getattr(exercise, "family_rules", None)
    if rules is None:
        found = type(exercise)._default_manager.filter(translation_key=exercise.translation_key)
        rules = set(found.values_list("release", "release_on")) if exercise.pk else set()
    return rules | {(exercise.release, exercise.release_on)}


def _may_show(exercise: Any) -> bool:
    """Whether everybody may read the solution; the other languages are asked only where it matters."""
    today = timezone.localdate()
    own = [(exercise.release, exercise.release_on)]
    return solution_is_out(own, today) and solution_is_out(rules_of(exercise), today)


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

    def get_context(self, value, parent_context=None):
        """Add the hints, drawn, and the solution where it is out for everybody or a facilitator reads."""
        context = super().get_context(value, parent_context=parent_context)
        exercise = value["exercise"]
        if exercise:
            context["level"] = level_of(context)
            context["places"] = {
                key: place
                for body in (exercise.prompt, exercise.hints, exercise.solution)
                for key, place in outline.plan(body, above=context["level"], anchors=False).items()
            }
            given = {"places": context["places"]}
            context["hints"] = [
                hint.render(context=given | {"number": nth}) for nth, hint in enumerate(exercise.hints, 1)
            ]
            if context.get("facilitator") is True or _may_show(exercise):
                context["solution"] = exercise.solution.render_as_block(given)
        return context

    def get_preview_value(self):
        exercise = self.child_blocks["exercise"].model_class(
            title="Count the odd ones",
            minutes=10,
            prompt=[("text", "<p>Count the odd numbers of a list.</p>")],
            starter="numbers = [3, 8, 5]\n",
            hints=[("hint", {"content": [("text", "<p>What is left over when you divide by two?</p>")]})],
            solution=[("code", {"language": "python", "code": "sum(n % 2 for n in numbers)", "outputs": []})],
        )
        return self.normalize({"exercise": exercise, "note": ""})


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
            "hours": Decimal("4.0"),
            "due": datetime.date(2026, 12, 5),
            "note": "",
        }

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        context["minutes"] = round((value["hours"] or 0) * 60)
        return context


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

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        context["level"] = level_of(context)
        return context


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
