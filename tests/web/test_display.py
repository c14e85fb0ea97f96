"""What the public templates call."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from articles.models import Article, Image, Publication, Section
from articles.public import pictures
from articles.web import display
from articles.web.assets import asset_path
from articles.web.page import Page
from tests.factories import NOW


def page(**fields: Any) -> Page:
    return Page(NOW, Publication(pk=1, **fields), None, "/")


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=1), "1 h ago"),
        (timedelta(hours=23, minutes=59), "23 h ago"),
        (timedelta(hours=24), "19 November"),
        (timedelta(days=400), "16 October 2025"),
    ],
)
def test_ago_is_relative_under_a_day_and_a_date_from_then(passed: timedelta, words: str) -> None:
    shown = display.ago(page(), NOW - passed)

    assert shown.split(">")[1].removesuffix("</time") == words


def test_moment_names_the_zone_and_keeps_the_exact_time_for_machines() -> None:
    when = datetime(2026, 7, 1, 22, 30, 15, tzinfo=UTC)

    with timezone.override(ZoneInfo("America/Sao_Paulo")):
        shown = display.moment(when)

    assert shown == (
        '<time datetime="2026-07-01T19:30:15-03:00" dir="auto">1 July 2026, 19:30 UTC-03</time>'
    )


def test_moment_parts_day_and_time_as_the_language_does() -> None:
    when = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)

    with translation.override("ur"):
        shown = display.moment(when)

    assert shown.endswith(">1 جولائی 2026، 22:30 UTC</time>")


@pytest.mark.parametrize(
    ("language", "paper", "expected"),
    [
        ("ur", "en", ' lang="ur"'),
        ("en-GB", "en", ""),
        ("", "en", ""),
        ("en", "ur", ' lang="en"'),
    ],
)
def test_foreign_marks_text_in_another_language_only(
    language: str, paper: str, expected: str
) -> None:
    thing = Section(name="x", language=language)

    assert display.foreign(page(language=paper), thing) == expected


def test_foreign_guesses_for_an_article_that_names_no_language() -> None:
    article = Article(headline="روس نے تسلیم کر لیا ہے")

    assert display.foreign(page(), article) == ' lang="ur"'
    assert display.way(page(), article) == ' dir="rtl"'


@pytest.mark.parametrize(
    ("language", "paper", "expected"),
    [("ar", "en", ' dir="rtl"'), ("ar", "ur", ""), ("en", "ur", ' dir="ltr"'), ("", "ur", "")],
)
def test_way_marks_what_runs_against_the_page_only(
    language: str, paper: str, expected: str
) -> None:
    assert display.way(page(language=paper), Section(language=language)) == expected


def test_showable_picture_ends_the_page_with_its_right_of_use() -> None:
    given = page()
    until = NOW + timedelta(minutes=5)

    assert display.showable(given, Image(expires_at=until)) is not None
    assert display.showable(given, Image(expires_at=NOW)) is None
    assert display.showable(given, None) is None
    assert given.edge == until


def test_focus_is_rounded_to_the_classes_that_the_sheet_has() -> None:
    assert pictures.focus(Image(focal_x=33, focal_y=0)) == "fx30 fy0"


def test_hue_that_the_design_does_not_know_is_ink() -> None:
    assert display.hue(Section(hue="red")) == "hue-red"
    assert display.hue(Section(hue="pink; x")) == display.hue(None) == "hue-ink"


def test_names_are_escaped_and_joined() -> None:
    assert display._listed(["<a>", "b", "c"]) == "&lt;a&gt;, b and c"
    assert display._listed([]) == ""


def test_host_is_shown_as_readers_know_it() -> None:
    assert display.host("https://www.wire.example:8443/x") == "wire.example"
    assert display.host("not an address") == ""


def test_asset_missing_from_the_manifest_is_no_error() -> None:
    assert asset_path("articles/site.css") == "/static/articles/site.css"
