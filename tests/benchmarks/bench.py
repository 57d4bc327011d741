"""What every benchmark needs: a database that forgets, a clock, and the one line it prints."""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext, setup_test_environment, teardown_test_environment


@dataclass(frozen=True, slots=True)
class Figure:
    """How long one run takes (the median, in seconds), how many statements it sends, and what it gave."""

    seconds: float
    statements: int
    result: Any


@contextmanager
def database() -> Iterator[None]:
    """The test database, migrated and kept; whatever is written inside is rolled back."""
    setup_test_environment()
    own = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=True)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        connection.creation.destroy_test_db(own, verbosity=0, keepdb=True)
        teardown_test_environment()


def measured(call: Callable[[], Any], *, times: int = 7) -> Figure:
    """Run it once to warm up, then `times` times with the clock, and once more to count its statements."""
    call()
    taken = []
    for _time in range(times):
        begun = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begun)
    with CaptureQueriesContext(connection) as queries:
        result = call()
    return Figure(statistics.median(taken), len(queries), result)


def report(what: str, figure: Figure, *more: str) -> None:
    """Print the line."""
    parts = [f"{figure.seconds * 1000:.0f} ms", f"{figure.statements} statements", *more, connection.vendor]
    sys.stdout.write(f"{what}: {', '.join(parts)}\n")
