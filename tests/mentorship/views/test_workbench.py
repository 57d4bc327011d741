import re

import pytest
from django.urls import reverse

from mentorship.models import MatchRun, Proposal
from mentorship.services import match_runs
from tests.factories.matching import make_crowd, make_run


@pytest.fixture
def crowd(round_page):
    return {one.member.display_name: one for one in make_crowd(round_page)}


@pytest.fixture
def run(round_page, crowd) -> MatchRun:
    return make_run(round_page)


def words(response) -> str:
    text = response.content.decode()
    main = text[text.index('<div class="bench">') :]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_all(client, program_staff, round_page, run, crowd):
    client.force_login(program_staff)
    mine = [str(run.uuid)]
    edge = run.edges.filter(chosen=True).first()
    for name, args in {
        "matching": [],
        "matching_round": [round_page.round_key],
        "run": mine,
        "run_pairs": mine,
        "run_load": mine,
        "run_pins": mine,
        "run_changes": mine,
        "run_newcomer": [run.uuid, crowd["Quinn"].uuid],
        "run_pair": [run.uuid, edge.mentee.uuid, edge.mentor.uuid],
    }.items():
        response = client.get(reverse(f"mentorship_{name}", args=args))
        assert response.status_code == 200, name
        print(name, words(response)[:1500])
        print()
    r = client.post(
        reverse("mentorship_run_pair", args=[run.uuid, edge.mentee.uuid, edge.mentor.uuid]),
        {"pin": "forbid"},
        follow=True,
    )
    print(words(r)[:800])
    r = client.post(
        reverse("mentorship_matching_round", args=[round_page.round_key]),
        {**match_runs.default_weights(round_page)},
        follow=True,
    )
    print(r.redirect_chain, words(r)[:300])
    r = client.post(reverse("mentorship_run_end", args=[run.uuid, "publish"]), follow=True)
    print([str(m) for m in r.context["messages"]])
    print(Proposal.objects.values("source", "mentor__member__display_name", "mentee__member__display_name"))
