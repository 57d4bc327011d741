"""Jumps a round of the demo to a phase: its dates move, and its people are where they would be."""

from django.core.management import BaseCommand, CommandError

from mentorship.demo import rounds


class Command(BaseCommand):
    help = (
        "Bring a mentoring round of the demo to a phase, to look at it there. Run twice, it changes nothing."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--phase", choices=rounds.PHASES, help="the phase to jump to")
        parser.add_argument("--round", help="the end of the round's address (default: the one being matched)")
        parser.add_argument("--list", action="store_true", help="show the rounds and their phases, and stop")

    def handle(self, *args, **options) -> None:
        found = {page.slug: page for page in rounds.demo_rounds()}
        if options["list"]:
            lines = [f"  {slug:<12} {page.phase:<10} {page.title}" for slug, page in found.items()]
            self.stdout.write("\n".join(lines or ["There is no round of the demo here."]))
            return
        if not options["phase"]:
            raise CommandError(f"Say which phase: --phase {' | '.join(rounds.PHASES)}, or --list.")
        if not found:
            raise CommandError("There is no round of the demo here. `manage.py demo` plants some.")
        page = found.get(options["round"] or rounds.DEFAULT)
        if page is None:
            raise CommandError(
                f"{options['round']} is not a round of the demo. These are: {', '.join(found)}. Nothing was changed."
            )
        try:
            changed = rounds.jump(page=page, phase=options["phase"])
        except rounds.NotTheDemos as refusal:
            raise CommandError(str(refusal)) from refusal
        done = "is now in this phase" if changed else "was in this phase already; nothing was changed"
        self.stdout.write(f"{page.title}, {options['phase']}: it {done}.")
