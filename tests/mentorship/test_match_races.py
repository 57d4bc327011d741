"""Runs of the matching with several people at once, each with a real connection of their own."""

from collections import Counter

import pytest

from cms.models import Message
from mentorship import match_publishing, match_work
from mentorship.models import MatchRun, Participant, Proposal
from mentorship.services import match_runs, participants
from tests.factories.matching import make_crowd, make_run

from .test_concurrency import together

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_a_round_is_matched_once_published_once_and_never_around_who_leaves(round_page):
    crowd = {one.member.display_name: one for one in make_crowd(round_page)}
    weights = match_runs.default_weights(round_page)

    def start() -> None:
        match_runs.start(actor=None, round_page=round_page, weights=weights, wake=False)

    assert Counter(together(*[start] * 4)) == {"done": 1, "already_matching": 3}
    run = MatchRun.objects.get()
    together(*[lambda: match_work.work(run.pk)] * 3)
    run.refresh_from_db()
    assert (run.state, run.tries, run.edges.filter(chosen=True).count()) == ("draft", 1, 2)

    chosen = run.edges.filter(chosen=True).first()
    MatchRun.objects.filter(pk=run.pk).update(state="publishing", published_by=crowd["Ada"].member)
    crowd["Ada"].member.is_superuser = True
    crowd["Ada"].member.save(update_fields=["is_superuser"])
    publish = [lambda: match_publishing.publish(run.pk)] * 3
    together(
        *publish, lambda: participants.withdraw(participant=Participant.objects.get(pk=chosen.mentee_id))
    )
    run.refresh_from_db()
    open_, told = Proposal.objects.open(), Message.objects.filter(kind="mentorship.proposal_received")
    assert run.state == "published"
    assert Proposal.objects.count() in {1, 2}
    assert not open_.filter(mentee__state="withdrawn").exists()
    assert told.count() == 2 * Proposal.objects.count()
    assert make_run(round_page).state == "draft"
