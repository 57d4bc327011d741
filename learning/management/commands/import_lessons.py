"""manage.py import_lessons DIR: bring a folder of Markdown lessons into the library."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Locale

from learning.importer.formats import Format
from learning.importer.report import Report
from learning.services import imports


class Command(BaseCommand):
    help = (
        "Import a folder of lessons: Markdown of the Carpentries, MkDocs, GitBook or our own, plain folders, "
        "Jupyter notebooks (see docs/lesson-format.md)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "directory", type=Path, metavar="DIR", help="the folder, usually with a config.yaml"
        )
        parser.add_argument(
            "--track",
            nargs="?",
            const="",
            metavar="TITLE",
            help="also make (or update) a track; its title, if none is given, is the folder's",
        )
        parser.add_argument(
            "--locale", default="", metavar="CODE", help="language; default: the folder's, or else the site's"
        )
        parser.add_argument(
            "--format",
            default=Format.AUTO,
            choices=list(map(str, Format)),
            help="the kind of folder; default: told by its files",
        )
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        locale = self._locale(options["locale"])
        try:
            report = imports.import_folder(
                directory=options["directory"],
                locale=locale,
                track_title=options["track"],
                dry_run=options["dry_run"],
                wanted=Format(options["format"]),
                progress=self.stderr.write if options["verbosity"] > 1 else lambda line: None,
            )
        except imports.ImportRefused as refusal:
            raise CommandError(refusal.message) from None
        self._tell(report)
        if report.dropped:
            sys.exit(1)

    def _locale(self, code: str) -> Locale | None:
        if not code:
            return None
        try:
            return Locale.objects.get(language_code=code)
        except Locale.DoesNotExist:
            known = ", ".join(Locale.objects.values_list("language_code", flat=True))
            raise CommandError(f"The site has no language “{code}”; it has {known}.") from None

    def _tell(self, report: Report) -> None:
        for line in report.lines():
            self.stdout.write(line)
