"""What editors, moderators and program staff may do with topics, glossary terms and exercises."""

from django.db import migrations

VERBS = {
    "Editors": ["add", "change", "view"],
    "Moderators": ["add", "change", "delete", "view"],
    "Program staff": ["add", "change", "delete", "view"],
}
MODELS = ["topic", "glossaryterm", "exercise"]


def permission(apps, model, verb):
    """The permission, made here when Django has not come to it yet (it makes them after the last migration)."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    content_type, _made = ContentType.objects.get_or_create(app_label="learning", model=model)
    found, _made = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type_id=content_type.pk,
        codename=f"{verb}_{model}",
        defaults={"name": f"Can {verb} {apps.get_model('learning', model)._meta.verbose_name_raw}"},
    )
    return found


def each(apps):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=VERBS):
        yield group, [permission(apps, model, verb) for model in MODELS for verb in VERBS[group.name]]


def grant(apps, schema_editor):
    for group, permissions in each(apps):
        group.permissions.add(*permissions)


def revoke(apps, schema_editor):
    for group, permissions in each(apps):
        group.permissions.remove(*permissions)


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_learning"), ("cms", "0004_groups")]

    operations = [migrations.RunPython(grant, revoke)]
