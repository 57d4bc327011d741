"""Findings in words, and the panel that shows them beside the lesson."""

from collections import Counter

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from learning.findings import findings

WORDS = {
    "image_without_alt": _("A picture has no alternative text and is not marked as decorative."),
    "code_without_language": _("A listing has no language, so it is not colored."),
    "video_without_transcript": _("A video has no transcript."),
    "checkpoint_without_answer": _("A checkpoint has no right answer."),
    "table_without_headings": _("A table has no headings."),
    "heading_skips_a_level": _("A heading skips a level."),
}


def told(body) -> list[dict]:
    """Each kind of finding once: `text` and how often. Takes the value of a StreamField."""
    counted = Counter(found.code for found in findings(list(body.raw_data)))
    return [{"text": WORDS[code], "times": counted[code]} for code in WORDS if counted[code]]


class ChecksPanel(Panel):
    """What to look at in the lesson as last saved; nothing when there is nothing."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "learning/admin/checks_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.findings)

        @property
        def findings(self) -> list[dict]:
            return told(self.instance.body)

        def get_context_data(self, parent_context=None):
            return super().get_context_data(parent_context) | {"findings": self.findings}
