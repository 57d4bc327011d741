"""The group that handles reports, and program staff as those who stand in where nobody of it may."""

from django.db import migrations

GROUPS = {
    "Safeguarding": ("handle_report", "Can handle reports"),
    "Program staff": ("stand_in_report", "Can handle reports when nobody of the safeguarding group may"),
}


def rights(apps):
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    kind, _made = ContentType.objects.get_or_create(app_label="cms", model="report")
    for group, (codename, name) in GROUPS.items():
        right, _made = Permission.objects.get_or_create(
            content_type=kind, codename=codename, defaults={"name": name}
        )
        yield group, right


def make(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name, right in rights(apps):
        Group.objects.get_or_create(name=name)[0].permissions.add(right)


def take_back(apps, schema_editor):
    """The groups stay: there may be people in them."""
    Group = apps.get_model("auth", "Group")
    for name, right in rights(apps):
        for group in Group.objects.filter(name=name):
            group.permissions.remove(right)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0013_reports"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make, take_back)]
