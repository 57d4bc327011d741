"""What the migrations made, put back after a test that really commits, for whichever test and process comes next.

While such a test runs, a file holds the baseline, so that a run that was killed meanwhile is healed by the next one.
"""

import pickle
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from . import sequences
from .rows import Rows, deleting, inserting, keys, read, run, start_from


class Baseline:
    """The rows of every table, as they were when the session began."""

    def __init__(self) -> None:
        name = Path(str(connection.settings_dict["NAME"])).name
        self._refuge = Path(settings.ROOT) / "var" / f"{name}-baseline.pickle"
        self._migrations = sorted(MigrationRecorder.Migration.objects.values_list("app", "name", "applied"))
        self._rows: dict[str, Rows] = {}
        if self._refuge.exists():
            self._heal()
        self._rows = {table: read(table) for table in keys()}
        start_from(self._rows)
        sequences.start_from(self._rows)
        sequences.begin(everywhere=True)

    def _heal(self) -> None:
        migrations, kept = pickle.loads(self._refuge.read_bytes())
        if migrations == self._migrations:
            self._rows = kept
            self.put_back()
        elif set(migrations) <= set(self._migrations):
            raise RuntimeError("A run was killed and migrations were added since: run once with --create-db.")
        self._refuge.unlink(missing_ok=True)  # otherwise it is of another database

    def keep(self) -> None:
        """A test that really commits begins."""
        self._refuge.write_bytes(pickle.dumps((self._migrations, self._rows)))
        sequences.begin(everywhere=True)

    def put_back(self) -> None:
        """Make every table what it was, whatever was written by whichever process."""
        with transaction.atomic():  # keys to other tables are looked at when it ends
            for table in self._written():
                now, before = read(table), self._rows[table]
                run(deleting(table, [key for key, row in now.items() if before.get(key) != row]))
                run(inserting(table, [row for key, row in before.items() if now.get(key) != row]))
            sequences.begin(everywhere=True)
        self._refuge.unlink(missing_ok=True)

    def _written(self) -> list[str]:
        """Tables that may differ: those with rows, then and now."""
        quote = connection.ops.quote_name
        empty = [table for table, kept in self._rows.items() if not kept]
        with connection.cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join(
                    f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {quote(table)})" for table in empty
                )
            )
            found = [table for (table,) in cursor.fetchall()]
        return found + [table for table, kept in self._rows.items() if kept]
