"""The cleaner on the seeds, on texts of our own in their shapes, and on 44 forms of each pair."""

from collections.abc import Callable
from typing import Any

import pytest

from articles.text.plain import CleanedText, clean_text
from tests.text import material
from tests.text.mutations import Case, breadcrumb_forms, echo_forms, echo_slots, page_slots

SLOTS = tuple(page_slots(material.FERRY))
needs_seeds = pytest.mark.skipif(not material.SEEDS.exists(), reason="shared seeds are absent")


def slots_of(cleaned: CleanedText) -> dict[str, Any]:
    return {name: getattr(cleaned, name) for name in SLOTS}


def cuts_of(cleaned: CleanedText) -> tuple[tuple[str, str], ...]:
    return tuple((cut.line, cut.reason) for cut in cleaned.cut)


@pytest.mark.parametrize("case", list(breadcrumb_forms(material.FERRY)), ids=lambda case: case.name)
def test_page_in_other_forms_comes_out_exactly(case: Case) -> None:
    cleaned = clean_text(case.text)

    assert slots_of(cleaned) == case.slots
    assert cuts_of(cleaned) == case.cut


@pytest.mark.parametrize("case", list(echo_forms(material.own_echo())), ids=lambda case: case.name)
def test_echo_in_other_forms_comes_out_exactly(case: Case) -> None:
    cleaned = clean_text(case.text)

    assert slots_of(cleaned) == case.slots
    assert cuts_of(cleaned) == case.cut


def test_forms_of_each_shape_are_at_least_twenty() -> None:
    pages, echoes = list(breadcrumb_forms(material.FERRY)), list(echo_forms(material.own_echo()))

    assert (len(pages), len({case.text for case in pages})) == (22, 22)
    assert (len(echoes), len({case.text for case in echoes})) == (22, 22)


@needs_seeds
def test_seed_with_breadcrumb_comes_out_exactly() -> None:
    cleaned = clean_text(material.SEED_BREADCRUMB.read_text())

    assert slots_of(cleaned) == page_slots(material.seed_breadcrumb())
    assert len(cleaned.paragraphs) == 20
    assert cuts_of(cleaned) == (
        ("LatestPakistanTop News", "breadcrumb"),
        ("Related Articles", "chrome"),
        ("Leave a Reply", "chrome"),
        ("Your email address will not be published. Required fields are marked *", "chrome"),
        ("Back to top button", "chrome"),
    )


@needs_seeds
def test_seed_with_echo_comes_out_exactly() -> None:
    seed = material.seed_echo()

    cleaned = clean_text(material.SEED_ECHO.read_text())

    assert slots_of(cleaned) == echo_slots(seed)
    assert cuts_of(cleaned) == (
        (seed.headline, "headline-echo"),
        *((line, "repeat") for line in seed.paragraphs[1:]),
    )


@needs_seeds
@pytest.mark.parametrize(
    ("part", "forms"),
    [(material.seed_breadcrumb, breadcrumb_forms), (material.seed_echo, echo_forms)],
)
def test_seeds_in_other_forms_come_out_exactly(
    part: Callable[[], Any], forms: Callable[[Any], Any]
) -> None:
    for case in forms(part()):
        cleaned = clean_text(case.text)

        assert (case.name, slots_of(cleaned)) == (case.name, case.slots)
        assert (case.name, cuts_of(cleaned)) == (case.name, case.cut)
