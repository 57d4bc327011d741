"""The rows beneath runs of the matching: how they are called, noted down, and whose pins the next run takes over."""

from collections.abc import Iterable

from django.db import connection

from cms.models import Member
from cms.services import events
from mentorship.matching.rules import SILENT, Violation
from mentorship.models import MatchEdge, MatchRun, RoundPage

from .match_input import Pair

Pin = MatchEdge.Pin


def identity(run: MatchRun) -> str:
    return f"mentorship.matchrun:{run.uuid}"


def note_down(actor: Member | None, run: MatchRun, verb: str, before: str, **data: object) -> None:
    events.record(actor=actor, object=identity(run), verb=verb, before=before, after=run.state, data=data)


def last_of(round_page: RoundPage) -> MatchRun | None:
    """The latest run of the round that has a result; the next one takes over its pins."""
    return MatchRun.objects.of(round_page.round_key).standing().first()


def pins_of(run: MatchRun | None) -> dict[Pair, str]:
    """Newcomer and mentor, by the keys of the matching -> pin. Pairs kept in a published run have been asked since."""
    if run is None:
        return {}
    rows = MatchEdge.objects.filter(run=run).exclude(pin=Pin.NONE)
    if run.is_published:
        rows = rows.filter(pin=Pin.FORBID)
    found = rows.order_by().values_list("mentee__uuid", "mentor__uuid", "pin")
    return {(str(mentee), str(mentor)): pin for mentee, mentor, pin in found}


def keep_candidates(run: MatchRun, rows: Iterable[tuple[int, int, int]]) -> None:
    """Store edges nobody chose or pinned: newcomer, mentor and score.

    There are tens of thousands of them and nothing else to say of each, so they go past the ORM: in a tenth of its time.
    """
    quote = connection.ops.quote_name
    fixed = {
        "reasons": "'[]'",
        "violations": "'[]'",
        "price": "'{}'",
        "pin": f"'{Pin.NONE}'",
        "asked": "FALSE",
        "chosen": "FALSE",
    }
    columns = ", ".join(map(quote, ["run_id", "mentee_id", "mentor_id", "score", *fixed]))
    values = ", ".join([str(run.pk), "%s", "%s", "%s", *fixed.values()])
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(MatchEdge._meta.db_table)} ({columns}) VALUES ({values})", list(rows)
        )


def spoken_of(broken: Iterable[Violation]) -> list[str]:
    """The rules that may be named to an organizer; what is somebody's secret is one word for all."""
    return sorted({"unavailable" if one.rule in SILENT else one.rule.value for one in broken})
