"""What a chapter's people may edit follows from their roles and the chapter's pages, and from nothing else."""

from datetime import date

import pytest
from django.urls import reverse
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from cms.models import Chapter, ChapterPage, ChapterRights, ChapterRole
from cms.services import chapter_rights
from tests.factories import groups as make


@pytest.fixture
def page(home) -> ChapterPage:
    return make.chapter_page()


def held(chapter: Chapter) -> dict[str, list]:
    rights = ChapterRights.objects.get(chapter=chapter)
    pages = GroupPagePermission.objects.filter(group=rights.group).order_by("page", "permission__codename")
    files = GroupCollectionPermission.objects.filter(group=rights.group, collection=rights.collection)
    return {
        "people": sorted(rights.group.user_set.values_list("display_name", flat=True)),
        "pages": list(pages.values_list("page", "permission__codename")),
        "files": sorted(files.values_list("permission__codename", flat=True)),
    }


def test_organizers_and_editors_hold_the_pages_and_files_of_their_chapter(page, make_member):
    for name, kind in (("Olga", "organizer"), ("Edda", "editor"), ("Dan", "door"), ("Ona", "organizer")):
        until = date(2025, 1, 1) if name == "Ona" else None
        ChapterRole.objects.create(
            chapter=page.chapter, member=make_member(name), kind=kind, since=date(2024, 1, 1), until=until
        )
    assert (chapter_rights.keep_all_in_line(), chapter_rights.keep_all_in_line()) == (1, 0)
    assert held(page.chapter) == {
        "people": ["Edda", "Olga"],
        "pages": [(page.pk, "add_page"), (page.pk, "change_page"), (page.pk, "publish_page")],
        "files": ["add_document", "add_image", "change_document", "change_image", "choose_document", "choose_image"],
    }  # fmt: skip


def test_a_closed_role_a_disabled_account_and_a_page_of_another_chapter_hold_nothing(page, make_member):
    olga, ona = (make.organizer(page.chapter, make_member(name)) for name in ("Olga", "Ona"))
    chapter_rights.keep_all_in_line()
    olga.chapter_roles.update(until=date(2025, 1, 1))
    ona.is_active = False
    ona.save()
    page.chapter = make.chapter("Brno")
    page.save()
    assert chapter_rights.keep_all_in_line() == 1
    assert held(make.chapter())["people"] == []
    assert held(make.chapter())["pages"] == []


def test_a_new_page_of_a_chapter_is_for_its_people_too(page, member):
    make.organizer(page.chapter, member)
    chapter_rights.keep_all_in_line()
    second = make.chapter_page(page.chapter)
    assert chapter_rights.keep_all_in_line() == 1
    assert {key for key, _verb in held(page.chapter)["pages"]} == {page.pk, second.pk}


def test_a_role_given_or_ended_in_the_admin_counts_at_once(page, client, program_staff, member):
    client.force_login(program_staff)
    fields = {"email": member.email, "chapter": page.chapter.pk, "kind": "organizer", "since": "2026-01-01"}
    client.post(reverse("chapter_roles:add"), {**fields, "until": ""})
    assert held(page.chapter)["people"] == ["Rosa"]
    role = ChapterRole.objects.get()
    client.post(
        reverse("chapter_roles:edit", args=[role.pk]), {**fields, "until": "2026-02-01", "reason": "Moved"}
    )
    assert held(page.chapter)["people"] == []


def test_the_door_of_the_admin_asks_for_the_role_itself(page, member):
    role = ChapterRole.objects.create(
        chapter=page.chapter, member=member, kind="editor", since=date(2024, 1, 1)
    )
    chapter_rights.keep_all_in_line()
    assert type(member).objects.get(pk=member.pk).has_perm("wagtailadmin.access_admin")
    ChapterRole.objects.filter(pk=role.pk).update(until=date(2025, 1, 1))
    assert not type(member).objects.get(pk=member.pk).has_perm("wagtailadmin.access_admin")


def test_a_chapters_people_do_not_delete_its_page(page, client, member, program_staff):
    ChapterRole.objects.create(chapter=page.chapter, member=member, kind="organizer", since=date(2024, 1, 1))
    chapter_rights.keep_all_in_line()
    alone = reverse("wagtailadmin_pages:delete", args=[page.pk])
    many = f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}&next=/admin/"
    client.force_login(member)
    for address in (alone, many):
        assert client.post(address).status_code == 302
        assert ChapterPage.objects.filter(pk=page.pk).exists()
    client.force_login(program_staff)
    client.post(alone)
    assert not ChapterPage.objects.filter(pk=page.pk).exists()
