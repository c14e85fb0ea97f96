"""What two documents are to each other, and why."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from articles.dedupe.fingerprint import Document, fingerprint
from articles.dedupe.judge import JUDGE_VERSION, REVIEW, Verdict, judge, judge_prints
from tests.dedupe.material import (
    ARABIC,
    MARKET_MONDAY,
    MARKET_TUESDAY,
    NOON,
    RETOLD,
    TWIN,
    URDU,
    URDU_RETOLD,
    WIRE,
    cut_copy,
)

LATER = NOON + timedelta(hours=3)
SEALS = (
    "Two seals were found dead on the shore and an oil film spread over the bay, the warden"
    " Petra Lunde said on Thursday.",
)


def said(one: Document, other: Document) -> tuple[str, str, str]:
    """Verdict, rule and band; the same either way round, or the test fails."""
    there, back = judge(one, other), judge(other, one)
    assert (there.verdict, there.copy_score, there.event_score) == (
        back.verdict,
        back.copy_score,
        back.event_score,
    )
    return str(there.verdict), there.evidence["rule"], there.evidence["band"]


def test_the_same_words_in_other_dress_are_the_same_copy() -> None:
    dressed = replace(
        WIRE,
        headline="All safe",
        paragraphs=tuple(text.upper().replace(" ", "\u00a0") + "\r\n" for text in WIRE.paragraphs),
        source="portal",
    )

    assert said(WIRE, dressed) == ("same-copy", "exact", "automatic")
    assert judge(WIRE, dressed).reason == "Word for word the same text."


@pytest.mark.parametrize("keep", [2, 3, 4, 6])
def test_a_cut_copy_in_other_chrome_is_the_same_copy(keep: int) -> None:
    assert said(WIRE, cut_copy(keep=keep)) == ("same-copy", "copy", "automatic")


@pytest.mark.parametrize("document", [URDU, ARABIC])
def test_a_cut_copy_in_arabic_script_is_the_same_copy(document: Document) -> None:
    shorter = replace(document, paragraphs=document.paragraphs[:1], source="other")

    assert said(document, shorter) == ("same-copy", "copy", "automatic")


def test_a_copy_of_urdu_typed_with_arabic_letters_is_exact() -> None:
    typed = tuple(text.replace("ی", "ي").replace("ک", "ك") for text in URDU.paragraphs)

    assert said(URDU, replace(URDU, paragraphs=typed)) == ("same-copy", "exact", "automatic")


def test_one_event_in_other_words_is_the_same_event() -> None:
    judgement = judge(WIRE, RETOLD)

    assert said(WIRE, RETOLD) == ("same-event", "event", "none")
    assert judgement.copy_score < REVIEW
    assert judgement.reason == (
        "Same names: Ellwin, Skarvholm, Lindqvist, Brandeby; same dates: 2009;"
        " same figures: 214; days apart: 1."
    )


def test_one_event_in_urdu_is_told_by_rare_words_and_figures() -> None:
    judgement = judge(URDU, URDU_RETOLD)

    assert said(URDU, URDU_RETOLD) == ("same-event", "event", "none")
    assert judgement.evidence["shared_names"] == []
    assert "اسکارہولم" in judgement.evidence["shared_words"]
    assert judgement.reason.startswith("Same rare words: ")


def test_two_market_reports_from_one_template_are_no_copies() -> None:
    judgement = judge(MARKET_MONDAY, MARKET_TUESDAY)

    assert said(MARKET_MONDAY, MARKET_TUESDAY) == ("unrelated", "template", "none")
    assert judgement.evidence["containment"] > 0.5
    assert judgement.copy_score < REVIEW
    assert judgement.reason == (
        "Same wording, but other figures; same names: Ellwin; days apart: 1."
    )


def test_market_reports_without_dates_are_no_copies_and_no_event() -> None:
    one = replace(MARKET_MONDAY, published_at=None, source="a")
    other = replace(MARKET_TUESDAY, published_at=None, source="b")

    assert said(one, other) == ("unrelated", "template", "none")


def test_other_figures_of_one_day_and_the_same_names_may_be_one_event() -> None:
    evening = replace(MARKET_TUESDAY, published_at=MARKET_MONDAY.published_at, source="daily")

    assert said(MARKET_MONDAY, evening) == ("same-event", "template", "none")


def test_a_shared_quote_is_no_copy() -> None:
    quote = WIRE.paragraphs[4]
    quoting = replace(RETOLD, paragraphs=(*RETOLD.paragraphs[:3], quote))

    verdict, rule, band = said(WIRE, quoting)

    assert (verdict, rule, band) == ("same-event", "quote", "none")


def test_a_twin_of_another_date_and_place_is_unrelated() -> None:
    assert said(WIRE, TWIN) == ("unrelated", "nothing", "none")
    soon = replace(TWIN, published_at=NOON + timedelta(days=9))
    assert said(WIRE, soon) == ("unrelated", "nothing", "none")


def test_a_later_text_of_the_source_with_a_new_paragraph_is_a_new_version() -> None:
    later = replace(WIRE, published_at=LATER, paragraphs=WIRE.paragraphs + SEALS)
    judgement = judge(WIRE, later)

    assert said(WIRE, later) == ("new-version", "source", "automatic")
    assert judgement.evidence["newer"] == "b"
    assert judgement.reason == (
        "Later text of the same source; 6 of 6 paragraphs stand in both;"
        " added paragraphs: 1; adds text on seals, warden."
    )


def test_a_later_text_of_the_source_with_other_figures_is_a_new_version() -> None:
    changed = WIRE.paragraphs[0].replace("214", "221")
    later = replace(WIRE, published_at=LATER, paragraphs=(changed, *WIRE.paragraphs[1:]))

    assert said(WIRE, later) == ("new-version", "source", "automatic")
    assert judge(later, WIRE).evidence["newer"] == "a"
    reason = "changed figures (1): 214 passengers → 221 passengers."
    assert judge(WIRE, later).reason.endswith(reason)
    assert judge(later, WIRE).reason.endswith(reason)


def test_the_same_text_longer_from_another_source_is_a_copy() -> None:
    longer = replace(WIRE, published_at=LATER, paragraphs=WIRE.paragraphs + SEALS, source="portal")

    assert said(WIRE, longer) == ("same-copy", "copy", "automatic")


def test_a_later_cut_of_the_source_is_a_copy() -> None:
    later = replace(WIRE, published_at=LATER, paragraphs=WIRE.paragraphs[:4])

    assert said(WIRE, later) == ("same-copy", "copy", "automatic")


def test_a_text_of_the_source_after_the_days_of_a_version_is_a_copy() -> None:
    later = replace(
        WIRE, published_at=NOON + timedelta(days=20), paragraphs=WIRE.paragraphs + SEALS
    )

    assert said(WIRE, later) == ("same-copy", "copy", "automatic")


def test_another_state_of_one_upstream_item_is_a_new_version_even_with_other_figures() -> None:
    one = replace(MARKET_MONDAY, guid_family="grain")
    other = replace(MARKET_TUESDAY, guid_family="grain")

    assert said(one, other) == ("new-version", "item", "automatic")


def test_one_guid_of_two_sources_makes_no_version() -> None:
    one = replace(MARKET_MONDAY, guid_family="grain", source="a")
    other = replace(MARKET_TUESDAY, guid_family="grain", source="b")

    assert said(one, other) == ("unrelated", "template", "none")


def test_half_in_common_is_for_an_editor_to_see() -> None:
    tales = ("first", "second", "third", "youngest", "oldest", "last")
    own = tuple(f"The {tale} villager told another tale of that night." for tale in tales)
    half = replace(
        RETOLD,
        paragraphs=(WIRE.paragraphs[0], *own, RETOLD.paragraphs[0], WIRE.paragraphs[1]),
    )
    judgement = judge(WIRE, half)

    assert said(WIRE, half) == ("same-event", "event", "review")
    assert judgement.reason.startswith("Perhaps a copy; ")


@pytest.mark.parametrize("paragraphs", [(), ("",), ("...", "\n")])
def test_an_empty_text_is_nothing_to_anything(paragraphs: tuple[str, ...]) -> None:
    empty = Document(headline="", paragraphs=paragraphs)

    assert said(empty, WIRE) == ("unrelated", "empty", "none")
    assert said(empty, empty) == ("unrelated", "empty", "none")
    assert judge(empty, WIRE).reason == "One of the texts is empty."


def test_tiny_texts_are_copies_only_if_identical() -> None:
    one = Document(headline="", paragraphs=("The harbour was closed on Tuesday.",))
    other = Document(headline="", paragraphs=("The harbour was closed on Friday.",))

    assert said(one, one) == ("same-copy", "exact", "automatic")
    assert judge(one, other).copy_score == 0.0


def test_a_text_of_common_words_only_is_a_copy_of_itself() -> None:
    one = Document(headline="", paragraphs=("It was to be and it was not.",))

    assert said(one, one) == ("same-copy", "exact", "automatic")


def test_chrome_that_is_known_does_not_count() -> None:
    line = "Sign up for our newsletter and get the top stories of the harbour every single day"
    one = replace(WIRE, paragraphs=(WIRE.paragraphs[0], line, line, line))
    other = replace(MARKET_MONDAY, paragraphs=(MARKET_MONDAY.paragraphs[0], line, line, line))

    assert judge(one, other, chrome=frozenset([line.lower()])).evidence["containment"] == 0.0
    assert judge(one, other).evidence["containment"] > 0.2


def test_evidence_is_json_with_every_key() -> None:
    evidence = judge(WIRE, cut_copy()).evidence

    assert json.loads(json.dumps(evidence)) == evidence
    assert sorted(evidence) == [
        "band",
        "containment",
        "days_apart",
        "newer",
        "paragraph_count",
        "rule",
        "shared_dates",
        "shared_figures",
        "shared_names",
        "shared_paragraphs",
        "shared_sounds",
        "shared_words",
        "signals",
        "version",
        "weighed",
    ]
    assert evidence["version"] == JUDGE_VERSION


def test_shared_paragraphs_are_offsets_into_the_documents_as_given() -> None:
    rows = [{"a": n, "b": n + 2, "share": 1.0} for n in range(3)]

    there = judge(WIRE, cut_copy()).evidence["shared_paragraphs"]
    back = judge(cut_copy(), WIRE).evidence["shared_paragraphs"]

    assert [(row["a"], row["b"]) for row in there] == [(row["a"], row["b"]) for row in rows]
    assert [(row["b"], row["a"]) for row in back] == [(row["a"], row["b"]) for row in rows]


def test_days_apart_are_unknown_without_both_times() -> None:
    assert judge(WIRE, replace(RETOLD, published_at=None)).evidence["days_apart"] is None
    assert judge(WIRE, RETOLD).evidence["days_apart"] == 0.79


def test_prints_read_before_give_the_same_judgement() -> None:
    assert judge_prints(fingerprint(WIRE), fingerprint(RETOLD)) == judge(WIRE, RETOLD)


def test_verdicts_have_the_names_the_command_prints() -> None:
    assert [verdict.value for verdict in Verdict] == [
        "same-copy",
        "new-version",
        "same-event",
        "unrelated",
    ]
