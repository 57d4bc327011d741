"""What a reader of a translation is told when its original says something else by now."""

from django.http import HttpRequest
from django.utils.translation import get_language_info

from cms.context import site_facts, stamp
from cms.services import lags
from learning.models import Exercise, LessonPage, TrackPage


def original_of(request: HttpRequest, content: LessonPage | TrackPage | Exercise) -> dict[str, str] | None:
    """The language and the address of the original, when this translation is behind it.

    What is not translated at all says so itself, and the original is behind nothing.
    """
    facts = site_facts(request)
    language = content.locale.language_code
    if facts is None or getattr(content, "stands_in", False):
        return None
    found = lags.original_of(
        key=content.translation_key, language=language, facts=facts, stamp=stamp(request)
    )
    if found is None:
        return None
    return {
        "code": found.language,
        "language": get_language_info(found.language)["name_translated"],
        "url": found.url,
    }
