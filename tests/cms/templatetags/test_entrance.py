"""Who is shown the way into the admin: exactly those whom Wagtail lets in."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission

from cms import rights
from cms.models import Chapter, ChapterRole, Member
from cms.templatetags.entrance import may_enter_admin

ACCESS = {"codename": "access_admin", "content_type__app_label": "wagtailadmin"}


def by_right(member: Member) -> None:
    member.user_permissions.add(Permission.objects.get(**ACCESS))


def by_group(member: Member) -> None:
    group = Group.objects.create(name="Helpers of the library")
    group.permissions.add(Permission.objects.get(**ACCESS))
    member.groups.add(group)


def by_role(member: Member) -> None:
    chapter = Chapter.objects.create(name="Portland", city="Portland", country="US")
    ChapterRole.objects.create(
        chapter=chapter, member=member, kind=ChapterRole.Kind.ORGANIZER, since="2026-01-01"
    )


def by_nothing(member: Member) -> None:
    member.groups.add(Group.objects.create(name="Readers"))


def as_superuser(member: Member) -> None:
    member.is_superuser = True
    member.save()


def gone(member: Member) -> None:
    as_superuser(member)
    member.is_active = False
    member.save()


@pytest.mark.parametrize("how", [by_right, by_group, by_role, by_nothing, as_superuser, gone])
def test_the_way_in_is_shown_to_whom_it_is_open(member, how, django_assert_max_num_queries):
    how(member)
    member = Member.objects.get(pk=member.pk)
    with django_assert_max_num_queries(1):
        shown = may_enter_admin(member)
    assert shown == Member.objects.get(pk=member.pk).has_perm("wagtailadmin.access_admin")


def test_a_visitor_is_shown_no_way_in(db):
    assert may_enter_admin(AnonymousUser()) is False


def test_what_a_member_holds_is_asked_once(member, django_assert_num_queries):
    by_group(member)
    by_role(member)
    with django_assert_num_queries(1):
        assert [rights.held(member) for _time in range(2)] == [
            frozenset({"wagtailadmin.access_admin", rights.ORGANIZES})
        ] * 2
