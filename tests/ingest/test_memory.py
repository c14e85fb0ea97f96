"""What a source repeats is chrome from its fourth article on, and can be restored."""

from datetime import timedelta

import pytest

from articles import formats
from articles.formats.item import Item
from articles.ingest import memory, pasting, store
from articles.models import Article, Source, SourceLine
from tests.factories import NOW, make_chief, make_source
from tests.ingest.documents import (
    FLOOD,
    HEAT,
    MUSEUM,
    RATE,
    TRAM,
    html,
    make_item,
    make_parsed,
)

pytestmark = pytest.mark.django_db

CHROME = "The Tide Table: our letter before supper"
TEXTS = (FLOOD, TRAM, HEAT, MUSEUM, RATE)
HEADLINES = (
    "River breaks dyke",
    "Council passes tram line",
    "Hottest day on record",
    "Manuscript goes home",
    "Bank raises its rate",
)


@pytest.fixture
def herald() -> Source:
    return make_source(slug="herald")


def page(number: int) -> str:
    """A pasted page with the same line of furniture in the middle of each."""
    first, *rest = TEXTS[number]
    return "\n\n".join([HEADLINES[number], first, CHROME, *rest])


def bring(source: Source, number: int) -> tuple[Article, Item]:
    parsed = formats.parse(page(number).encode(), chrome=memory.chrome_of(source, NOW))
    tally = store.take_in(parsed, source=source, now=NOW)
    return Article.objects.get(pk=tally.article_ids[0]), parsed.items[0]


def test_line_seen_in_three_articles_is_cut_from_the_fourth_with_its_reason(
    herald: Source,
) -> None:
    brought = [bring(herald, number) for number in range(4)]

    assert [CHROME in article.body_text for article, _item in brought] == [True, True, True, False]
    cuts = [cut for cut in brought[3][1].report["cut"] if cut["line"] == CHROME]
    assert [cut["reason"] for cut in cuts] == ["known-chrome"]


def test_cut_line_can_be_restored(herald: Source) -> None:
    for number in range(3):
        bring(herald, number)
    text = page(3)
    cleaned = pasting.understand(text, now=NOW, source=herald)
    (cut,) = [cut for cut in cleaned.cut if cut.line == CHROME]

    article, _new = pasting.paste(
        text, source=herald, by=make_chief(), at=NOW, keep=frozenset({cut.number})
    )

    assert CHROME in article.body_text


def test_line_stays_chrome_as_long_as_it_comes(herald: Source) -> None:
    for number in range(5):
        bring(herald, number)

    (line,) = SourceLine.objects.filter(text=CHROME.casefold())
    assert line.article_count == 5


def test_chrome_of_one_source_is_none_of_another(herald: Source) -> None:
    for number in range(3):
        bring(herald, number)

    assert memory.chrome_of(make_source(), NOW) == frozenset()
    assert memory.chrome_of(herald, NOW) == {CHROME.casefold()}


def test_chrome_is_forgotten_after_a_month(herald: Source) -> None:
    for number in range(3):
        bring(herald, number)

    assert memory.chrome_of(herald, NOW + timedelta(days=31)) == frozenset()


def test_article_taken_in_twice_counts_once(herald: Source) -> None:
    for _time in range(3):
        bring(herald, 0)

    assert set(SourceLine.objects.values_list("article_count", flat=True)) == {1}


def test_updates_of_one_report_under_new_guids_make_no_chrome_of_its_sentences(
    herald: Source,
) -> None:
    for number in range(4):
        item = make_item(
            guid=f"mwa:city:K20381:{number}",
            headline=f"UPDATE {number}: River breaks dyke",
            body_html=html((*FLOOD, "He was ninety-four.", f"Change {number} of many.")),
        )
        store.take_in(make_parsed(item), source=herald, now=NOW)

    assert Article.objects.count() == 4
    assert memory.chrome_of(herald, NOW) == frozenset()


def test_long_lines_are_never_remembered(herald: Source) -> None:
    item = make_item(body_html=f"<p>{'word ' * 13}</p><p>{'x' * 400}</p><p>Short one</p>")

    store.take_in(make_parsed(item), source=herald, now=NOW)

    assert list(SourceLine.objects.values_list("text", flat=True)) == ["short one"]


def test_table_of_many_lines_is_remembered_at_its_ends_only(herald: Source) -> None:
    rows = "".join(f"<p>Row {number}</p>" for number in range(5000))

    store.take_in(make_parsed(make_item(body_html=rows)), source=herald, now=NOW)

    texts = set(SourceLine.objects.values_list("text", flat=True))
    assert len(texts) == 2 * memory.EITHER_END
    assert {"row 0", "row 4999"} <= texts
    assert "row 2500" not in texts
