"""The front of the site, which every installation has; fronts of sections are made when used."""

from django.db import migrations


def make_front(apps, schema_editor):
    """Create the row without a section, unless there is one."""
    apps.get_model("articles", "Front").objects.get_or_create(
        section=None, defaults={"name": "Home"}
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_groups")]

    # Nothing to take back: the table goes with the first migration.
    operations = [migrations.RunPython(make_front, migrations.RunPython.noop)]
