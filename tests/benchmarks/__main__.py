"""Measure what has a number: `python -m tests.benchmarks [--articles N]`, or `make bench`.

Prints, on a database filled with made-up articles: CPU milliseconds and queries of the main pages
rendered by Django (no page cache), CPU milliseconds of a page-cache hit, and articles per CPU
second of the cleaner, the fingerprint and the judge. CPU time of this process only; a PostgreSQL
named by DATABASE_URL works in its own and is not counted.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

WORDS = 6000
REPEATS = 40


def main() -> None:
    """Fill a database of its own, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.sqlite3"
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{path}")
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(f"{options.articles} articles, Python {sys.version.split()[0]}")
        ids = fill(options.articles)
        pages(ids)
        text_speed()


def fill(count: int) -> list[int]:
    """Insert published articles in bulk; returns their ids."""
    from articles.enums import Status
    from articles.models import Article, Section, Source, Story

    chance = random.Random(7)
    sections = [Section.objects.create(name=f"Part {n}", slug=f"part-{n}") for n in range(12)]
    sources = [
        Source.objects.create(name=f"Paper {n}", slug=f"paper-{n}", rights="full")
        for n in range(20)
    ]
    now = datetime.now(UTC)
    stories = Story.objects.bulk_create(
        Story(title=f"Story {n}", slug=f"story-{n}", last_at=now) for n in range(count // 20)
    )
    rows = []
    for number in range(count):
        at = now - timedelta(minutes=7 * number + 1)
        rows.append(
            Article(
                headline=f"{sentence(chance, 9)} {number}",
                standfirst=sentence(chance, 20),
                body_html="".join(f"<p>{sentence(chance, 55)}</p>" for _ in range(12)),
                word_count=660,
                slug=f"bench-{number}",
                language="en",
                section=chance.choice(sections),
                source=chance.choice(sources),
                story=chance.choice(stories) if number % 3 == 0 else None,
                status=Status.PUBLISHED,
                arrived_at=at,
                published_at=at,
                visible_at=at,
            )
        )
    made = Article.objects.bulk_create(rows, batch_size=500)
    return [article.pk for article in made]


def sentence(chance: random.Random, length: int) -> str:
    """A sentence of made-up words, common ones more often."""
    return " ".join(f"w{int(chance.paretovariate(0.7)) % WORDS}" for _ in range(length)) + "."


def pages(ids: list[int]) -> None:
    """CPU and queries of each page, rendered anew each time."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    chance = random.Random(3)
    paths: dict[str, Callable[[], str]] = {
        "home": lambda: "/",
        "article": lambda: f"/news/{chance.choice(ids[:1000])}/",
        "section": lambda: "/section/part-3/",
        "source": lambda: "/source/paper-3/",
        "RSS": lambda: "/feed.rss",
        "Atom": lambda: "/feed.atom",
        "JSON Feed": lambda: "/feed.json",
        "news sitemap": lambda: "/sitemap-news.xml",
    }
    print(f"{'page':<14}{'CPU ms':>8}{'queries':>9}{'kB':>8}")
    for name, path in paths.items():
        client.get(path(), follow=True)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path(), follow=True)
        queries = len(captured)  # the next request empties the log they stand in
        started = time.process_time()
        for _ in range(REPEATS):
            client.get(path(), follow=True)
        spent = (time.process_time() - started) / REPEATS * 1000
        size = len(answer.content) / 1000
        print(f"{name:<14}{spent:>8.1f}{queries:>9}{size:>8.1f}  {answer.status_code}")


def text_speed() -> None:
    """Articles a CPU second of the pure stages."""
    from articles.dedupe.fingerprint import Document, fingerprint
    from articles.dedupe.judge import judge_prints
    from articles.text.plain import clean_text

    chance = random.Random(5)
    texts = [
        "\n\n".join(sentence(chance, 55) for _ in range(12)) + "\n\nLeave a Reply\n"
        for _ in range(100)
    ]
    print(f"clean_text    {rate(lambda: [clean_text(text) for text in texts]):>8.0f} articles/s")
    documents = [Document("A headline", tuple(text.split("\n\n"))) for text in texts]
    print(f"fingerprint   {rate(lambda: [fingerprint(d) for d in documents]):>8.0f} articles/s")
    prints = [fingerprint(document) for document in documents]
    pairs = list(zip(prints, prints[1:] + prints[:1], strict=True))
    print(f"judge         {rate(lambda: [judge_prints(a, b) for a, b in pairs]):>8.0f} pairs/s")


def rate(work: Callable[[], list[object]]) -> float:
    """How many results a CPU second the work gives."""
    started = time.process_time()
    count = len(work())
    return count / (time.process_time() - started)


if __name__ == "__main__":
    main()
