"""Program staff read who would like a chapter where."""

from django.db import migrations

NAME = "Program staff"
RIGHTS = [("view_chapterinterest", "Can view interest in a chapter")]


def rights(apps):
    """The permissions, made here when Django has not come to them yet (it makes them after the last migration)."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    kind, _made = ContentType.objects.get_or_create(app_label="cms", model="chapterinterest")
    for codename, name in RIGHTS:
        yield Permission.objects.get_or_create(
            content_type_id=kind.pk, codename=codename, defaults={"name": name}
        )[0]


def grant(apps, schema_editor):
    group, _made = apps.get_model("auth", "Group").objects.get_or_create(name=NAME)
    group.permissions.add(*rights(apps))


def revoke(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name=NAME):
        group.permissions.remove(*rights(apps))


class Migration(migrations.Migration):
    dependencies = [("cms", "0010_chapter_interests")]

    operations = [migrations.RunPython(grant, revoke)]
