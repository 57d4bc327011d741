"""Text in which every space counts: code, sessions and outputs."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class VerbatimBlock(blocks.TextBlock):
    """Text kept as it is typed. Browsers send their own line breaks, and forms cut the indentation of the first line
    off: here only empty lines around the text and spaces at the end of it go. Translated like any text, with its lines."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.field_options["strip"] = False

    def clean(self, value) -> str:
        lines = super().clean(value).replace("\r\n", "\n").replace("\r", "\n").rstrip().split("\n")
        while lines and not lines[0].strip():
            del lines[0]
        if not lines and self.required and not self.is_deferred_validation:
            raise ValidationError(_("This field is required."), code="required")
        return "\n".join(lines)
