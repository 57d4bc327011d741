"""Checkpoint quizzes. Answers and explanations never leave the server before the learner has answered."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.code import LANGUAGES
from cms.blocks.verbatim import VerbatimBlock

from .faces import face, tell


class ChoiceStruct(blocks.StructBlock):
    """One possible answer of a single or multiple choice."""

    text = blocks.CharBlock(label=_("Answer"), max_length=300)
    correct = blocks.BooleanBlock(label=_("This is right"), required=False, default=False)
    explanation = blocks.CharBlock(
        label=_("Said after answering"), required=False, default="", max_length=500, search_index=False
    )

    class Meta:
        icon = "check"
        label = _("Answer")


class CheckpointBlock(blocks.StructBlock):
    """One question, to see whether the last pages stuck: choices, a short answer, or the output of some code."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("single", _("One right answer")),
            ("multiple", _("Several right answers")),
            ("short", _("Short answer")),
            ("predict", _("Predict the output")),
        ],
        default="single",
        search_index=False,
    )
    question = blocks.RichTextBlock(label=_("Question"), features=["bold", "italic", "code"])
    code = VerbatimBlock(label=_("Code"), required=False, default="", rows=5)
    language = blocks.ChoiceBlock(
        label=_("Language of the code"), choices=LANGUAGES, default="python", search_index=False
    )
    choices = blocks.ListBlock(ChoiceStruct(), label=_("Answers to choose from"), default=[])
    answers = blocks.ListBlock(
        blocks.CharBlock(label=_("Accepted answer"), max_length=500),
        label=_("Accepted answers"),
        default=[],
        search_index=False,
        help_text=_(
            "For a short answer or an output: every way of writing it that is right. Case and outer spaces do not count."
        ),
    )
    explanation = blocks.RichTextBlock(
        label=_("Explanation after answering"),
        features=["bold", "italic", "code", "link"],
        required=False,
        default="",
        search_index=False,
    )

    class Meta:
        icon = "help"
        group = _("Practice")
        label = _("Checkpoint")
        description = _("One question with an explanation after answering.")
        template = "blocks/checkpoint.html"
        preview_value = {
            "kind": "single",
            "question": "<p>What does <code>odds[0]</code> give?</p>",
            "code": "odds = [1, 3, 5]",
            "language": "python",
            "choices": [
                {"text": "1", "correct": True, "explanation": "Counting starts at 0."},
                {"text": "3", "correct": False, "explanation": "That is odds[1]."},
            ],
            "answers": [],
            "explanation": "<p>The first element has index 0.</p>",
        }

    def get_context(self, value, parent_context=None):
        """Add nothing but the face of the question. Answers to it are drawn by `learning.rendering`."""
        context = super().get_context(value, parent_context=parent_context)
        context["face"] = face(value, context.get("id") or "")
        context["told"] = tell(context["face"])
        return context

    def get_api_representation(self, value, context=None) -> dict:
        """The face alone: the right answers and the explanations stay here."""
        shown = face(value, "")
        return {
            "kind": shown.kind,
            "question": shown.question,
            "code": value["code"],
            "choices": list(shown.choices),
        }

    def clean(self, value):
        result = super().clean(value)
        right = sum(1 for choice in result["choices"] if choice["correct"])
        errors = {}
        if result["kind"] in {"single", "multiple"}:
            if len(result["choices"]) < 2:
                errors["choices"] = ValidationError(_("Give at least two answers to choose from."))
            elif right == 0:
                errors["choices"] = ValidationError(_("Mark at least one answer as right."))
            elif result["kind"] == "single" and right > 1:
                errors["choices"] = ValidationError(
                    _("Mark one answer as right, or choose “Several right answers”.")
                )
        elif not len(result["answers"]):
            errors["answers"] = ValidationError(_("Give at least one accepted answer."))
        if result["kind"] == "predict" and not result["code"]:
            errors["code"] = ValidationError(_("Give the code whose output is asked for."))
        if errors:
            raise blocks.StructBlockValidationError(errors)
        return result
