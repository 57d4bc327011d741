"""Homework of a study group: who beside the general helpers may review it, who is told, and who may not."""

import pytest

from cms.models import Block, ChapterRole
from learning.exceptions import NotYours
from learning.models import Submission
from learning.services import memberships, reviewers, submissions
from tests.factories import groups as make
from tests.factories import homework as make_homework
from tests.factories import learning


@pytest.fixture
def task(lesson):
    made = make_homework.exercise()
    make_homework.place(lesson, made)
    return made


@pytest.fixture
def group(track, member):
    """A running group that follows the track; Rosa is a member."""
    made = make.group(track_key=track.translation_key, state="running")
    make.joined(made, member)
    return made


@pytest.fixture
def work(member, task, lesson, group):
    """What Rosa handed in with a lesson of the track."""
    return submissions.hand_in(member=member, exercise=task, lesson=lesson, text="print(1)", url="")


def reads(who) -> list[bool]:
    who = type(who).objects.get(pk=who.pk)
    work = Submission.objects.get()
    return [
        Submission.objects.reviewable_by(who).filter(pk=work.pk).exists(),
        reviewers.may_review(helper=who, submission=work),
        reviewers.is_reviewer(member=who),
    ]


def test_helpers_organizers_and_the_chapters_organizers_review_what_members_hand_in(work, group, make_member):
    helper = make.joined(group, make_member("Hugo"), role="helper").member
    organizer = make.joined(group, make_member("Olga"), role="organizer").member
    chapter = make.organizer(group.chapter, make_member("Carla"))
    learner = make.joined(group, make_member("Lea")).member
    stranger = make.organizer(make.chapter("Atlanta"), make_member("Wes"))
    found = [reads(each) for each in (helper, organizer, chapter, learner, stranger)]
    assert found == [[True] * 3] * 3 + [[False] * 3] * 2
    assert [each.name for each in reviewers.to_tell(submission=work)] == ["Hugo", "Olga"]
    submissions.claim(helper=helper, submission=work)
    submissions.accept(helper=helper, submission=work, notes=[])
    with pytest.raises(NotYours):
        submissions.claim(helper=stranger, submission=work)


def test_a_right_ends_with_what_it_rests_on(work, group, member, make_member):
    row = make.joined(group, make_member("Hugo"), role="helper")
    make.joined(group, make_member("Olga"), role="organizer")
    chapter = make.organizer(group.chapter, make_member("Carla"))

    def both() -> list[bool]:
        return [reads(each)[0] for each in (row.member, chapter)]

    found = [both()]
    mine = member.group_memberships.get()
    memberships.leave(membership=mine, actor=member)  # the learner is gone
    found.append(both())
    memberships.join(group=group, member=member, mode="room")
    memberships.leave(membership=row, actor=row.member)  # the helper is gone, the chapter's organizer stays
    found.append(both())
    ChapterRole.objects.update(until="2026-01-01")
    found.append(both())
    assert found == [[True, True], [False, False], [False, True], [False, False]]


@pytest.mark.parametrize("state", ["draft", "finished", "cancelled"])
def test_only_a_group_that_is_going_on_gives_the_right(work, group, make_member, state):
    helper = make.joined(group, make_member("Hugo"), role="helper").member
    type(group).objects.update(state=state)
    assert reads(helper) == [False] * 3
    assert list(reviewers.to_tell(submission=work)) == []


def test_homework_of_other_tracks_of_others_and_ones_own_is_not_within_reach(
    work, group, member, make_member
):
    helper = make.joined(group, make_member("Hugo"), role="helper").member
    other = learning.lesson("Elsewhere")
    tasks = [make_homework.exercise(f"Task {nth}") for nth in range(3)]
    given = {"text": "print(1)", "url": ""}
    submissions.hand_in(member=member, exercise=tasks[0], lesson=other, **given)
    submissions.hand_in(
        member=make_member("Nora"), exercise=tasks[1], lesson=learning.lesson("Alone"), **given
    )
    submissions.hand_in(member=helper, exercise=tasks[2], lesson=other, **given)
    assert list(Submission.objects.reviewable_by(helper)) == [work]


@pytest.mark.parametrize("is_blocker", [True, False])
def test_a_block_stands_between_them_too(work, group, member, make_member, is_blocker):
    helper = make.joined(group, make_member("Hugo"), role="helper").member
    pair = (helper, member) if is_blocker else (member, helper)
    Block.objects.create(blocker=pair[0], blocked=pair[1])
    assert reads(helper)[:2] == [False, False]
    assert list(reviewers.to_tell(submission=work)) == []


def test_they_have_the_queue_and_the_page_but_not_everybodys_matrix(client, work, group, make_member):
    client.force_login(make.joined(group, make_member("Hugo"), role="helper").member)
    queue = client.get("/learn/queue/")
    assert ("Rosa" in queue.text, "Who has handed in what" in queue.text) == (True, False)
    assert "Homework to read" in client.get("/learn/progress/").text  # in the menu
    urls = [f"/learn/review/{work.pk}/", "/learn/matrix/", "/learn/matrix/export/"]
    assert [client.get(url).status_code for url in urls] == [200, 404, 404]
    client.force_login(make.joined(group, make_member("Lea")).member)
    assert [client.get(url).status_code for url in ("/learn/queue/", *urls)] == [404] * 4
