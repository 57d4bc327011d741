"""The next keys are the same in every test: SQLite takes them back with what is rolled back, PostgreSQL does not.

Without it nothing would look the same twice, and little could be remembered.
"""

import functools
from collections.abc import Mapping

from django.db import connection

from .rows import INSERTED, Rows, Statement, keys, run

_baseline: dict[str, int] = {}


@functools.cache
def _names() -> dict[str, str]:
    """The sequence of every table that has one."""
    if connection.vendor != "postgresql":
        return {}
    pairs = list(keys().items())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, pg_get_serial_sequence(quote_ident(name), key)"
            " FROM unnest(%s::text[], %s::text[]) AS tables(name, key)",
            [[table for table, _key in pairs], [key for _table, key in pairs]],
        )
        return {table: sequence for table, sequence in cursor.fetchall() if sequence}


def start_from(baseline: Mapping[str, Rows]) -> None:
    """The rows that every table holds whenever a test begins."""
    _baseline.update({table: max(baseline[table], default=0) for table in _names()})


def begin(*, everywhere: bool = False) -> None:
    """A test begins: the next key of a table is the one after the baseline's last.

    Where nothing was put in since the last one, it is; `everywhere` after a test in which others put something in.
    So nothing but the baseline may be there: no fixture of a module or of the session writes rows.
    """
    gone_on = list(_baseline) if everywhere else [table for table in _baseline if table in INSERTED]
    INSERTED.clear()
    run(
        _setting(
            [
                f"setval('{_names()[table]}', {max(_baseline[table], 1)}, {_baseline[table] > 0})"
                for table in gone_on
            ]
        )
    )
    if everywhere and connection.vendor == "sqlite":  # which then goes on after the rows that are there
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM sqlite_sequence")


def reaching(last: Mapping[str, int]) -> list[Statement]:
    """What makes the next keys follow rows with keys up to these, which are put back."""
    names = _names()
    return _setting(
        [
            f"setval('{names[table]}', greatest({key}, (SELECT last_value FROM {names[table]})))"
            for table, key in last.items()
            if table in names
        ]
    )


def _setting(values: list[str]) -> list[Statement]:
    return [(f"SELECT {', '.join(values)}", None)] if values else []
