"""Makes a thing once and puts its rows back the next time: what a page costs, Wagtail's machinery asks only once a process.

A factory decorated with `remembered` runs in earnest the first time. What it wrote is kept, row by row; called again
with the same arguments on a database in which the tables it read and wrote look exactly as they did then, those rows
are put back as they were. Anything else gets the real thing, and so does a test that travels in time or has already
asked the site for something: what a page that is saved sets off is part of what such a test is about.
"""

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import time_machine
from django.core.signals import request_started
from django.db import connection, models, transaction
from django.utils import timezone

from tests import indexes

from . import sequences
from .rows import Rows, delete, digest, insert, keys, know, known, known_digest, read

TABLES = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE)\s+"?(\w+)"?', re.IGNORECASE)
STEADY = {"django_content_type", "auth_permission"}  # as the migrations made them, in every test
LEFT_OUT = {*STEADY, *indexes.TABLES}  # an index is asked for again
MOST = 40  # ways of the database in which one thing is remembered
_kept: dict[str, list["_Snapshot"]] = {}
_asked = False
_watching: list["_Watch"] = []


def a_test_begins() -> None:
    """From here on things may be put back, until the test asks the site for something."""
    global _asked
    _asked = False
    indexes.begin()


def _on_request(**kwargs: Any) -> None:
    global _asked
    _asked = True


request_started.connect(_on_request, dispatch_uid="tests.factories.remembered")


def remembered[Made](make: Callable[..., Made]) -> Callable[..., Made]:
    """A factory that makes once and then remembers; its arguments are models, or what has an equal `repr`."""

    @functools.wraps(make)
    def wrapper(*args: Any, **kwargs: Any) -> Made:
        today = timezone.localdate()
        key = f"{today} {make.__module__}.{make.__name__}{_named(args)}{_named(sorted(kwargs.items()))}"
        snapshots = _kept.setdefault(key, [])
        if _asked or " at 0x" in key or time_machine.escape_hatch.is_travelling():
            return make(*args, **kwargs)
        for snapshot in snapshots:
            if snapshot.fits():
                for outer in _watching:
                    outer.learn(snapshot.before)
                snapshot.put_back()
                _notice_children([*args, *kwargs.values()])
                return snapshot.result()
        if len(snapshots) >= MOST:
            return make(*args, **kwargs)
        watch = _Watch()
        _watching.append(watch)
        try:
            with connection.execute_wrapper(watch), indexes.noted() as jobs:
                made = make(*args, **kwargs)
        finally:
            _watching.remove(watch)
        if (snapshot := _Snapshot(watch.before, made, list(dict.fromkeys(reversed(jobs)))[::-1])).wrote:
            snapshots.append(snapshot)
        return made

    return wrapper


class _Watch:
    """Reads every table just before something reads or writes it for the first time: what is made may depend on both."""

    def __init__(self) -> None:
        self.before: dict[str, Rows] = {}

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        self.learn(table for table in TABLES.findall(sql) if table in keys().keys() - LEFT_OUT)
        return execute(sql, params, many, context)

    def learn(self, tables: Iterable[str]) -> None:
        for table in tables:
            if table not in self.before:
                self.before[table] = {}  # reading it comes by here again
                self.before[table] = known(table)


class _Snapshot:
    def __init__(self, before: dict[str, Rows], made: Any, jobs: list[indexes.Job]) -> None:
        self.jobs = jobs
        self.before = {table: digest(rows) for table, rows in before.items()}
        self.gone, self.put, self.after, self.last = {}, {}, {}, {}
        for table, rows in before.items():
            after = read(table)
            changed = {key: row for key, row in after.items() if rows.get(key) != row}
            self.put[table] = list(changed.values())
            self.gone[table] = [key for key in rows if key not in after or key in changed]
            if after != rows:
                self.after[table] = digest(after)
            if changed and all(isinstance(key, int) for key in changed):
                self.last[table] = max(changed)
        self.wrote = bool(self.after)
        know(self.after)
        self.made = _packed(made)

    def fits(self) -> bool:
        return all(known_digest(table) == before for table, before in self.before.items())

    def put_back(self) -> None:
        with transaction.atomic(savepoint=False):
            for table, gone in self.gone.items():
                delete(table, gone)
            for table, put in self.put.items():
                insert(table, put)
            sequences.reach(self.last)
        know(self.after)
        indexes.note(self.jobs)

    def result(self) -> Any:
        return _unpacked(self.made)


def _named(value: Any) -> str:
    match value:
        case models.Model():
            return f"<{value._meta.label} {value.pk}>"
        case list() | tuple() | set():
            return f"[{', '.join(map(_named, value))}]"
        case dict():
            return f"{{{', '.join(f'{key}: {_named(each)}' for key, each in value.items())}}}"
    return repr(value)


def _packed(made: Any) -> Any:
    if isinstance(made, models.Model):
        return (type(made), made.pk)
    return [_packed(each) for each in made] if isinstance(made, list) else made


def _unpacked(kept: Any) -> Any:
    if isinstance(kept, tuple):
        return kept[0]._default_manager.get(pk=kept[1])
    return [_unpacked(each) for each in kept] if isinstance(kept, list) else kept


def _notice_children(given: Sequence[Any]) -> None:
    """A page that was given a child knows it, as it does when the child is made in earnest."""
    for each in given:
        if isinstance(each, models.Model) and hasattr(each, "numchild"):
            each.refresh_from_db(fields=["numchild"])
