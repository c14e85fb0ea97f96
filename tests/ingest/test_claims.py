"""What an item may not claim: impossible dates, addresses that are none, nothing at all."""

from datetime import UTC, datetime, timedelta

import pytest

from articles.errors import EmptyInput
from articles.formats.item import Item
from articles.ingest import claims
from tests.factories import EARLIER, NOW


def test_sound_item_stays_as_it_is() -> None:
    item = Item(
        headline="H",
        url="https://a.example/1",
        language="pt-BR",
        published_at=EARLIER,
        updated_at=NOW + timedelta(hours=23),
        problems=("a problem",),
    )

    assert claims.believable(item, NOW) == item


@pytest.mark.parametrize(
    "when",
    [NOW + timedelta(days=2), datetime(2062, 1, 1, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)],
)
def test_impossible_dates_are_dropped_and_told(when: datetime) -> None:
    believed = claims.believable(Item(headline="H", published_at=when, updated_at=when), NOW)

    assert (believed.published_at, believed.updated_at) == (None, None)
    assert believed.problems == (
        f"published date not believed: {when:%Y-%m-%d}",
        f"updated date not believed: {when:%Y-%m-%d}",
    )


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://a.example/x", "/relative", "https://a.example/" + "x" * 2000],
)
def test_address_that_is_none_is_dropped_and_told(url: str) -> None:
    believed = claims.believable(Item(headline="H", url=url), NOW)

    assert (believed.url, believed.problems) == ("", (f"address not usable: {url[:80]}",))


@pytest.mark.parametrize(
    ("tag", "kept"),
    [
        ("en", "en"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("de-CH-1996-x-zurich", "de"),
        ("<b>", ""),
        ("", ""),
    ],
)
def test_language_fits_its_column(tag: str, kept: str) -> None:
    assert claims.believable(Item(headline="H", language=tag), NOW).language == kept


@pytest.mark.parametrize("item", [Item(), Item(url="https://a.example/", headline=" \n")])
def test_item_that_says_nothing_is_refused(item: Item) -> None:
    with pytest.raises(EmptyInput, match="neither a headline nor a text"):
        claims.believable(item, NOW)


@pytest.mark.parametrize(
    "item", [Item(headline="H"), Item(body_html="<p>x</p>"), Item(body_text="x")]
)
def test_item_with_a_headline_or_a_text_is_taken(item: Item) -> None:
    assert claims.believable(item, NOW) == item
