"""The two texts that the product was conceived from, and their twins of our own making.

Through the commands, exactly: what is headline, what is text, what is cut and why, and what the
two are to each other. The seeds stand beside the checkout; the twins are always here.
"""

import json
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from articles.demo import documents
from tests.conftest import SHARED

SEEDS = SHARED / "seeds"
TWINS = documents.FOLDER / "raw" / "01-norhelm-recognition"
FURNITURE = [
    ("chrome", "Related Articles"),
    ("chrome", "Leave a Reply"),
    ("chrome", "Your email address will not be published. Required fields are marked *"),
    ("chrome", "Back to top button"),
]


@dataclass(frozen=True)
class Pair:
    """A text in the shape of each seed, and what must be understood of them.

    `glued` has a glued breadcrumb and a comment form, `repeated` says things twice.
    """

    name: str
    glued: Path
    repeated: Path
    breadcrumb: str
    hints: tuple[str, ...]
    sub_heading: str
    shared_names: frozenset[str]
    shared_dates: frozenset[str]


PAIRS = (
    Pair(
        "seeds",
        SEEDS / "000_c6c02cf326206763.txt",
        SEEDS / "002_60fc6d12e449eae6.txt",
        breadcrumb="LatestPakistanTop News",
        hints=("Latest", "Pakistan", "Top News"),
        sub_heading="Complex History of Russia and Afghanistan",
        shared_names=frozenset({"Taliban", "Russia", "Muttaqi", "Kabul", "Zhirnov"}),
        shared_dates=frozenset({"1979", "2021", "2021-08"}),
    ),
    Pair(
        "twins",
        TWINS / "02-sol-tribune.txt",
        TWINS / "03-harbour-post.txt",
        breadcrumb="LatestMarsaTop News",
        hints=("Latest", "Marsa", "Top News"),
        sub_heading="A long quarrel and a slow thaw",
        shared_names=frozenset({"Norhelm", "Marsa", "Karvan", "Castellan", "Tveit"}),
        shared_dates=frozenset({"1974", "1983", "2021", "2024"}),
    ),
)


@pytest.fixture(params=PAIRS, ids=lambda pair: pair.name)
def pair(request: pytest.FixtureRequest) -> Pair:
    wanted: Pair = request.param
    if not wanted.glued.exists():
        pytest.skip("The seeds do not stand beside this checkout.")
    return wanted


def told(command: str, *paths: Path) -> dict[str, Any]:
    out = StringIO()
    call_command(command, *map(str, paths), "--json", stdout=out)
    loaded: dict[str, Any] = json.loads(out.getvalue())
    return loaded


def lines_of(path: Path) -> list[str]:
    """The lines that say something, odd blanks aside."""
    squeezed = (" ".join(line.split()) for line in path.read_text("utf-8").splitlines())
    return [line for line in squeezed if line]


def cuts_of(cleaned: dict[str, Any]) -> list[tuple[str, str]]:
    return [(cut["reason"], cut["line"]) for cut in cleaned["cut"]]


def test_text_with_a_glued_breadcrumb_is_understood_exactly(pair: Pair) -> None:
    breadcrumb, headline, *text = lines_of(pair.glued)
    text = text[: -len(FURNITURE)]

    cleaned = told("clean", pair.glued)

    assert breadcrumb == pair.breadcrumb
    assert cleaned["section_hints"] == list(pair.hints)
    assert cleaned["headline"] == headline
    assert cleaned["headings"] == [pair.sub_heading]
    assert cleaned["paragraphs"] == text
    assert len(text) == 19 + 1
    assert cuts_of(cleaned) == [("breadcrumb", pair.breadcrumb), *FURNITURE]


def test_text_that_says_things_twice_is_understood_exactly(pair: Pair) -> None:
    lead, headline, echo, standfirst, *text = lines_of(pair.repeated)
    body, repeats = text[:4], text[4:]

    cleaned = told("clean", pair.repeated)

    assert (echo, repeats) == (headline, body[-3:])
    assert cleaned["lead"] == lead
    assert cleaned["headline"] == headline
    assert cleaned["standfirst"] == standfirst
    assert cleaned["paragraphs"] == body
    assert (cleaned["headings"], cleaned["section_hints"]) == ([], [])
    assert cuts_of(cleaned) == [
        ("headline-echo", headline),
        *(("repeat", line) for line in repeats),
    ]


def test_what_the_texts_do_not_say_stays_unknown(pair: Pair) -> None:
    glued, repeated = told("clean", pair.glued), told("clean", pair.repeated)

    assert [glued[name] for name in ("byline", "date", "lead", "standfirst")] == [None] * 4
    assert [repeated[name] for name in ("byline", "date", "dateline")] == [None] * 3


def test_the_two_tell_one_event_with_names_and_dates_as_evidence(pair: Pair) -> None:
    judged = told("compare", pair.glued, pair.repeated)

    evidence = judged["evidence"]
    assert judged["verdict"] == "same-event"
    assert judged["event_score"] > 0.5 > judged["copy_score"]
    assert pair.shared_names - set(evidence["shared_names"]) == frozenset()
    assert pair.shared_dates - set(evidence["shared_dates"]) == frozenset()
    assert any(name in judged["reason"] for name in pair.shared_names)


def test_order_of_the_two_makes_no_difference(pair: Pair) -> None:
    there, back = (
        told("compare", pair.glued, pair.repeated),
        told("compare", pair.repeated, pair.glued),
    )

    same = ("verdict", "copy_score", "event_score")
    assert [there[name] for name in same] == [back[name] for name in same]


@pytest.mark.parametrize("shape", ["glued", "repeated"])
def test_cut_copy_in_other_chrome_is_the_same_copy(pair: Pair, tmp_path: Path, shape: str) -> None:
    path: Path = getattr(pair, shape)
    cleaned = told("clean", path)
    kept = [cleaned["headline"], *cleaned["paragraphs"][:12]]
    chrome = ["Skip to content", "Share Tweet Email Print"], ["12 comments", "About us", "Contact"]
    copy = tmp_path / "copy.txt"
    copy.write_text("\n\n".join([*chrome[0], *kept, *chrome[1]]), "utf-8")

    assert told("compare", path, copy)["verdict"] == "same-copy"


def test_market_reports_from_one_template_are_no_copies(tmp_path: Path) -> None:
    reports = []
    for day, (close, change, turnover, leader, price, loser) in enumerate(
        [
            ("4,118.42", "0.6 per cent higher", "286", "Karvan Port Company", "184.50", "Grid"),
            ("4,036.77", "1.8 per cent lower", "433", "First Estuary Bank", "92.15", "Homes"),
        ]
    ):
        path = tmp_path / f"{day}.txt"
        path.write_text(
            f"Karvan shares close {change}\n\n"
            f"The Harbour 30 index of leading shares closed {change} at {close} on the Karvan "
            f"Exchange, as investors waited for the decision of the Bank of Marsa.\n\n"
            f"Turnover was {turnover} million crowns, against an average of 24{day} million over "
            f"the past month. {leader} moved most, to {price} crowns a share.\n\n"
            f"The largest loser was Marsa {loser}. In the currency market the crown stood at "
            f"4.{day}1 to the euro, and salt for delivery in three months at 41{day} crowns.\n",
            "utf-8",
        )
        reports.append(path)

    judged = told("compare", *reports)

    assert judged["verdict"] != "same-copy"
    assert judged["copy_score"] < 0.5
