"""Suggestions in a round so large that its mentors are not read for everybody who asks."""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.core.cache import cache
from django.utils import timezone

from cms.models import Block, Member
from mentorship.models import Participant, Preference
from mentorship.services import pools, suggestions
from tests.factories.mentorship import make_member, make_participant


@pytest.fixture
def mentors(round_page, mentee):
    return [make_participant(round_page, name, role="mentor") for name in ("Ada", "Bea", "Cleo", "Dora")]


@pytest.fixture
def many(monkeypatch):
    """Every round counts as a large one."""
    monkeypatch.setattr(suggestions, "MANY", 0)


@pytest.fixture
def a_minute_passes(monkeypatch):
    """Turn the clock of the pools on, and let what lasts ten seconds run out."""

    def act() -> None:
        now = pools.time.time()
        monkeypatch.setattr(pools.time, "time", lambda: now + pools.FRESH)
        cache.delete_many([key.removeprefix(":1:") for key in cache._cache if key.endswith("ing")])

    return act


def suggested(mentee, round_page) -> list[str]:
    found = suggestions.for_mentee(mentee=mentee, round_page=round_page).suggestions
    return sorted(one.mentor.member.display_name for one in found)


def test_a_large_round_gives_the_suggestions_a_small_one_gives(mentors, mentee, round_page, monkeypatch):
    Participant.objects.filter(pk=mentors[0].pk).update(seats_taken=1)
    small = suggestions.for_mentee(mentee=mentee, round_page=round_page)
    monkeypatch.setattr(suggestions, "MANY", 0)
    for _read_and_kept in range(2):
        assert suggestions.for_mentee(mentee=mentee, round_page=round_page) == small
    assert len(small.suggestions) == 3
    assert small.kept_away


def test_who_can_no_longer_be_asked_is_gone_at_once(many, mentors, mentee, round_page):
    assert suggested(mentee, round_page) == ["Ada", "Bea", "Cleo", "Dora"]
    Participant.objects.filter(pk=mentors[0].pk).update(seats_taken=1)
    Participant.objects.filter(pk=mentors[1].pk).update(paused_at=timezone.now())
    Block.objects.create(blocker=mentors[2].member, blocked=mentee.member)
    assert suggested(mentee, round_page) == ["Dora"]
    Participant.objects.filter(pk=mentors[3].pk).update(state="withdrawn")
    assert suggested(mentee, round_page) == []


def test_who_comes_new_is_there_within_a_minute(many, mentors, mentee, round_page, a_minute_passes):
    assert len(suggested(mentee, round_page)) == 4
    make_participant(round_page, "Emil", role="mentor")
    assert "Emil" not in suggested(mentee, round_page)
    a_minute_passes()
    assert "Emil" in suggested(mentee, round_page)


def test_while_one_reader_reads_them_anew_the_others_have_what_was_kept(
    many, mentors, mentee, round_page, a_minute_passes
):
    terms = round_page.terms_on(timezone.now().date())
    assert pools.kept(round_page, terms) is None
    assert len(suggested(mentee, round_page)) == 4
    make_participant(round_page, "Emil", role="mentor")
    a_minute_passes()
    assert pools.kept(round_page, terms) is None
    assert len(pools.kept(round_page, terms).keys) == 4
    assert len(suggested(mentee, round_page)) == 4
    terms = replace(terms, first=terms.first + timedelta(weeks=1))
    assert pools.kept(round_page, terms) is None


def test_of_many_who_come_before_there_is_a_pool_one_makes_it(many, mentors, mentee, round_page, monkeypatch):
    made = []
    monkeypatch.setattr(pools, "Pool", Mock(of=lambda *given: made.append(given)))
    monkeypatch.setattr(pools.cache, "set", Mock())
    for _reader in range(3):
        assert len(suggested(mentee, round_page)) == 4
    assert len(made) == 1


def test_wishes_of_mentors_count_though_none_is_kept(many, mentors, mentee, round_page, monkeypatch):
    def best() -> list[tuple[str, int]]:
        found = suggestions.for_mentee(mentee=mentee, round_page=round_page).suggestions
        return [(one.mentor.member.display_name, one.score) for one in found]

    before = dict(best())
    Preference.objects.create(participant=mentors[3], member=mentee.member, rank=1)
    Preference.objects.create(participant=mentors[0], member=mentee.member, avoid=True)
    [(first, score), *others] = best()
    assert (first, score > before[first]) == ("Dora", True)
    assert sorted(name for name, _score in others) == ["Bea", "Cleo"]
    kept = pools.kept(round_page, round_page.terms_on(timezone.now().date()))
    assert not any(one.ranks or one.avoids for one in (*kept.table.people, *kept.table.wishing))


def test_where_too_many_of_the_first_are_full_by_now_all_are_read(
    many, mentors, mentee, round_page, monkeypatch
):
    monkeypatch.setattr(suggestions, "SPARE", 0)
    found = suggestions.for_mentee(mentee=mentee, round_page=round_page, limit=2).suggestions
    Participant.objects.filter(pk__in=[one.mentor.pk for one in found]).update(seats_taken=1)
    again = suggestions.for_mentee(mentee=mentee, round_page=round_page, limit=2).suggestions
    assert len({one.mentor.pk for one in (*found, *again)}) == 4


def test_a_newcomer_who_just_moved_to_another_clock_is_served_all_the_same(many, mentors, mentee, round_page):
    assert len(suggested(mentee, round_page)) == 4
    Member.objects.filter(pk=mentee.member_id).update(timezone="Europe/Madrid")
    make_participant(round_page, "Emil", role="mentor")
    assert "Emil" in suggested(mentee, round_page)


def test_a_time_zone_the_world_no_longer_knows_does_not_stop_a_round(many, mentors, mentee, round_page):
    gone = make_participant(round_page, "Emil", role="mentor", member=make_member("Emil"))
    Member.objects.filter(pk=gone.member_id).update(timezone="Mars/Olympus")
    assert len(suggested(mentee, round_page)) >= 4
