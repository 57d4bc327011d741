"""Does a transaction again when the database asks for it: a deadlock, a serialization failure, a locked file."""

import functools
import random
import time
from collections.abc import Callable

from django.db import OperationalError, connection

TRIES = 6
FIRST_PAUSE = 0.02

#: PostgreSQL: serialization_failure, deadlock_detected, lock_not_available.
POSTGRES_STATES = {"40001", "40P01", "55P03"}


def is_passing(problem: OperationalError) -> bool:
    """Whether the same work may well succeed in a moment."""
    cause = problem.__cause__
    if getattr(cause, "sqlstate", None) in POSTGRES_STATES:
        return True
    return str(getattr(cause, "sqlite_errorname", "")).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def retried[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Run `function`, which opens its own transaction, again after a conflict. Stands outside `transaction.atomic`.

    Inside somebody else's transaction there is nothing to repeat, so the problem goes up to whoever opened it.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(TRIES):
            try:
                return function(*args, **kwargs)
            except OperationalError as problem:
                last = attempt == TRIES - 1
                if last or connection.in_atomic_block or not is_passing(problem):
                    raise
                time.sleep(FIRST_PAUSE * 2**attempt * random.uniform(0.5, 1.5))
        raise AssertionError("unreachable")

    return run
