"""How far translations are behind their originals, in texts: what was published is compared, never moments.

A text of the original is followed when the translation has its words, or the source's own where nobody translated
them. A translator's better words that are not published yet, or words changed by hand, do not put a translation
behind; an older text of the original that still stands there in translation does. Pictures and the order of texts
are not compared.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import OuterRef, Subquery
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.models import TranslationLag

from .publication import prepared
from .structure import SiteFacts

#: What is translated and stands on no page: addresses, and words for search engines.
UNREAD = frozenset({"slug", "seo_title", "search_description"})


@dataclass(frozen=True, slots=True)
class Original:
    """Where the original of a translation that is behind can be read, and its language. A snippet has no address."""

    language: str
    url: str = ""


def strings(*, instance: TranslatableMixin) -> dict[str, list[str]]:
    """The texts of a page or snippet as wagtail-localize sees them, in order, by the path of what holds them."""
    found: dict[str, list[str]] = defaultdict(list)
    for segment in extract_segments(instance):
        if isinstance(segment, StringSegmentValue) and not segment.is_empty():
            found[segment.path].append(segment.string.data)
    return found


def changed(
    *, original: Collection[str], there: Collection[str], known: Mapping[str, Collection[str]]
) -> int:
    """How many texts of one place the translation does not follow. Pure.

    `known` has what was ever said for each text of the original, older ones too.
    """
    left = Counter(there)
    open_ones = []
    for said in original:
        match = next((words for words in (*known.get(said, ()), said) if left[words]), None)
        if match is None:
            open_ones.append(said)
        else:
            left[match] -= 1
    old = {words for said, all_words in known.items() if said not in original for words in all_words}
    rest = list(left.elements())
    own_words = min(sum(said in known for said in open_ones), sum(words not in old for words in rest))
    return max(len(open_ones), len(rest)) - own_words


@transaction.atomic
def measure(*, translation: Translation) -> int:
    """Compare a translation with its original and keep what was found. Returns the number of texts it is behind."""
    try:
        source = translation.source.get_source_instance()
        target = translation.get_target_instance()
    except ObjectDoesNotExist:
        return _keep(translation, 0, 0)
    ours, theirs = strings(instance=source), strings(instance=target)
    known = _memory(translation)
    unread = (
        UNREAD | getattr(source, "unread_parts", frozenset()) | getattr(target, "unread_parts", frozenset())
    )
    total = seen = 0
    for path in {*ours, *theirs} - {"slug"}:
        count = changed(original=ours.get(path, ()), there=theirs.get(path, ()), known=known[path])
        total += count
        seen += 0 if unread.intersection(path.split(".")) else count
    return _keep(translation, total, seen)


def measure_all_of(*, key: UUID) -> None:
    """Compare every translation of this page or snippet, after it or one of them was published."""
    for translation in Translation.objects.filter(source__object_id=key, enabled=True).select_related(
        "source__specific_content_type", "target_locale"
    ):
        measure(translation=translation)


def original_of(*, key: UUID, language: str, facts: SiteFacts, stamp: int) -> Original | None:
    """The original, when the translation into this language is behind it in what readers see.

    One statement for each language and change of content, for all pages together; none where nothing is behind.
    """
    if not facts.has_lags:
        return None
    name = f"behind:{facts.site.pk}:{language}"
    return prepared(name, stamp, lambda: _behind(language, facts)).get(key)


def _behind(language: str, facts: SiteFacts) -> dict[UUID, Original]:
    path = Page.objects.filter(
        translation_key=OuterRef("translation__source__object_id"),
        locale=OuterRef("translation__source__locale"),
        live=True,
    ).values("url_path")[:1]
    rows = TranslationLag.objects.filter(
        seen__gt=0, translation__enabled=True, translation__target_locale__language_code=language
    ).values_list(
        "translation__source__object_id", "translation__source__locale__language_code", Subquery(path)
    )
    return {
        key: Original(code, facts.url_of(url_path, code) if url_path else "") for key, code, url_path in rows
    }


def _memory(translation: Translation) -> dict[str, dict[str, list[str]]]:
    """By path, what each text of the original was ever translated to."""
    memory: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path, said, words in StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale
    ).values_list("context__path", "translation_of__data", "data"):
        memory[path][said].append(words)
    return memory


def _keep(translation: Translation, total: int, seen: int) -> int:
    kept = TranslationLag.objects.filter(translation=translation)
    if not total:
        kept.delete()
    elif not kept.filter(changed=total, seen=seen).exists():
        TranslationLag.objects.update_or_create(
            translation=translation, defaults={"changed": total, "seen": seen}
        )
    return total
