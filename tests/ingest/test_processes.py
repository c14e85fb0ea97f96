"""Real processes on a real database: at once, beside an editor, and killed in the middle."""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests import migrated
from tests.ingest.documents import rss, rss_item
from tests.ingest.newsroom import (
    IS_POSTGRESQL,
    SERVER,
    Newsroom,
    ended,
    killed,
    wait_until,
)
from tests.migrated import named

pytestmark = pytest.mark.own_database

ITEMS = 12
# One set of databases for each process of the test run.
TEMPLATE = f"processes_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
COPY = f"{TEMPLATE}_copy"
PREPARE = """
from articles.models import Source
for slug in ("wire", "herald"):
    Source.objects.create(slug=slug, name=slug.title(), rights="full")
"""
EDIT = """
from django.utils import timezone
from articles.desk import editing
from articles.models import Article
article = editing.create(by=None, at=timezone.now(), headline="The desk's own")
for number in range(25):
    editing.edit(article, by=None, at=timezone.now(), fields={"headline": f"Edit {number}"})
print(Article.objects.get(pk=article.pk).headline)
"""

needs_sqlite = pytest.mark.skipif(IS_POSTGRESQL, reason="This is about the locks of SQLite.")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """A migrated database with two sources, made once; migrated by the run, if it did."""
    var = tmp_path_factory.mktemp("var")
    migrates = not migrated.given()
    if not IS_POSTGRESQL:
        made = Newsroom(f"sqlite:///{var}/template.sqlite3", var)
        if not migrates:
            with closing(sqlite3.connect(var / "template.sqlite3")) as file:
                migrated.copy_file(migrated.given(), file)
        prepare(made, migrates=migrates)
        made.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        yield made
        return
    made = Newsroom(named(SERVER, TEMPLATE), var)
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")
        server.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE {migrated.given() or 'template1'}")
        prepare(made, migrates=migrates)
        yield made
        server.execute(f"DROP DATABASE {TEMPLATE} WITH (FORCE)")


def prepare(newsroom: Newsroom, *, migrates: bool) -> None:
    if migrates:
        newsroom.run("migrate", "--verbosity", "0")
    newsroom.run("shell", "--verbosity", "0", "-c", PREPARE)


@pytest.fixture
def newsroom(template: Newsroom, tmp_path: Path) -> Iterator[Newsroom]:
    """A copy of the template for one test."""
    if not IS_POSTGRESQL:
        copy = tmp_path / "newsroom.sqlite3"
        shutil.copy(template.url.removeprefix("sqlite:///"), copy)
        yield Newsroom(f"sqlite:///{copy}", tmp_path)
        return
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {COPY} TEMPLATE {TEMPLATE}")
        yield Newsroom(named(SERVER, COPY), tmp_path)
        server.execute(f"DROP DATABASE {COPY} WITH (FORCE)")


def texts(number: int) -> str:
    """A body that has little in common with that of another number."""
    place = f"Station{number}"
    return "".join(
        f"<p>{place} in the {word}{number} district was {verb}ed by "
        f"{9000 + 100 * number + at} people, said {word.title()}son{number} "
        f"of the {verb} office at {place}.</p>"
        for at, (word, verb) in enumerate(
            [("harbour", "visit"), ("orchard", "paint"), ("quarry", "clean")]
        )
    )


def feed_of(tmp_path: Path, name: str = "feed", prefix: str = "") -> Path:
    path = tmp_path / f"{name}.xml"
    items = [
        rss_item(
            number,
            description=texts(number),
            guid=f"{prefix}report-{number}",
            link=f"https://{name}.example/{number}",
        )
        for number in range(1, ITEMS + 1)
    ]
    path.write_bytes(rss(*items))
    return path


def import_of(path: Path, source: str = "wire") -> list[str]:
    return ["import_file", str(path), "--source", source, "--json"]


def test_two_processes_with_one_file_make_exactly_one_article_each(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    path = feed_of(tmp_path)

    processes = [newsroom.start(*import_of(path)) for _ in range(2)]
    tallies = [json.loads(ended(process)) for process in processes]

    assert sum(tally["create"] for tally in tallies) == ITEMS
    assert sum(tally["known"] for tally in tallies) == ITEMS
    assert [tally["failed"] for tally in tallies] == [0, 0]
    assert newsroom.count("article") == ITEMS
    assert newsroom.count("capture") == ITEMS
    assert newsroom.count("credit") == ITEMS
    assert newsroom.count("fingerprint") == ITEMS


def test_two_processes_with_copies_of_each_other_see_every_pair(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    wire, herald = feed_of(tmp_path, "wire", "w"), feed_of(tmp_path, "herald", "h")

    processes = [
        newsroom.start(*import_of(wire, "wire")),
        newsroom.start(*import_of(herald, "herald")),
    ]
    for process in processes:
        ended(process)

    assert newsroom.count("article") == 2 * ITEMS
    assert newsroom.count("article", "copy_of_id IS NOT NULL") == ITEMS
    assert newsroom.count("match", "verdict = 'same-copy'") == ITEMS


def test_killed_import_is_finished_by_the_next_one_and_nothing_is_doubled(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    path = feed_of(tmp_path)
    process = newsroom.start(*import_of(path))
    wait_until(lambda: newsroom.count("article") >= 2, process)
    killed(process)
    half = newsroom.count("article")

    tally = json.loads(newsroom.run(*import_of(path)))

    assert 2 <= half < ITEMS
    assert (tally["known"], tally["create"], tally["failed"]) == (half, ITEMS - half, 0)
    assert newsroom.count("article") == ITEMS
    assert newsroom.count("capture", "article_id IS NOT NULL") == ITEMS
    assert newsroom.count("fingerprint") == ITEMS
    assert newsroom.count("credit") == ITEMS
    assert newsroom.count("change", "kind = 'create' AND model = 'articles.article'") == ITEMS


@needs_sqlite
def test_editor_saves_while_an_import_runs(newsroom: Newsroom, tmp_path: Path) -> None:
    process = newsroom.start(*import_of(feed_of(tmp_path)))
    wait_until(lambda: newsroom.count("article") >= 1, process)

    said = newsroom.run("shell", "--verbosity", "0", "-c", EDIT)

    assert said.strip() == "Edit 24"
    assert json.loads(ended(process))["create"] == ITEMS
    assert newsroom.count("article") == ITEMS + 1


def test_two_processes_judging_the_same_pairs_make_one_row_each(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    newsroom.run(*import_of(feed_of(tmp_path, "wire", "w"), "wire"))
    newsroom.run(*import_of(feed_of(tmp_path, "herald", "h"), "herald"))
    decided = "UPDATE articles_match SET decision = 'confirmed' WHERE id IN (SELECT MIN(id) "
    decided += "FROM articles_match WHERE verdict = 'same-copy')"
    newsroom.run("shell", "--verbosity", "0", "-c", sql(decided))
    newsroom.run(
        "shell", "--verbosity", "0", "-c", sql("DELETE FROM articles_match WHERE decision = ''")
    )
    pairs = [f"{number},{ITEMS + number}\n" for number in range(1, ITEMS + 1)]
    files = [tmp_path / "there.csv", tmp_path / "back.csv"]
    files[0].write_text("a,b\n" + "".join(pairs))
    files[1].write_text("b,a\n" + "".join(pairs[::-1]))

    processes = [newsroom.start("import_pairs", str(path)) for path in files]
    said = [ended(process) for process in processes]

    assert all(f"Related: {ITEMS}. Unrelated: 0." in line for line in said)
    assert newsroom.count("match", "verdict = 'same-copy'") == ITEMS
    assert newsroom.count("match", "decision = 'confirmed'") == 1
    assert newsroom.count("match") == ITEMS


def test_prints_are_rebuilt_by_two_processes_beside_an_import(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    newsroom.run(*import_of(feed_of(tmp_path, "wire", "w"), "wire"))
    newsroom.run("shell", "--verbosity", "0", "-c", sql("DELETE FROM articles_fingerprinthash"))
    newsroom.run(
        "shell", "--verbosity", "0", "-c", sql("UPDATE articles_fingerprint SET version = '0'")
    )

    rebuilding = newsroom.start("rebuild_fingerprints", "--jobs", "2")
    importing = newsroom.start(*import_of(feed_of(tmp_path, "herald", "h"), "herald"))

    assert f"Made anew: {ITEMS}." in ended(rebuilding)
    assert json.loads(ended(importing))["failed"] == 0
    holders = "SELECT COUNT(DISTINCT article_id) FROM articles_fingerprinthash"
    assert newsroom.rows(holders) == [(2 * ITEMS,)]


def sql(statement: str) -> str:
    """A program that changes rows past the desk."""
    return f"from django.db import connection\nconnection.cursor().execute({statement!r})"
