"""Blocks for the command line: a terminal session, and the same step on different systems."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.verbatim import VerbatimBlock

# A prompt at the start of a line, by shell; after it stands what somebody typed.
POSIX = re.compile(r"(?:\([\w.-]+\) ?)?(?:[\w.-]+@[\w.-]+[: ]\S* ?[#$%]|[$%>])(?: |$)")
PROMPTS = {
    "bash": POSIX,
    "zsh": POSIX,
    "powershell": re.compile(r"(?:\([\w.-]+\) ?)?(?:PS [^>]*)?>{1,2}(?: |$)|\$ "),
    "cmd": re.compile(r"(?:\([\w.-]+\) ?)?(?:[A-Za-z]:[^>]*> ?|>(?: |$))|\$ "),
    "python": re.compile(r"(?:>>>|\.\.\.)(?: |$)|In \[\d+\]: "),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a session: a prompt and what was typed after it, or what the machine answered."""

    prompt: str
    text: str


def session_lines(session: str, shell: str) -> list[Line]:
    """Take a session apart, line by line. A line without a prompt of the shell is an answer."""
    prompt = PROMPTS.get(shell, POSIX)
    lines = []
    for line in session.replace("\r\n", "\n").rstrip("\n").split("\n"):
        found = prompt.match(line)
        lines.append(Line(found[0], line[found.end() :]) if found else Line("", line))
    return lines


class TerminalBlock(blocks.StructBlock):
    """A terminal session, prompts and answers as they appear."""

    shell = blocks.ChoiceBlock(
        label=_("Shell"),
        choices=[
            ("bash", "Bash"),
            ("zsh", "Zsh"),
            ("powershell", "PowerShell"),
            ("cmd", _("Windows command prompt")),
            ("python", _("Python prompt")),
        ],
        default="bash",
        search_index=False,
    )
    session = VerbatimBlock(label=_("Session"), rows=5, help_text=_("Start typed lines with $, > or >>>."))
    caption = blocks.CharBlock(label=_("Caption"), required=False, default="")

    class Meta:
        icon = "keyboard"
        group = _("Code")
        label = _("Terminal session")
        description = _("What is typed into a terminal, and what it answers.")
        template = "blocks/terminal.html"
        preview_value = {"shell": "bash", "session": "$ python --version\nPython 3.13.0", "caption": ""}

    def get_context(self, value, parent_context=None):
        """Add `lines` of the session and the `word` for the shell."""
        context = super().get_context(value, parent_context=parent_context)
        context["lines"] = session_lines(value["session"] or "", value["shell"])
        context["word"] = dict(self.child_blocks["shell"].field.choices).get(value["shell"], value["shell"])
        return context


class TabBlock(blocks.StructBlock):
    """One way among several; `content` is given by the menu it is in."""

    label = blocks.CharBlock(label=_("Tab"), max_length=40)

    class Meta:
        icon = "form"
        label = _("Tab")


class TabsBlock(blocks.StructBlock):
    """The same step in several ways: Windows, macOS, Linux. All are readable without JavaScript."""

    class Meta:
        icon = "desktop"
        group = _("Structure")
        label = _("Tabs")
        description = _("One step for several systems, side by side.")
        template = "blocks/tabs.html"
        preview_value = {
            "tabs": [
                {"label": "Windows", "content": [("text", "<p>Open PowerShell.</p>")]},
                {"label": "macOS", "content": [("text", "<p>Open Terminal.</p>")]},
            ]
        }


def tabs_of(content: blocks.StreamBlock) -> TabsBlock:
    """Tabs whose panels offer this menu."""
    return TabsBlock(
        [("tabs", blocks.ListBlock(TabBlock([("content", content)]), min_num=2, max_num=6, label=_("Tabs")))]
    )
