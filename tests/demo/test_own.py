"""The own reports of the demo paper keep the promises that the desk and the bible make."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from articles.demo import own, world

DEMO = Path(own.__file__).parent
REPORTS = own.reports()
SECTIONS = {slug for slug, _name, _hue in world.SECTIONS}
STAFF = {person.username: person for person in world.STAFF}
NEEDED = {
    "headline",
    "kicker",
    "standfirst",
    "section",
    "author",
    "hours",
    "slugline",
    "dateline",
    "tags",
    "urgency",
    "picture",
    "paragraphs",
}
MONTHS = "January|February|March|April|June|July|August|September|October|November|December"
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday(?! library)|Saturday|Sunday(?! Bello)"
# The anchor may fall on any day, so a report names none, nor a month of its own time.
PRESENT = re.compile(rf"\b(?:{DAYS})\b|\b(?:{MONTHS})\b(?! (?:1[0-9]|20[01])\d\d)|\bin May\b")


def name(report: dict[str, Any]) -> str:
    return str(report["slugline"])


def text_of(report: dict[str, Any]) -> str:
    return "\n".join([report["headline"], report["standfirst"], *report["paragraphs"]])


def test_reports_are_eight_with_a_slugline_each_and_two_that_wait() -> None:
    waiting = [name(report) for report in REPORTS if report.get("waits")]

    assert len(REPORTS) == 8
    assert len({name(report) for report in REPORTS}) == 8
    assert len(waiting) == 2


@pytest.mark.parametrize("report", REPORTS, ids=name)
def test_report_has_every_field_and_values_that_the_desk_takes(report: dict[str, Any]) -> None:
    assert set(report) - {"waits"} == NEEDED
    assert -60 <= report["hours"] <= -3
    assert 3 <= report["urgency"] <= 5
    assert 1 <= len(report["tags"]) <= 6
    assert 10 < len(report["headline"]) <= 120
    assert 0 < len(report["kicker"]) <= 80
    assert 60 <= len(report["standfirst"]) <= 300


@pytest.mark.parametrize("report", REPORTS, ids=name)
def test_report_is_by_somebody_who_may_write_in_its_section(report: dict[str, Any]) -> None:
    writer = STAFF[report["author"]]

    assert report["section"] in (writer.sections or SECTIONS)


@pytest.mark.parametrize("report", REPORTS, ids=name)
def test_report_has_the_length_of_a_report(report: dict[str, Any]) -> None:
    prose = [line for line in report["paragraphs"] if not line.startswith("## ")]
    headings = [line for line in report["paragraphs"] if line.startswith("## ")]

    assert 450 <= sum(len(line.split()) for line in report["paragraphs"]) <= 900
    assert len(headings) < len(prose)
    assert not report["paragraphs"][0].startswith("## ")


@pytest.mark.parametrize("report", REPORTS, ids=name)
def test_report_names_no_day_and_no_month_of_its_own_present(report: dict[str, Any]) -> None:
    assert PRESENT.findall(text_of(report)) == []


@pytest.mark.parametrize("report", REPORTS, ids=name)
def test_report_is_set_in_typographic_quotes_without_mark_up(report: dict[str, Any]) -> None:
    assert re.findall(r"[\"'*<>{}]", text_of(report)) == []


def test_reports_show_pictures_that_the_demo_draws() -> None:
    drawn = json.loads((DEMO / "pictures.json").read_text(encoding="utf-8"))

    assert [report["picture"] for report in REPORTS if report["picture"] not in drawn] == []
