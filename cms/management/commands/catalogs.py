"""Brings the interface's catalogs up to date with the source, and compiles them without the need of msgfmt."""

from contextlib import chdir
from pathlib import Path

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.management.commands import makemessages
from django.utils.translation import get_language_info

PLURALS = {"es": "nplurals=2; plural=(n != 1);", "fr": "nplurals=2; plural=(n > 1);"}
IGNORED = ["var", "tests", "docs", "static", "node_modules"]


class Extraction(makemessages.Command):
    """Django's extraction without guesses: a changed sentence is translated anew, never passed off as the old one."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


def path_of(language: str) -> Path:
    """The one catalog of a language: it serves every app and every template."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def extract(language: str) -> None:
    """Give the catalog exactly the strings of the source: new ones empty, those that are gone dropped.

    Needs GNU gettext.
    """
    if not path_of(language).exists():
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        save(polib.POFile(wrapwidth=0), language)
    with chdir(settings.ROOT):
        call_command(
            Extraction(),
            locale=[language],
            ignore_patterns=list(IGNORED),
            no_obsolete=True,
            no_wrap=True,
            add_location="file",
            verbosity=0,
        )


def save(catalog: polib.POFile, language: str) -> None:
    """Save a catalog with a header that is the same on every day and every machine."""
    catalog.header = f"Trellis in {get_language_info(language)['name']}."
    catalog.metadata = {
        "Project-Id-Version": "Trellis",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    catalog.metadata_is_fuzzy = False
    catalog.save(str(path_of(language)))


class Command(BaseCommand):
    help = "Update the catalogs of the interface from the source, then compile them."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--compile", action="store_true", help="only compile what the catalogs say")

    def handle(self, **options):
        for language in PLURALS:
            if not options["compile"]:
                extract(language)
            if not path_of(language).exists():
                raise CommandError(f"There is no catalog for {language} yet: run this without --compile.")
            catalog = polib.pofile(str(path_of(language)), wrapwidth=0)
            save(catalog, language)
            catalog.save_as_mofile(str(path_of(language).with_suffix(".mo")))
            self.stdout.write(
                f"{language}: {len(catalog)} strings, {catalog.percent_translated()}% translated"
            )
