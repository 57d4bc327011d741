"""Builds a believable community to try the site with, prints its sign-ins, and serves it."""

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection

from cms.demo import indexes, people, site, wishes
from cms.models import Event
from cms.services import chapter_rights, events, publication
from learning.demo import certificates, crowd, evenings, garden, groups, history, homework, meetups
from mentorship.demo import pairs, rounds, trouble

PLANTED = "cms.demo:community"
Step = tuple[str, Callable[[], Any]]


class Command(BaseCommand):
    help = "Install, fill and serve a demo community on 127.0.0.1:8000. Run again, it starts at once and loses nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="build the community and stop")
        parser.add_argument(
            "--reset", action="store_true", help="empty the database first; asks before it does"
        )
        parser.add_argument("--no-input", action="store_true", help="with --reset: do not ask")
        parser.add_argument(
            "--address", default="127.0.0.1:8000", help="where to serve (default: 127.0.0.1:8000)"
        )

    def handle(self, *args, **options) -> None:
        if not getattr(settings, "DEMO_ALLOWED", False):
            raise CommandError(
                "These are production settings, and the demo has well-known passwords. "
                "Use the development settings: DJANGO_SETTINGS_MODULE=cms.settings.dev."
            )
        started = time.monotonic()
        if options["reset"]:
            self._reset(ask=not options["no_input"])
        self._migrate()
        if Event.objects.filter(object=PLANTED, verb="planted").exists():
            self.stdout.write("The community is already here; nothing was changed.")
        else:
            self._plant()
        self._tell(options["address"], time.monotonic() - started)
        if not options["no_serve"]:
            call_command("runserver", options["address"], use_reloader=False)

    def _migrate(self) -> None:
        self._say("Preparing the database")
        call_command("migrate", interactive=False, verbosity=0)
        self._done()

    def _reset(self, *, ask: bool) -> None:
        name = connection.settings_dict["NAME"]
        if ask:
            self.stdout.write(
                self.style.WARNING(
                    f"This deletes the database {name} and the files in {settings.MEDIA_ROOT}."
                )
            )
            if input("Type the word reset to go on: ").strip() != "reset":
                raise CommandError("Nothing was deleted.")
        self._say("Emptying the database")
        if connection.vendor == "sqlite":
            connection.close()
            for suffix in ("", "-wal", "-shm"):
                Path(f"{name}{suffix}").unlink(missing_ok=True)
        else:
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public;")
            connection.close()
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
        self._done()

    def _plant(self) -> None:
        pages: dict[str, Any] = {}
        steps: list[Step] = [
            ("People", people.plant_people),
            ("Chapters", people.plant_chapters),
            ("Index pages", lambda: pages.update(site.plant_indexes({**site.INDEXES, **garden.INDEXES}))),
            ("Pages and stories", lambda: pages.update(site.plant_pages(pages))),
            ("Resources", site.plant_resources),
            ("Chapter pages", site.plant_chapter_pages),
            ("Topics and glossary", garden.plant_words),
            ("Lessons", lambda: garden.plant_tracks(self._note)),
            ("Spanish lessons", lambda: garden.plant_translations(self._note)),
            ("Mentoring page", lambda: pages.update({"mentoring": pairs.plant_index()})),
            ("Home page and menu", lambda: site.plant_home(pages)),
            ("Learners on their way", garden.plant_learners),
            ("Lessons made better", garden.plant_changes),
            ("Homework", homework.plant),
            ("A growing chapter", crowd.plant),
            ("Meetups", meetups.plant),
            ("Certificates", certificates.plant_certificates),
            ("Study groups", groups.plant),
            ("Half a year of meetups", history.plant),
            ("A hangout right now", evenings.plant),
            ("Rights of chapters", chapter_rights.keep_all_in_line),
            ("A mentoring round", pairs.plant_round),
            ("Rounds in every phase", rounds.plant_rounds),
            ("A pair in trouble", trouble.plant),
            ("Wishes for chapters", wishes.plant_interests),
        ]
        with indexes.written_at_the_end():
            for name, step in steps:
                self._say(name)
                step()
                self._done()
            self._say("Search and references")
        self._done()
        publication.bump()
        events.record(actor=None, object=PLANTED, verb="planted")

    def _tell(self, address: str, seconds: float) -> None:
        lines = [
            "",
            f"Ready in {seconds:.0f} s.",
            "",
            f"  Site:   http://{address}/",
            f"  Admin:  http://{address}/admin/",
            "",
        ]
        lines += [
            "  Sign in with a code (it is printed here) or with the password",
            f"  {people.PASSWORD}",
            "",
        ]
        lines += [f"  {role:<10} {email}" for role, email in people.sign_ins()]
        lines += ["", "  The editor looks after safety, too: under Your account, Your safety."]
        self.stdout.write("\n".join([*lines, ""]))

    def _say(self, text: str) -> None:
        self._since = time.monotonic()
        self.stdout.write(f"  {text:<24}", ending="")
        self.stdout.flush()

    def _note(self, text: str) -> None:
        if sys.stdout.isatty():
            self.stdout.write(f"\r  {text:<60.60}", ending="")
            self.stdout.flush()

    def _done(self) -> None:
        self.stdout.write(f" {time.monotonic() - self._since:5.1f} s")
