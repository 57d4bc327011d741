"""Whether this process can do its work: the database answers, its tables are current, the cache keeps what it is given."""

from collections.abc import Callable
from datetime import timedelta
from secrets import token_hex

from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from cms.models import Message

LATE = timedelta(minutes=15)


def problems() -> dict[str, str]:
    """What keeps this process from serving: part -> one word. Empty when all is well."""
    checks: dict[str, Callable[[], str]] = {"database": _database, "migrations": _migrations, "cache": _cache}
    found = {}
    for name, check in checks.items():
        try:
            problem = check()
        except (DatabaseError, InterfaceError, OSError) as failure:
            problem = type(failure).__name__
        if problem:
            found[name] = problem
    return found


def late_messages() -> int:
    """Messages that have been due for a quarter of an hour: a worker or `manage.py tick` is missing."""
    return Message.objects.due(timezone.now() - LATE).count()


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    return "behind" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else ""


def _cache() -> str:
    value = token_hex(8)
    cache.set("readyz", value, 10)
    return "" if cache.get("readyz") == value else "forgets"
