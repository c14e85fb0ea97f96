"""The raw documents of the demo newsroom keep the promises that `articles/demo/bible.md` makes."""

import html
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

RAW = Path(__file__).resolve().parents[2] / "articles" / "demo" / "raw"
EVENTS = sorted(path.parent for path in RAW.glob("*/event.json"))
FILES = sorted(path for path in RAW.glob("*/*") if path.name != "event.json")

SOURCES = {
    "harbour-post",
    "interior-ministry",
    "karvan-herald",
    "marsa-wire",
    "radio-marsa",
    "riverbank-blog",
    "roznama-sahil",
    "sawt-al-nahr",
    "sol-tribune",
}
SECTIONS = {"world", "region", "city", "business", "sport", "culture", "science", "weather"}
DERIVED = {"exact-copy", "cut-copy", "rewrite", "follow-up", "new-version"}
KINDS = DERIVED | {"original", "other-account"}
FORMATS = "iso|rfc822|long|short|day|urdu|urduday|arabic|arabicday"
PLACEHOLDER = re.compile(rf"\{{\{{[+-]\d+[hm](?::(?:{FORMATS}))?\}}\}}")
MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|جنوری|فروری|مارچ|اپریل|مئی|جون|جولائی|اگست|ستمبر|اکتوبر|نومبر|دسمبر"
    "|يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر"
)
# The anchor is unknown to the writer: a month of the demo's own present is wrong on most starts.
PRESENT_MONTH = re.compile(rf"\b(?:{MONTHS}),? 20(?:2[5-9]|3\d)\b")
# Where a feed keeps the body of its item, the fullest first.
BODY_PLACES = (".//item/{*}encoded", ".//{*}entry/{*}content", ".//item/description")
# A paragraph shorter than this may be a line that any two reports share.
TELLING = 60


def event_of(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "event.json").read_text(encoding="utf-8"))
    return loaded


ITEMS = [(folder, item) for folder in EVENTS for item in event_of(folder)["items"]]
COPIES = [(folder, item) for folder, item in ITEMS if item["kind"] in {"exact-copy", "cut-copy"}]


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def markup_of(path: Path) -> str:
    """The body of a raw document in the mark-up it arrived in, without the feed around it."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        item = json.loads(text)["items"][0]
        return str(item.get("content_html") or item["content_text"])
    if path.suffix == ".xml":
        root = ElementTree.fromstring(text.encode())
        bodies = (root.findtext(place, "") for place in BODY_PLACES)
        return next(body for body in bodies if body)
    return text


def blocks(path: Path) -> list[str]:
    """The telling paragraphs of a raw document, as plain text, typographic quotes made plain."""
    broken = re.sub(r"</?(?:p|div|h\d|li|blockquote|br)\b[^>]*>", "\n", markup_of(path))
    plain = html.unescape(re.sub(r"<[^>]+>", "", broken))
    plain = plain.translate(str.maketrans("’‘“”", "''\"\""))
    lines = (" ".join(line.split()) for line in plain.splitlines())
    return [line for line in lines if len(line) >= TELLING]


def test_raw_documents_every_file_is_listed_and_every_listed_file_exists() -> None:
    listed = sorted(folder / item["file"] for folder, item in ITEMS)

    assert listed == FILES


def test_raw_documents_are_as_many_as_the_demo_promises() -> None:
    languages = Counter(item["language"] for _, item in ITEMS)
    told_by = {
        folder.name: {item["source"] for item in event_of(folder)["items"]} for folder in EVENTS
    }

    assert len(EVENTS) >= 14
    assert len(ITEMS) >= 90
    assert languages["ur"] >= 8
    assert languages["ar"] >= 4
    assert set(languages) == {"en", "ur", "ar"}
    assert {event: len(names) for event, names in told_by.items() if not 2 <= len(names) <= 9} == {}
    assert set().union(*told_by.values()) == SOURCES
    assert {item["kind"] for _, item in ITEMS} == KINDS


@pytest.mark.parametrize("folder", EVENTS, ids=lambda folder: folder.name)
def test_event_describes_itself_in_the_agreed_words(folder: Path) -> None:
    event = event_of(folder)
    names = [item["file"] for item in event["items"]]

    assert re.fullmatch(r"\d\d-[a-z0-9-]+", folder.name)
    assert event["title"].strip() != ""
    assert event["section"] in SECTIONS
    assert len(names) == len(set(names))
    for item in event["items"]:
        assert re.fullmatch(rf"\d\d-{item['source']}\.(?:txt|html|xml|json)", item["file"])
        assert item["kind"] in KINDS
        assert -240 <= item["hours"] <= -1
        assert re.match(r"https://[a-z.-]+\.example/", item["url"])
        assert (item["of"] is not None) == (item["kind"] in DERIVED)
        assert item["of"] is None or item["of"] in set(names) - {item["file"]}


@pytest.mark.parametrize("folder", EVENTS, ids=lambda folder: folder.name)
def test_event_derived_item_is_not_older_than_what_it_derives_from(folder: Path) -> None:
    items = event_of(folder)["items"]
    hours = {item["file"]: item["hours"] for item in items}

    too_early = [i["file"] for i in items if i["of"] and i["hours"] < hours[i["of"]]]

    assert too_early == []


def test_event_picture_where_there_is_one_says_all_that_a_reader_needs() -> None:
    pictures = [(folder.name, event_of(folder).get("picture")) for folder in EVENTS]
    needed = {"caption", "alt", "credit"}

    incomplete = [n for n, picture in pictures if picture is not None and needed - set(picture)]

    assert incomplete == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_raw_document_placeholders_are_well_formed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    left_over = PLACEHOLDER.sub("", text)

    assert [brace for brace in ("{{", "}}") if brace in left_over] == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_raw_document_names_no_month_of_its_own_present(path: Path) -> None:
    assert PRESENT_MONTH.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_raw_document_parses_as_what_it_calls_itself(path: Path) -> None:
    assert len(blocks(path)) >= 1


@pytest.mark.parametrize(
    ("folder", "item"), COPIES, ids=[f"{folder.name}/{item['file']}" for folder, item in COPIES]
)
def test_copy_holds_the_same_sentences_as_its_original(folder: Path, item: dict[str, Any]) -> None:
    original, copy = blocks(folder / item["of"]), blocks(folder / item["file"])

    kept = [block for block in original if block in copy]
    share = sum(map(len, kept)) / sum(map(len, original))

    assert kept == [block for block in copy if block in original]
    assert share == 1 if item["kind"] == "exact-copy" else 0.3 <= share <= 0.8


def test_twin_of_the_first_seed_has_its_shape() -> None:
    text = (RAW / "01-norhelm-recognition" / "02-sol-tribune.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip()]

    assert lines[0] == "LatestMarsaTop News"
    assert lines[-4:] == [
        "Related Articles",
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "Back to top button",
    ]
    assert len(lines) == 1 + 1 + 19 + 1 + 4  # breadcrumb, headline, body, sub-heading, chrome
    assert text.split("\n").count("\u00a0") == 3


def test_twin_of_the_second_seed_has_its_shape() -> None:
    text = (RAW / "01-norhelm-recognition" / "03-harbour-post.txt").read_text(encoding="utf-8")
    lead, headline, again, standfirst, *body = (line for line in text.splitlines() if line)

    assert again == headline
    assert len({lead, headline, standfirst, *body}) == 7
    assert body[4:] == body[1:4]
