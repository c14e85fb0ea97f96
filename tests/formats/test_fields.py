"""Single fields, read the same way for every format."""

from datetime import UTC, datetime

import pytest

from articles.formats import fields
from articles.formats.fields import Notes

NOW = datetime(2025, 7, 6, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("By Ann Lee", ("Ann Lee",)),
        ("Ann Lee and Bo Ek", ("Ann Lee", "Bo Ek")),
        ("Ann Lee, Bo Ek & Mara Lindqvist", ("Ann Lee", "Bo Ek", "Mara Lindqvist")),
        ("Von Anna Lee und Bo Ek", ("Anna Lee", "Bo Ek")),
        ("Von Trapp", ("Von Trapp",)),
        ("Lee, Ann", ("Lee, Ann",)),
        ("Posted by Ann Lee", ("Ann Lee",)),
        ("Ann Lee, Harbour.com", ("Ann Lee",)),
        ("A.Lee", ("A.Lee",)),
        ("ann@example.org (Ann Lee)", ("Ann Lee",)),
        ("ann@example.org", ()),
        ("https://harbour.example/people/ann", ()),
        ("<a href='/ann'>Ann Lee</a>", ("Ann Lee",)),
        ("حنا رفیق اور سلمیٰ ناصر", ("حنا رفیق", "سلمیٰ ناصر")),
        ("a sentence that goes on for longer than any name of a person ever could", ()),
        ("", ()),
    ],
)
def test_byline_is_taken_apart_only_where_all_parts_are_names(
    printed: str, names: tuple[str, ...]
) -> None:
    assert fields.authors([printed]) == names


def test_author_is_named_once_and_the_site_not_at_all() -> None:
    values = ["Ann Lee", "ANN LEE", None, 5, "Harbour News"]

    assert fields.authors(values, but_not=["harbour news"]) == ("Ann Lee",)


@pytest.mark.parametrize(
    ("value", "moment", "problems"),
    [
        ("Sat, 05 Jul 2025 10:00:00 +0200", datetime(2025, 7, 5, 8, 0, tzinfo=UTC), []),
        ("2025-07-07T11:59:00Z", datetime(2025, 7, 7, 11, 59, tzinfo=UTC), []),
        ("2025-07-07T12:01:00Z", None, ["published date in the future: 2025-07-07T12:01:00Z"]),
        ("1970-01-01T00:00:00Z", None, ["published date before 1990: 1970-01-01T00:00:00Z"]),
        ("31 Feb 2025", None, ["published date not understood: 31 Feb 2025"]),
        ("Sat, 07 Sep 2024 00:00:01 +9900", None,
         ["published date not understood: Sat, 07 Sep 2024 00:00:01 +9900"]),
        ("", None, []),
        (None, None, []),
    ],
)  # fmt: skip
def test_date_that_cannot_be_believed_is_none_and_told(
    value: object, moment: datetime | None, problems: list[str]
) -> None:
    notes = Notes()

    assert fields.moment(value, "published", notes, now=NOW) == moment
    assert notes.problems == problems


def test_without_a_clock_the_future_is_believed() -> None:
    notes = Notes()

    found = fields.moment("2031-01-01T00:00:00Z", "published", notes, now=None)

    assert (found, notes.problems) == (datetime(2031, 1, 1, tzinfo=UTC), [])


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("The ferry was on the reef and all of them were safe.", "ur", "en"),
        ("Die Fähre lief auf das Riff und alle sind gerettet.", "de-DE", "de"),
        ("12:30", "EN_us", "en"),
        ("12:30", "no language at all", ""),
        ("12:30", None, ""),
    ],
)
def test_text_decides_its_language_and_the_declaration_helps_out(
    text: str, declared: object, language: str
) -> None:
    assert fields.language_of(text, declared) == language


@pytest.mark.parametrize(
    ("value", "guid"),
    [
        ("tag:x,2025:1", "tag:x,2025:1"),
        (" a\x00b\n", "ab"),
        (123, "123"),
        ("javascript:alert(1)", ""),
        ("x" * 2_001, ""),
        (None, ""),
        ({"a": 1}, ""),
    ],
)
def test_guid_is_kept_unless_it_is_a_script_or_endless(value: object, guid: str) -> None:
    assert fields.guid(value, Notes()) == guid


def test_tags_are_named_once_as_printed() -> None:
    assert fields.tags(["Port", "port", "#Safety", "<b>Reef</b>", "", None, "x" * 101]) == (
        "Port",
        "Safety",
        "Reef",
    )


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two three", 8, "one two…"),
        ("onetwothree", 6, "onetw…"),
    ],
)
def test_text_is_shortened_between_words(text: str, limit: int, short: str) -> None:
    assert fields.shorten(text, limit) == short
