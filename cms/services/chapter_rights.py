"""Keeps what a chapter's people may edit in line with who they are: its pages in every language, its pictures and files.

A chapter has one group of accounts and one collection. What they should hold follows from its open roles and its pages
alone; `keep_in_line` makes them agree, and changes nothing when they agree already. The door of the admin itself does not
wait for this: it asks for the roles (`cms.role_backend`).
"""

from itertools import product

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from cms.models import Chapter, ChapterPage, ChapterRights, ChapterRole

PAGES = ("add_page", "change_page", "publish_page")
FILES = tuple(f"{verb}_{kind}" for verb, kind in product(("add", "change", "choose"), ("image", "document")))


def keep_all_in_line() -> int:
    """Bring all chapters that have, or had, somebody to edit them in line. Safe to run twice. Returns how many changed."""
    roles = ChapterRole.objects.editing().values("chapter")
    chapters = Chapter.objects.filter(pk__in=roles) | Chapter.objects.filter(rights__isnull=False)
    return sum(keep_in_line(chapter=chapter) for chapter in chapters.distinct())


@transaction.atomic
def keep_in_line(*, chapter: Chapter) -> bool:
    """The chapter's group has exactly its people, and exactly its pages and files. Returns whether something changed."""
    rights = ChapterRights.objects.filter(chapter=chapter).select_related("group", "collection").first()
    made = rights is None
    if rights is None:
        rights = _make(chapter)
    return any([made, _people(rights), _pages(rights), _files(rights)])


def _make(chapter: Chapter) -> ChapterRights:
    """A group and a collection for the chapter; whoever comes second finds those of the first."""
    Chapter.objects.select_for_update().get(pk=chapter.pk)
    if found := ChapterRights.objects.filter(chapter=chapter).first():
        return found
    # Named by the uuid too: two chapters never share a name, but somebody may have made a group of this one.
    group = Group.objects.create(name=f"{chapter.name[:100]} ({chapter.uuid.hex[:8]})")
    collection = Collection.get_first_root_node().add_child(name=chapter.name)
    return ChapterRights.objects.create(chapter=chapter, group=group, collection=collection)


def _people(rights: ChapterRights) -> bool:
    roles = ChapterRole.objects.editing().filter(chapter=rights.chapter_id, member__is_active=True)
    wanted = set(roles.values_list("member_id", flat=True))
    standing = set(rights.group.user_set.values_list("pk", flat=True))
    if wanted == standing:
        return False
    rights.group.user_set.set(wanted)
    return True


def _pages(rights: ChapterRights) -> bool:
    pages = ChapterPage.objects.filter(chapter=rights.chapter_id).values_list("pk", flat=True)
    found = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGES)
    wanted = set(product(pages, found.values_list("pk", flat=True)))
    rows = {
        (row.page_id, row.permission_id): row.pk
        for row in GroupPagePermission.objects.filter(group=rights.group)
    }
    gone = [key for place, key in rows.items() if place not in wanted]
    GroupPagePermission.objects.filter(pk__in=gone).delete()
    new = wanted - rows.keys()
    GroupPagePermission.objects.bulk_create(
        (GroupPagePermission(group=rights.group, page_id=page, permission_id=key) for page, key in new),
        ignore_conflicts=True,
    )
    return bool(gone or new)


def _files(rights: ChapterRights) -> bool:
    wanted = set(
        Permission.objects.filter(
            content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=FILES
        ).values_list("pk", flat=True)
    )
    rows = GroupCollectionPermission.objects.filter(group=rights.group, collection=rights.collection)
    new = wanted - set(rows.values_list("permission_id", flat=True))
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=rights.group, collection=rights.collection, permission_id=key)
        for key in new
    )
    return bool(new)
