"""Makes a thing once and puts its rows back the next time: what a page costs, Wagtail's machinery asks only once a process.

A factory decorated with `remembered` runs in earnest the first time. What it wrote is kept, row by row; called again
with the same arguments on a database in which the tables it read and wrote look exactly as they did then, those rows
are put back as they were. Anything else gets the real thing, and so does a test that travels in time or has already
asked the site for something: what a page that is saved sets off is part of what such a test is about.
"""

import functools
import pickle
import re
from collections.abc import Callable, Container, Iterable, Sequence
from typing import Any

import time_machine
from django.core.signals import request_started
from django.db import DJANGO_VERSION_PICKLE_KEY, connection, models, transaction
from django.utils import timezone

from tests import indexes

from . import rows, sequences

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
        if (snapshot := _Snapshot(watch, made, list(dict.fromkeys(reversed(jobs)))[::-1])).wrote:
            snapshots.append(snapshot)
        return made

    return wrapper


class _Watch:
    """Reads every table just before something reads or writes it for the first time: what is made may depend on both."""

    def __init__(self) -> None:
        self.before: dict[str, rows.Rows] = {}
        self.marks: dict[str, str] = {}

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        self.learn(table for table in TABLES.findall(sql) if table in rows.keys().keys() - LEFT_OUT)
        return execute(sql, params, many, context)

    def learn(self, tables: Iterable[str]) -> None:
        for table in tables:
            if table not in self.before:
                self.before[table] = {}  # reading it comes by here again
                self.before[table] = rows.known(table)
                self.marks[table] = rows.known_digest(table)


class _Snapshot:
    def __init__(self, watch: "_Watch", made: Any, jobs: list[indexes.Job]) -> None:
        self.jobs = jobs
        self.before = watch.marks
        self.after, self.inserted = {}, []
        gone, put, last = [], [], {}
        for table, content in watch.before.items():
            if rows.is_still(table, watch.marks[table]):
                continue
            after = rows.read(table)
            changed = {key: row for key, row in after.items() if content.get(key) != row}
            gone += rows.deleting(table, [key for key in content if key not in after or key in changed])
            put += rows.inserting(table, changed.values())
            if after != content:
                self.after[table] = rows.digest(after)
            if changed:
                self.inserted.append(table)
            if changed and all(isinstance(key, int) for key in changed):
                last[table] = max(changed)
        self.wrote = bool(self.after)
        rows.know(self.after)
        self._statements: list[rows.Statement] = [*gone, *put, *sequences.reaching(last)]
        self._in_one = False
        self._made = _Made(made, self.before)

    def fits(self) -> bool:
        return all(rows.known_digest(table) == before for table, before in self.before.items())

    def put_back(self) -> None:
        if not self._in_one:
            self._statements, self._in_one = rows.in_one(self._statements), True
        with transaction.atomic(savepoint=False):
            rows.run(self._statements)
        rows.INSERTED.update(self.inserted)
        rows.know(self.after)
        indexes.note(self.jobs)

    def result(self) -> Any:
        return self._made.again()


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


def _tables(packed: Any) -> set[str]:
    """The tables out of which this is read again."""
    if isinstance(packed, list):
        return set().union(*map(_tables, packed))
    if not isinstance(packed, tuple):
        return set()
    meta = packed[0]._meta
    return {meta.db_table, *(parent._meta.db_table for parent in meta.all_parents)}


class _Made:
    """What was made, as the database gives it; out of `known` tables it is read once, and then given again."""

    def __init__(self, made: Any, known: Container[str]) -> None:
        self._packed = _packed(made)
        tables = _tables(self._packed)
        self._is_known = bool(tables) and all(table in known for table in tables)
        self._pickled = b""

    def again(self) -> Any:
        if not self._is_known:
            return _read(self._packed)
        if not self._pickled:
            self._pickled = pickle.dumps(_read(self._packed))
        return _as_read(pickle.loads(self._pickled))


def _read(packed: Any) -> Any:
    if isinstance(packed, tuple):
        return packed[0]._default_manager.get(pk=packed[1])
    return [_read(each) for each in packed] if isinstance(packed, list) else packed


def _as_read(made: Any) -> Any:
    """Without the mark of having been pickled."""
    for each in made if isinstance(made, list) else [made]:
        if isinstance(each, models.Model):
            vars(each).pop(DJANGO_VERSION_PICKLE_KEY, None)
        elif isinstance(each, list):
            _as_read(each)
    return made


_once: dict[Callable, bytes] = {}


def read_once[Found](*tables: str) -> Callable[[Callable[[], Found]], Callable[[], Found]]:
    """For what is read of these tables in test after test: the database is asked when one of them was written."""

    def decorate(ask: Callable[[], Found]) -> Callable[[], Found]:
        @functools.wraps(ask)
        def found() -> Found:
            if not rows.untouched(*tables):
                return ask()
            if ask not in _once:
                _once[ask] = pickle.dumps(ask())
            return _as_read(pickle.loads(_once[ask]))

        return found

    return decorate


def _notice_children(given: Sequence[Any]) -> None:
    """A page that was given a child knows it, as it does when the child is made in earnest."""
    for each in given:
        if isinstance(each, models.Model) and hasattr(each, "numchild"):
            each.refresh_from_db(fields=["numchild"])
