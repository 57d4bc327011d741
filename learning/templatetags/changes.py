"""Template tags for what changed: the words for blocks and for what became of them."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.blocks.body import LessonBody
from learning.differences import Difference, What

register = template.Library()

PAGE = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "questions": gettext_lazy("Questions it answers"),
    "objectives": gettext_lazy("What you will learn"),
}
MENU = LessonBody()


@register.filter
def block_word(kind: str) -> str:
    """What a block of this kind, or a field of the page, is called: "Picture"."""
    if kind in PAGE:
        return str(PAGE[kind])
    block = MENU.child_blocks.get(kind)
    return str(block.label) if block else ""


@register.filter
def became(difference: Difference) -> str:
    """What became of a block, in a word or two."""
    if difference.what == What.CHANGED:
        return _("Changed and moved") if difference.moved else _("Changed")
    return {What.ADDED: _("New"), What.REMOVED: _("Taken out"), What.MOVED: _("Moved")}[difference.what]
