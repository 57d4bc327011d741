"""Blocks for the command line: a terminal session, and the same step on different systems."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


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
    )
    session = blocks.TextBlock(label=_("Session"), rows=5, help_text=_("Start typed lines with $, > or >>>."))
    caption = blocks.CharBlock(label=_("Caption"), required=False, default="")

    class Meta:
        icon = "terminal"
        group = _("Code")
        label = _("Terminal session")
        description = _("What is typed into a terminal, and what it answers.")
        template = "blocks/terminal.html"
        preview_value = {"shell": "bash", "session": "$ python --version\nPython 3.13.0", "caption": ""}


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
