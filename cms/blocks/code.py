"""Blocks of code: a listing with its expected output."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .verbatim import VerbatimBlock

LANGUAGES = [
    ("python", "Python"),
    ("pycon", "Python console"),
    ("bash", "Bash"),
    ("powershell", "PowerShell"),
    ("html", "HTML"),
    ("css", "CSS"),
    ("javascript", "JavaScript"),
    ("json", "JSON"),
    ("yaml", "YAML"),
    ("toml", "TOML"),
    ("sql", "SQL"),
    ("django", "Django template"),
    ("markdown", "Markdown"),
    ("diff", "Diff"),
    ("text", _("Plain text")),
]


class OutputBlock(blocks.StructBlock):
    """What the reader should see when the code has run."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("output", _("Output")), ("error", _("Error"))],
        default="output",
        search_index=False,
    )
    text = VerbatimBlock(label=_("Text"), rows=3)

    class Meta:
        icon = "arrow-right"
        label = _("Expected output")


class CodeBlock(blocks.StructBlock):
    """A listing, colored on the server, with the output the reader should see."""

    language = blocks.ChoiceBlock(
        label=_("Language"), choices=LANGUAGES, default="python", search_index=False
    )
    code = VerbatimBlock(label=_("Code"), rows=8)
    caption = blocks.CharBlock(label=_("Caption or file name"), required=False, default="")
    highlight = blocks.RegexBlock(
        regex=r"^[\d,\-\s]*$",
        label=_("Lines to emphasize"),
        required=False,
        default="",
        help_text=_("Such as 2,4-6."),
        error_messages={"invalid": _("Write line numbers and ranges, such as 2,4-6.")},
    )
    outputs = blocks.ListBlock(OutputBlock(), label=_("Expected output"), default=[])

    class Meta:
        icon = "code"
        group = _("Code")
        label = _("Code")
        description = _("Code that can be copied, with emphasized lines and expected output.")
        template = "blocks/code.html"
        form_layout = blocks.BlockGroup(
            children=["language", "code", "outputs"], settings=["caption", "highlight"]
        )
        preview_value = {
            "language": "python",
            "code": "odds = [1, 3, 5, 7]\nprint('odds are:', odds)\nprint(odds[4])",
            "caption": "odds.py",
            "highlight": "2",
            "outputs": [
                {"kind": "output", "text": "odds are: [1, 3, 5, 7]"},
                {"kind": "error", "text": "IndexError: list index out of range"},
            ],
        }
