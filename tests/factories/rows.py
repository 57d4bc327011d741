"""Rows as the database holds them: read them all, know them again, and write them back as they were."""

import functools
import hashlib
import itertools
import re
from collections.abc import Callable, Iterable
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import connection

Rows = dict[Any, tuple]  # by primary key
Statement = tuple[str, list[Any] | None]
READING = ("SELECT", "SAVEPOINT", "RELEASE")
WRITING = re.compile(r'(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?')
_CHECKING = (
    "SELECT set_config('session_replication_role', '{}', true) WHERE current_setting('is_superuser') = 'on'"
)
INSERTED: set[str] = set()  # tables into which something was put
_known: dict[str, str] = {}
_baseline: dict[str, tuple[str, Rows]] = {}


@functools.cache
def keys() -> dict[str, str]:
    """The column of the primary key of every table that is ours; those of SQLite's full text follow by triggers."""
    return {
        model._meta.db_table: model._meta.pk.column
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.db_table.endswith("_fts")
    }


def read(table: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        place = [column[0] for column in cursor.description].index(keys()[table])
        return {row[place]: tuple(row) for row in cursor.fetchall()}


def digest(content: Rows) -> str:
    return hashlib.blake2b(repr(sorted(content.items(), key=repr)).encode(), digest_size=16).hexdigest()


def known_digest(table: str) -> str:
    """The digest of what a table holds; in a test that is rolled back, it is read again only after it was written."""
    if not _noticing():
        return digest(read(table))
    if table not in _known:
        _known[table] = digest(read(table))
    return _known[table]


def known(table: str) -> Rows:
    """What a table holds; in a test that is rolled back, it is read only when it may differ from the baseline."""
    if untouched(table):
        return _baseline[table][1]
    content = read(table)
    if _noticing():
        _known[table] = digest(content)
    return content


def is_still(table: str, mark: str) -> bool:
    """Whether a table is known, without reading it, to hold what has this digest."""
    return _noticing() and _known.get(table) == mark


def untouched(*tables: str) -> bool:
    """Whether these tables hold what they held when the test began, one that is rolled back."""
    return _noticing() and all(
        table in _baseline and _known.get(table) == _baseline[table][0] for table in tables
    )


def know(digests: dict[str, str]) -> None:
    """What tables hold now, from somebody who knows."""
    _known.update(digests)


def start_from(baseline: dict[str, Rows]) -> None:
    """What tables hold whenever a test that is rolled back begins."""
    _baseline.update({table: (digest(content), content) for table, content in baseline.items()})


def begin() -> None:
    """Such a test begins: everything is as the baseline is, and what is written will be noticed."""
    _known.clear()
    _known.update({table: mark for table, (mark, _content) in _baseline.items()})
    if _notice not in connection.execute_wrappers:
        connection.execute_wrappers.append(_notice)


def _noticing() -> bool:
    return _notice in connection.execute_wrappers and any(
        block._from_testcase for block in connection.atomic_blocks
    )


def _notice(execute: Callable, sql: Any, params: Any, many: bool, context: dict) -> Any:
    try:
        return execute(sql, params, many, context)
    finally:  # others that notice may read a table before it is written
        if not isinstance(sql, str) or not sql.startswith(READING):
            _forget(sql)


def _forget(sql: Any) -> None:
    if written := isinstance(sql, str) and WRITING.match(sql):
        _known.pop(written[1], None)
        if sql.startswith("INSERT"):
            INSERTED.add(written[1])
    else:  # a rollback, or what nobody foresaw
        _known.clear()


def deleting(table: str, gone: Iterable[Any]) -> list[Statement]:
    if not (gone := list(gone)):
        return []
    quote = connection.ops.quote_name
    marks = ", ".join(["%s"] * len(gone))
    return [(f"DELETE FROM {quote(table)} WHERE {quote(keys()[table])} IN ({marks})", gone)]


def inserting(table: str, put: Iterable[tuple]) -> list[Statement]:
    """Rows as they were, many in a statement: a server takes each statement to pieces anew."""
    rows = [_written(row) for row in put]
    found: list[Statement] = []
    for some in itertools.batched(rows, 500 // len(rows[0]) + 1, strict=False) if rows else ():
        marks = f"({', '.join(['%s'] * len(some[0]))})"
        values = ", ".join([marks] * len(some))
        text = f"INSERT INTO {connection.ops.quote_name(table)} VALUES {values}"
        found.append((text, list(itertools.chain.from_iterable(some))))
    return found


def in_one(statements: Iterable[Statement]) -> list[Statement]:
    """The same as a single text where a database takes several at once: it is sent and read once.

    Rows that were checked when they were made are not checked again there, if the role may say so; SQLite does check.
    It begins as a question does, so nobody notices what it writes: whoever runs it says so with `know` and INSERTED.
    """
    if connection.vendor != "postgresql":
        return list(statements)
    with connection.cursor() as cursor:
        texts = [cursor.mogrify(sql, params) for sql, params in statements]
    return [("; ".join([_CHECKING.format("replica"), *texts, _CHECKING.format("origin")]), None)]


def run(statements: Iterable[Statement]) -> None:
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)


def _written(row: tuple) -> tuple:
    """SQLite reads days and times from text, but does not write them."""
    if connection.vendor != "sqlite":
        return row
    return tuple(str(value) if isinstance(value, date | time | Decimal) else value for value in row)
