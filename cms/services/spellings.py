"""Guesses the words somebody meant, from the words that are in the search index.

PostgreSQL finds the nearest words by their trigrams (pg_trgm, with a GiST index). SQLite, and PostgreSQL where the
extension could not be created, look through the words that begin with the first or the second letter typed: a swapped,
doubled or missing letter anywhere is found, a wrong first letter is not. Both choose by the number of slips.
"""

from collections.abc import Sequence
from functools import cache

from django.db import connection

from cms.spelling import SHORTEST, closest, fold, forms, tolerated

MOST_WORDS = 6  # guessed at in one search
NEAREST = 24
LAST = "\U0010fffd"  # stands after every letter

_TRIGRAMS = """
    SELECT typed.word, near.term FROM unnest(%s::text[]) AS typed(word) CROSS JOIN LATERAL
    (SELECT term FROM cms_searchword ORDER BY term <-> typed.word LIMIT %s) AS near
"""


def corrected(*, words: Sequence[str]) -> list[str]:
    """The words with each unknown one replaced by the nearest that is known; the same list when nothing was near."""
    asked = [word for word in dict.fromkeys(words) if len(word) >= SHORTEST and word.isalpha()][:MOST_WORDS]
    if not asked:
        return list(words)
    near = _by_trigrams(asked) if _has_trigrams() else _by_first_letters(asked)
    better = {}
    for word in asked:
        known = {fold(term) for term in near[word]}
        if known.isdisjoint(forms(word)):
            better[word] = closest(word, near[word]) or word
    return [better.get(word, word) for word in words]


@cache
def _has_trigrams() -> bool:
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('cms_searchword_near') IS NOT NULL")
        return cursor.fetchone()[0]


def _by_trigrams(asked: list[str]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {word: [] for word in asked}
    with connection.cursor() as cursor:
        cursor.execute(_TRIGRAMS, [asked, NEAREST])
        for word, term in cursor.fetchall():
            near[word].append(term)
    return near


def _by_first_letters(asked: list[str]) -> dict[str, list[str]]:
    """In one statement: a range of the vocabulary for each letter, which FTS5 reads without the rest."""
    letters = sorted({letter for word in asked for letter in fold(word)[:2]})
    longest = max(len(word) + tolerated(word) for word in asked)
    often, order = ("doc", "") if connection.vendor == "sqlite" else ("1", ' COLLATE "C"')
    part = f"SELECT term, {often} AS often FROM cms_searchword WHERE term{order} >= %s AND term{order} < %s"
    bounds = [bound for letter in letters for bound in (letter, letter + LAST)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT term FROM ({' UNION ALL '.join([part] * len(letters))}) AS known "
            "WHERE length(term) BETWEEN %s AND %s ORDER BY often DESC, term",
            [*bounds, SHORTEST - 1, longest],
        )
        terms = [term for (term,) in cursor.fetchall()]
    return {word: [term for term in terms if fold(term[0]) in fold(word)[:2]] for word in asked}
