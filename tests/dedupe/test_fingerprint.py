"""What is read of one document."""

import subprocess
import sys
from dataclasses import replace
from hashlib import sha256

from articles.dedupe.fingerprint import (
    MOST_TERMS,
    MOST_WORDS,
    Document,
    figure_weight,
    fingerprint,
    winnow,
)
from articles.dedupe.keys import run_keys, signed_key
from tests.dedupe.material import CHROME, URDU, WIRE, cut_copy

LINE = "the quick brown fox jumps over the lazy dog near the river bank at dawn"


def document(*paragraphs: str, headline: str = "") -> Document:
    return Document(headline=headline, paragraphs=paragraphs)


def test_signed_key_fits_a_signed_bigint_and_never_changes() -> None:
    assert signed_key("kabul") == -8021432935049520892
    assert all(-(2**63) <= signed_key(str(n)) < 2**63 for n in range(1000))


def test_signed_key_is_the_same_in_another_process() -> None:
    code = "from articles.dedupe.keys import signed_key; print(signed_key('کابل kabul'))"

    said = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout

    assert int(said) == signed_key("کابل kabul")


def test_exact_is_the_hash_of_the_folded_words() -> None:
    prints = fingerprint(document("Café —  “two”", "", "THREE"))

    assert prints.exact == sha256(b"cafe two three").hexdigest()


def test_headline_has_no_part_in_the_wording() -> None:
    one, other = document(LINE, headline="A"), document(LINE, headline="Something else")

    assert fingerprint(one).exact == fingerprint(other).exact
    assert fingerprint(one).shingles == fingerprint(other).shingles


def test_an_empty_document_has_empty_prints() -> None:
    prints = fingerprint(document("", " \n\t "))

    assert (prints.exact, prints.word_count, prints.shingles, prints.grams, prints.terms) == (
        "",
        0,
        frozenset(),
        {},
        (),
    )


def test_chrome_lines_are_left_out_whole_or_within_a_paragraph() -> None:
    chrome = frozenset(["share this", "read more"])
    plain = fingerprint(document(LINE, LINE[::-1]))

    wrapped = document("Share  THIS", LINE, f"{LINE[::-1]}\nRead more")

    assert fingerprint(wrapped, chrome=chrome).exact == plain.exact
    assert fingerprint(wrapped, chrome=chrome).shingles == plain.shingles


def test_grams_know_the_paragraph_they_first_start_in() -> None:
    prints = fingerprint(document("one two three", "four five", "one two three"))

    keys = run_keys(["one", "two", "three", "four", "five", "one", "two", "three"])
    assert prints.grams == dict(zip(keys[:5], [0, 0, 0, 1, 1], strict=True))
    assert keys[5] == keys[0]


def test_run_key_depends_on_words_and_order_and_never_changes() -> None:
    (key,) = run_keys(["old", "harbour", "wall"])

    assert key == -2554129097274779766
    assert run_keys(["old", "wall", "harbour"]) != [key]
    assert run_keys(["wall", "old", "harbour"]) != [key]
    assert run_keys(["oldharbour", "wall", ""]) != [key]
    assert run_keys(["old", "harbour"]) == []
    assert all(-(2**63) <= key < 2**63 for key in run_keys([str(n) for n in range(1000)]))


def test_winnow_keeps_the_least_of_every_window() -> None:
    assert winnow([9, 3, 7, 5, 8, 6, 4], window=4) == {3, 5, 4}
    assert winnow([9, 3], window=4) == {3}
    assert winnow([]) == frozenset()


def test_texts_that_share_six_words_share_a_shingle() -> None:
    common = "old harbour wall fell last night"
    one = fingerprint(document(f"nobody knew why the {common} in heavy rain"))
    other = fingerprint(document(f"we hear that our {common} say two men"))

    assert one.shingles & other.shingles


def test_only_the_first_words_of_an_endless_text_are_compared() -> None:
    endless = document(" ".join(f"word{n}" for n in range(MOST_WORDS + 500)), "Brandeby swam.")

    prints = fingerprint(endless)

    assert (prints.word_count, len(prints.grams)) == (MOST_WORDS + 502, MOST_WORDS - 2)


def test_terms_are_bounded_and_name_the_event() -> None:
    long = document(
        *(f"They saw Zor{chr(97 + n)}bach at {n * 37 + 101} metres." for n in range(26))
    )

    terms = fingerprint(long).terms

    assert len(terms) == MOST_TERMS
    assert list(terms) == sorted(terms, key=lambda term: (-term.weight, term.text))


def test_terms_put_names_before_common_words() -> None:
    heaviest = [term.text for term in fingerprint(WIRE).terms[:14]]

    assert heaviest == [
        "Ellwin",
        "reef",
        "aground",
        "Arkell",
        "Brandeby",
        "Greta",
        "Holmsund",
        "Ilse",
        "Lindqvist",
        "Maria",
        "Oskar",
        "Skarvholm",
        "Tomas",
        "Varnow",
    ]


def test_terms_of_a_name_meet_in_other_spellings() -> None:
    one = fingerprint(document("They met Muttaqi there.")).terms[0]
    other = fingerprint(document("We saw Mutaki here.")).terms[0]

    assert (one.text, other.text) == ("Muttaqi", "Mutaki")
    assert one.key == other.key


def test_rare_words_stand_in_for_names_without_capitals() -> None:
    prints = fingerprint(URDU)

    assert prints.facts.names == {}
    assert "برانڈبی" in prints.names
    assert "214" in {term.text for term in prints.terms}


def test_figures_with_more_digits_weigh_more_and_round_ones_less() -> None:
    assert [figure_weight(figure) for figure in ("3", "3000", "149", "12.5", "1234567")] == [
        2.0,
        2.0,
        6.0,
        6.0,
        8.0,
    ]


def test_a_cut_copy_in_other_chrome_has_the_exact_text_once_that_is_known() -> None:
    copy = replace(cut_copy(keep=6), headline=WIRE.headline)

    known = frozenset(line.lower() for line in CHROME)

    assert fingerprint(copy, chrome=known).exact == fingerprint(WIRE).exact
