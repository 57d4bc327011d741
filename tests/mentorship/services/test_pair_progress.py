from datetime import timedelta

import pytest
from django.utils import timezone

from cms.models import Block
from cms.services import structure
from learning.models import CheckpointAnswer, Enrollment, LessonProgress
from learning.services import shared_progress
from mentorship.exceptions import NotNow, Unavailable
from mentorship.models import Pairing
from mentorship.services import pair_progress
from tests.factories.learning import BLOCKS, lesson, track
from tests.factories.mentorship import make_pair


@pytest.fixture
def pair(round_page):
    return make_pair(round_page)


def shared(member):
    facts = structure.of_host(stamp=1, hostname="", port="")
    return shared_progress.shared(member=member, facts=facts, language="en", stamp=1)


def test_tracks_done_and_stuck_are_named_and_nothing_else(pair, django_assert_num_queries):
    nora, now = pair.mentee.member, timezone.now()
    lists, loops, sets = (lesson(name, checkpoints=True) for name in ("Lists", "Loops", "Sets"))
    python = track("Python", [[lists, loops, sets]])
    assert shared(nora).is_empty
    Enrollment.objects.create(member=nora, track_key=python.translation_key, started_at=now)
    for page, confidence in ((lists, 1), (loops, 3)):
        LessonProgress.objects.create(
            member=nora, lesson_key=page.translation_key, state="done", confidence=confidence,
            started_at=now, done_at=now - timedelta(days=1), last_seen_at=now,
        )  # fmt: skip
    for page, tries, right in ((sets, 4, False), (loops, 2, False), (lists, 9, True)):
        CheckpointAnswer.objects.create(
            member=nora, lesson_key=page.translation_key, block_id=BLOCKS["single"], attempts=tries,
            correct=right, answered_at=now, first_correct_at=now if right else None,
        )  # fmt: skip
    with django_assert_num_queries(3):
        found = shared(nora)
    assert [(each.title, each.done, each.lessons, each.next) for each in found.tracks] == [
        ("Python", 2, 3, "Sets")
    ]
    assert [(each.lesson.title, each.block_id, each.tries) for each in found.stuck] == [
        ("Sets", BLOCKS["single"], 4),
        ("Lists", "", 0),
    ]
    assert set(found.done) == {lists.translation_key, loops.translation_key}


def test_it_is_shown_only_with_consent_while_the_pair_is_at_work_and_no_block_stands(pair):
    nora = pair.mentee.member

    def shown(*, apart: bool = False) -> bool:
        pair.refresh_from_db()
        found = pair_progress.of(pairing=pair, apart=apart, facts=None, language="en", stamp=1)
        return found is not None

    found = [shown()]
    for _twice in range(2):
        pair_progress.share(pairing=pair, member=nora)
    found += [shown(), shown(apart=True)]
    for change in ({"state": "held"}, {"state": "ended", "ended_at": timezone.now()}, {"state": "paused"}):
        Pairing.objects.update(**{"ended_at": None, **change})
        found.append(shown())
    assert found == [False, True, False, False, False, True]


def test_consent_is_the_newcomers_and_can_be_taken_back_whatever_became_of_the_pair(pair):
    nora, mira = pair.mentee.member, pair.mentor.member
    for act in (pair_progress.share, pair_progress.hide):
        with pytest.raises(Pairing.DoesNotExist):
            act(pairing=pair, member=mira)
    pair_progress.share(pairing=pair, member=nora)
    Block.objects.create(blocker=mira, blocked=nora)
    with pytest.raises(Unavailable):
        pair_progress.share(pairing=pair, member=nora)
    Pairing.objects.update(state="held")
    with pytest.raises(NotNow):
        pair_progress.share(pairing=pair, member=nora)
    assert pair_progress.hide(pairing=pair, member=nora).shares_since is None
