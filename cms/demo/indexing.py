"""Tells the search index and the reference index of each planted thing once, at the end, and not at each of its saves."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.tasks import task_backends
from django.tasks.backends.dummy import DummyBackend
from django.tasks.backends.immediate import ImmediateBackend
from django.tasks.base import Task, TaskResult

ALIAS = "default"
#: What Wagtail and its search ask for at every save, by (app label, model name, key).
INDEXING = {
    "wagtail.tasks.update_reference_index_task",
    "modelsearch.tasks.insert_or_update_object_task",
}


class GatheringBackend(ImmediateBackend):
    """Does everything at once, but for indexing, of which it only notes what is to do."""

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self.noted: dict[tuple, tuple[Task, list, dict]] = {}
        self._put_off = DummyBackend(alias, params)

    def enqueue(self, task: Task, args: list, kwargs: dict) -> TaskResult:
        if task.module_path not in INDEXING:
            return super().enqueue(task, args, kwargs)
        self.noted[task.module_path, *map(str, args)] = (task, args, kwargs)
        return self._put_off.enqueue(task, args, kwargs)


@contextmanager
def once_at_the_end() -> Iterator[None]:
    """Put indexing off while pages are planted. Where a worker does such things anyway, nothing changes."""
    before = task_backends[ALIAS]
    if not isinstance(before, ImmediateBackend):
        yield
        return
    gathering = GatheringBackend(ALIAS, {"QUEUES": [], "OPTIONS": {}})
    task_backends[ALIAS] = gathering
    try:
        yield
    finally:
        task_backends[ALIAS] = before
    for task, args, kwargs in gathering.noted.values():
        app_label, model_name, key = args
        if apps.get_model(app_label, model_name)._base_manager.filter(pk=key).exists():
            before.enqueue(task, args, kwargs)
