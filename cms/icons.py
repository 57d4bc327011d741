"""The icons of the site: one hand, a 24 px grid, a 1.5 px stroke, the color of the text around them."""

import re
from functools import cache
from pathlib import Path

SPRITE = Path(__file__).resolve().parent.parent / "static" / "icons" / "sprite.svg"

_SYMBOL = re.compile(r'<symbol id="([a-z-]+)" viewBox="0 0 24 24">(.+)</symbol>')


@cache
def icons() -> dict[str, str]:
    """Give the inside of every 24 x 24 drawing by its name, read once from the sprite."""
    return dict(_SYMBOL.findall(SPRITE.read_text(encoding="utf-8")))


def drawing(name: str, *, extra: str = "") -> str:
    """Give the SVG element of icon `name`, hidden from assistive technology: text always stands beside it.

    The drawing itself goes into the page, not a reference to the sprite: no second request, and it shows
    where static files come from another origin, too. Raises KeyError for an unknown name.
    """
    classes = f"icon {extra}".strip()
    return (
        f'<svg class="{classes}" viewBox="0 0 24 24" width="20" height="20" fill="none" '
        f'stroke="currentColor" stroke-width="1.5" aria-hidden="true">{icons()[name]}</svg>'
    )
