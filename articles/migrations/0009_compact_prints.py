# The look-up tables without ids of their own, and the glance of a text beside its exact hash.
# What stood in them is not copied: the keys are made anew by `manage.py rebuild_fingerprints`.

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


def forget_prints(apps, schema_editor):
    """Mark every print as one of an older version; those that await a reading go on waiting."""
    apps.get_model("articles", "Fingerprint").objects.exclude(version="").update(version="0")


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_labels"),
    ]

    operations = [
        migrations.DeleteModel(name="FingerprintHash"),
        migrations.DeleteModel(name="FingerprintTerm"),
        migrations.DeleteModel(name="TermDay"),
        migrations.CreateModel(
            name="FingerprintHash",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "hash",
                        "day",
                        "article_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("hash", models.BigIntegerField()),
                ("day", models.DateField()),
                (
                    "article",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fingerprint_hashes",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "fingerprint hash",
                "verbose_name_plural": "fingerprint hashes",
                "indexes": [
                    django.contrib.postgres.indexes.BrinIndex(
                        fields=["article"], name="hash_of_article"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FingerprintTerm",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key",
                        "day",
                        "article_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("key", models.BigIntegerField()),
                ("day", models.DateField()),
                (
                    "article",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fingerprint_terms",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "event term",
                "verbose_name_plural": "event terms",
                "indexes": [
                    django.contrib.postgres.indexes.BrinIndex(
                        fields=["article"], name="term_of_article"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TermDay",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key",
                        "day",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("key", models.BigIntegerField()),
                ("day", models.DateField()),
            ],
            options={
                "verbose_name": "day of a term",
                "verbose_name_plural": "days of terms",
            },
        ),
        migrations.AddField(
            model_name="fingerprint",
            name="glance",
            field=models.BinaryField(default=b""),
        ),
        migrations.AddField(
            model_name="fingerprint",
            name="hashes",
            field=models.BinaryField(default=b""),
        ),
        migrations.AddField(
            model_name="fingerprint",
            name="terms",
            field=models.BinaryField(default=b""),
        ),
        migrations.AlterField(
            model_name="fingerprint",
            name="exact",
            field=models.CharField(max_length=64),
        ),
        migrations.AddIndex(
            model_name="fingerprint",
            index=models.Index(
                condition=models.Q(("exact", ""), _negated=True),
                fields=["exact", "article"],
                name="prints_exact",
            ),
        ),
        migrations.RunPython(forget_prints, migrations.RunPython.noop),
    ]
