"""Plain text, as pasted or saved to a file."""

from datetime import UTC, datetime

import pytest

from articles.errors import BinaryInput, EmptyInput, TooLarge
from articles.formats import parse
from tests.formats.reading import cuts, sample, told


def test_pasted_article_is_read_slot_by_slot() -> None:
    parsed = sample("ferry.txt", url="")

    assert (parsed.kind, parsed.title) == ("text", "Ferry aground off Norhelm")
    assert [told(item) for item in parsed.items] == [
        {
            "headline": "Ferry aground off Norhelm",
            "body_html": "<p>NORHELM: A ferry with 212 people on board ran aground on the Skarv "
            "reef on Saturday morning, and all of them were taken off by lifeboats within two "
            "hours, the port authority said.</p>"
            "<p>The Aurelia had left the old quay at seven in calm weather and lost power in one "
            "of its two engines half an hour later, according to the harbour master.</p>"
            "<p>Divers were to look at the hull in the afternoon. The company said that crossings "
            "would go on with a smaller ship, and that tickets for Saturday would be paid back in "
            "full.</p>",
            "authors": ("Mara Lindqvist",),
            "published_at": datetime(2025, 7, 5, tzinfo=UTC),
            "language": "en",
            "section_hints": ("Home", "News", "Shipping"),
            "complete": True,
        }
    ]
    assert cuts(parsed.items[0]) == [
        ("HomeNewsShipping", "breadcrumb"),
        ("Related Articles", "chrome"),
        ("Bridge toll to rise in autumn", "outside"),
        ("Leave a Reply", "chrome"),
        ("Your email address will not be published.", "chrome"),
        ("Back to top button", "chrome"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_text_in_another_encoding_is_the_same_article(encoding: str) -> None:
    text = "A café\n\nThe café by the quay closed on Friday, its owner said – for good.\n"

    item = parse(text.encode(encoding)).items[0]

    assert told(item)["body_html"] == (
        "<p>The café by the quay closed on Friday, its owner said – for good.</p>"
    )


def test_raw_is_the_document_as_it_came() -> None:
    data = b"One line.\r\nAnother one.\r\n"

    assert parse(data).items[0].raw == data


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyInput),
        (b" \n\t\xef\xbb\xbf", EmptyInput),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), BinaryInput),
        (b"tide " * 10_000_000, TooLarge),
        (b"tide " * 500_000, TooLarge),
    ],
)
def test_what_is_no_text_of_an_article_is_refused_by_name(
    data: bytes, error: type[Exception]
) -> None:
    with pytest.raises(error):
        parse(data)
