"""Two people at the same moment, over real connections: a chapter keeps an organizer, staff are told once."""

from functools import partial

import pytest

from cms.exceptions import LastOrganizer
from cms.models import ChapterInterest, ChapterRole, ChapterWish, Message
from cms.places.near import read
from cms.services import chapter_roles, interests
from tests.factories import groups as make
from tests.learning.test_at_once import at_once

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def test_of_three_organizers_who_leave_at_once_one_stays_and_five_wishes_at_once_are_one_letter(
    make_member, program_staff
):
    """One test for both: emptying the database afterwards is what takes the time."""
    chapter, people = make.chapter(), [make_member(f"Person {nth}") for nth in range(5)]
    roles = [make.organizer(chapter, person).chapter_roles.get() for person in people[:3]]

    def leave(role: ChapterRole) -> str:
        try:
            chapter_roles.close_role(actor=role.member, role=role)
        except LastOrganizer as refusal:
            return refusal.code
        return "left"

    left = at_once(*[partial(leave, role) for role in roles])
    assert sorted(left) == ["last_organizer", "left", "left"]
    assert ChapterRole.objects.open().count() == 1

    say = [partial(interests.add, member=person, place=read("Brno")) for person in people]
    at_once(*say, say[0])
    assert (ChapterInterest.objects.count(), ChapterWish.objects.count(), Message.objects.count()) == (
        5,
        1,
        1,
    )
