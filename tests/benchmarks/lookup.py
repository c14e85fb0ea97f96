"""Measure the duplicate look-up in archives of several sizes, on PostgreSQL.

    python -m tests.benchmarks.lookup --articles 10000,1000000

Each archive is filled with synthetic prints at a rate of 11,000 articles a day, so that even a
million lie within the 90 days in which copies are looked for: every article has its own hashes,
one in five a boilerplate paragraph's, one in twenty a hash that floods the table, and names as
common as in the news. The last thousand are texts in full, from which the arriving articles are
reprinted and retold. Printed are, for each size, the time of the look-up of one article's
candidates, articles a CPU second of this process for the whole judgement (reading, look-up,
judging, writing of prints and pairs), and the bytes of the look-up tables.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import django

from tests.runner import postgresql

A_DAY = 11_000
POOL = 1500
IN_FULL = 1000
ARRIVING = 300
WARMING = 100
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LEAST = -(2**63)
FLOOD = LEAST + 1
TABLES = ("fingerprinthash", "fingerprintterm", "fingerprint", "termday")


def main() -> None:
    """Fill a database for each size, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", default="10000,100000", help="Sizes, with commas.")
    parser.add_argument("--arriving", type=int, default=ARRIVING)
    options = parser.parse_args()
    sizes = [int(size) for size in options.articles.split(",")]
    with postgresql() as url:
        os.environ["DATABASE_URL"] = url
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(f"Python {sys.version.split()[0]}, arriving {options.arriving}, times in ms")
        print(
            f"{'archive':>9} {'fill s':>7} {'look-up p50':>12} {'p95':>7} {'CPU/article':>12} "
            f"{'articles/s':>11} {'wall p50':>9} {'bytes/article':>14} {'pairs':>6}"
        )
        for size in sizes:
            print(row(size, options.arriving), flush=True)


def row(size: int, arriving: int) -> str:
    """Fill anew and measure one size."""
    started = time.monotonic()
    fill(size)
    filled = time.monotonic() - started
    bytes_each = sum(sizes_of().values()) / size
    looked, spent, whole, pairs = measure(size, arriving)
    return (
        f"{size:>9} {filled:>7.0f} {part(looked, 0.5):>12.2f} {part(looked, 0.95):>7.2f} "
        f"{spent / arriving * 1000:>12.2f} {arriving / spent:>11.0f} {part(whole, 0.5):>9.2f} "
        f"{bytes_each:>14.0f} {pairs:>6}"
    )


def part(values: list[float], share: float) -> float:
    """The value below which that share of the values lies, in milliseconds."""
    return sorted(values)[int(len(values) * share)] * 1000


def sizes_of() -> dict[str, int]:
    """Bytes of each look-up table with all that belongs to it."""
    from django.db import connection

    with connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute("SELECT pg_total_relation_size(%s)", [f"articles_{table}"])
            found[table] = cursor.fetchone()[0]
        return found


def measure(size: int, arriving: int) -> tuple[list[float], float, list[float], int]:
    """Look-up times, CPU seconds of all, whole times and pairs found; after a warming up."""
    from django.db import transaction

    from articles.ingest import candidates, matching
    from articles.models import Article, Match, Source, Thresholds
    from tests.benchmarks.newsday import arrival

    looked: list[float] = []
    look_up = candidates.look_up

    def timed(*given: Any, **named: Any) -> Any:
        started = time.perf_counter()
        found = look_up(*given, **named)
        looked.append(time.perf_counter() - started)
        return found

    candidates.look_up = timed
    source = Source.objects.get(slug="arriving")
    earlier = list(range(size - IN_FULL + 1, size + 1))
    limits = Thresholds.limits_now()  # once, as a batch does
    whole, spent = [], 0.0
    for number in range(WARMING + arriving):
        text = arrival(number, earlier)
        article = Article(
            headline=text.headline, body_html=text.html, arrived_at=NOW, source=source
        )
        started, cpu = time.perf_counter(), time.process_time()
        around = matching.look(article, limits=limits)
        cpu = time.process_time() - cpu
        article.save()
        with transaction.atomic():
            before = time.process_time()
            matching.compare(article, around, now=NOW)
            cpu += time.process_time() - before
        if number >= WARMING:
            whole.append(time.perf_counter() - started)
            spent += cpu
    candidates.look_up = look_up
    return looked[WARMING:], spent, whole, Match.objects.count()


def fill(size: int) -> None:
    """Empty the tables and fill them; indexes are made after the rows, which are sorted then."""
    from django.db import connection, transaction

    from articles.models import Article, Source
    from tests.benchmarks.newsday import report

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE articles_article, articles_source, articles_termday CASCADE")
        cursor.execute("SET maintenance_work_mem = '512MB'")
    source = Source.objects.create(name="Archive", slug="archive")
    Source.objects.create(name="Arriving", slug="arriving")
    synthetic = size - IN_FULL
    seed = Article.objects.create(headline="Seed", arrived_at=NOW, source=source)
    columns = [f.column for f in Article._meta.concrete_fields if f.column not in ("id", "uid")]
    listed = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, transaction.atomic():
        pk = Article._meta.pk.column
        cursor.execute(
            f'INSERT INTO articles_article ("{pk}", uid, {listed}) SELECT g, gen_random_uuid(), '
            + listed.replace('"arrived_at"', "arrived_at - ((%s - g) * interval '1 day' / %s)")
            + " FROM articles_article a CROSS JOIN generate_series(1, %s) g WHERE a.id = %s "
            "AND g <> a.id",
            [size, A_DAY, size, seed.pk],
        )
        if seed.pk > size:
            cursor.execute("DELETE FROM articles_article WHERE id = %s", [seed.pk])
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('articles_article', 'id'), %s)", [size]
        )
    with unindexed():
        copy_prints(size, synthetic)
    full = [(number, report(number)) for number in range(synthetic + 1, size + 1)]
    write_in_full(full, source)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


class unindexed:  # noqa: N801  reads as a phrase in its with statement
    """The look-up tables without key and foreign key while they are filled."""

    KEYS = (
        ("articles_fingerprinthash", "hash, day, article_id"),
        ("articles_fingerprintterm", "key, day, article_id"),
    )

    def __enter__(self) -> None:
        from django.db import connection

        self.kept: list[tuple[str, str, str]] = []
        with connection.cursor() as cursor:
            for table, _key in self.KEYS:
                cursor.execute(
                    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
                    "WHERE conrelid = %s::regclass AND contype IN ('f', 'p')",
                    [table],
                )
                for name, definition in cursor.fetchall():
                    self.kept.append((table, name, definition))
                    cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

    def __exit__(self, *error: object) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            for table, name, definition in self.kept:
                cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def copy_prints(size: int, count: int) -> None:
    """Prints of articles 1 to `count`, made up, by COPY; postings from arrays by the server."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE staged (article_id bigint, day date, exact text, version text, "
            "hashes bigint[], terms bigint[], packed_hashes bytea, packed_terms bytea, "
            "glance bytea)"
        )
        for start in range(1, count + 1, 100_000):
            stop = min(start + 100_000, count + 1)
            cursor.execute("TRUNCATE staged")
            with cursor.connection.cursor().copy("COPY staged FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types(
                    ["int8", "date", "text", "text", "int8[]", "int8[]", "bytea", "bytea", "bytea"]
                )
                for values in made_up(start, stop, size):
                    copy.write_row(values)
            cursor.execute(
                "INSERT INTO articles_fingerprinthash (hash, day, article_id) "
                "SELECT UNNEST(hashes), day, article_id FROM staged"
            )
            cursor.execute(
                "INSERT INTO articles_fingerprintterm (key, day, article_id) "
                "SELECT UNNEST(terms), day, article_id FROM staged"
            )
            cursor.execute(
                "INSERT INTO articles_termday (key, day) "
                "SELECT DISTINCT UNNEST(terms), day FROM staged ON CONFLICT DO NOTHING"
            )
            cursor.execute(
                "INSERT INTO articles_fingerprint (article_id, exact, gram_count, version, day, "
                "hashes, terms, glance) SELECT article_id, exact, 320, version, day, "
                "packed_hashes, packed_terms, glance FROM staged"
            )
        cursor.execute("DROP TABLE staged")


def made_up(start: int, stop: int, size: int) -> Iterator[tuple[Any, ...]]:
    """Rows of prints: those of a pool of real texts, with hashes and names of their own."""
    from struct import pack, pack_into, unpack

    from articles.dedupe.fingerprint import Document, fingerprint
    from articles.dedupe.glance import PRINTS_VERSION, pack_glance
    from articles.dedupe.keys import pack_keys, signed_key
    from articles.dedupe.match import shingle_keys
    from tests.benchmarks.newsday import BOILERPLATES, boilerplate, names_of, report

    chance = random.Random(start)
    pool = []
    for number in range(POOL):
        text = report(30_000_000 + number)
        prints = fingerprint(Document(text.headline, text.paragraphs))
        named = {signed_key(key) for key in prints.names}
        plain = [term.key for term in prints.terms if term.key not in named]
        packed = pack_glance(prints)
        words, opening, names, *_rest = unpack("<6Hf", packed[:16])
        pool.append((plain, packed, 16 + 8 * words + 8 * opening, names))
    furniture = [
        shingle_keys(fingerprint(Document("", (boilerplate(n),))).shingles)
        for n in range(BOILERPLATES)
    ]
    last: date = NOW.date()
    for pk in range(start, stop):
        plain, packed, at, name_count = chance.choice(pool)
        # A report has about 130 shingles, of which the 64 least are about all negative ones.
        hashes = {key | LEAST for key in unpack("<64q", chance.randbytes(512))}
        if chance.random() < 0.2:
            hashes |= {key for key in chance.choice(furniture) if key < 0}
        if chance.random() < 0.05:
            hashes.add(FLOOD)
        keys = [signed_key(name.lower()) for name in names_of(chance, 5)]
        glance = bytearray(packed)
        count = min(name_count, len(keys))
        pack_into(f"<{count}I", glance, at, *(key & 0xFFFFFFFF for key in keys[:count]))
        kept = shingle_keys(hashes)
        terms = sorted({*plain[: 40 - len(keys)], *keys})
        day = last - timedelta(days=(size - pk) // A_DAY)
        exact = pack("<q", pk).hex()
        yield (
            pk, day, exact, PRINTS_VERSION, list(kept), terms,
            pack_keys(kept), pack_keys(terms), bytes(glance),
        )  # fmt: skip


def write_in_full(texts: list[tuple[int, Any]], source: Any) -> None:
    """Prints of real texts by the product's own hand."""
    from django.db import transaction

    from articles.ingest import matching, printing
    from articles.models import Article

    for at in range(0, len(texts), 100):
        printed = []
        with transaction.atomic():
            for pk, text in texts[at : at + 100]:
                Article.objects.filter(pk=pk).update(headline=text.headline, body_html=text.html)
                article = Article(headline=text.headline, body_html=text.html, arrived_at=NOW)
                article.source = source
                prints = matching.read(matching.document_of(article))
                printed.append(printing.Printed(pk, NOW.date(), prints))
            printing.write(printed)


if __name__ == "__main__":
    main()
