"""Runs every chore once: for cron or a systemd timer, every minute or two."""

import logging

from django.core.management import BaseCommand, CommandError
from django.db import transaction

from cms.chores import all_chores
from cms.services import messages

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Do what is due: expire what has run out, send waiting mail. Safe to run twice, late, or side by side."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done and change nothing"
        )

    def handle(self, *args, dry_run: bool = False, **options) -> None:
        """One failing chore does not keep the others from their work; mail comes last, so that it carries their news."""
        if dry_run:
            with transaction.atomic():
                self._run({**all_chores(), "mail": messages.count_due})
                transaction.set_rollback(True)
        else:
            self._run({**all_chores(), "mail": messages.send_due})

    def _run(self, chores) -> None:
        failed = []
        for name, do in chores.items():
            try:
                done = do()
            except Exception:
                logger.exception("The chore %s failed", name)
                failed.append(name)
            else:
                self.stdout.write(f"{name}: {done}")
        if failed:
            raise CommandError(f"Not done: {', '.join(failed)}. The log says why; the next run tries again.")
