"""The overview of a round laid out for its page."""

from typing import Any

from mentorship import risk_words
from mentorship.cockpit_tables import tables
from mentorship.models import RoundPage
from mentorship.services.cockpit import DIMENSIONS, Overview

#: So many entries of the queue stand open, and so many more behind a click.
FIRST, MOST = 8, 60


def lay_out(found: Overview, round_page: RoundPage) -> dict[str, Any]:
    """What the template is given."""
    key, scored = round_page.round_key, round_page.scored
    entries = [risk_words.entry(risk, key, scored=scored) for risk in found.queue[:MOST]]
    known = tables(found)
    return {
        "round": round_page.read_as,
        "round_key": key,
        "is_empty": found.is_empty,
        "first": entries[:FIRST],
        "more": entries[FIRST:],
        "waiting": len(found.queue),
        "left": len(found.queue[MOST:]),
        "funnel": _those(known, "newcomers", "mentors"),
        "waits": _those(known, "waiting"),
        "fairness": _those(known, *DIMENSIONS),
        "course": _those(known, "pulses", "endings"),
        "run": found.course.run,
    }


def _those(known: dict, *slugs: str) -> list:
    return [known[slug] for slug in slugs if slug in known]
