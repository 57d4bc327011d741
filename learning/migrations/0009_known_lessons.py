"""Enrollments of before know the lessons their track has now: what is added from here on is new to them."""

from collections import defaultdict

from django.db import migrations


def fill(apps, schema_editor):
    lessons = defaultdict(set)
    rows = apps.get_model("learning", "TrackItem").objects.filter(module__track__live=True, lesson__live=True)
    for track, lesson in rows.values_list("module__track__translation_key", "lesson__translation_key"):
        lessons[track].add(str(lesson))
    Enrollment = apps.get_model("learning", "Enrollment")
    unknown = Enrollment.objects.filter(known_lessons__isnull=True)
    for track in set(unknown.order_by().values_list("track_key", flat=True)):
        unknown.filter(track_key=track).update(known_lessons=sorted(lessons[track]))


def forget(apps, schema_editor):
    apps.get_model("learning", "Enrollment").objects.update(known_lessons=None)


class Migration(migrations.Migration):
    dependencies = [("learning", "0008_progress_since")]

    operations = [migrations.RunPython(fill, forget)]
