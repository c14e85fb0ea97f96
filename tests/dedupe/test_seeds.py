"""The two texts the product was conceived from; our own twins of them are in `test_judge`."""

from collections.abc import Callable
from pathlib import Path

import pytest

from articles.dedupe.fingerprint import Document
from articles.dedupe.judge import REVIEW, judge
from articles.text.normalise import decode, repair
from articles.text.plain import clean_text
from tests.conftest import SHARED

SEEDS = sorted((SHARED / "seeds").glob("*.txt"))

pytestmark = pytest.mark.skipif(len(SEEDS) != 2, reason="the shared seeds are not here")


def cleaned(path: Path) -> Document:
    text = clean_text(repair(decode(path.read_bytes()).text))
    parts = (text.lead, text.standfirst, *text.paragraphs)
    return Document(headline=text.headline or "", paragraphs=tuple(part for part in parts if part))


def raw(path: Path) -> Document:
    lines = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
    return Document(headline=lines[1], paragraphs=tuple(lines))


@pytest.mark.parametrize("read", [cleaned, raw])
def test_the_two_seeds_are_the_same_event_and_no_copies(read: Callable[[Path], Document]) -> None:
    one, other = map(read, SEEDS)

    judgement = judge(one, other)

    assert judgement.verdict == "same-event"
    assert judgement.copy_score < REVIEW
    assert {"Muttaqi", "Zhirnov", "Kabul"} <= set(judgement.evidence["shared_names"])
    assert {"1979", "1989", "2021", "2022"} <= set(judgement.evidence["shared_dates"])


def test_a_cut_seed_in_other_chrome_is_the_same_copy() -> None:
    one = cleaned(SEEDS[0])
    chrome = ("Menu Search Sign in", "We use cookies to give you the best experience.")
    copy = Document(headline="Moscow moves", paragraphs=(chrome[0], *one.paragraphs[:6], chrome[1]))

    judgement = judge(one, copy)

    assert (judgement.verdict, judgement.evidence["rule"]) == ("same-copy", "copy")
