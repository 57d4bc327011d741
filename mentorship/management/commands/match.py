"""Matches a round from the shell, as the workbench does: a draft to look at, or with --dry-run only the figures."""

import json
import time
from typing import Any
from uuid import UUID

from django.core.management import BaseCommand, CommandError

from mentorship import match_work
from mentorship.exceptions import MentorshipError
from mentorship.matching.refusals import Refusal
from mentorship.matching.round import RoundResult
from mentorship.models import MatchRun, RoundPage
from mentorship.services import match_input, match_runs
from mentorship.services.match_rows import last_of, pins_of

A_LOOK_EVERY = 0.5  # seconds
NAMES = "needs,hours,wishes,working,stage,chapter"


class Command(BaseCommand):
    help = "Match a whole round. The result is a draft in the workbench; nothing reaches anybody before it is published."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("round", help="the round: its slug, or its key")
        parser.add_argument("--dry-run", action="store_true", help="solve it and keep nothing")
        parser.add_argument(
            "--weights", metavar="40,20,20,10,5,5", help=f"{NAMES}: six whole numbers that sum to 100"
        )
        parser.add_argument("--json", action="store_true", help="say it as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        page = self._round(options["round"])
        weights = self._weights(page, options["weights"])
        try:
            told = self._try(page, weights) if options["dry_run"] else self._run(page, weights)
        except (MentorshipError, Refusal) as refusal:
            raise CommandError(str(getattr(refusal, "message", refusal))) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(told, indent=1, sort_keys=True))
            return
        for name, value in told["stats"].items():
            self.stdout.write(f"{name}: {value}")
        for mentee, mentor, score in told["pairs"]:
            self.stdout.write(f"pair: {mentee} {mentor} {score / 100:.2f}")
        for mentee, cause in told["left_over"]:
            self.stdout.write(f"left over: {mentee} {cause}")
        if told["run"]:
            self.stdout.write(f"run: {told['run']}")

    def _round(self, name: str) -> RoundPage:
        rounds = RoundPage.objects.originals()
        try:
            found = list(rounds.filter(translation_key=UUID(name)))
        except ValueError:
            found = list(rounds.filter(slug=name))
        if len(found) != 1:
            known = ", ".join(rounds.order_by("slug").values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no single round {name!r}. Rounds: {known}.")
        return found[0]

    def _weights(self, page: RoundPage, given: str | None) -> dict[str, int]:
        if given is None:
            return match_runs.default_weights(page)
        try:
            values = [int(part) for part in given.split(",")]
            return dict(zip(NAMES.split(","), values, strict=True))
        except ValueError as problem:
            raise CommandError(
                f"--weights: write six whole numbers ({NAMES}), such as 40,20,20,10,5,5."
            ) from problem

    def _try(self, page: RoundPage, weights: dict[str, int]) -> dict[str, Any]:
        found = match_input.of_round(round_page=page, weights=weights)
        result, _pins, dropped = match_work.solve(found, pins_of(last_of(page)))
        return _told(result, dropped)

    def _run(self, page: RoundPage, weights: dict[str, int]) -> dict[str, Any]:
        run = match_runs.start(actor=None, round_page=page, weights=weights, wake=False)
        match_work.work(run.pk)
        run.refresh_from_db()
        while run.is_busy:  # a worker was quicker, and does the same
            time.sleep(A_LOOK_EVERY)
            match_runs.fail_silent()
            run.refresh_from_db()
        if run.state != MatchRun.State.DRAFT:
            raise CommandError(f"The run {run.uuid} came to nothing: {run.get_state_display()} {run.error}")
        pairs = run.edges.filter(chosen=True).order_by("mentee__uuid")
        left = run.leftovers.order_by("mentee__uuid")
        return {
            "run": str(run.uuid),
            "stats": run.stats,
            "pairs": [
                [str(mentee), str(mentor), score]
                for mentee, mentor, score in pairs.values_list("mentee__uuid", "mentor__uuid", "score")
            ],
            "left_over": [
                [str(mentee), cause] for mentee, cause in left.values_list("mentee__uuid", "cause")
            ],
        }


def _told(result: RoundResult, dropped: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "run": "",
        "stats": match_work.figures(result) | {"dropped": [list(pair) for pair in dropped]},
        "pairs": [[match.mentee, match.mentor, match.score] for match in result.pairs],
        "left_over": [[left.mentee, str(left.cause)] for left in result.unmatched],
    }
