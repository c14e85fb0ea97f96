"""All feeds of other projects' suites, and the hostile ones: a result or a named error."""

import json
from pathlib import Path

import pytest

from articles.errors import NewsroomError
from articles.formats import Parsed, parse
from articles.net import decompress
from articles.text.urls import is_web
from tests.conftest import SHARED
from tests.formats.reading import DATA, NOW, URL

FEEDS = SHARED / "data/ingest/feeds"
EXPECTED = json.loads((DATA / "shared_feeds.json").read_text("utf-8"))
BODY_LIMIT = 10_000_000


def outcome(path: Path) -> tuple[Parsed | None, list[object]]:
    """Read one file; as the list: kind and number of items, or the error's name and 0."""
    try:
        data = path.read_bytes()
        if path.suffix == ".gz":
            data = decompress(data, "gzip", limit=BODY_LIMIT)
        parsed = parse(data, url=URL, now=NOW)
    except NewsroomError as error:
        return None, [type(error).__name__, 0]
    return parsed, [parsed.kind, len(parsed.items)]


@pytest.mark.skipif(not FEEDS.exists(), reason="the shared material is not beside the checkout")
@pytest.mark.parametrize("name", EXPECTED)
def test_feed_of_another_suite_ends_in_a_result_or_a_named_error(name: str) -> None:
    parsed, found = outcome(FEEDS / name)

    assert found == EXPECTED[name]
    if parsed is not None:
        assert unfit_parts(parsed) == []


def unfit_parts(parsed: Parsed) -> list[str]:
    """Return what must never reach the database: control characters, scripts, odd addresses."""
    texts = list(strings((parsed.title, parsed.home_url, parsed.feed_urls)))
    for item in parsed.items:
        values = {**vars(item)}
        del values["raw"], values["report"]
        texts += strings(tuple(values.values()))
        texts += [url for url in (item.url, item.image_url) if url and not is_web(url)]
    return [text for text in texts if is_unfit(text)]


def strings(value: object) -> list[str]:
    if isinstance(value, tuple):
        return [text for part in value for text in strings(part)]
    return [value] if isinstance(value, str) else []


def is_unfit(text: str) -> bool:
    has_control = any(ord(c) < 32 and c not in "\n\t" for c in text)
    return has_control or "<script" in text or 'href="javascript:' in text or "onerror=" in text


@pytest.mark.skipif(not FEEDS.exists(), reason="the shared material is not beside the checkout")
def test_every_shared_feed_is_in_the_table() -> None:
    names = {str(path.relative_to(FEEDS)) for path in FEEDS.rglob("*") if path.is_file()}

    assert names == set(EXPECTED)
