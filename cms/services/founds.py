"""What may be found, and what a result shows of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce
from wagtail.models import Locale, Page, PageViewRestriction, get_page_models

from cms import findable
from cms.excerpts import Piece, excerpt, marked
from cms.findable import Kind, Row, Scope
from cms.models.pages import BasePage

from . import hits
from .publication import prepared

if TYPE_CHECKING:
    from .searches import Item


@dataclass(slots=True)
class Found:
    """A result as it is shown. `original` is the language of its words where that is not the reader's."""

    kind: Kind
    title: str
    url: str
    text: list[Piece]
    facts: findable.Facts
    original: str = ""
    stands_in: bool = False
    place: str = ""


def locales() -> dict[str, int]:
    """The site's languages with their keys."""
    known = dict(Locale.objects.values_list("language_code", "pk"))
    return {code: known[code] for code, _name in settings.LANGUAGES if code in known}


def kinds_by_type() -> dict[int, Kind]:
    """The kinds by the keys of the content types they are made of."""
    models = {*get_page_models(), *(model for kind in findable.kinds() for model in kind.models)}
    kinds = {model: kind for model in models if (kind := findable.kind_of(model))}
    types = ContentType.objects.get_for_models(*kinds)
    return {types[model].pk: kind for model, kind in kinds.items()}


def places(*, scope: Scope, chosen: Mapping[str, str] | None = None) -> list[hits.Place]:
    """Where to look: the rows anybody may read, one query for all kinds of pages and one for each other kind.

    What is `chosen` narrows the places as far as the database can easily tell.
    """
    chosen = {facet: value for facet, value in (chosen or {}).items() if value}
    codes = [chosen["language"]] if "language" in chosen else list(scope.locales)
    narrow = Q()
    for facet in findable.facets():
        if facet.code in chosen:
            narrow &= facet.narrow(chosen[facet.code], scope)
    found: list[hits.Place] = []
    types: dict[str, list[int]] = {}
    for content_type, kind in kinds_by_type().items():
        if chosen.get("kind", kind.code) == kind.code:
            types.setdefault(kind.code if kind.rows else "", []).append(content_type)
    if types.get(""):
        found.append((types[""], public(scope=scope, codes=codes).filter(narrow)))
    locale_ids = [scope.locales[code] for code in codes if code in scope.locales]
    for kind in findable.kinds():
        if kind.rows and kind.code in types and not narrow:
            found += [
                (types[kind.code], model._default_manager.filter(locale_id__in=locale_ids))
                for model in kind.models
            ]
    return found


def public(*, scope: Scope, codes: Sequence[str]) -> QuerySet[Page]:
    """The pages of this site anybody may read in these languages.

    In the reader's own language an untranslated page stands in by its copy; in the others only what is written in them.
    """
    trees = Q(pk__in=[])
    for code in codes:
        root = scope.facts.roots.get(code)
        if root and code in scope.locales:
            here = Q(locale_id=scope.locales[code], url_path__startswith=root)
            trees |= here if code == scope.language else here & Q(alias_of=None)
    shown = Page.objects.filter(trees, live=True, depth__gt=1)
    for path in prepared("search:restricted", scope.stamp, _restricted):
        # A copy of a restricted page is not restricted itself, but shows the same words.
        shown = shown.exclude(path__startswith=path).exclude(alias_of__path__startswith=path)
    return shown


def _restricted() -> list[str]:
    return sorted(PageViewRestriction.objects.values_list("page__path", flat=True).distinct())


def pages(*, keys: Sequence[int]) -> dict[int, tuple[int, UUID, bool]]:
    """The language and the family of these pages, and whether each is the copy of an untranslated one."""
    if not keys:
        return {}
    rows = Page.objects.filter(pk__in=keys).values_list("pk", "locale_id", "translation_key", "alias_of_id")
    return {pk: (locale_id, family, original is not None) for pk, locale_id, family, original in rows}


def describe(*, items: Sequence["Item"], scope: Scope, words: Sequence[str]) -> list[Found]:
    """What is shown of the results of one sheet: two statements, whatever their kinds."""
    ours = [item for item in items if item.row is None]
    rows = {page.pk: page for page in _described([item.key for item in ours])}
    texts = hits.texts(found=[(item.content_type, item.key) for item in ours])
    found = []
    for item in items:
        if item.row is not None:
            found.append(_of_row(item, item.row, scope, words))
        elif item.key in rows:
            text = texts.get((item.content_type, item.key), "")
            found.append(_of_page(item, rows[item.key], excerpt(text, words), scope))
    return found


def _described(keys: list[int]) -> list[Page]:
    """The pages with their summaries in one statement, whatever their types."""
    if not keys:
        return []
    summaries = [
        f"{model._meta.model_name}__summary" for model in apps.get_models() if issubclass(model, BasePage)
    ]
    summary = Coalesce(*summaries, "search_description", Value(""), output_field=TextField())
    found = Page.objects.filter(pk__in=keys).annotate(found_summary=summary)
    return list(found.select_related("alias_of__locale"))


def _of_row(item: "Item", row: Row, scope: Scope, words: Sequence[str]) -> Found:
    other = "" if item.language == scope.language else item.language
    return Found(item.kind, row.title, row.url, marked(row.text, words), item.facts, other, place=row.place)


def _of_page(item: "Item", page: Page, pieces: list[Piece], scope: Scope) -> Found:
    """The words around the hit; the summary where only the title was hit."""
    stands_in, original = _stands_in(page, item.language)
    other = "" if item.language == scope.language else item.language
    return Found(
        kind=item.kind,
        title=page.title,
        url=scope.facts.url_of(page.url_path, item.language),
        text=pieces or [(page.found_summary, False)],
        facts=item.facts,
        original=original if stands_in else other,
        stands_in=stands_in,
    )


def _stands_in(page: Page, language: str) -> tuple[bool, str]:
    """Whether a page still shows the words of its original, and their language; the rule of BasePage, on any page."""
    if page.alias_of_id:
        return True, page.alias_of.locale.language_code
    begun = bool(page.latest_revision_id and not page.live_revision_id)
    return begun and language != settings.LANGUAGE_CODE, settings.LANGUAGE_CODE
