"""The search backend: Wagtail's own for SQLite or PostgreSQL, given only words.

Whatever a reader or an editor types (a lone quotation mark, operators of FTS5, a NUL) is text to be found, not syntax;
stock Wagtail answers some of it with an error of the database. The settings name this module as the backend, so that
every search is covered: ours, the admin's listings and its choosers.
"""

import re
from contextlib import suppress
from typing import Any

from django.db import connection
from django.db.models import Model
from modelsearch.backends import database
from modelsearch.backends.base import EmptySearchResults, FilterFieldError, OrderByFieldError
from modelsearch.query import And, Boost, Fuzzy, Not, Or, Phrase, PlainText, SearchQuery

CONFIGURATION = "site_search"  # how PostgreSQL reads words; made by the migration cms.0005
LONGEST_WORD = 60
MOST_WORDS = 16
_NOT_A_WORD = re.compile(r"[\W_]+")


def words(text: str) -> str:
    """The words of `text` with single spaces between them: at most MOST_WORDS, each at most LONGEST_WORD letters long."""
    return " ".join(word[:LONGEST_WORD] for word in _NOT_A_WORD.sub(" ", text).split()[:MOST_WORDS])


def cleaned(query: Any) -> Any:
    """A query of words only, made from a string or from Wagtail's query objects; None when no word is left."""
    match query:
        case str():
            return words(query) or None
        case PlainText(query_string=text):
            return PlainText(kept, query.operator, query.boost) if (kept := words(text)) else None
        case Phrase(query_string=text):
            return Phrase(kept) if (kept := words(text)) else None
        case Fuzzy(query_string=text):
            return Fuzzy(kept, query.operator, query.unaccent) if (kept := words(text)) else None
        case And() | Or():
            parts = [part for part in map(cleaned, query.subqueries) if part is not None]
            return type(query)(parts) if parts else None
        case Boost():
            inner = cleaned(query.subquery)
            return Boost(inner, query.boost) if inner is not None else None
        case Not():
            inner = cleaned(query.subquery)
            return Not(inner) if inner is not None else None
        case SearchQuery():
            return query
    return None


class DatabaseSortsIt:
    """Lets a query be sorted and narrowed by any column: the database does it, not an index that must know the field.

    Stock Wagtail answers an editor who searches a listing and then sorts it by such a column with an error.
    """

    def check(self) -> None:
        with suppress(FilterFieldError, OrderByFieldError):
            super().check()


class Nothing(EmptySearchResults):
    """No result, of a known model: a listing asks for it to name what it lists, and stock Wagtail then fails."""

    def __init__(self, model: type[Model]) -> None:
        super().__init__()
        self.model = model

    def _clone(self) -> "Nothing":
        return Nothing(self.model)


class WordsOnly:
    """Stands before a search backend and hands on nothing but words."""

    def _search(self, query_compiler_class: type, query: Any, model_or_queryset: Any, **kwargs: Any) -> Any:
        query = cleaned(query)
        if query is None:
            return Nothing(getattr(model_or_queryset, "model", model_or_queryset))
        compiler = type(query_compiler_class.__name__, (DatabaseSortsIt, query_compiler_class), {})
        return super()._search(compiler, query, model_or_queryset, **kwargs)


def SearchBackend(params: dict) -> Any:  # noqa: N802 - the name Wagtail looks for
    """The backend for this database, taking only words."""
    if connection.vendor == "postgresql":
        params = {"SEARCH_CONFIG": CONFIGURATION, **params}
    stock = type(database.SearchBackend(params))
    return type(f"WordsOnly{stock.__name__}", (WordsOnly, stock), {})(params)
