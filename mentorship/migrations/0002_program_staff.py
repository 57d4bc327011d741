"""The group that organizes every round, with what it needs in the admin."""

from django.db import migrations

NAME = "Program staff"
RIGHTS = [
    ("mentorship", "roundpage", "run_any_round", "Can organize every mentoring round"),
    ("mentorship", "participant", "view_participant", "Can view participant"),
    ("wagtailadmin", "admin", "access_admin", "Can access Wagtail admin"),
]


def make(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    group, _made = Group.objects.get_or_create(name=NAME)
    for app, model, codename, name in RIGHTS:
        kind, _made = ContentType.objects.get_or_create(app_label=app, model=model)
        right, _made = Permission.objects.get_or_create(
            content_type=kind, codename=codename, defaults={"name": name}
        )
        group.permissions.add(right)


def take_back(apps, schema_editor):
    """Other apps may have given the group more; only what was given here is taken."""
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for group in Group.objects.filter(name=NAME):
        for app, model, codename, _name in RIGHTS[:2]:
            right = Permission.objects.filter(
                content_type__app_label=app, content_type__model=model, codename=codename
            )
            group.permissions.remove(*right)


class Migration(migrations.Migration):
    dependencies = [
        ("mentorship", "0001_mentorship"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make, take_back)]
