"""A certificate says what kind it is, and points at whatever was finished."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("learning", "0014_feedback_consent")]

    operations = [
        migrations.RemoveConstraint(model_name="certificate", name="certificate_standing_once_per_track"),
        migrations.RenameField(model_name="certificate", old_name="track_key", new_name="about_key"),
        migrations.AddField(
            model_name="certificate",
            name="kind",
            field=models.CharField(default="track", editable=False, max_length=10),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at__isnull", True)),
                fields=("member", "about_key"),
                name="certificate_standing_once",
            ),
        ),
    ]
