# Taggings and bylines learn the moment by which lists order their articles (see desk.relisting), so
# that the page of a tag or an author is one walk along an index. What is there is filled in here.

from django.db import migrations, models

TAGGINGS = """
UPDATE articles_tagging SET listed_at = (
    SELECT a.visible_at FROM articles_article a
    WHERE a.id = articles_tagging.content_object_id AND a.status = 'published'
    AND a.retracted_at IS NULL AND a.copy_of_id IS NULL)
"""
# One row of an author in a byline, so that no list shows an article twice.
BYLINES = """
UPDATE articles_contribution SET listed_at = (
    SELECT a.visible_at FROM articles_article a
    WHERE a.id = articles_contribution.article_id AND a.status = 'published'
    AND a.retracted_at IS NULL AND a.copy_of_id IS NULL)
WHERE author_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM articles_contribution b
    WHERE b.article_id = articles_contribution.article_id
    AND b.author_id = articles_contribution.author_id AND b.id < articles_contribution.id)
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0028_portraits_and_faults")]

    operations = [
        migrations.AddField(
            model_name="contribution",
            name="listed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="tagging",
            name="listed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunSQL(TAGGINGS, migrations.RunSQL.noop),
        migrations.RunSQL(BYLINES, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.OrderBy(models.F("updated_at"), descending=True),
                condition=models.Q(("updated_at__isnull", False)),
                name="article_changed",
            ),
        ),
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(
                models.F("author"),
                models.OrderBy(models.F("listed_at"), descending=True),
                models.OrderBy(models.F("article"), descending=True),
                condition=models.Q(("listed_at__isnull", False)),
                name="contribution_listed",
            ),
        ),
        migrations.AddIndex(
            model_name="tagging",
            index=models.Index(
                models.F("tag"),
                models.OrderBy(models.F("listed_at"), descending=True),
                models.OrderBy(models.F("content_object"), descending=True),
                condition=models.Q(("listed_at__isnull", False)),
                name="tagging_listed",
            ),
        ),
    ]
