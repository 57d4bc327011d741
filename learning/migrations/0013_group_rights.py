"""Program staff look at study groups and meetups in the admin."""

from django.db import migrations

NAME = "Program staff"
RIGHTS = {
    "studygroup": ("view_studygroup", "Can view study group"),
    "meetup": ("view_meetup", "Can view meetup"),
}


def rights(apps):
    """The permissions, made here when Django has not come to them yet (it makes them after the last migration)."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    for model, (codename, name) in RIGHTS.items():
        kind, _made = ContentType.objects.get_or_create(app_label="learning", model=model)
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
    dependencies = [("learning", "0012_door_and_desk"), ("cms", "0004_groups")]

    operations = [migrations.RunPython(grant, revoke)]
