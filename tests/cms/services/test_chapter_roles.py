"""Roles in a chapter: given once, ended on a day; whoever organizes it last does not vanish unnoticed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cms.exceptions import LastOrganizer, RoleEndsEarly, RoleHeld
from cms.models import Chapter, ChapterRole, Event
from cms.services import chapter_rights, chapter_roles, farewells
from tests.factories import groups as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def role(make_member) -> ChapterRole:
    ana = make_member("Ana")
    return chapter_roles.open_role(
        actor=None, chapter=make.chapter(), member=ana, kind="organizer", since=date(2025, 1, 1)
    )


def second(role, member, **fields) -> ChapterRole:
    return chapter_roles.open_role(
        actor=role.member, chapter=role.chapter, member=member, **{"kind": "organizer", **fields}
    )


def test_a_role_begins_today_and_is_held_once(role, member):
    made = second(role, member, kind="door")
    assert (made.since, made.until) == (timezone.localdate(), None)
    with pytest.raises(RoleHeld):
        second(role, member, kind="door")
    assert ChapterRole.objects.filter(member=member).count() == 1


def test_the_last_organizer_stays(role, member):
    second(role, member, kind="door")
    with pytest.raises(LastOrganizer):
        chapter_roles.close_role(actor=role.member, role=role)
    role.refresh_from_db()
    assert role.until is None


def test_somebody_with_a_closed_account_holds_no_chapter_up(role, make_member):
    second(role, make_member("Gone", is_active=False))
    with pytest.raises(LastOrganizer):
        chapter_roles.close_role(actor=role.member, role=role)


def test_with_a_second_organizer_the_first_may_go_and_twice_is_once(role, member):
    second(role, member)
    ended = chapter_roles.close_role(actor=role.member, role=role)
    again = chapter_roles.close_role(actor=role.member, role=role, until=date(2030, 1, 1))
    assert ended.until == again.until == timezone.localdate()
    assert list(Event.objects.filter(verb="closed").values_list("before", "data")) == [
        ("organizer", {"chapter": str(role.chapter.uuid), "member": role.member_id})
    ]


def test_staff_may_override_with_a_reason_which_is_kept(role, program_staff):
    chapter_roles.close_role(actor=program_staff, role=role, despite="Moved to another city")
    assert Event.objects.get(verb="closed").data["reason"] == "Moved to another city"


def test_a_closed_chapter_needs_no_organizer(role):
    role.chapter.closed_at = timezone.now()
    role.chapter.save()
    assert chapter_roles.close_role(actor=role.member, role=role).until == timezone.localdate()


def test_a_role_cannot_end_before_it_began(role, member):
    other = second(role, member)
    with pytest.raises(RoleEndsEarly):
        chapter_roles.close_role(actor=None, role=other, until=timezone.localdate() - timedelta(days=1))


def test_a_role_that_begins_later_gives_nothing_yet_and_holds_no_chapter_up(role, member):
    later = second(role, member, since=timezone.localdate() + timedelta(days=3))
    with pytest.raises(RoleHeld):
        second(role, member)
    with pytest.raises(LastOrganizer):
        chapter_roles.close_role(actor=role.member, role=role)
    now = set(ChapterRole.objects.open().values_list("member", flat=True))
    runs = Chapter.objects.run_by(member).exists()
    assert (now, runs, ChapterRole.objects.not_ended().count()) == ({role.member_id}, False, 2)
    group = role.chapter.rights.group
    assert list(group.user_set.all()) == [role.member]
    ChapterRole.objects.filter(pk=later.pk).update(since=timezone.localdate())
    assert chapter_rights.keep_all_in_line() == 1  # on the day itself, by the chore
    assert (Chapter.objects.run_by(member).exists(), group.user_set.count()) == (True, 2)


def test_who_leaves_before_a_role_begins_never_has_it(role, member):
    second(role, member, since=timezone.localdate() + timedelta(days=3))
    farewells.leave(member=member)
    assert not ChapterRole.objects.not_ended().filter(member=member).exists()
