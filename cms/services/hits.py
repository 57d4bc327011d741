"""Asks Wagtail's search index, in one statement whose cost grows with what is shown and not with what is there.

The index is Wagtail's, kept by Wagtail. Its own query ranks on SQLite by running the search again for every hit, and on
PostgreSQL by an expression without an index; this one has the same shape on both: the words, then for each hit one look
at its row by key, up to a limit.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.apps import apps
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import BigIntegerField, Exists, F, FloatField, Func, Lookup, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Left
from wagtail.search.models import IndexEntry

from cms.excerpts import LONGEST_TEXT
from cms.search import CONFIGURATION
from cms.spelling import forms

TITLE_WEIGHT = 8.0

Hit = tuple[int, int, float, str]  # content type, key, score (the higher the better), title
Place = tuple[Collection[int], QuerySet]  # content types, and the rows of theirs that may be found


class _Matches(Lookup):
    """A lookup, because Django compares any other condition with True, which FTS5 does not take."""

    lookup_name = "match"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        text, params = self.process_rhs(compiler, connection)
        return f"wagtailsearch_indexentry_fts MATCH {text}", tuple(params)


class _BM25(Func):
    """Columns of Wagtail's table: autocomplete, body, title."""

    template = f"bm25(wagtailsearch_indexentry_fts, 0.0, 1.0, {TITLE_WEIGHT})"
    output_field = FloatField()


def find(
    *,
    words: Sequence[str],
    places: Sequence[Place],
    most: int,
    any_word: bool = False,
    only_titles: bool = False,
) -> list[Hit]:
    """Rows of these places that hold all the words, or any of them: at most `most`, in no order.

    Where more than `most` match, these are some of them: ask for titles, too.
    """
    if not words or not places:
        return []
    ask = _postgres if connection.vendor == "postgresql" else _sqlite
    entries, prefix, score, title = ask(words, any_word, only_titles)
    may = Q()
    for content_types, rows in places:
        here = rows.filter(pk=Cast(OuterRef(f"{prefix}object_id"), BigIntegerField()))
        may |= Q(**{f"{prefix}content_type_id__in": list(content_types)}) & Q(Exists(here.order_by()))
    columns = (f"{prefix}content_type_id", f"{prefix}object_id", score, title)
    found = entries.filter(may).values_list(*columns)[:most]
    return [(content_type, int(key), rank, title or "") for content_type, key, rank, title in found]


def texts(*, found: Collection[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """The beginning of what is indexed of these rows: what their readers can see, and no more."""
    which = Q()
    for content_type in {content_type for content_type, _key in found}:
        keys = [str(key) for kind, key in found if kind == content_type]
        which |= Q(content_type_id=content_type, object_id__in=keys)
    if not which:
        return {}
    body = "body_text" if connection.vendor == "postgresql" else "body"
    rows = IndexEntry.objects.filter(which).values_list(
        "content_type_id", "object_id", Left(body, LONGEST_TEXT)
    )
    return {(content_type, int(key)): text or "" for content_type, key, text in rows}


def _sqlite(words: Sequence[str], any_word: bool, only_titles: bool) -> tuple[QuerySet, str, Any, str]:
    """FTS5 knows no stems: each word is asked for in its common forms. Every word is quoted, so it is never syntax."""
    each = ["(" + " OR ".join(f'"{form}"' for form in forms(word)) + ")" for word in words]
    columns = "title" if only_titles else "title body"
    text = f"{{{columns}}} : ({(' OR ' if any_word else ' AND ').join(each)})"
    table = apps.get_model("wagtailsearch", "SQLiteFTSIndexEntry")
    return table.objects.filter(_Matches(F("title"), text)), "index_entry__", -1.0 * _BM25(), "title"


def _postgres(words: Sequence[str], any_word: bool, only_titles: bool) -> tuple[QuerySet, str, Any, str]:
    """Title and body have an index each: a word is looked for in both, so that the words may stand in either."""
    queries = [SearchQuery(word, config=CONFIGURATION) for word in words]
    which = Q()
    for query in queries:
        here = Q(title=query) if only_titles else Q(title=query) | Q(body=query)
        which = which | here if any_word else which & here
    either = queries[0]
    for query in queries[1:]:
        either = either | query
    score = TITLE_WEIGHT * SearchRank(F("title"), either) * F("title_norm") + SearchRank(F("body"), either)
    return IndexEntry.objects.filter(which), "", score, "title_text"
