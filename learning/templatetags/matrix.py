"""The cells of the matrix: thousands on a page, so each is put together from a few pieces that are made once."""

from collections.abc import Mapping
from functools import cache

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cms import icons
from learning.matrix import Row, Standing
from learning.matrix_words import words

register = template.Library()
DRAWN = {
    Standing.WAITS: "time",
    Standing.ANSWERED: "chat",
    Standing.ACCEPTED: "leaf",
}


@register.simple_tag
def matrix_glyphs() -> SafeString:
    """Draw, once a page, what the cells point at."""
    symbols = "".join(
        f'<symbol id="m-{standing}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75">'
        f"{icons.icons()[DRAWN[standing]]}</symbol>"
        for standing in DRAWN
    )
    return mark_safe(f'<svg class="glyphs" width="0" height="0" aria-hidden="true">{symbols}</svg>')


@register.simple_tag
def matrix_cells(row: Row) -> SafeString:
    """Draw the cells of one learner. One's own row leads nowhere: nobody reviews themselves."""
    before, after = _pieces(get_language() or "", is_linked=not row.is_me)
    html = []
    for cell in row.cells:
        number = str(cell.submission) if cell.submission and not row.is_me else ""
        html.append(before[cell.standing] + number + after[cell.standing])
    return mark_safe("".join(html))


@register.filter
def standing_word(name: str) -> str:
    """The word of a standing."""
    return words()[Standing(name)]


@cache
def _pieces(language: str, *, is_linked: bool) -> tuple[Mapping[Standing, str], Mapping[Standing, str]]:
    """What stands in a cell before and after the number of the submission, by how it stands."""
    address, tail = reverse("learning:review", args=[0]).split("0")
    before: dict[Standing, str] = {}
    after: dict[Standing, str] = {}
    for standing, word in words().items():
        shown = f'<svg><use href="#m-{standing}"/></svg>{escape(word)}'
        if standing is Standing.NONE:
            before[standing], after[standing] = f'<td class="m-{standing}">{escape(word)}', ""
        elif is_linked:
            before[standing] = f'<td class="m-{standing}"><a href="{address}'
            after[standing] = f'{tail}">{shown}</a>'
        else:
            before[standing], after[standing] = f'<td class="m-{standing}"><span>{shown}</span>', ""
    return before, after
