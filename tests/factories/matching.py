"""A small round that has been matched, for the tests of the workbench."""

from mentorship import match_work
from mentorship.models import MatchRun, Participant, RoundPage
from mentorship.services import match_runs

from .mentorship import make_member, make_participant
from .remembered import remembered

MORNINGS = [(0, 480, 540)]


@remembered
def make_crowd(round_page: RoundPage) -> list[Participant]:
    """Two mentors with a place each, three newcomers who fit them both, and one whose hours fit nobody."""
    made = [
        make_participant(round_page, "Ada", "mentor", topics=("Git", "Testing")),
        make_participant(round_page, "Bea", "mentor", topics=("Git",)),
    ]
    made += [
        make_participant(round_page, name, topics=("Git", "Testing")) for name in ("Nora", "Olga", "Pia")
    ]
    early = make_member("Quinn", hours=MORNINGS)
    made.append(make_participant(round_page, "Quinn", member=early))
    return made


def make_run(round_page: RoundPage, **more) -> MatchRun:
    """The round as it stands, matched."""
    weights = match_runs.default_weights(round_page)
    run = match_runs.start(actor=None, round_page=round_page, weights=weights, wake=False, **more)
    match_work.work(run.pk)
    run.refresh_from_db()
    return run


def pairs_of(run: MatchRun) -> dict[str, str]:
    """Who got whom, by name."""
    rows = run.edges.filter(chosen=True).order_by("mentee__member__display_name")
    return dict(rows.values_list("mentee__member__display_name", "mentor__member__display_name"))
