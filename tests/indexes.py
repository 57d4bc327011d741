"""Search and references of a test are written when somebody looks: most tests never do, and a page is saved four times.

In a test that is rolled back, what Wagtail would index at once is noted, and done before the first statement that reads
the table of that index, uncounted; so is what goes from the references with something that is deleted. Everywhere
else, and for every other task, this is Django's own backend. So a test that is rolled back does not see whether
something is written too late, or not again after a change that says nothing of itself, nor counts the statements of
writing and removing it: tests that really commit do.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, models
from django.db.models.deletion import Collector
from django.tasks import TaskResult
from django.tasks.backends.immediate import ImmediateBackend
from wagtail.models import ReferenceIndex

REFERENCES, SEARCH = TABLES = ("wagtailcore_referenceindex", "wagtailsearch_indexentry")
LATER = {"update_reference_index_task": REFERENCES, "insert_or_update_object_task": SEARCH}


class Job(NamedTuple):
    """What an index is to look at: app, model and key. Without a task it was deleted."""

    index: str
    what: tuple[str, str, str]
    task: Any = None

    def ask(self) -> None:
        if self.task:
            self.task.enqueue(*self.what)
        else:
            _remove(self)

    def is_due(self) -> bool:
        """Whether what was saved is there, and what was deleted is not."""
        app, name, key = self.what
        return apps.get_model(app, name)._base_manager.filter(pk=key).exists() == bool(self.task)

    def do(self) -> None:
        if not self.is_due():
            return
        if self.task:
            ImmediateBackend.enqueue(self.task.get_backend(), self.task, list(self.what), {})
        else:
            app, name, key = self.what
            gone = apps.get_model(app, name)(pk=key)
            _remove_for_object(gone)
            _remove_references_to(gone)


_waiting: dict[Job, None] = {}
_done: dict[Job, None] = {}
_heard: list[list[Job]] = []
_blind = 0


class WhenLookedAt(ImmediateBackend):
    def enqueue(self, task: Any, args: Any, kwargs: Any) -> TaskResult | None:
        if task.func.__name__ not in LATER:
            return super().enqueue(task, args, kwargs)
        job = Job(LATER[task.func.__name__], tuple(args), task)
        return None if _put_off(job) else super().enqueue(task, args, kwargs)


def _put_off(job: Job) -> bool:
    for jobs in _heard:
        jobs.append(job)
    if not _rolled_back():
        return False
    _last(_waiting, job)
    return True


def _last(jobs: dict[Job, None], job: Job) -> None:
    """Jobs are kept in the order in which they were asked for last."""
    jobs.pop(job, None)
    jobs[job] = None


def _remove(job: Job) -> None:
    if not _put_off(job):
        job.do()


_remove_for_object = ReferenceIndex.remove_for_object
_remove_references_to = ReferenceIndex.remove_references_to
_collect = Collector.collect


def remove_for_object(instance: models.Model) -> None:
    """In place of the model's own: something is deleted, and with it all that it refers to and that refers to it."""
    _remove(Job(REFERENCES, (instance._meta.app_label, instance._meta.model_name, str(instance.pk))))


def remove_references_to(instance: models.Model) -> None:
    """In place of the model's own, which Wagtail never calls alone."""
    if not _rolled_back():
        _remove_references_to(instance)


def collect(collector: Collector, objs: Any, *args: Any, **kwargs: Any) -> None:
    """In place of the collector's own: to collect what an index holds of something is not to look at it."""
    model = getattr(objs, "model", None) or (type(objs[0]) if objs else None)
    with nullcontext() if model and model._meta.db_table in TABLES else _nobody_looks():
        _collect(collector, objs, *args, **kwargs)


@contextmanager
def _nobody_looks() -> Iterator[None]:
    global _blind
    _blind += 1
    try:
        yield
    finally:
        _blind -= 1


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
    for job in jobs:
        if _rolled_back() or job.is_due():
            job.ask()


def write(index: str) -> None:
    """Write all that waits for an index, uncounted; what is gone by now is left out."""
    jobs = [job for job in _waiting if job.index == index]
    for job in jobs:
        del _waiting[job]
    counted, connection.force_debug_cursor = connection.force_debug_cursor, False
    try:
        for job in jobs:
            job.do()
    finally:
        connection.force_debug_cursor = counted
    for job in jobs:
        _last(_done, job)


def _rolled_back() -> bool:
    return _notice in connection.execute_wrappers and any(
        block._from_testcase for block in connection.atomic_blocks
    )


def _notice(execute: Callable, sql: Any, params: Any, many: bool, context: dict) -> Any:
    text = str(sql)
    if text.startswith("ROLLBACK TO"):  # with what was written since
        later = list(_waiting)
        _waiting.clear()
        _waiting.update(_done)
        _done.clear()
        for job in later:
            _last(_waiting, job)
    elif _waiting and not _blind and not text.startswith("DELETE"):
        for index in TABLES:
            if index in text:
                write(index)
    return execute(sql, params, many, context)
