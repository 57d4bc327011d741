"""Study groups and meetups in the admin: whose are listed, and that nobody writes there."""

import pytest
from django.urls import NoReverseMatch, reverse
from wagtail.permissions import policy_registry

from learning.models import Meetup, StudyGroup
from tests.factories import groups as make
from tests.learning.views.test_groups import cost

LISTS = ["/admin/study_groups/", "/admin/meetups/"]


@pytest.fixture
def ours(home):
    return make.meetup(group=make.group("Ours"), title="Our table")


@pytest.fixture
def theirs(home):
    return make.meetup(group=make.group("Theirs", chapter=make.chapter("Atlanta")), title="Their table")


def pages(meetup) -> list[str]:
    return [
        reverse("study_groups:inspect", args=[meetup.group_id]),
        reverse("meetups:inspect", args=[meetup.pk]),
    ]


def seen(client, paths) -> list[int]:
    return [client.get(path).status_code for path in paths]


def test_an_organizer_sees_what_is_theirs_and_the_rest_is_not_there(client, ours, theirs, make_member):
    client.force_login(make.organizer(ours.chapter, make_member("Olga")))
    listed = [client.get(path).text for path in LISTS]
    assert [name in text for text in listed for name in ("Our", "Their")] == [True, False] * 2
    assert (seen(client, pages(ours)), seen(client, pages(theirs))) == ([200, 200], [404, 404])
    for name, path in zip(("board", "organize"), pages(ours), strict=True):
        assert f"/{name}/" in client.get(path).text


def test_program_staff_see_all_of_them_without_the_ways_to_change(client, ours, theirs, program_staff):
    client.force_login(program_staff)
    listed = [client.get(path).text for path in LISTS]
    assert [name in text for text in listed for name in ("Our", "Their")] == [True] * 4
    assert seen(client, [*pages(ours), *pages(theirs)]) == [200] * 4
    assert "/board/" not in client.get(pages(ours)[0]).text


def test_members_and_editors_see_nothing(client, ours, editor, member):
    for person in (editor, make.joined(ours.group, member).member):
        client.force_login(person)
        assert {*seen(client, LISTS), *seen(client, pages(ours))} <= {302, 404}


def test_nobody_writes_there_not_even_a_superuser(ours, make_member):
    boss = make_member("Sue", is_superuser=True)
    for model, name in ((StudyGroup, "study_groups"), (Meetup, "meetups")):
        policy = policy_registry.get_by_type(model)
        assert [policy.user_has_permission(boss, verb) for verb in ("view", "add", "change", "delete")] == [
            True, False, False, False,
        ]  # fmt: skip
        for verb in ("add", "edit", "delete"):
            with pytest.raises(NoReverseMatch):
                reverse(f"{name}:{verb}", args=[1] if verb != "add" else [])


def test_the_lists_cost_the_same_for_one_and_for_ten(client, ours, make_member):
    client.force_login(make.organizer(ours.chapter, make_member("Olga")))
    few = [cost(client, path) for path in LISTS]
    for nth in range(9):
        make.meetup(group=make.group(f"Group {nth}"), in_days=8 + nth)
    assert [cost(client, path) for path in LISTS] == few
    assert few == [14, 14]
