"""Measure the readers' search in archives of several sizes, on SQLite and PostgreSQL.

    python -m tests.benchmarks.search --articles 10000,1000000 [--database sqlite|postgresql]

Each archive holds made-up reports of about 170 words, as common as in the news, at a rate of 200 a
day. Some thousand are made through the product's own hand and multiplied by the database; one in
500 has a word that nine others have, one in 25 a word that 400 have, spread over all years; a third
stands in stories, a tenth is hidden. Printed are, for each kind of search, the milliseconds of a
whole request for the page of 20 results, p50 and p95 (no page cache), the CPU that this process
took of it (p50) and PostgreSQL's (mean), and how many results were ranked.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import django

from tests.benchmarks.filling import article_columns, server_cpu, unindexed
from tests.runner import postgresql

NOW = datetime.now(UTC)
A_DAY = 200
REPEATS = 40
POOL = 800
MADE = 2_000
PARAGRAPHS = 5
AT_ONCE = 500
CHUNK = 50_000


def main() -> None:
    """Fill and measure each size, each in a process and a database of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", default="10000,100000", help="Sizes, with commas.")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--url", default="", help="A database to fill and keep, or kept earlier.")
    options = parser.parse_args()
    sizes = options.articles.split(",")
    names = ("sqlite", "postgresql") if options.database == "both" else (options.database,)
    if len(sizes) * len(names) > 1:
        for name in names:
            for size in sizes:
                command = [sys.executable, "-m", "tests.benchmarks.search", "--database", name]
                subprocess.run([*command, "--articles", size], check=True)
        return
    with database(names[0], options.url) as url:
        os.environ["DATABASE_URL"] = url
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        django.setup()
        from django.core.management import call_command

        from articles.models import SearchText

        call_command("migrate", verbosity=0)
        size = int(sizes[0])
        print(f"{names[0]}, {size} articles, Python {sys.version.split()[0]}", flush=True)
        if not SearchText.objects.exists():
            fill(size)
        measure(size)


@contextmanager
def database(name: str, url: str = "") -> Iterator[str]:
    """The address of an empty database of that kind, or the given one."""
    if url:
        yield url
    elif name == "postgresql":
        with postgresql() as url:
            yield url
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder) / 'bench.sqlite3'}"


def fill(size: int) -> None:
    """The first by the product's own hand, which is timed; all others by the database."""
    from django.db import connection, transaction

    from articles import search
    from articles.models import Article, Publication

    Publication.objects.get_or_create(pk=1)
    made = Made(size)
    started, worked = time.monotonic(), time.process_time()
    for start in range(0, MADE, AT_ONCE):
        with transaction.atomic():
            articles = Article.objects.bulk_create(
                made.article(n, size) for n in range(start, start + AT_ONCE)
            )
            made.write_bodies(articles)
            search.index(article.pk for article in articles)
    spent, cpu = time.monotonic() - started, time.process_time() - worked
    print(f"    {MADE / spent:.0f} read a second, {cpu / MADE * 1000:.1f} ms CPU each", flush=True)
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute("SET maintenance_work_mem = '1GB'")
        with unindexed(cursor, ("article", "searchtext", "searchindex")[: 2 + is_postgresql]):
            for statement in STORIES, ARTICLES, TEXTS, DOCUMENTS if is_postgresql else WORDS:
                run(cursor, statement, size)
        cursor.execute("VACUUM ANALYZE" if is_postgresql else "ANALYZE")
        if is_postgresql:
            cursor.execute("SELECT pg_database_size(current_database())")
            print(f"    {cursor.fetchone()[0] / size:.0f} bytes an article, all told", flush=True)


def run(cursor: Any, statement: str, size: int) -> None:
    """One statement of the multiplication, some ten thousand articles at a time."""
    from django.db import connection

    first_at = made_at(size)
    given = {"made": MADE, "size": size, "a_day": A_DAY, "start": first_at.timestamp()}
    given |= {"year": f"at·{first_at.year}", "month": f"at·{first_at:%Y%m}"}
    spelt = SPELT[connection.vendor]
    told = statement.format(**spelt, **article_columns(OWN)).format(**spelt)
    for low in range(MADE + 1, size + 1, CHUNK):
        cursor.execute(told, {**given, "low": low, "high": min(low + CHUNK - 1, size)})
    print(f"    {time.strftime('%H:%M:%S')} {statement.split('(')[0].strip()}", flush=True)


def made_at(size: int) -> datetime:
    """The day of those that are made by hand, the oldest of all."""
    return NOW - timedelta(days=size / A_DAY)


class Made:
    """Made-up articles from a pool of reports."""

    def __init__(self, last: int) -> None:
        from articles.models import Section, Source
        from articles.text import markup
        from tests.benchmarks.newsday import report

        self.chance = random.Random(last)
        self.sections = [
            Section.objects.get_or_create(slug=f"part-{n}", name=f"Part {n}")[0] for n in range(9)
        ]
        self.sources = [
            Source.objects.get_or_create(slug=f"paper-{n}", name=f"Paper {n}", rights="full")[0]
            for n in range(20)
        ]
        self.pool = [report(number) for number in range(POOL)]
        self.html = {
            text.headline: markup.sanitise(
                "".join(f"<p>{paragraph}</p>" for paragraph in text.paragraphs[:PARAGRAPHS])
            )
            for text in self.pool
        }

    def article(self, number: int, last: int) -> Any:
        """The article of that number, its text still missing."""
        from articles.models import Article

        at = made_at(last)
        return Article(
            headline=f"{self.chance.choice(self.pool).headline} {number}",
            language="en",
            section=self.chance.choice(self.sections),
            source=self.chance.choice(self.sources),
            status="published" if number % 10 else "draft",
            arrived_at=at,
            published_at=at,
            visible_at=at,
        )

    def text_of(self, article: Any) -> str:
        """The HTML of its text."""
        headline, _blank, _number = article.headline.rpartition(" ")
        return self.html[headline]

    def write_bodies(self, articles: list[Any]) -> None:
        """Past the field, which would clean each of them again."""
        from django.db import connection

        given = [(self.text_of(article), article.pk) for article in articles]
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE articles_article SET body_html = %s WHERE id = %s", given)


# Words that ten and 400 articles have, each spread over the whole archive; none of them hidden.
RARE = "CASE WHEN g %% 500 = 7 THEN ' rare' || ((g / 500) %% (%(size)s / 5000)) ELSE '' END"
SOME = "CASE WHEN g %% 25 = 7 THEN ' some' || ((g / 25) %% (%(size)s / 10000)) ELSE '' END"
SPELT = {
    "sqlite": {
        "uid": "lower(hex(randomblob(16)))",
        "moment": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', %(start)s + g * 86400.0 / %(a_day)s,"
        " 'unixepoch')",
        "year": "strftime('%%Y', %(start)s + g * 86400.0 / %(a_day)s, 'unixepoch')",
        "month": "strftime('%%Y%%m', %(start)s + g * 86400.0 / %(a_day)s, 'unixepoch')",
        "series": "(WITH RECURSIVE n(g) AS (SELECT %(low)s UNION ALL SELECT g + 1 FROM n "
        "WHERE g < %(high)s) SELECT g FROM n)",
        "rare": RARE,
        "some": SOME,
    },
    "postgresql": {
        "uid": "gen_random_uuid()",
        "moment": "to_timestamp(%(start)s + g * 86400.0 / %(a_day)s)",
        "year": "to_char(to_timestamp(%(start)s + g * 86400.0 / %(a_day)s), 'YYYY')",
        "month": "to_char(to_timestamp(%(start)s + g * 86400.0 / %(a_day)s), 'YYYYMM')",
        "series": "(SELECT generate_series(%(low)s::bigint, %(high)s::bigint) AS g)",
        "rare": RARE,
        "some": SOME,
    },
}
# What a multiplied article has of its own; of a story seven tell.
OWN = {
    "id": "g",
    "uid": "{uid}",
    "headline": "a.headline || ' ' || g",
    "slug": "'bench-' || g",
    "arrived_at": "{moment}",
    "published_at": "{moment}",
    "visible_at": "{moment}",
    "story_id": "CASE WHEN g %% 3 = 0 THEN 1 + (g - 1) / 20 END",
    "body_html": "a.body_html || '<p>' || {rare} || {some} || '</p>'",
}
STORIES = """
    INSERT INTO articles_story (id, uid, title, slug, summary, language, status, created_at,
        last_at)
    SELECT 1 + (g - 1) / 20, {uid}, 'Story ' || g, 'story-' || g, '', 'en', 'active', {moment},
        {moment}
    FROM {series} s WHERE g %% 20 = 1
"""
ARTICLES = """
    INSERT INTO articles_article ({columns}) SELECT {values}
    FROM {series} s JOIN articles_article a ON a.id = 1 + (g * 7919) %% %(made)s
"""
# The facets end with the year and the month of those that were made by hand.
TEXTS = """
    INSERT INTO articles_searchtext (article_id, headline, lead, names, facets, body, version)
    SELECT g, t.headline || ' ' || g, t.lead, t.names,
        substr(t.facets, 1, length(t.facets) - length(%(year)s || ' ' || %(month)s))
            || 'at·' || {year} || ' at·' || {month},
        t.body || {rare} || {some}, t.version
    FROM {series} s JOIN articles_searchtext t ON t.article_id = 1 + (g * 7919) %% %(made)s
"""
WORDS = """
    INSERT INTO articles_searchindex (rowid, headline, lead, names, facets, body)
    SELECT article_id, headline, lead, names, facets, body FROM articles_searchtext
    WHERE article_id BETWEEN %(low)s AND %(high)s ORDER BY article_id
"""
# The numbers of the blocks of ids that an article lies in: see articles.search.postgresql.
DOCUMENTS = """
    INSERT INTO articles_searchindex (article_id, document)
    SELECT g, ts_delete(i.document, ARRAY['14·0', '17·0', %(year)s, %(month)s])
        || ('''14·' || (g >> 14) || ''' ''17·' || (g >> 17) || ''' ''at·' || {year} || ''' ''at·'
            || {month} || ''' ' || g || ':9' || {rare} || {some})::tsvector
    FROM {series} s
    JOIN articles_searchindex i ON i.article_id = 1 + (g * 7919) %% %(made)s
"""


def searches(size: int) -> dict[str, list[str]]:
    """What is measured: a name, and addresses that are asked in turn."""
    from urllib.parse import quote

    from articles.models import SearchText, SearchWord

    texts = SearchText.objects.order_by("pk").values_list("body", flat=True)[:1000]
    held = Counter(word for body in texts for word in set(body.split()) if word.isalpha())
    common = [w for w, n in held.most_common() if 100 <= n <= 900][::12][:24]
    phrases = [" ".join(body.split()[5:7]) for body in texts[:400:20]]
    slips = SearchWord.objects.filter(count__gt=2, word__regex="^[a-z]{7,}$").order_by("word")
    slipped = [f"{word[:3]}{word[4]}{word[3]}{word[5:]}" for word in slips.values_list(
        "word", flat=True)[:400:20]]  # fmt: skip
    kinds = {
        "rare word, 10 have it": [f"rare{n}" for n in range(min(size // 5000, 40))],
        "rare word, 400 have it": [f"some{n}" for n in range(min(size // 10000, 40))],
        "common word": common,
        "two common words": [f"{a} {b}" for a, b in pairwise(common)],
        "common and rare word": [
            f"{word} some{n % max(size // 10000, 1)}" for n, word in enumerate(common)
        ],
        "phrase": [f'"{phrase}"' for phrase in phrases],
        "beginning": [f"{word[:3]}*" for word in common if len(word) > 3],
        "word that nothing has": [f"qqzz{n}" for n in range(20)],
        "slip of the hand": slipped,
    }
    paths = {name: [f"/search/?q={quote(text)}" for text in asked] for name, asked in kinds.items()}
    words = paths["common word"]
    day = (NOW - timedelta(days=size / A_DAY * 0.9)).date()
    paths |= {
        "common, newest first": [f"{path}&sort=newest" for path in words],
        "common, of a section": [f"{path}&section=part-3" for path in words],
        "common, of a source": [f"{path}&source=paper-3" for path in words],
        "common, oldest tenth": [f"{path}&to={day}" for path in words],
        "nothing asked": ["/search/"],
        "completing": [f"/search/complete?q={quote(word[:4])}" for word in common],
    }
    return paths


def measure(size: int) -> None:
    """A line for each kind of search."""
    from django.test import Client

    client = Client()
    client.get("/search/?q=the")
    print(f"    {'':<26}{'p50':>8}{'p95':>8}{'CPU':>8}{'server':>8}  load {load()}")
    for name, paths in searches(size).items():
        spent, cpu = [], []
        client.get(paths[-1])
        server = server_cpu()
        for number in range(REPEATS):
            path = paths[number % len(paths)]
            started, worked = time.perf_counter(), time.process_time()
            answer = client.get(path)
            spent.append((time.perf_counter() - started) * 1000)
            cpu.append((time.process_time() - worked) * 1000)
            assert answer.status_code == 200, (path, answer.status_code)
        served = (server_cpu() - server) / REPEATS * 1000
        p50, p95 = (sorted(spent)[int(REPEATS * share)] for share in (0.5, 0.95))
        told = (
            f"    {name:<26}{p50:>8.1f}{p95:>8.1f}{sorted(cpu)[REPEATS // 2]:>8.1f}{served:>8.1f}"
        )
        print(f"{told}  {said(answer.content.decode())}", flush=True)


def said(page: str) -> str:
    """What the page says of its results."""
    _before, mark, after = page.partition('role="status"')
    return " ".join(after.partition("</p>")[0].rpartition("<p>")[2].split())[:40] if mark else ""


def load() -> str:
    """How busy the machine is."""
    return f"{os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    main()
