"""Data for machines inside a page: JSON in a script element that runs nothing."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe


def in_script(facts: dict[str, Any]) -> SafeString:
    """JSON for a script element that is data: nothing in it can end the element."""
    return mark_safe(
        json.dumps(facts, ensure_ascii=False).translate({ord(c): f"\\u{ord(c):04X}" for c in "<>&"})
    )
