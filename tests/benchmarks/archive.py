"""Measure the search for duplicates through a whole archive, outside of any database.

    python -m tests.benchmarks.archive --articles 10000,100000,1000000 [--memory 2GB]

Needs DuckDB (the extra `archive`). Each archive is made up of articles with 64 kept shingles: one
in ten is a reprint that keeps 40 of those of an earlier article, one in five has a boilerplate
paragraph, one in twenty a shingle that floods the archive. Printed are the time of making the
files and of the search, in seconds; the most memory that the search took; bytes of the files; and
the share of the reprints that are found with what they were printed from.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

import django

# Of each article the number, what it was printed from (itself, unless it is a reprint), and the
# least 64 of its shingles.
MADE = """
COPY (
    WITH numbered AS (
        SELECT i, CASE WHEN i % 10 = 0 THEN hash(i) % i // 10 * 10 + 1 ELSE i END AS source
        FROM range({first}, {last}) t(i)
    )
    SELECT i::BIGINT AS article_id, DATE '2010-01-01' + (i % 5000)::INTEGER AS day,
        320 AS gram_count, md5(i::VARCHAR) AS exact, source::BIGINT AS source,
        list_sort(list_distinct(
            list_transform(range(64), lambda k: -1 - (hash(
                CASE WHEN k < 40 THEN source ELSE i END * 64 + k) >> 1)::BIGINT)
            || CASE WHEN i % 5 = 1 THEN list_transform(
                range(6), lambda k: -1 - (hash(-100 * (i % 61) - k) >> 1)::BIGINT) ELSE [] END
            || CASE WHEN i % 20 = 1 THEN [-9223372036854775807] ELSE [] END))[1:64] AS shingles
    FROM numbered
) TO '{path}' (FORMAT PARQUET, COMPRESSION ZSTD)
"""
A_FILE = 100_000


def main() -> None:
    """Make archives of each size, search them, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", default="10000,100000", help="Sizes, with commas.")
    parser.add_argument("--memory", default="2GB")
    options = parser.parse_args()
    print(f"Python {sys.version.split()[0]}, DuckDB may use {options.memory}")
    print(
        f"{'articles':>10} {'made s':>7} {'search s':>9} {'CPU s':>7} {'most MB':>8} "
        f"{'bytes/article':>14} {'pairs':>9} {'found':>7}"
    )
    for size in map(int, options.articles.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            started = time.monotonic()
            run(make, Path(folder), size)
            made = time.monotonic() - started
            stored = sum(path.stat().st_size for path in Path(folder).glob("*.parquet"))
            spent, cpu, most, pairs, found = run(search, Path(folder), options.memory)
            print(
                f"{size:>10} {made:>7.1f} {spent:>9.1f} {cpu:>7.1f} {most:>8.0f} "
                f"{stored / size:>14.0f} {pairs:>9} {found:>7.4f}",
                flush=True,
            )


def run(function: object, *given: object) -> tuple[float, ...]:
    """Call in a process of its own, so that each size's memory is measured by itself."""
    with get_context("spawn").Pool(1) as pool:
        result: tuple[float, ...] = pool.apply(function, given)  # type: ignore[arg-type]
        return result


def make(folder: Path, size: int) -> None:
    """The files as `export_fingerprints` names them."""
    import duckdb

    opened = duckdb.connect()
    for number, first in enumerate(range(1, size + 1, A_FILE)):
        path = folder / f"fingerprints-{number:06}.parquet"
        opened.execute(MADE.format(first=first, last=min(first + A_FILE, size + 1), path=path))


def search(folder: Path, memory: str) -> tuple[float, float, float, int, float]:
    """Seconds, CPU seconds, megabytes, pairs, and the share of the reprints that are found."""
    os.environ.setdefault("DATABASE_URL", "sqlite://")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from articles.ingest import archiving

    started, cpu = time.monotonic(), time.process_time()
    found = archiving.pair(folder, folder / "pairs.parquet", memory=memory)
    spent, cpu = time.monotonic() - started, time.process_time() - cpu
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ((share,),) = (
        archiving.engine()
        .execute(
            "SELECT AVG((p.a IS NOT NULL)::INTEGER) FROM "
            f"read_parquet('{folder}/fingerprints-*.parquet') r LEFT JOIN "
            f"read_parquet('{folder}/pairs.parquet') p ON p.a = r.source AND p.b = r.article_id "
            "WHERE r.source < r.article_id"
        )
        .fetchall()
    )
    return spent, cpu, most, found.pairs, share


if __name__ == "__main__":
    main()
