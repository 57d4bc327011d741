"""The topics of mentoring: shared with lessons, named in the reader's language, kept by their translation key."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language

from learning.models import Topic


def names(keys: Iterable[UUID | str] | None = None) -> dict[str, str]:
    """Topic key -> its name in the reader's language, or the original where it is not translated; by name. One query."""
    found = Topic.objects.values_list("translation_key", "locale__language_code", "name")
    if keys is not None:
        found = found.filter(translation_key__in=set(map(str, keys)))
    language, original = get_language(), settings.LANGUAGE_CODE
    spoken: dict[str, dict[str, str]] = {}
    for key, code, name in found:
        spoken.setdefault(str(key), {})[code] = name
    best = {
        key: words.get(language) or words.get(original) or next(iter(words.values()))
        for key, words in spoken.items()
    }
    return dict(sorted(best.items(), key=lambda item: item[1].casefold()))
