"""Runs every chore once: for cron or a systemd timer, every minute or two."""

import logging

from django.core.management import BaseCommand, CommandError

from cms.chores import all_chores
from cms.services import messages

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Do what is due: expire what has run out, send waiting mail. Safe to run twice, late, or side by side."

    def handle(self, *args, **options) -> None:
        """One failing chore does not keep the others from their work; mail comes last, so that it carries their news."""
        failed = []
        for name, do in {**all_chores(), "mail": messages.send_due}.items():
            try:
                done = do()
            except Exception:
                logger.exception("The chore %s failed", name)
                failed.append(name)
            else:
                self.stdout.write(f"{name}: {done}")
        if failed:
            raise CommandError(f"Not done: {', '.join(failed)}. The log says why; the next run tries again.")
