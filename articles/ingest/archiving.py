"""The duplicates of a whole archive, found outside of the database: export, pairs, import.

The look-up of an arriving article is bounded by a window of days and by how many hold a key. What
lies further apart is found by one pass over files: DuckDB groups all kept shingles, joins those
that a few articles hold with themselves, and writes pairs that may be copies. The judge has the
last word when they are brought back.
"""

import csv
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from articles.dedupe.glance import PRINTS_VERSION, SLIGHT
from articles.dedupe.keys import unpack_keys
from articles.dedupe.match import COPIES
from articles.errors import NewsroomError
from articles.ingest import postings
from articles.models import Fingerprint

if TYPE_CHECKING:
    import duckdb

A_FILE = 100_000
"""Ids whose prints share a file: some 50 MB."""

AT_ONCE = 5000
"""Rows read from the database in one query."""

A_PART = 4_000_000
"""Shingles grouped at once: about 400 MB of memory, however large the archive is."""

_TABLE = Fingerprint._meta.db_table


class NoDuckDB(NewsroomError):
    """The optional package is not installed."""

    def __init__(self) -> None:
        super().__init__("DuckDB is not installed.", 'Install it: pip install "newsroom[archive]".')


def engine(memory: str = "", folder: Path | None = None) -> "duckdb.DuckDBPyConnection":
    """A DuckDB of its own in memory, which spills into `folder`; raises NoDuckDB."""
    try:
        import duckdb  # an optional extra, wanted by nobody else
    except ImportError as error:
        raise NoDuckDB from error
    opened = duckdb.connect()
    if memory:
        try:
            opened.execute("SET memory_limit = ?", [memory])
        except duckdb.Error as error:
            raise NewsroomError(
                f"{memory!r} is no amount of memory.", "Write it as 500MB or 4GB."
            ) from error
    if folder is not None:
        opened.execute("SET temp_directory = ?", [str(folder / "spilled")])
    return opened


def export(
    folder: Path, *, again: bool = False, told: Callable[[int], None] = lambda _count: None
) -> int:
    """Write all prints of this version as Parquet, a file for each `A_FILE` ids; how many.

    Files that are there are kept unless `again`; so a run that was stopped goes on. The last
    file is always made anew, for it may have grown. Columns: article_id, day, gram_count, exact,
    shingles.
    """
    folder.mkdir(parents=True, exist_ok=True)
    opened = engine(folder=folder)
    ((last,),) = postings.rows(f"SELECT MAX(article_id) FROM {_TABLE}", [])
    count = 0
    for number in range((last or -1) // A_FILE + 1):
        path = folder / f"fingerprints-{number:06}.parquet"
        if path.exists() and not again and number < (last or 0) // A_FILE:
            continue
        found = _write_file(opened, path, number * A_FILE)
        count += found
        told(found)
    return count


def _write_file(opened: "duckdb.DuckDBPyConnection", path: Path, first: int) -> int:
    """One file by way of a text that DuckDB reads in bulk; it appears when it is whole."""
    text, whole = path.with_suffix(".csv"), path.with_suffix(".part")
    count = 0
    with text.open("w", encoding="ascii", newline="") as out:
        for pk, day, grams, exact, hashes in _prints(first, first + A_FILE - 1):
            out.write(f"{pk},{day},{grams},{exact},{';'.join(map(str, unpack_keys(hashes)))}\n")
            count += 1
    if count:
        opened.execute(
            "COPY (SELECT article_id, day, gram_count, exact, "
            "CAST(string_split(keys, ';') AS BIGINT[]) AS shingles FROM read_csv(?, header = false,"
            " columns = {'article_id': 'BIGINT', 'day': 'DATE', 'gram_count': 'INTEGER', "
            "'exact': 'VARCHAR', 'keys': 'VARCHAR'}) WHERE keys <> '') "
            f"TO '{_quoted(whole)}' (FORMAT PARQUET, COMPRESSION ZSTD)",
            [str(text)],
        )
        os.replace(whole, path)
    text.unlink()
    return count


def _prints(first: int, last: int) -> Iterator[tuple[int, str, int, str, bytes]]:
    sql = (
        f"SELECT article_id, day, gram_count, exact, hashes FROM {_TABLE} "
        "WHERE article_id BETWEEN %s AND %s AND version = %s ORDER BY article_id LIMIT %s"
    )
    while found := postings.rows(sql, [first, last, PRINTS_VERSION, AT_ONCE]):
        for pk, day, grams, exact, hashes in found:
            yield pk, str(day), grams, exact, bytes(hashes)
        first = found[-1][0] + 1


@dataclass(frozen=True)
class Found:
    """What a pass over the files found."""

    articles: int
    shingles: int
    pairs: int


def pair(
    folder: Path,
    out: Path,
    *,
    memory: str = "2GB",
    told: Callable[[int, int], None] = lambda _done, _of: None,
) -> Found:
    """Write the pairs of all exported prints that may be copies, the likeliest first.

    Columns: a, b (the lower id first), shared (kept shingles), share (of those of the shorter that
    both samples cover). Parquet or CSV by the name of `out`. A shingle that more than
    `most_holders` articles hold tells nothing, as in the look-up; texts that are the same word
    for word are paired with the first of them. Raises NewsroomError where there are no files.
    """
    if not any(folder.glob("fingerprints-*.parquet")):
        raise NewsroomError(
            f"There are no exported fingerprints in {folder}.",
            f"Make them first: manage.py export_fingerprints --out {folder}",
        )
    opened = engine(memory, folder)
    opened.execute(
        "CREATE VIEW prints AS SELECT * FROM "
        f"read_parquet('{_quoted(folder)}/fingerprints-*.parquet')"
    )
    ((articles, shingles),) = opened.execute(
        "SELECT COUNT(*), COALESCE(SUM(len(shingles)), 0)::BIGINT FROM prints"
    ).fetchall()
    opened.execute("CREATE TABLE shared (a BIGINT, b BIGINT, shared UINTEGER)")
    parts = shingles // A_PART + 1
    for part in range(parts):
        opened.execute(_SHARED, [part, parts, COPIES.most_holders])
        told(part + 1, parts)
    opened.execute(_PAIRS, [COPIES.most_keys] * 2 + [int(COPIES.least_shared), SLIGHT])
    kind = "PARQUET" if out.suffix == ".parquet" else "CSV, HEADER"
    opened.execute(
        f"COPY (SELECT * FROM pairs ORDER BY share DESC, a, b) TO '{_quoted(out)}' (FORMAT {kind})"
    )
    ((pairs,),) = opened.execute("SELECT COUNT(*) FROM pairs").fetchall()
    return Found(articles, shingles, pairs)


# One part of all shingles: those that a few articles hold, joined with themselves.
_SHARED = """
INSERT INTO shared
WITH held AS (
    SELECT hash, article_id FROM (SELECT UNNEST(shingles) AS hash, article_id FROM prints)
    WHERE (hash & 9223372036854775807) % $2 = $1
), telling AS (
    SELECT LIST(article_id) AS ids FROM held GROUP BY hash HAVING COUNT(*) BETWEEN 2 AND $3
), each AS (
    SELECT UNNEST(ids) AS a, ids FROM telling
), pairs AS (
    SELECT a, UNNEST(ids) AS b FROM each
)
SELECT a, b, COUNT(*) FROM pairs WHERE a < b GROUP BY a, b
"""

# Of two samples of least keys only what lies below the lesser of their ends can be compared.
_PAIRS = """
CREATE TABLE pairs AS
WITH summed AS (
    SELECT a, b, SUM(shared) AS shared FROM shared GROUP BY a, b HAVING SUM(shared) >= $3
), sampled AS (
    SELECT s.a, s.b, s.shared, one.shingles AS ones, other.shingles AS others,
        LEAST(CASE WHEN len(one.shingles) >= $1 THEN list_max(one.shingles) END,
              CASE WHEN len(other.shingles) >= $2 THEN list_max(other.shingles) END) AS edge
    FROM summed s JOIN prints one ON one.article_id = s.a
    JOIN prints other ON other.article_id = s.b
), measured AS (
    SELECT a, b, shared, shared / LEAST(
        len(list_filter(ones, lambda k: edge IS NULL OR k <= edge)),
        len(list_filter(others, lambda k: edge IS NULL OR k <= edge))) AS share
    FROM sampled
), same AS (
    SELECT MIN(article_id) OVER (PARTITION BY exact) AS a, article_id AS b, len(shingles) AS shared,
        1.0 AS share
    FROM prints WHERE exact <> ''
)
SELECT a, b, MAX(shared)::INTEGER AS shared, MAX(share)::DOUBLE AS share FROM (
    SELECT * FROM measured WHERE share >= $4 UNION ALL SELECT * FROM same WHERE a < b)
GROUP BY a, b
"""


def read_pairs(path: Path) -> Iterator[tuple[int, int]]:
    """Ids of the pairs of a file, CSV with columns a and b, or Parquet. Raises NewsroomError."""
    if path.suffix == ".parquet":
        found = engine().execute("SELECT a, b FROM read_parquet(?)", [str(path)])
        while some := found.fetchmany(AT_ONCE):
            yield from some
        return
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if not {"a", "b"} <= set(reader.fieldnames or ()):
            raise NewsroomError(
                f"{path} has no columns a and b.", "Give the file that pair_fingerprints wrote."
            )
        for row in reader:
            try:
                yield int(row["a"]), int(row["b"])
            except (TypeError, ValueError) as error:
                raise NewsroomError(
                    f"{path}, line {reader.line_num}: a and b must be ids of articles.",
                    "Give the file that pair_fingerprints wrote.",
                ) from error


def _quoted(path: Path) -> str:
    """A path inside the quotes of SQL, where no parameter may stand."""
    return str(path).replace("'", "''")
