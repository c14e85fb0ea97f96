"""JSON Feed 1 and 1.1."""

import json
from datetime import UTC, datetime

import pytest

from articles.errors import UnreadableFormat
from articles.formats import parse
from tests.formats.reading import sample, told


def feed(**changes: object) -> bytes:
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1", "items": [], **changes}
    ).encode()


def test_items_are_read_with_all_their_fields() -> None:
    parsed = sample("notes.feed.json")

    assert (parsed.kind, parsed.title, parsed.home_url, parsed.problems) == (
        "jsonfeed",
        "Quayside",
        "https://quay.example/",
        ("items that are no objects: 1",),
    )
    assert [told(item) for item in parsed.items] == [
        {
            "guid": "q-1",
            "url": "https://quay.example/2025/crane",
            "headline": "Crane falls at the east dock",
            "standfirst": "Nobody was hurt when the oldest crane of the port came down.",
            "body_html": '<h2>Crane falls</h2><p>The crane stood for <a href="https://quay.example'
            '/history" rel="noopener noreferrer">ninety years</a>.</p>',
            "authors": ("Ida Brandt", "Leo Mars"),
            "published_at": datetime(2025, 7, 5, 4, 0, tzinfo=UTC),
            "updated_at": datetime(2025, 7, 5, 5, 0, tzinfo=UTC),
            "language": "en",
            "tags": ("Port", "Safety"),
            "image_url": "https://quay.example/pictures/crane.jpg",
            "complete": True,
        },
        {
            "guid": "2",
            "headline": "A short note without a title.",
            "body_html": "<p>A short note without a title.</p>",
            "authors": ("Quayside Desk",),
            "language": "en",
            "problems": ("guid repeated", "no headline; made from the first words"),
            "complete": True,
        },
        {
            "guid": "2",
            "headline": "The same id again",
            "body_html": "<p>Other text.</p>",
            "authors": ("Quayside Desk",),
            "language": "en",
            "problems": ("guid repeated",),
            "complete": True,
        },
    ]


def test_raw_of_an_item_is_its_own_json() -> None:
    raw = sample("notes.feed.json").items[1].raw

    assert json.loads(raw) == {"id": 2, "content_text": "A short note without a title."}


def test_author_of_version_1_is_read() -> None:
    item = parse(feed(items=[{"id": "1", "title": "A", "author": {"name": "Ida Brandt"}}])).items[0]

    assert item.authors == ("Ida Brandt",)


def test_unknown_version_is_told() -> None:
    assert parse(feed(version="https://jsonfeed.org/version/9")).problems == (
        "version not known: https://jsonfeed.org/version/9",
    )


def test_fields_of_wrong_types_are_ignored() -> None:
    entry = {
        "id": {"a": 1}, "url": 5, "title": ["x"], "content_html": 7, "content_text": "Text.",
        "authors": "Ida", "tags": "port", "image": {}, "date_published": 20250705,
        "attachments": [5, {"mime_type": 3}],
    }  # fmt: skip

    assert [told(item) for item in parse(feed(title=3, items=[entry])).items] == [
        {
            "headline": "Text.",
            "body_html": "<p>Text.</p>",
            "problems": ("no headline; made from the first words",),
            "complete": True,
        }
    ]


def test_items_past_the_5000th_are_left_out_and_told() -> None:
    parsed = parse(feed(items=[{"id": str(n), "title": f"Item {n}"} for n in range(5_001)]))

    assert parsed.problems == ("5,001 items; only the first 5,000 were read",)
    assert len(parsed.items) == 5_000


@pytest.mark.parametrize(
    "data",
    [
        b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "cut o',
        b'{"version": "https://jsonfeed.org/version/1"}',
        b'{"items": "none"}',
        b'[{"id": 1}]',
        b"{}",
        b'{"items": ' + b"[" * 100_000,
        b'{"items": [{"id": ' + b"9" * 10_000 + b"}]}",
    ],
)
def test_json_that_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFormat) as refusal:
        parse(data)

    assert refusal.value.hint == (
        "JSON Feed has a `version` and a list named `items`; see jsonfeed.org."
    )
