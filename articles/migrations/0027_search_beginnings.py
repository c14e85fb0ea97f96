# Beginnings of two and three letters get lists of their own in FTS5: without them the lists of all
# words that begin so are put together for each search, which grows with the archive. The table is
# made anew from the folded words that every article keeps.

from django.db import migrations

TABLE = """
CREATE VIRTUAL TABLE articles_searchindex USING fts5(
    headline, lead, names, facets, body, content='', tokenize='ascii'{prefix}
)
"""
FILL = """
INSERT INTO articles_searchindex (rowid, headline, lead, names, facets, body)
SELECT article_id, headline, lead, names, facets, body FROM articles_searchtext ORDER BY article_id
"""


def remake(schema_editor, prefix):
    """The table with these lists; PostgreSQL's index knows beginnings already."""
    if schema_editor.connection.vendor != "sqlite":
        return
    schema_editor.execute("DROP TABLE articles_searchindex")
    schema_editor.execute(TABLE.format(prefix=prefix))
    schema_editor.execute(FILL)


def add(apps, schema_editor):
    """Lists of beginnings."""
    remake(schema_editor, ", prefix='2 3'")


def drop(apps, schema_editor):
    """None, as before."""
    remake(schema_editor, "")


class Migration(migrations.Migration):
    dependencies = [("articles", "0026_api")]

    operations = [migrations.RunPython(add, drop)]
