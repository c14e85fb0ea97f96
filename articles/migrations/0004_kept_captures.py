"""Captures that are kept beside an article without changing it have an outcome of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_site_front")]

    operations = [
        migrations.AlterField(
            model_name="capture",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("created", "New article"),
                    ("updated", "New version taken over"),
                    ("suggested", "Suggested to the desk"),
                    ("failed", "Could not be read"),
                    ("kept", "Kept, nothing changed"),
                    ("own", "Our own story coming back"),
                ],
                max_length=10,
            ),
        ),
    ]
