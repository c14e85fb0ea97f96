"""Real readers' apps, fed by a running server: a changed story is an update, not a new item."""

import os
import shutil
import sqlite3
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
import time_machine
from django.utils import timezone

from articles.desk import editing
from articles.models import Article, Publication
from tests import factories
from tests.factories import NOW

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

NEWSBOAT = shutil.which("newsboat")


@pytest.fixture
def served(live_server: Any) -> str:
    """The address of the running server, which is the publication's, too."""
    Publication.objects.update_or_create(
        pk=1, defaults={"name": "The Test Paper", "base_url": live_server.url, "language": "en"}
    )
    return str(live_server.url)


def retitle(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(
        headline="The dyke held", slug="dyke-held", updated_at=NOW + timedelta(minutes=1)
    )


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_feedparser_reads_twice_and_finds_one_story_updated(served: str, form: str) -> None:
    article = factories.make_published(headline="The dyke may break", slug="dyke")
    factories.make_published(headline="Elsewhere")
    kept: dict[str, str] = {}

    first = feedparser.parse(f"{served}/feed.{form}")
    kept |= {entry.id: entry.title for entry in first.entries}
    again = feedparser.parse(f"{served}/feed.{form}", etag=first.etag, modified=first.modified)
    retitle(article)
    third = feedparser.parse(f"{served}/feed.{form}", etag=first.etag, modified=first.modified)
    kept |= {entry.id: entry.title for entry in third.entries}

    assert (first.status, first.bozo, again.status, again.entries) == (200, False, 304, [])
    assert (third.status, len(kept)) == (200, 2)
    assert kept[f"urn:uuid:{article.uid}"] == "The dyke held"
    assert third.feed.links[0].href == f"{served}/"
    stamps = [entry.updated for entry in third.entries if entry.id == f"urn:uuid:{article.uid}"]
    assert stamps == ["2026-11-20T12:01:00+00:00"]


@pytest.mark.skipif(NEWSBOAT is None, reason="newsboat is not installed (apt: newsboat)")
@pytest.mark.parametrize("form", ["rss", "atom"])
def test_newsboat_reads_twice_and_holds_one_story_updated(
    served: str, form: str, tmp_path: Path
) -> None:
    article = factories.make_published(headline="The dyke may break", slug="dyke")
    factories.make_published(headline="Elsewhere")
    (tmp_path / "urls").write_text(f"{served}/feed.{form}\n")

    _reload(tmp_path)
    first = _items(tmp_path)
    retitle(article)
    _reload(tmp_path)
    second = _items(tmp_path)
    # A mended word is an act and no news: no new time, and still the reader's item changes.
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        article.refresh_from_db()
        mended = {"headline": "The old dyke held"}
        editing.edit(article, by=None, at=timezone.now(), fields=mended)
        _reload(tmp_path)

    assert sorted(first.values()) == ["Elsewhere", "The dyke may break"]
    assert second == first | {f"urn:uuid:{article.uid}": "The dyke held"}
    assert _items(tmp_path) == second | {f"urn:uuid:{article.uid}": "The old dyke held"}


def _reload(folder: Path) -> None:
    assert NEWSBOAT is not None  # the test is skipped without it
    (folder / "config").write_text("")
    files = [("-u", "urls"), ("-c", "cache.db"), ("-C", "config")]
    options = [word for option, name in files for word in (option, str(folder / name))]
    subprocess.run(
        [NEWSBOAT, *options, "-x", "reload"],
        check=True,
        timeout=30,
        env={**os.environ, "HOME": str(folder), "TERM": "dumb"},
    )


def _items(folder: Path) -> dict[str, str]:
    with sqlite3.connect(folder / "cache.db") as database:
        return dict(database.execute("SELECT guid, title FROM rss_item").fetchall())
