"""Measure the search in archives of several sizes, on SQLite and PostgreSQL.

    python -m tests.benchmarks.search --articles 10000,100000 [--database sqlite|postgresql]

Each archive holds made-up reports with words as common as in the news, at a rate of 200 a day;
one in 500 has a word of its own. Printed are, for each size, articles read into the index a second,
its bytes an article, and the time of a page of 50 results in milliseconds, p50 and p95: for a word
that a tenth of all articles or more have, for two such words, for a phrase, for a word that a few
articles have, for a beginning, and for a common word with filters. Times hold everything from the
text typed to the marked extracts; `CPU` is what this process took of it (p50), which on SQLite is
all and on PostgreSQL leaves out the server.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import django

from tests.runner import postgresql

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
A_DAY = 200
REPEATS = 30
POOL = 800
AT_ONCE = 500
READ = 1000


def main() -> None:
    """Fill and measure each size, each database in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", default="10000,100000", help="Sizes, with commas.")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    options = parser.parse_args()
    if options.database == "both":
        for name in ("sqlite", "postgresql"):
            command = [sys.executable, "-m", "tests.benchmarks.search", "--database", name]
            subprocess.run([*command, "--articles", options.articles], check=True)
        return
    with database(options.database) as url:
        os.environ["DATABASE_URL"] = url
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(f"{options.database}, Python {sys.version.split()[0]}, a page of 50, ms p50 / p95")
        filled = 0
        for size in map(int, options.articles.split(",")):
            fill(filled, size)
            filled = size
            print(f"          the index takes {bytes_of() / size:.0f} bytes an article", flush=True)
            measure()


@contextmanager
def database(name: str) -> Iterator[str]:
    """The address of an empty database of that kind."""
    if name == "postgresql":
        with postgresql() as url:
            yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'bench.sqlite3'}"


def fill(first: int, last: int) -> None:
    """Articles by number; the first ones through the product's own hand, which is timed.

    The others are written to the same tables with texts that are folded already: reading a hundred
    thousand is no part of what is measured.
    """
    from django.db import transaction

    from articles import search
    from articles.models import Article

    made = Made(last)
    started, worked = time.monotonic(), time.process_time()
    for start in range(first, last, AT_ONCE):
        with transaction.atomic():
            numbers = range(start, min(start + AT_ONCE, last))
            articles = Article.objects.bulk_create(made.article(n, last) for n in numbers)
            made.write_bodies(articles)
            if start - first < READ:
                search.index(article.pk for article in articles)
            else:
                made.write(articles)
        if start - first < READ <= start - first + AT_ONCE:
            spent, cpu = time.monotonic() - started, time.process_time() - worked
            rate = f"{READ / spent:.0f} read a second, {cpu / READ * 1000:.1f} ms CPU each"
            print(f"{last:>9} articles, {rate}", flush=True)


class Made:
    """Made-up articles from a pool of reports, and their entries for the index."""

    def __init__(self, last: int) -> None:
        from articles.models import Section, Source
        from articles.text import markup
        from tests.benchmarks.newsday import report

        self.chance = random.Random(last)
        self.sections = [
            Section.objects.get_or_create(slug=f"part-{n}", name=f"Part {n}")[0] for n in range(9)
        ]
        self.sources = [
            Source.objects.get_or_create(slug=f"paper-{n}", name=f"Paper {n}")[0] for n in range(20)
        ]
        self.pool = [report(number) for number in range(POOL)]
        self.html = {text.headline: markup.sanitise(text.html) for text in self.pool}
        self.folded: dict[str, str] = {}

    def article(self, number: int, last: int) -> Any:
        """The article of that number, its text still missing."""
        from articles.models import Article

        at = NOW - timedelta(days=(last - number) / A_DAY)
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
        """The HTML of its text; one in 500 has a word that ten have."""
        from tests.benchmarks.newsday import name

        headline, _blank, number = article.headline.rpartition(" ")
        rare = f"<p>Rare{name(7000 + int(number) // 5000)}.</p>" if int(number) % 500 == 0 else ""
        return self.html[headline] + rare

    def write_bodies(self, articles: list[Any]) -> None:
        """Past the field, which would clean each of them again."""
        from django.db import connection

        given = [(self.text_of(article), article.pk) for article in articles]
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE articles_article SET body_html = %s WHERE id = %s", given)

    def write(self, articles: list[Any]) -> None:
        """Their entries, as `search.index` would make them."""
        from articles.models import SearchText
        from articles.search import engine, indexing, terms
        from articles.search.query import tokens
        from articles.text import markup

        entries = []
        for article in articles:
            html = self.text_of(article)
            if html not in self.folded:
                self.folded[html] = " ".join(tokens(markup.bare(html)))
            entry = terms.entry_of(article, (), ())
            entries.append(replace(entry, body=self.folded[html]))
        engine.engine().write(entries, ())
        SearchText.objects.bulk_create([indexing._row(entry) for entry in entries])


def bytes_of() -> int:
    """What the index and the folded texts take."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
            cursor.execute(
                "SELECT pg_total_relation_size('articles_searchindex') "
                "+ pg_total_relation_size('articles_searchtext')"
            )
        else:
            cursor.execute(
                "SELECT SUM(pgsize) FROM dbstat WHERE name LIKE 'articles_search%'"
            ) if has_dbstat(cursor) else cursor.execute("SELECT 0")
        return int(cursor.fetchone()[0])


def has_dbstat(cursor: object) -> bool:
    """Whether this SQLite tells how much room a table takes."""
    cursor.execute("SELECT COUNT(*) FROM pragma_module_list WHERE name = 'dbstat'")  # type: ignore[attr-defined]
    return bool(cursor.fetchone()[0])  # type: ignore[attr-defined]


def measure() -> None:
    """Each kind of query, the desk's and the readers'."""
    from articles import search
    from articles.models import SearchText, SearchWord

    count = SearchText.objects.count()
    common = share_of(count, 0.1, 0.9)
    middling = share_of(count, 0.005, 0.03)
    names = list(SearchWord.objects.filter(count__lt=20).values_list("word", flat=True)[:200])
    rare = words_of_rare()
    bodies = SearchText.objects.order_by("pk").values_list("body", flat=True)[:200:10]
    phrases = [" ".join(body.split()[5:7]) for body in bodies]
    queries = {
        "common word": common,
        "two common words": [f"{a} {b}" for a, b in pairwise(common)],
        "less common word": middling,
        "rare word": rare,
        "a name": names,
        "phrase": [f'"{phrase}"' for phrase in phrases],
        "beginning": [f"{word[:3]}*" for word in common if len(word) > 3],
        "common, drafts of a section": [f"{w} status:draft section:part-3" for w in common],
        "common, before 90 % of all": [
            f"{w} before:{(NOW - timedelta(days=count / A_DAY * 0.9)).date()}" for w in common
        ],
        "common and rare": [f"{a} {b}" for a, b in zip(common, rare, strict=False)],
        "nothing": ["qqzzxx"],
    }
    for label, texts in queries.items():
        for who, is_desk in (("desk", True), ("readers", False)):
            spent, cpu, found = [], [], 0
            for number in range(REPEATS):
                text = texts[number % len(texts)]
                started, worked = time.perf_counter(), time.process_time()
                page = search.find(text, now=NOW, is_desk=is_desk, limit=50)
                spent.append((time.perf_counter() - started) * 1000)
                cpu.append((time.process_time() - worked) * 1000)
                found += page.count.number
            spent.sort()
            p50, p95 = spent[len(spent) // 2], spent[int(len(spent) * 0.95)]
            told = f"    {label:<28} {who:<8} {p50:>7.1f} {p95:>7.1f}"
            told += f"   CPU {sorted(cpu)[len(cpu) // 2]:>6.1f}"
            print(f"{told}   {found / REPEATS:>6.0f} ranked", flush=True)


def share_of(count: int, least: float, most: float) -> list[str]:
    """Words that such a share of the articles has, by a sample."""
    from collections import Counter

    from articles.models import SearchText

    sample = SearchText.objects.order_by("pk").values_list("body", flat=True)[:1000]
    held = Counter(word for body in sample for word in set(body.split()))
    fits = [w for w, n in held.items() if least <= n / min(count, 1000) <= most and w.isalpha()]
    return sorted(fits)[:: max(len(fits) // 30, 1)][:30]


def words_of_rare() -> list[str]:
    """Words that at most ten articles have."""
    from articles.models import SearchText

    rows = SearchText.objects.filter(article_id__in=rare_ids()).values_list("body", flat=True)
    return sorted({body.split()[-1] for body in rows})


def rare_ids() -> list[int]:
    """Every 500th article, which has a word that only ten have."""
    from articles.models import Article

    first, last = (
        Article.objects.order_by(way).values_list("pk", flat=True)[0] for way in ("pk", "-pk")
    )
    return list(range(first, last, 500))[:200]


if __name__ == "__main__":
    main()
