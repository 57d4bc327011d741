"""Search and references of a test are written when somebody looks: most tests never do, and a page is saved four times.

In a test that is rolled back, what Wagtail would index at once is noted, and done before the first statement that reads
a table of an index; what is deleted by then never gets there. Everywhere else, and for every other task, this is
Django's own backend. So a test that is rolled back does not see whether something is written too late, or counts
the statements of writing it: tests that really commit do.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection
from django.tasks import TaskResult
from django.tasks.backends.immediate import ImmediateBackend
from django.test.utils import CaptureQueriesContext

TABLES = ("wagtailcore_referenceindex", "wagtailsearch_indexentry")
LATER = {"update_reference_index_task", "insert_or_update_object_task"}

Job = tuple[Any, tuple[str, ...]]  # a task, and what it is to look at: app, model and key
_waiting: dict[Job, "WhenLookedAt"] = {}
_done: dict[Job, "WhenLookedAt"] = {}
_heard: list[list[Job]] = []


class WhenLookedAt(ImmediateBackend):
    def enqueue(self, task: Any, args: Any, kwargs: Any) -> TaskResult | None:
        if task.func.__name__ not in LATER:
            return super().enqueue(task, args, kwargs)
        job = (task, tuple(args))
        for jobs in _heard:
            jobs.append(job)
        if not _rolled_back():
            return super().enqueue(task, args, kwargs)
        _waiting[job] = self
        return None


def begin() -> None:
    """A test begins, and nothing waits for it."""
    _waiting.clear()
    _done.clear()
    if _notice not in connection.execute_wrappers:
        connection.execute_wrappers.append(_notice)


@contextmanager
def noted() -> Iterator[list[Job]]:
    """What is asked for inside the block."""
    jobs: list[Job] = []
    _heard.append(jobs)
    try:
        yield jobs
    finally:
        _heard.pop()


def note(jobs: Iterable[Job]) -> None:
    """Ask for something again: it was made before, and its rows were put back."""
    for task, args in jobs:
        if _rolled_back() or _is_there(*args):
            task.enqueue(*args)


def write() -> None:
    """Write all that waits; what is gone by now is left out."""
    jobs = dict(_waiting)
    _waiting.clear()
    for (task, args), backend in jobs.items():
        if _is_there(*args):
            super(WhenLookedAt, backend).enqueue(task, list(args), {})
    _done.update(jobs)


def _is_there(app: str, name: str, key: str) -> bool:
    return apps.get_model(app, name).objects.filter(pk=key).exists()


def _rolled_back() -> bool:
    return _notice in connection.execute_wrappers and any(
        block._from_testcase for block in connection.atomic_blocks
    )


def _notice(execute: Callable, sql: Any, params: Any, many: bool, context: dict) -> Any:
    text = str(sql)
    if text.startswith("ROLLBACK TO"):  # with what was written since
        _waiting.update(_done)
        _done.clear()
    elif _waiting and not text.startswith("DELETE") and any(table in text for table in TABLES):
        write()
    return execute(sql, params, many, context)


_count = CaptureQueriesContext.__enter__


def count(capture: CaptureQueriesContext) -> CaptureQueriesContext:
    """Begin to count what is asked, after what was waiting is written."""
    write()
    return _count(capture)
