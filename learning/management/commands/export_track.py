"""manage.py export_track TRACK DIR: write a track as a folder of Markdown that import_lessons reads back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Locale

from learning.services import exports


class Command(BaseCommand):
    help = (
        "Export a track as a folder of Markdown (see docs/lesson-format.md). It holds answers, solutions and notes "
        "for facilitators: give it to people who teach, not to those who learn."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("track", metavar="TRACK", help="slug, title or translation key of the track")
        parser.add_argument("directory", type=Path, metavar="DIR", help="a new or empty folder")
        parser.add_argument("--locale", default="", metavar="CODE", help="language; default: the site's own")
        parser.add_argument(
            "--overwrite", action="store_true", help="replace an earlier export in the folder"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            track = exports.find_track(named=options["track"], locale=self._locale(options["locale"]))
            made = exports.export(track=track)
            number = exports.write_folder(
                made=made, directory=options["directory"], overwrite=options["overwrite"]
            )
        except exports.ExportRefused as refusal:
            raise CommandError(refusal.message) from None
        for title in made.left_out:
            self.stderr.write(f"not published, left out: {title}")
        lessons, blocks = len(made.text.lessons), sum(len(lesson.blocks) for lesson in made.text.lessons)
        self.stdout.write(
            f"{made.text.title}: {lessons} lessons, {blocks} blocks ({made.bundle.as_data} as data), "
            f"{len(made.files)} pictures and documents, {number} files in {options['directory']}"
        )

    def _locale(self, code: str) -> Locale:
        if not code:
            return Locale.get_default()
        try:
            return Locale.objects.get(language_code=code)
        except Locale.DoesNotExist:
            known = ", ".join(Locale.objects.values_list("language_code", flat=True))
            raise CommandError(f"The site has no language “{code}”; it has {known}.") from None
