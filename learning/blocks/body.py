"""The menus of blocks a lesson and an exercise offer."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.body import Body, LeafBody
from cms.blocks.containers import CalloutBlock, RevealBlock, holding
from cms.blocks.outline import inner_streams, walk

from .checkpoints import CheckpointBlock
from .notes import FacilitatorNoteBlock, GlossaryTermBlock, KeyPointsBlock
from .practice import DiscussionBlock, ExerciseBlock, ExternalUnitBlock, PairActivityBlock
from .terminal import TerminalBlock, tabs_of


class LessonLeafBody(LeafBody):
    """Everything in a lesson that holds no other blocks."""

    terminal = TerminalBlock()
    glossary_term = GlossaryTermBlock()


class LessonInnerBody(LessonLeafBody):
    """What fits inside a container of a lesson: leaves, and containers of leaves."""

    callout = holding(CalloutBlock, LessonLeafBody(label=_("Content")))
    reveal = holding(RevealBlock, LessonLeafBody(label=_("Content")))
    tabs = tabs_of(LessonLeafBody(label=_("Content")))


class LessonBody(LessonLeafBody):
    """The body of a lesson."""

    callout = holding(CalloutBlock, LessonInnerBody(label=_("Content")))
    reveal = holding(RevealBlock, LessonInnerBody(label=_("Content")))
    tabs = tabs_of(LessonInnerBody(label=_("Content")))
    key_points = KeyPointsBlock()
    checkpoint = CheckpointBlock()
    exercise = ExerciseBlock()
    pair_activity = holding(PairActivityBlock, LessonInnerBody(label=_("Content")))
    discussion = holding(DiscussionBlock, LessonInnerBody(label=_("Ideas"), required=False))
    external_unit = ExternalUnitBlock()
    facilitator_note = holding(FacilitatorNoteBlock, LessonInnerBody(label=_("Content")))

    def clean(self, value):
        """Refuse two blocks with the same id: what learners answered would belong to both."""
        result = super().clean(value)
        seen: set[str] = set()
        errors = {}
        for nth, child in enumerate(result):
            ids = [
                child.id,
                *(inner.id for part in inner_streams(child.value) for inner in walk(part, confidential=True)),
            ]
            known = [block_id for block_id in ids if block_id]
            if len(set(known)) < len(known) or seen.intersection(known):
                errors[nth] = ValidationError(
                    _("This block has the inner name of another one. Delete it, and add it anew.")
                )
            seen.update(known)
        if errors:
            raise blocks.StreamBlockValidationError(block_errors=errors)
        return result


class HintBlock(blocks.StructBlock):
    """One hint; hints are opened one by one. `content` is given by the menu it is in."""

    class Meta:
        icon = "help"
        label = _("Hint")
        description = _("A step towards the solution.")
        group = _("Practice")
        template = "blocks/hint.html"
        preview_value = {"content": [("text", "<p>Look at the index of the last element.</p>")]}


class Hints(Body):
    """The hints of an exercise, from gentle to plain."""

    hint = holding(HintBlock, LessonLeafBody(label=_("Content")))
