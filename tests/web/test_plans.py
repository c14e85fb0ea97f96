"""How SQLite reads what readers ask for, on a database that ANALYZE was never run on.

A new newsroom has no statistics, and nobody runs ANALYZE on the day it needs them: every statement
behind every public address is explained here, and none may sort or read through what grows.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.web import paging
from tests.benchmarks.growth import steps
from tests.factories import NOW
from tests.test_visibility import API_PATHS, PATHS, make_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps statistics"),
]

# Tables that have as many rows as there are people, sections, fronts or sources.
SMALL = {
    "section", "front", "frontslot", "edition", "publication", "source", "sectionmember", "image",
}  # fmt: skip
# What one article, one thread or one row of history has, what was looked for by its key, what
# happened in the last weeks, and words that begin alike: a handful, however old the paper is.
FEW = re.compile(
    r"INTEGER PRIMARY KEY|autoindex_\w+_\d+ \((\w+=\?( AND )?)+\)|"
    r"_(article|content_object|parent|survivor)_id_\w+ \(|change_row|comment_threads|"
    r"comment_article|withdrawal_latest|merge_latest|article_expiry|article_story|"
    r"autoindex_articles_searchword_1|articles_searchword_backward|autoindex_articles_tag_3"
)
READ = re.compile(r"(?:SEARCH|SCAN) (\S+)(?: USING (.*))?")
ALIAS = re.compile(r'"articles_(\w+)"(?: "?([A-Z]+\d+)"?)?')


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def addresses() -> list[str]:
    world = make_world()
    paths = [path(world) for path in (*PATHS.values(), *API_PATHS.values())]
    paths = [path for path in paths if not path.endswith(("feed.atom", "feed.json"))]  # as RSS
    older = "?before=20261120T120000000000-9"
    lists = ("/section/world/", "/tag/zoo/", "/source/wire/", "/author/ann/", "/archive/2026/11/")
    paths += [path + more for path in lists for more in ("", older)]
    paths += [f"{path}feed.rss{older}" for path in ("/", *lists[:4])]
    queries = ("section=world", "source=wire", "tag=zoo", "author=ann", "language=en")
    return [*paths, *(f"/api/v1/articles?{query}" for query in queries), "/search/?q=nothing"]


def asked(client: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path, follow=True).status_code == 200, path
    told = [query["sql"] for query in queries.captured_queries]
    return [sql for sql in told if sql.startswith(("SELECT", "WITH"))]


def faults(sql: str) -> list[str]:
    """What in the plan of a statement costs more in a larger archive."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql.replace('%', '%%')}", [])
        plan = cursor.fetchall()
    tables = {alias or f"articles_{table}": table for table, alias in ALIAS.findall(sql)}
    found = []
    for _id, parent, _unused, line in plan:
        read = READ.match(line)
        if read is None or tables.get(read[1], "other") in SMALL | {"other"}:
            continue
        around = [other for _i, above, _u, other in plan if above == parent]
        is_sorted = any("TEMP B-TREE" in other and "RIGHT PART" not in other for other in around)
        is_list = any(i == parent and "LIST SUBQUERY" in other for i, _p, _u, other in plan)
        is_cut = "LIMIT" in sql
        if not FEW.search(read[2] or "") and (is_sorted or is_list or not is_cut):
            found.append(line)
    return found


def test_no_public_statement_sorts_or_reads_through_what_grows(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name = 'sqlite_stat1'")
        assert cursor.fetchall() == []  # else the plans would be those of an analysed database
    slow: list[str] = []
    known: set[str] = set()

    for path in addresses():
        for sql in asked(client, path):
            shape = re.sub(r"'[^']*'|\d+(, \d+)*", "?", sql)
            if shape not in known:
                slow += [f"{path}: {line}" for line in faults(sql)]
            known.add(shape)

    assert len(known) > 100
    assert slow == []


def test_page_of_long_ago_takes_as_many_steps_as_the_newest() -> None:
    at = [NOW - timedelta(hours=hours) for hours in range(400)]
    Article.objects.bulk_create(
        Article(headline=f"Report {n}", status="published", arrived_at=moment,
                published_at=moment, visible_at=moment)
        for n, moment in enumerate(at)
    )  # fmt: skip
    listed = Article.objects.listed(NOW)
    old = paging.key_of(listed.newest_first()[380])

    newest, long_ago = (steps(lambda key=key: paging.cut(listed, before=key, size=10))
                        for key in ("", old))  # fmt: skip

    assert long_ago < 2 * newest
