"""The group of helpers, and the right to review homework for them and for program staff."""

from django.db import migrations

HELPERS = "Helpers"
GROUPS = [HELPERS, "Program staff"]


def right(apps):
    """The permission, made here when Django has not come to it yet (it makes them after the last migration)."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    content_type, _made = ContentType.objects.get_or_create(app_label="learning", model="submission")
    found, _made = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type_id=content_type.pk,
        codename="review_submission",
        defaults={"name": "Can review homework"},
    )
    return found


def grant(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Group.objects.get_or_create(name=HELPERS)
    for group in Group.objects.filter(name__in=GROUPS):
        group.permissions.add(right(apps))


def revoke(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for group in Group.objects.filter(name__in=GROUPS):
        group.permissions.remove(right(apps))
    # Who helps is known by the group alone: with people in it, it stays.
    Group.objects.filter(name=HELPERS, user__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [("learning", "0003_homework"), ("cms", "0004_groups")]

    operations = [migrations.RunPython(grant, revoke)]
