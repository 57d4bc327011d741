"""Template tags of the look: icons, covers, the vine, and a few words."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cms import covers, growth, icons, language_names
from cms import garden as drawn_garden
from cms import garland as drawn_garland
from cms import vine as drawn_vine

register = template.Library()


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Draw the icon `name`; `extra` adds classes: "icon--l", "icon--flip" (mirrored right-to-left)."""
    return mark_safe(icons.drawing(name, extra=extra))


@register.simple_tag
def cover(title: str, key: object = "") -> SafeString:
    """Draw the cover for `key`, which stays the same in all languages (a translation key), or else the title."""
    return mark_safe(covers.draw(str(key or title)))


@register.simple_tag
def vine(modules: Sequence[growth.Module], form: str = "horizontal", next_title: str = "") -> SafeString:
    """Draw the vine of these modules, `form` "horizontal" or "vertical", with its text inside."""
    grown = growth.measure(modules)
    per_row = {"wide": 26}.get(form, 16)
    return mark_safe(
        drawn_vine.draw(
            modules,
            title=growth_text(grown),
            description=_description(grown, next_title),
            vertical=form == "vertical",
            per_row=per_row,
            scale=1.9 if form == "wide" else 1.25,
        )
    )


register.filter("language_in_sentence", language_names.in_sentence)


@register.filter
def growth_text(grown: growth.Growth | Sequence[growth.Module]) -> str:
    """Say the vine in words: "3 of 12 lessons"."""
    if not isinstance(grown, growth.Growth):
        grown = growth.measure(grown)
    words = ngettext("{done} of {lessons} lesson", "{done} of {lessons} lessons", grown.lessons)
    return words.format(done=grown.done, lessons=grown.lessons)


def _description(grown: growth.Growth, next_title: str) -> str:
    words = ngettext(
        "{blooms} of {modules} module in bloom.", "{blooms} of {modules} modules in bloom.", grown.modules
    )
    parts = [words.format(blooms=grown.blooms, modules=grown.modules)]
    if next_title:
        parts.append(_("Next: {title}.").format(title=next_title))
    return " ".join(parts)


@register.simple_tag
def lesson_mark(
    state: str = "todo", required: bool = True, is_next: bool = False, side: int = 0
) -> SafeString:
    """Draw a lesson's glyph for a list; with `side` -1 or 1 for the path along which the vine climbs."""
    lesson = growth.Lesson(growth.State(state or "todo"), bool(required))
    return mark_safe(drawn_vine.mark(lesson, is_next=bool(is_next), side=side))


@register.simple_tag
def lesson_glyphs() -> SafeString:
    """Draw, once a page, what `lesson_glyph` points at."""
    return mark_safe(drawn_vine.glyphs())


@register.simple_tag
def lesson_glyph(state: str = "todo", required: bool = True, is_next: bool = False) -> SafeString:
    """Draw a lesson's glyph by its name; long lists of lessons stay small."""
    lesson = growth.Lesson(growth.State(state or "todo"), bool(required))
    return mark_safe(drawn_vine.glyph(lesson, is_next=bool(is_next)))


@register.simple_tag
def module_mark(is_open: bool = False) -> SafeString:
    """Draw a module's glyph for a list: a bloom, or a ring where one will be."""
    return mark_safe(drawn_vine.bloom(is_open=bool(is_open)))


@register.simple_tag
def tendril(grown: bool = False) -> SafeString:
    """Draw the piece of stem behind one row of a path."""
    return mark_safe(drawn_vine.tendril(grown=bool(grown)))


@register.filter
def hours(minutes: int) -> str:
    """Say how long something takes: "45 min", "2 h", "2 h 30 min"."""
    whole, rest = divmod(int(minutes or 0), 60)
    if not whole:
        return _("{minutes} min").format(minutes=rest)
    if not rest:
        return _("{hours} h").format(hours=whole)
    return _("{hours} h {minutes} min").format(hours=whole, minutes=rest)


@register.simple_tag
def garden() -> SafeString:
    """Draw the arch of the front page, where four vines are at different heights."""
    return mark_safe(drawn_garden.draw(_("Four vines on one trellis, each as far as it has grown.")))


@register.simple_tag
def garland(key: object, upright: bool = False) -> SafeString:
    """Draw a vine along an edge of a sheet, always the same for a key; decorative."""
    return mark_safe(drawn_garland.draw(str(key), upright=upright))


@register.filter
def within(path: str, section: str) -> bool:
    """True when an address lies below another one that is not the front page: the section a menu entry marks."""
    return path.startswith(section) and section.strip("/") not in {"", get_language()}
