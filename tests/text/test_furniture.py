"""The small judges of the cleaner: chrome, sections, credits, datelines, repeats, echoes."""

import pytest

from articles.text.bylines import Credits, dateline, read_credits
from articles.text.chrome import Furniture, ends_article, furniture, is_caption
from articles.text.headline import is_echo
from articles.text.lexicon import SECTIONS, STARTS, WHOLE
from articles.text.lines import Line
from articles.text.repeats import find_repeats
from articles.text.sections import section_names


@pytest.mark.parametrize(
    "text",
    [
        "Share this", "Share this:", "SHARE", "Tweet", "FacebookTwitterWhatsApp", "Read more »",
        "Back to Top ↑", "Leave a Reply", "Cancel reply", "12 Comments", "1.2k Shares",
        "2 hours ago", "Share  Print  Gift this article",
        "© 2025 The Velmora Post",
        "All rights reserved.", "***", "3", "• • •", "Advertisement",
        "Subscribe to our newsletter", "Sign up for our free daily newsletter",
        "Your email address will not be published. Required fields are marked *",
        "This document is subject to copyright. Apart from any fair dealing for the purpose of "
        "private study or research, no part may be reproduced without the written permission.",
        "شیئر کریں", "یہ بھی پڑھیں: کراچی میں بارش", "متعلقہ خبریں", "واٹس ایپ", "تبصرے",
        "شارك على فيسبوك", "اقرأ أيضاً: القاهرة", "مقالات ذات صلة", "العودة إلى الأعلى",
        "تابعنا على تويتر",
    ],
)  # fmt: skip
def test_furniture_knows_chrome(text: str) -> None:
    assert furniture(Line(0, text)) is Furniture.SURE


@pytest.mark.parametrize(
    "text",
    [
        "Share prices fell on Monday after the bank raised its rate again, traders in town said.",
        "Comments by the mayor angered the fishing wards on the eve of the vote.",
        "Related work had shown the same result.",
        "More from less is what the budget promises, the minister told reporters on the quay.",
        "Read the letter",
        "The council will meet again on Friday.",
        "Long quarrel of harbour and town",
        "روس نے افغانستان میں طالبان کی حکومت کو تسلیم کر لیا ہے۔",
        "قال الرئيس إن بلاده ستعترف بالحكومة الجديدة في كابل قريبا.",
    ],
)
def test_furniture_leaves_text(text: str) -> None:
    assert furniture(Line(0, text)) is not Furniture.SURE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Related Articles", True), ("Leave a Reply", True), ("3 Comments", True),
        ("متعلقہ خبریں", True), ("اترك تعليقاً", True),
        ("Share this", False), ("Advertisement", False),
    ],
)  # fmt: skip
def test_ends_article_knows_where_the_page_goes_on(text: str, expected: bool) -> None:
    assert ends_article(Line(0, text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Photo: Anna Berg", True),
        ("Image credit: Getty", True),
        ("The bridge after the flood. (Anna Berg / Reuters)", True),
        ("The quay at dawn.Credit...Anna Berg for The Post", True),
        ("فائل فوٹو", True),
        ("صورة أرشيفية", True),
        ("The photo was taken in 1979, she said.", False),
        ("He took credit for the bridge.", False),
    ],
)
def test_is_caption_knows_picture_credits(text: str, expected: bool) -> None:
    assert is_caption(Line(0, text)) is expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("LatestPakistanTop News", ("Latest", "Pakistan", "Top News")),
        ("HomeWorldEconomy", ("Home", "World", "Economy")),
        ("USPolitics", ("US", "Politics")),
        ("LATESTSPORT", ("LATEST", "SPORT")),
        ("Home > News > Local", ("Home", "News", "Local")),
        ("Home / Harbour / Ferries", ("Home", "Harbour", "Ferries")),
        ("News | World | Asia", ("News", "World", "Asia")),
        ("World", ("World",)),
        ("پاکستانتازہ ترین", ("پاکستان", "تازہ ترین")),
        ("الأخبارسياسةمصر", ("الأخبار", "سياسة", "مصر")),
        ("Russia becomes first country", ()),
        ("McDonald", ()),
        ("iPhone sales fall", ()),
        ("He sat down.", ()),
        ("Anna Berg", ()),
        ("Ministers – and mayors – meet", ()),
    ],
)
def test_section_names_read_breadcrumbs(text: str, names: tuple[str, ...]) -> None:
    assert section_names(Line(0, text)) == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By Jane Doe", Credits(byline="By Jane Doe")),
        ("By JANE DOE, Agency", Credits(byline="By JANE DOE, Agency")),
        ("Written by Jane Doe and Tom Roe", Credits(byline="Written by Jane Doe and Tom Roe")),
        ("Our Correspondent", Credits(byline="Our Correspondent")),
        ("Web Desk", Credits(byline="Web Desk")),
        ("AFP", Credits(byline="AFP")),
        ("نامہ نگار: احمد خان", Credits(byline="نامہ نگار: احمد خان")),
        ("ویب ڈیسک", Credits(byline="ویب ڈیسک")),
        ("كتب: محمد علي", Credits(byline="كتب: محمد علي")),
        ("بقلم محمد علي", Credits(byline="بقلم محمد علي")),
        ("Updated: July 5, 2025", Credits(date="Updated: July 5, 2025")),
        ("5 جولائی 2025", Credits(date="5 جولائی 2025")),
        ("By Jane Doe | July 5, 2025", Credits("By Jane Doe", "July 5, 2025")),
        ("July 5, 2025 | By Jane Doe | 3 min", Credits("By Jane Doe", "July 5, 2025", whole=False)),
        ("By Jane Doe July 5, 2025", Credits("By Jane Doe", "July 5, 2025")),
        ("AFP News July 5, 2025", Credits(date="AFP News July 5, 2025")),
        ("By the time he came it was over", None),
        ("By 2030 all ferries will be electric", None),
        ("The ferry was built on 5 July 2025 at Harrow Point", None),
        ("Reporting by Jane Doe; Editing by Tom Roe", None),
        ("She was born in May", None),
    ],
)
def test_read_credits_knows_writers_and_dates(text: str, expected: Credits | None) -> None:
    assert read_credits(Line(0, text)) == expected


REST = "the council has approved the plan for the harbour."


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"Kabul: {REST}", "Kabul"),
        (f"KABUL (Reuters) — {REST}", "KABUL"),
        (f"NEW YORK (AP) - {REST}", "NEW YORK"),
        (f"WASHINGTON, July 5 (Reuters) - {REST}", "WASHINGTON"),
        (f"DUBAI, United Arab Emirates — {REST}", "DUBAI, United Arab Emirates"),
        (f"TEHRAN- {REST}", "TEHRAN"),
        ("اسلام آباد: وزیر اعظم نے کہا ہے کہ حکومت نے فیصلہ کر لیا ہے۔", "اسلام آباد"),
        ("کابل (اے ایف پی) روس نے طالبان کی حکومت کو تسلیم کر لیا ہے۔", "کابل"),
        ("دبي (رويترز) - قالت وزارة الخارجية إن القرار سيدخل حيز التنفيذ.", "دبي"),
        ("القاهرة - قال الرئيس إن بلاده سوف تعترف بالحكومة الجديدة.", "القاهرة"),
        (f"Analysis: {REST}", None),
        (f"Watch: {REST}", None),
        (f"The mayor — who came late — said that {REST}", None),
        (f"He asked: {REST}", None),
        ("Kabul: quiet", None),
        (REST, None),
    ],
)
def test_dateline_is_the_place_that_opens_a_report(text: str, place: str | None) -> None:
    assert dateline(text) == place


@pytest.mark.parametrize(
    ("line", "headline", "expected"),
    [
        ("Bridge reopens after flood", "Bridge reopens after flood", True),
        ("BRIDGE REOPENS AFTER FLOOD", "Bridge reopens after flood", True),
        ("Bridge reopens after flood | The Post", "Bridge reopens after flood", True),
        ("Bridge reopens after flood", "Bridge reopens after flood - The Post", True),
        ("HomeCityBridge reopens after flood", "Bridge reopens after flood", True),
        ("Bridge reopens after flood and mayor resigns", "Bridge reopens after flood", False),
        ("Flood", "Flood hits bridge", False),
        ("Bridge reopens", "Bridge reopens after flood", False),
    ],
)
def test_is_echo_knows_the_headline_again(line: str, headline: str, expected: bool) -> None:
    assert is_echo(Line(0, line), Line(1, headline)) is expected


def repeats(*texts: str) -> dict[int, int]:
    return find_repeats([Line(number, text) for number, text in enumerate(texts)])


LONG = "The council approved the ban on Tuesday evening by 31 votes to 12, ending a long dispute."
OTHER = "The owners of the ferries said that nobody had shown them the money for new boats yet."


def test_find_repeats_long_line_word_for_word() -> None:
    assert repeats(LONG, OTHER, LONG.upper()) == {2: 0}


def test_find_repeats_short_line_alone_stays() -> None:
    assert repeats("What next?", LONG, "What next?", OTHER) == {}


def test_find_repeats_short_line_beside_a_repeat_goes_with_it() -> None:
    assert repeats("What next?", LONG, OTHER, "What next?", LONG) == {3: 0, 4: 1}


def test_find_repeats_other_figure_is_no_repeat() -> None:
    assert repeats(LONG, LONG.replace("31", "29")) == {}


def test_find_repeats_one_word_less_is_a_repeat() -> None:
    long = f"{LONG} {OTHER}"

    assert repeats(long, long.replace(" yet", "")) == {1: 0}


def test_find_repeats_sentences_said_in_two_lines_before() -> None:
    assert repeats(LONG, OTHER, f"{OTHER} {LONG}") == {2: 1}


def test_find_repeats_later_line_that_says_more_stays() -> None:
    assert repeats(LONG, f"{LONG} {OTHER}") == {}


def test_lexicon_holds_three_languages() -> None:
    assert len(STARTS) + len(WHOLE) > 500
    assert {"world", "دنیا", "العالم"} <= SECTIONS
