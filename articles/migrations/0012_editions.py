"""Fronts get editions: what readers see, a draft beside it, and every launch to roll back to.

What was picked so far becomes each front's first live edition.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _settle(schema_editor):
    """Let PostgreSQL check the keys now: a table with checks pending cannot be altered."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


def _retell(apps, key_of, former, latter):
    """Name the new column in the history of slots, so that acts of before can be undone."""
    changes = apps.get_model("articles", "Change").objects
    for change in changes.filter(model="articles.frontslot").exclude(kind="update").iterator():
        for image in (change.before, change.after):
            if isinstance(image, dict) and former in image:
                image[latter] = key_of.get(image.pop(former))
        change.save(update_fields=["before", "after"])


def begin_editions(apps, schema_editor):
    """Give every front a live edition that holds its slots."""
    live = {}
    for front in apps.get_model("articles", "Front").objects.order_by("pk"):
        edition = apps.get_model("articles", "Edition").objects.create(front=front)
        front.live = edition
        front.save(update_fields=["live"])
        apps.get_model("articles", "FrontSlot").objects.filter(front=front).update(edition=edition)
        live[front.pk] = edition.pk
    _retell(apps, live, "front_id", "edition_id")
    _settle(schema_editor)


def end_editions(apps, schema_editor):
    """Give the slots of live editions back to their fronts; drafts and former ones go."""
    slots = apps.get_model("articles", "FrontSlot").objects
    live = {}
    for front in apps.get_model("articles", "Front").objects.exclude(live=None).order_by("pk"):
        slots.filter(edition=front.live_id).update(front=front)
        live[front.live_id] = front.pk
    slots.filter(front=None).delete()
    _retell(apps, live, "edition_id", "front_id")
    _settle(schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0011_bulk_runs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begun_at", models.DateTimeField(blank=True, null=True, verbose_name="begun")),
                ("base", models.JSONField(blank=True, default=dict)),
                (
                    "launched_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="launched"),
                ),
                (
                    "rule_order",
                    models.CharField(
                        choices=[
                            ("weighed", "newest first, the urgent counting as newer"),
                            ("newest", "newest first"),
                        ],
                        default="weighed",
                        max_length=8,
                        verbose_name="order",
                    ),
                ),
                (
                    "rule_own_first",
                    models.BooleanField(default=False, verbose_name="own texts first"),
                ),
            ],
            options={
                "verbose_name": "edition of a front",
                "verbose_name_plural": "editions of fronts",
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="frontslot",
            name="replaced_headline",
            field=models.CharField(blank=True, editable=False, max_length=500),
        ),
        migrations.AddField(
            model_name="edition",
            name="begun_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="former",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.edition",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="front",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="editions",
                to="articles.front",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="launched_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="rule_section",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.section",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="rule_tag",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.tag",
            ),
        ),
        migrations.AddField(
            model_name="front",
            name="draft",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="draft_of",
                to="articles.edition",
            ),
        ),
        migrations.AddField(
            model_name="front",
            name="live",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="live_of",
                to="articles.edition",
            ),
        ),
        migrations.AddField(
            model_name="frontslot",
            name="edition",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="slots",
                to="articles.edition",
            ),
        ),
        migrations.AlterField(
            model_name="frontslot",
            name="front",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="slots",
                to="articles.front",
            ),
        ),
        migrations.RunPython(begin_editions, end_editions),
        migrations.RemoveConstraint(
            model_name="frontslot",
            name="slot_once",
        ),
        migrations.RemoveConstraint(
            model_name="frontslot",
            name="slot_article_once",
        ),
        migrations.AlterModelOptions(
            name="frontslot",
            options={
                "ordering": ["edition", "position", "id"],
                "verbose_name": "slot",
                "verbose_name_plural": "slots",
            },
        ),
        migrations.RemoveField(
            model_name="frontslot",
            name="front",
        ),
        migrations.AlterField(
            model_name="frontslot",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="slots",
                to="articles.edition",
            ),
        ),
        migrations.AddIndex(
            model_name="frontslot",
            index=models.Index(
                models.F("from_at"),
                condition=models.Q(("from_at__isnull", False)),
                name="slot_begins",
            ),
        ),
        migrations.AddIndex(
            model_name="frontslot",
            index=models.Index(
                models.F("until_at"),
                condition=models.Q(("until_at__isnull", False)),
                name="slot_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="frontslot",
            constraint=models.UniqueConstraint(fields=("edition", "position"), name="slot_once"),
        ),
        migrations.AddConstraint(
            model_name="frontslot",
            constraint=models.UniqueConstraint(
                fields=("edition", "article"), name="slot_article_once"
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                models.F("front"),
                models.OrderBy(models.F("launched_at"), descending=True),
                name="edition_launches",
            ),
        ),
    ]
