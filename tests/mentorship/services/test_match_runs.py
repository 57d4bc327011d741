from datetime import timedelta

import pytest
from django.utils import timezone

from cms.models import Event
from mentorship import match_work
from mentorship.exceptions import AlreadyMatching, NotNow, WeightsRefused
from mentorship.models import MatchRun, Participant
from mentorship.services import match_runs, participants
from tests.factories.matching import make_crowd, make_run
from tests.factories.mentorship import make_participant


@pytest.fixture
def crowd(round_page):
    return {one.member.display_name: one for one in make_crowd(round_page)}


def weights(round_page, **more):
    return {**match_runs.default_weights(round_page), **more}


def pairs(run):
    rows = run.edges.filter(chosen=True).order_by("mentee__member__display_name")
    return list(rows.values_list("mentee__member__display_name", "mentor__member__display_name"))


def left_over(run):
    rows = run.leftovers.order_by("mentee__member__display_name")
    return list(rows.values_list("mentee__member__display_name", "cause"))


def test_a_run_keeps_pairs_candidates_and_whoever_is_left_over_with_the_cause(round_page, crowd):
    run = make_run(round_page)
    assert (run.state, run.stats["mentees"], run.stats["served"]) == ("draft", 4, 2)
    assert len(pairs(run)) == 2
    assert run.edges.count() == 6
    assert len(left_over(run)) == 2
    assert ("Quinn", "rules") in left_over(run)
    assert all(edge.reasons for edge in run.edges.filter(chosen=True))
    print(list(run.leftovers.values("cause", "detail", "helps")))
