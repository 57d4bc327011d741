"""The test databases of a run: one worker migrates its own, half a minute of the processor; the others get copies."""

import fcntl
import gc
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

VAR = Path(settings.ROOT) / "var"


@contextmanager
def in_turn(config) -> Iterator[None]:
    """Around Django's own making of the database: a worker that finds the one it lacks copied by another keeps that."""
    worker = getattr(config, "workerinput", None)
    name = connection.creation._get_test_db_name()
    if worker is None or not (config.option.create_db or not _exists(name)):
        with _rarely_collecting():
            yield
        return
    stem = name.removesuffix(worker["workerid"])
    copies = VAR / f"{Path(stem).name}copies"  # what was made last: the run, then the names
    with (VAR / f"{copies.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run, *names = copies.read_text().splitlines() if copies.exists() else [""]
        if run == worker["testrunuid"] and name in names:
            config.option.create_db = False
            yield
            return
        with _rarely_collecting():
            yield
        others = {f"{stem}gw{number}" for number in range(worker["workercount"])} - {name}
        lacking = [each for each in sorted(others) if config.option.create_db or not _exists(each)]
        for each in lacking:
            _copy(name, each)
        copies.write_text("\n".join([worker["testrunuid"], name, *lacking]))


@contextmanager
def _rarely_collecting() -> Iterator[None]:
    """Migrations render thousands of models that refer to each other."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, *usual[1:])
    yield
    gc.set_threshold(*usual)
    gc.collect()
    gc.freeze()


def _exists(name: str) -> bool:
    if connection.vendor == "sqlite":
        return Path(name).exists()
    with connection.creation._nodb_cursor() as cursor:
        return connection.creation._database_exists(cursor, name)


def _copy(name: str, copy: str) -> None:
    connection.close()
    if connection.vendor == "sqlite":
        for companion in ("-wal", "-shm"):  # of a run that was killed
            Path(copy + companion).unlink(missing_ok=True)
        shutil.copyfile(name, copy)
        return
    connection.close_pool()  # nobody may look at a database that is copied
    quote = connection.ops.quote_name
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quote(copy)}")
        cursor.execute(f"CREATE DATABASE {quote(copy)} TEMPLATE {quote(name)}")
