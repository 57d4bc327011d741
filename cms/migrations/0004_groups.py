"""What editors, moderators and program staff may do. Wagtail made the first two groups; nobody is a superuser for this."""

from django.db import migrations

EDITORS, MODERATORS, STAFF = "Editors", "Moderators", "Program staff"
WORKFLOW = ("Moderators approval", "Review by a moderator")

# Permissions on pages, given on the root so that they hold in the tree of every language.
PAGES = {STAFF: ["add", "change", "publish", "lock", "unlock"]}

# (application, model): what each group may do.
MODELS = {
    ("cms", "resource"): {
        EDITORS: ["add", "change", "view"],
        MODERATORS: ["add", "change", "delete", "view"],
        STAFF: ["add", "change", "delete", "view"],
    },
    ("cms", "chapter"): {MODERATORS: ["view"], STAFF: ["add", "change", "view"]},
    ("cms", "chapterrole"): {STAFF: ["add", "change", "view"]},
    ("cms", "programsettings"): {STAFF: ["change"]},
    ("cms", "member"): {STAFF: ["change", "view"]},
    ("wagtailredirects", "redirect"): {
        MODERATORS: ["add", "change", "delete"],
        STAFF: ["add", "change", "delete"],
    },
    # As Wagtail gave them to the other two; what counts are the permissions on collections below.
    ("wagtailimages", "image"): {STAFF: ["add", "change", "choose", "delete"]},
    ("wagtaildocs", "document"): {STAFF: ["add", "change", "choose", "delete"]},
    ("wagtailadmin", "admin"): {EDITORS: ["access"], MODERATORS: ["access"], STAFF: ["access"]},
    ("wagtail_localize", "translation"): {
        EDITORS: ["submit"],
        MODERATORS: ["submit"],
        STAFF: ["submit"],
    },
}

# Permissions on the pictures and documents of the root collection, which every collection inherits.
COLLECTIONS = {
    EDITORS: [],
    MODERATORS: ["delete"],
    STAFF: ["add", "change", "choose", "delete"],
}
FILES = [("wagtailimages", "image"), ("wagtaildocs", "document")]


def permission(apps, app_label, model, verb):
    """The permission, made here when Django has not come to it yet (it makes them after the last migration)."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    content_type, _made = ContentType.objects.get_or_create(app_label=app_label, model=model)
    found, _made = Permission.objects.get_or_create(
        content_type_id=content_type.pk,
        codename=f"{verb}_{model}",
        defaults={"name": f"Can {verb} {apps.get_model(app_label, model)._meta.verbose_name_raw}"},
    )
    return found


def granted(apps, table):
    for (app_label, model), groups in table.items():
        for group, verbs in groups.items():
            for verb in verbs:
                yield group, permission(apps, app_label, model, verb)


def grant(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Page = apps.get_model("wagtailcore", "Page")
    Collection = apps.get_model("wagtailcore", "Collection")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")

    groups = {name: Group.objects.get_or_create(name=name)[0] for name in (EDITORS, MODERATORS, STAFF)}
    for name, found in granted(apps, MODELS):
        groups[name].permissions.add(found)
    root = Page.objects.get(depth=1)
    for name, verbs in PAGES.items():
        for verb in verbs:
            GroupPagePermission.objects.get_or_create(
                group_id=groups[name].pk,
                page_id=root.pk,
                permission_id=permission(apps, "wagtailcore", "page", verb).pk,
            )
    library = Collection.objects.get(depth=1)
    for name, verbs in COLLECTIONS.items():
        for app_label, model in FILES:
            for verb in verbs:
                GroupCollectionPermission.objects.get_or_create(
                    group_id=groups[name].pk,
                    collection_id=library.pk,
                    permission_id=permission(apps, app_label, model, verb).pk,
                )
    rename_workflow(apps, *WORKFLOW)


def revoke(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    rename_workflow(apps, *reversed(WORKFLOW))
    Group.objects.filter(name=STAFF).delete()
    ours = {key: groups for key, groups in MODELS.items() if key[0] in {"cms", "wagtailredirects"}}
    for name, found in granted(apps, ours):
        for group in Group.objects.filter(name=name):
            group.permissions.remove(found)
    GroupCollectionPermission.objects.filter(
        group__name=MODERATORS, permission__codename__startswith="delete_"
    ).delete()


def rename_workflow(apps, before, after):
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=before).update(name=after)
    apps.get_model("wagtailcore", "Task").objects.filter(name=before).update(name=after)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0003_home"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0003_admin_managed"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0011_add_choose_permissions"),
        ("wagtailimages", "0023_add_choose_permissions"),
        ("wagtailredirects", "0001_initial"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [migrations.RunPython(grant, revoke)]
