"""Template tags of code: coloring on the server and the names of languages."""

from django import template
from django.utils.safestring import SafeString

from cms import highlighting
from cms.blocks.code import LANGUAGES

register = template.Library()
NAMES = dict(LANGUAGES)


@register.simple_tag
def highlight(code: str, language: str, lines: str = "") -> SafeString:
    """Color `code`; `lines` such as "2,4-6" are emphasized."""
    return highlighting.highlight(code or "", language or "text", lines=lines or "")


@register.filter
def code_language(language: str) -> str:
    """The name a reader knows the language by; an unknown one is named as it is written."""
    return NAMES.get(language, language)
