"""Which articles hold a key: bounded reads and bulk writes of the look-up tables.

In each database's own SQL, with no object a row: one article has about a hundred of them.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from articles.dedupe.match import Lookup
from articles.models import FingerprintHash, FingerprintTerm, TermDay

Row = tuple[int, date, int]
"""Key, day and article of one posting."""


@dataclass(frozen=True)
class Table:
    """A look-up table: its name, and the name of its column of keys."""

    name: str
    key: str


HASHES = Table(FingerprintHash._meta.db_table, "hash")
TERMS = Table(FingerprintTerm._meta.db_table, "key")
DAYS = Table(TermDay._meta.db_table, "key")


@dataclass(frozen=True)
class Asked:
    """What a look-up asks for: keys with their weights, the days, and whom it leaves out.

    `besides` is one article, `after` all ids up to it.
    """

    weights: Mapping[int, float]
    since: date
    until: date
    besides: int | None
    after: int


# Of each key the newest holders, one more than say something; what too many hold counts by itself
# for nothing. It counts for an article that shares the half of all that was asked: a text that
# was reprinted a thousand times has no key left that is rare.
_RANKED = """SELECT rare, shared, article_id FROM (
    SELECT article_id, SUM(CASE WHEN held < {most} THEN weight ELSE 0 END) AS rare,
           SUM(weight) AS shared
    FROM (SELECT article_id, weight, COUNT(*) OVER (PARTITION BY asked) AS held FROM ({held}) held)
         counted
    WHERE article_id <> %s AND article_id > %s
    GROUP BY article_id) ranked
WHERE rare >= {least} OR shared >= {half}
ORDER BY rare DESC, shared DESC, article_id DESC LIMIT {candidates}
"""
_HOLDERS = """SELECT article_id FROM {name}
WHERE {key} = {asked} AND day BETWEEN {since} AND {until}
ORDER BY day DESC, article_id DESC LIMIT {most}"""


def sharing(table: Table, asked: Asked, lookup: Lookup) -> tuple[str, list[Any]]:
    """Query for the articles that share enough of the keys, those that share most first.

    Its columns are what they share of rare keys and of all, and the id. It reads at most
    `most_holders` rows a key, however many hold it.
    """
    if connection.vendor == "postgresql":
        held, parameters = _held_at_once(table, asked, lookup)
    else:
        held, parameters = _held_one_by_one(table, asked, lookup)
    sql = _RANKED.format(
        held=held,
        most=lookup.most_holders,
        least=float(lookup.least_shared),
        half=sum(asked.weights.values()) / 2,
        candidates=lookup.most_candidates,
    )
    return sql, [*parameters, asked.besides or 0, asked.after]


def _held_at_once(table: Table, asked: Asked, lookup: Lookup) -> tuple[str, list[Any]]:
    holders = _HOLDERS.format(
        name=table.name,
        key=table.key,
        asked="k.asked",
        since="%s",
        until="%s",
        most=lookup.most_holders,
    )
    held = (
        "SELECT k.asked, k.weight, h.article_id FROM "
        "UNNEST(%s::bigint[], %s::float8[]) AS k(asked, weight) "
        f"CROSS JOIN LATERAL ({holders}) h"
    )
    weights = array(asked.weights), array(asked.weights.values())
    return held, [*weights, asked.since, asked.until]


def _held_one_by_one(table: Table, asked: Asked, lookup: Lookup) -> tuple[str, list[Any]]:
    """SQLite knows no lateral join; one sub-select a key costs it no more."""
    holders = _HOLDERS.format(
        name=table.name,
        key=table.key,
        asked="%s",
        since="%s",
        until="%s",
        most=lookup.most_holders,
    )
    each = f"SELECT %s AS asked, %s AS weight, article_id FROM ({holders})"
    parameters: list[Any] = []
    for key, weight in asked.weights.items():
        parameters += [key, weight, key, asked.since, asked.until]
    return " UNION ALL ".join([each] * len(asked.weights)), parameters


def store(hashes: Iterable[Row], terms: Iterable[Row]) -> None:
    """Store postings, and that these terms were said on their days. One statement on PostgreSQL.

    Those that stand there already are left. Sorted, so that neighbours of the tree are written
    together, and that two processes with the same keys wait for each other in one order.
    """
    told = sorted(terms)
    said = sorted({(key, day) for key, day, _article_id in told})
    written: list[tuple[Table, list[Any], int]] = [
        (HASHES, sorted(hashes), 3),
        (TERMS, told, 3),
        (DAYS, said, 2),
    ]
    writes = [(table, found, width) for table, found, width in written if found]
    if not writes:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            *first, last = [_insert_at_once(table, width) for table, _found, width in writes]
            named = ", ".join(f"w{number} AS ({sql})" for number, sql in enumerate(first))
            columns = [
                array(column) for _t, found, _w in writes for column in zip(*found, strict=True)
            ]
            cursor.execute(f"WITH {named} {last}" if named else last, columns)
            return
        for table, found, width in writes:
            marks = ", ".join(["%s"] * width)
            sql = f"INSERT OR IGNORE INTO {table.name} ({_columns(table, width)}) VALUES ({marks})"
            cursor.executemany(sql, found)


def _insert_at_once(table: Table, width: int) -> str:
    given = ", ".join(["%s::bigint[]", "%s::date[]", "%s::bigint[]"][:width])
    return (
        f"INSERT INTO {table.name} ({_columns(table, width)}) SELECT * FROM UNNEST({given}) "
        "ON CONFLICT DO NOTHING"
    )


def _columns(table: Table, width: int) -> str:
    return ", ".join([table.key, "day", "article_id"][:width])


def delete(table: Table, gone: Iterable[Row]) -> None:
    """Remove postings, found by their key. One statement."""
    found = sorted(gone)
    if not found:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"DELETE FROM {table.name} t "
                "USING UNNEST(%s::bigint[], %s::date[], %s::bigint[]) AS gone(k, day, article_id) "
                f"WHERE t.{table.key} = gone.k AND t.day = gone.day "
                "AND t.article_id = gone.article_id",
                [array(column) for column in zip(*found, strict=True)],
            )
        else:
            where = f"{table.key} = %s AND day = %s AND article_id = %s"
            cursor.executemany(f"DELETE FROM {table.name} WHERE {where}", found)


Days = tuple[date, date]
"""The first and the last day of a stretch."""


def said_on_days(
    keys: Collection[int], *, within: Days, besides: Days, least: int
) -> frozenset[int]:
    """Those of the terms that were said on at least so many days `within`, less `besides`."""
    is_postgresql = connection.vendor == "postgresql"
    asked = "UNNEST(%s::bigint[]) AS k(value)" if is_postgresql else "JSON_EACH(%s) AS k"
    sql = f"""SELECT d.{DAYS.key} FROM {asked} JOIN {DAYS.name} d ON d.{DAYS.key} = k.value
        WHERE d.day BETWEEN %s AND %s AND d.day NOT BETWEEN %s AND %s
        GROUP BY d.{DAYS.key} HAVING COUNT(*) >= %s"""
    given = array(keys) if is_postgresql else json.dumps(list(keys))
    return frozenset([key for (key,) in rows(sql, [given, *within, *besides, least])])


def rows(sql: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def array(values: Iterable[Any]) -> str:
    """Numbers or days as PostgreSQL writes an array: four times faster than the driver's own."""
    return f"{{{','.join(map(str, values))}}}"
