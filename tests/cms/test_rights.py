"""What each group may reach in the admin, by the rights the migration gave it."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from cms import rights
from cms.editing.members import groups_given_by
from cms.models import ChapterRole, HomePage, Member
from tests.factories import groups

CONTENT = [
    "wagtailadmin_home",
    "wagtailadmin_explore_root",
    "wagtailadmin_account",
    "wagtailimages:index",
    "wagtailimages:add_multiple",
    "wagtaildocs:index",
    "wagtailsnippets_cms_resource:list",
    "wagtailsnippets_cms_resource:add",
    "wagtailsnippets_learning_exercise:add",
    "wagtailsnippets_learning_topic:add",
    "wagtailsnippets_learning_glossaryterm:add",
    "wagtail_localize:translations_report",
]
PEOPLE = ["wagtailusers_users:index", "chapters:index", "chapters:add", "chapter_roles:index"]
KEYS = [
    "wagtailusers_users:add",
    "wagtailusers_groups:index",
    "wagtailadmin_workflows:index",
    "wagtaillocales:index",
    "wagtailsites:index",
]


def reached(client, names: list[str]) -> list[str]:
    return [name for name in names if client.get(reverse(name)).status_code == 200]


def test_an_editor_reaches_content_and_nothing_else(client, editor):
    client.force_login(editor)
    assert reached(client, [*CONTENT, *PEOPLE, *KEYS]) == CONTENT


def test_a_moderator_sees_chapters_but_changes_none(client, moderator):
    client.force_login(moderator)
    assert reached(client, [*CONTENT, *PEOPLE, *KEYS]) == [*CONTENT, "chapters:index"]


def test_program_staff_reach_content_and_people_but_not_the_keys_of_the_site(client, program_staff):
    client.force_login(program_staff)
    assert reached(client, [*CONTENT, *PEOPLE, *KEYS]) == [*CONTENT, *PEOPLE]


def test_a_member_without_a_group_is_kept_out(client, member):
    client.force_login(member)
    assert reached(client, [*CONTENT, *PEOPLE, *KEYS]) == []


def test_program_staff_change_the_program_and_its_menu_and_editors_do_not(
    client, program_staff, editor, site
):
    address = reverse("wagtailsettings:edit", args=["cms", "programsettings", site.pk])
    answers = []
    for person in (program_staff, editor):
        client.force_login(person)
        answers.append(client.get(address).status_code)
    assert answers == [200, 302]


def test_program_staff_put_a_member_into_groups_they_hold_themselves(client, program_staff, member):
    client.force_login(program_staff)
    address = reverse("wagtailusers_users:edit", args=[member.pk])
    editors = Group.objects.get(name="Editors")
    response = client.post(
        address,
        {"display_name": "Rosa L.", "is_active": "on", "groups": [editors.pk], "email": "x@example.org"},
    )
    member.refresh_from_db()
    assert (response.status_code, member.display_name, member.email, [*member.groups.all()]) == (
        302,
        "Rosa L.",
        "rosa@example.org",
        [editors],
    )


def test_nobody_gives_rights_beyond_their_own(client, program_staff, member):
    keepers = Group.objects.create(name="Keepers of the keys")
    from_above = Group.objects.get(name="Editors").permissions.model.objects.get(codename="delete_member")
    keepers.permissions.add(from_above)
    member.groups.add(keepers)
    assert [group.name for group in groups_given_by(program_staff).order_by("name")] == [
        "Editors",
        "Helpers",
        "Moderators",
        "Program staff",
    ]
    client.force_login(program_staff)
    assert client.get(reverse("wagtailusers_users:edit", args=[member.pk])).status_code == 302


@pytest.mark.parametrize("action", ["assign_role", "set_active_state", "delete"])
def test_rights_are_not_given_in_bulk(client, program_staff, member, action):
    client.force_login(program_staff)
    editors = Group.objects.get(name="Editors")
    address = reverse("wagtail_bulk_action", args=["cms", "member", action])
    response = client.post(
        f"{address}?id={member.pk}", {"role": editors.pk, "mark_as_active": "False", "id": member.pk}
    )
    member.refresh_from_db()
    assert (response.status_code, [*member.groups.all()], member.is_active) == (302, [], True)


def test_a_superuser_makes_a_member_who_has_no_password(client, db):
    client.force_login(Member.objects.create_superuser("root@example.org"))
    response = client.post(
        reverse("wagtailusers_users:add"), {"email": "New@Example.org", "display_name": "New", "groups": []}
    )
    made = Member.objects.get(email="new@example.org")
    address = made.emailaddress_set.get()
    assert (response.status_code, made.display_name, made.has_usable_password()) == (302, "New", False)
    assert (address.email, address.primary, address.verified) == ("new@example.org", True, False)


def test_the_account_page_keeps_the_name_of_a_person_with_one_name(client, editor):
    client.force_login(editor)
    page = client.get(reverse("wagtailadmin_account"))
    response = client.post(
        reverse("wagtailadmin_account"),
        {
            "name-display_name": "Edda B.",
            "name-pronouns": "she",
            "locale-preferred_language": "",
            "locale-current_time_zone": "",
            "theme-theme": "system",
            "theme-density": "default",
            "theme-contrast": "system",
            "theme-keyboard_shortcuts": "on",
        },
    )
    editor.refresh_from_db()
    assert (page.status_code, response.status_code, editor.display_name) == (200, 302, "Edda B.")


def test_an_editor_adds_pages_in_every_language_but_no_home_page(client, editor, languages_ready):
    client.force_login(editor)
    answers = [
        client.get(reverse("wagtailadmin_pages:add", args=["cms", "standardpage", home.pk])).status_code
        for home in HomePage.objects.all()
    ]
    top = client.get(reverse("wagtailadmin_pages:add", args=["cms", "homepage", 1])).status_code
    assert (answers, top) == ([200, 200, 200], 302)


def test_a_home_page_is_never_deleted(client, moderator, home):
    client.force_login(moderator)
    one = client.post(reverse("wagtailadmin_pages:delete", args=[home.pk]))
    many = client.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={home.pk}"
    )
    assert (one.status_code, many.status_code, HomePage.objects.filter(pk=home.pk).exists()) == (
        302,
        302,
        True,
    )


def test_everybody_is_asked_about_in_the_same_words_and_answered_for_themselves(editor, member):
    assert ("wagtailadmin.access_admin" in rights.held(editor), rights.held(member)) == (True, frozenset())


def test_a_role_is_known_from_the_day_it_begins(member):
    today = timezone.now().date()
    chapter = groups.chapter()
    ChapterRole.objects.create(
        chapter=chapter, member=member, kind="organizer", since=today + timedelta(days=3)
    )
    begins = datetime.combine(
        today + timedelta(days=2), time(10), tzinfo=UTC
    )  # where days begin fourteen hours sooner
    for hours, held in {-20: False, -1: False, 1: True, 20: True}.items():
        with time_machine.travel(begins + timedelta(hours=hours)):
            assert (rights.ORGANIZES in rights.held(Member.objects.get(pk=member.pk))) is held
