"""Template tags of the look: icons, covers and the vine."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from cms import icons

register = template.Library()


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Draw the icon `name`; `extra` adds classes: "icon--l", "icon--flip" (mirrored right-to-left)."""
    return mark_safe(icons.drawing(name, extra=extra))
