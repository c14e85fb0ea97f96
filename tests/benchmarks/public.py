"""Measure every public address in a large archive, rendered anew each time, on PostgreSQL.

    python -m tests.benchmarks.public --articles 1000000

The archive is that of `tests.benchmarks.lists`, with whole texts, tags, authors, credits, links
and corrections. Printed are for each address the time of a whole request in milliseconds, p50 and
p95; of it the CPU of this process (p50) and of the server (mean), which other work on the machine
does not stretch; its queries; and its slowest one. Addresses of one thing (articles, small
stories) are other ones at each request. `TEST_DATABASE_URL` names a server to fill and keep.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import django

from tests.benchmarks import lists
from tests.benchmarks.lists import NOW, Pool, Sample, sample, show_plan
from tests.benchmarks.search import Made
from tests.runner import postgresql

Path = Callable[[], str]

AUTHORS = 300
TAGS = 500
FORMS = ("rss", "atom", "json")
# A page that costs more here is worth a look.
MOST = 100


def main() -> None:
    """Fill a database, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--explain", action="store_true", help="Show the plans of what is slow.")
    parser.add_argument("--filled", action="store_true", help="An earlier run filled the server.")
    parser.add_argument("--only", default="", help="Measure the addresses whose name holds this.")
    parser.add_argument("--paths", action="store_true", help="Print addresses, measure nothing.")
    options = parser.parse_args()
    with postgresql() as url:
        os.environ["DATABASE_URL"] = url
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        django.setup()
        from django.core.management import call_command
        from django.test import Client

        call_command("migrate", verbosity=0)
        if not options.filled:
            started = time.monotonic()
            fill(options.articles)
            filled = time.monotonic() - started
            print(f"{options.articles} articles filled in {filled:.0f} s, {sys.version.split()[0]}")
        chosen = [(name, path) for name, path in paths() if options.only in name]
        if options.paths:
            print("\n".join(f"{name}\t{path()}" for name, path in chosen))
            return
        print(
            f"{'address':<30}{'p50':>7}{'p95':>7}{'CPU':>7}{'server':>8}{'queries':>9}{'slowest':>9}"
        )
        for name, path in chosen:
            told(name, sample(Client(), path), options.explain)


def told(name: str, found: Sample, explain: bool) -> None:
    """A line of the table."""
    line = f"{name:<30}{found.p50:>7.1f}{found.p95:>7.1f}{found.cpu:>7.1f}{found.server:>8.1f}"
    mark = "  over" if found.cpu + found.server > MOST else ""
    print(f"{line}{found.queries:>9}{found.slowest:>9.1f}{mark}", flush=True)
    if explain and found.server > MOST / 5:
        show_plan(found.slowest_sql)


def fill(size: int) -> None:
    """The desk's archive, with what readers see of it."""
    from articles.models import Author, Image, Publication, Tag

    Publication.objects.get_or_create(pk=1, defaults={"name": "The Bench Paper"})
    for number in range(AUTHORS):
        Author.objects.create(name=f"Author {number}", slug=f"author-{number}")
    for number in range(TAGS):
        Tag.objects.create(name=f"Topic {number}", slug=f"topic-{number}")
    lists.fill(size, Told, STATEMENTS)
    name = f"images/aa/{'a' * 32}.webp"  # no file behind it: pages read none
    Image.objects.update(file=name, width=1200, height=800)


class Told(Pool):
    """Articles with the whole of their texts."""

    def text_of(self, article: Any) -> str:
        """A dozen paragraphs, as a report of four kilobytes has them."""
        text = Made.text_of(self, article)
        short = text.partition("</p>")[0] + "</p>"
        return text + short * max(0, (4_000 - len(text)) // len(short))


# Every article has four tags, every second one an author's page, every tenth a second credit.
STATEMENTS = (
    """
    INSERT INTO articles_tagging (content_object_id, tag_id)
    SELECT g, t.id FROM generate_series(1, %(size)s) g
    CROSS JOIN LATERAL (
        SELECT DISTINCT 1 + floor(500 * power(random(), 3) + g * 0)::int AS n
        FROM generate_series(1, 4)
    ) drawn
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM articles_tag) t USING (n)
    """,
    """
    UPDATE articles_contribution c SET author_id = a.id, name = ''
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM articles_author) a
    WHERE a.n = 1 + c.article_id %% 300 AND c.article_id %% 4 = 1
    """,
    # What desk.relisting keeps.
    """
    UPDATE articles_tagging t SET listed_at = a.visible_at FROM articles_article a
    WHERE a.id = t.content_object_id AND a.status = 'published' AND a.copy_of_id IS NULL
        AND a.retracted_at IS NULL
    """,
    """
    UPDATE articles_contribution c SET listed_at = a.visible_at FROM articles_article a
    WHERE a.id = c.article_id AND c.author_id IS NOT NULL AND a.status = 'published'
        AND a.copy_of_id IS NULL AND a.retracted_at IS NULL
    """,
    """
    INSERT INTO articles_credit (article_id, source_id, text, url, position)
    SELECT a.id, s.id, '', '', 0 FROM articles_article a
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM articles_source) s
        ON s.n = 1 + a.id %% 300
    WHERE a.id %% 10 = 0 AND s.id <> a.source_id
    """,
    """
    INSERT INTO articles_relatedlink (article_id, target_id, url, title, kind, position, reason,
        made_at)
    SELECT g, g - 3, '', '', 'see-also', 0, '', %(now)s FROM generate_series(4, %(size)s, 3) g
    """,
    """
    INSERT INTO articles_correction (article_id, kind, text, paragraph_id, made_at)
    SELECT id, 'correction', 'A name was wrong.', '', visible_at FROM articles_article
    WHERE id %% 100 = 0 AND status = 'published'
    """,
)


def paths() -> Iterator[tuple[str, Path]]:
    """Every public address by name: of what is large, of what is small, of other ones each time."""
    from django.db.models import Count
    from django.urls import reverse

    from articles.models import Article, Section, Source, Story, Tag
    from articles.web.views.lists import PAGE_SIZE

    chance = random.Random(7)
    listed = Article.objects.listed(NOW)
    recent = list(listed.newest_first().select_related("story").defer("body_html")[:1000])
    tagged = Tag.objects.annotate(held=Count("taggings")).order_by("held")
    things = {
        "section, large": Section.objects.get(slug="part-0"),
        "section, small": Section.objects.get(slug="part-11"),
        "source, large": Source.objects.get(slug="paper-0"),
        "source, small": Source.objects.get(slug=f"paper-{lists.SOURCES - 2}"),
        "tag, large": tagged.last(),
        "tag, small": tagged.filter(held__gt=0).first(),
        "author": authors().first(),
    }
    told = Story.objects.filter(articles__in=listed).annotate(n=Count("articles")).order_by("-n")
    stories = [row.story for row in recent if row.story]
    yield "home", lambda: "/"
    yield "article, 1,000 in turn", lambda: chance.choice(recent).get_absolute_url()
    for name, thing in things.items():
        path = thing.get_absolute_url()
        yield name, lambda path=path: path
        key = older(thing, PAGE_SIZE)
        yield f"{name}, older", lambda path=path, key=key: path + key
        for form in FORMS:
            yield f"{name}, {form}", lambda path=path, form=form: f"{path}feed.{form}"
    story = told.first()
    yield "story, large", story.get_absolute_url
    yield "story, in turn", lambda: chance.choice(stories).get_absolute_url()
    yield "story, large, rss", lambda: f"{story.get_absolute_url()}feed.rss"
    for form in FORMS:
        yield f"latest, {form}", lambda form=form: f"/feed.{form}"
    for name in ("archive-index", "corrections", "about", "sitemap-index", "sitemap-pages",
                 "sitemap-news", "robots"):  # fmt: skip
        yield name, lambda name=name: reverse(name)
    newest = recent[0].visible_at
    yield "archive", lambda: f"/archive/{newest.year}/{newest.month:02}/"
    yield "sitemap of a month", lambda: f"/sitemap-articles-{newest.year}-{newest.month:02}.xml"


def authors() -> Any:
    """Authors by how much they wrote, the busiest first."""
    from django.db.models import Count

    from articles.models import Author

    return Author.objects.annotate(held=Count("contributions")).order_by("-held", "pk")


def older(thing: Any, size: int) -> str:
    """The query of the tenth page of its list; "" for a list that has none."""
    from articles.models import Article
    from articles.web.paging import key_of

    listed = Article.objects.listed(NOW).newest_first()
    kind = type(thing).__name__.lower()
    which = {
        "section": {"section": thing}, "source": {"source": thing}, "tag": {"taggings__tag": thing},
        "author": {"contributions__author": thing},
    }[kind]  # fmt: skip
    rows = list(listed.filter(**which).only("visible_at")[9 * size - 1 : 9 * size])
    return f"?before={key_of(rows[0])}" if rows else ""


if __name__ == "__main__":
    main()
