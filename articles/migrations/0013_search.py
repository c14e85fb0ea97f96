# The index is no model: FTS5 has a table of its own kind, and PostgreSQL's is read by a function.
# No trigger and no key of another table ties it to anything, so no later rebuild of a table on
# SQLite touches it. It is filled by the acts and by `manage.py rebuild_search`.

import django.db.models.deletion
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

SQLITE = """
CREATE VIRTUAL TABLE articles_searchindex USING fts5(
    headline, lead, names, facets, body, content='', tokenize='ascii'
)
"""
POSTGRESQL = (
    "CREATE TABLE articles_searchindex (article_id bigint PRIMARY KEY, document tsvector NOT NULL)",
    # A short list of pending words: an editor's save would flush a long one.
    "CREATE INDEX articles_searchindex_document ON articles_searchindex USING gin (document) "
    "WITH (gin_pending_list_limit = 512)",
    # Through the index always: the planner does not know what unpacking a tsvector costs, and
    # for a common word would read the table, or the key from its end, and unpack each one.
    """
    CREATE FUNCTION articles_search(asked tsquery, low bigint, high bigint, most integer)
    RETURNS SETOF bigint LANGUAGE plpgsql STABLE
    SET enable_seqscan = off
    AS $$
    BEGIN
        RETURN QUERY
        WITH found AS MATERIALIZED (
            SELECT i.article_id FROM articles_searchindex i WHERE i.document @@ asked
        )
        SELECT f.article_id FROM found f WHERE f.article_id BETWEEN low AND high
        ORDER BY f.article_id DESC LIMIT most;
    END $$
    """,
)
# Everybody at the desk keeps views of their own; a chief alone may change another's.
OWN = ("view_savedview", "add_savedview")
GIVEN = {
    "Reporter": OWN,
    "Section editor": OWN,
    "Chief editor": (*OWN, "change_savedview", "delete_savedview"),
}


def make_index(apps, schema_editor):
    """The table, index and function of the database in use."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for sql in POSTGRESQL if is_postgresql else (SQLITE,):
        schema_editor.execute(sql)


def drop_index(apps, schema_editor):
    """Drop them; the words of the articles are elsewhere."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION articles_search(tsquery, bigint, bigint, integer)")
    schema_editor.execute("DROP TABLE articles_searchindex")


def give_rights(apps, schema_editor):
    """Add the rights to the groups that are still there; Django makes them only later."""
    config = apps.get_app_config("articles")
    former = getattr(config, "models_module", None)
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = former
    permission = apps.get_model("auth", "Permission")
    group = apps.get_model("auth", "Group")
    for name, codenames in GIVEN.items():
        rights = permission.objects.filter(
            content_type__app_label="articles", codename__in=codenames
        )
        for row in group.objects.filter(name=name):
            row.permissions.add(*rights)


def take_rights(apps, schema_editor):
    """Take the rights from the groups again."""
    permission = apps.get_model("auth", "Permission")
    group = apps.get_model("auth", "Group")
    rights = permission.objects.filter(
        content_type__app_label="articles", codename__in=GIVEN["Chief editor"]
    )
    for row in group.objects.filter(name__in=GIVEN):
        row.permissions.remove(*rights)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0012_editions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("backward", models.CharField(db_index=True, max_length=40)),
                ("count", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "search word",
                "verbose_name_plural": "search words",
            },
        ),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_text",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("headline", models.TextField(blank=True)),
                ("lead", models.TextField(blank=True)),
                ("names", models.TextField(blank=True)),
                ("facets", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
                ("version", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "search text",
                "verbose_name_plural": "search texts",
                "indexes": [
                    models.Index(
                        condition=models.Q(("version", 0)),
                        fields=["article"],
                        name="search_outdated",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                (
                    "screen",
                    models.CharField(
                        choices=[("inbox", "Inbox"), ("articles", "Articles")],
                        max_length=8,
                        verbose_name="list",
                    ),
                ),
                ("query", models.CharField(max_length=1000, verbose_name="filters")),
                (
                    "is_shared",
                    models.BooleanField(default=False, verbose_name="shared with the desk"),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="whose",
                    ),
                ),
            ],
            options={
                "verbose_name": "saved view",
                "verbose_name_plural": "saved views",
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_shared", True)),
                        fields=["screen"],
                        name="view_shared",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "screen", "name"), name="view_name_once"
                    )
                ],
            },
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(give_rights, take_rights),
    ]
