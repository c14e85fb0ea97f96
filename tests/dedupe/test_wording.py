"""How much wording two documents share."""

from dataclasses import replace

from articles.dedupe.fingerprint import Document, Prints, fingerprint
from articles.dedupe.wording import (
    Overlap,
    SharedParagraph,
    by_length,
    overlap,
    own_paragraphs,
    shared_paragraphs,
)
from tests.dedupe.material import MARKET_MONDAY, MARKET_TUESDAY, RETOLD, WIRE, cut_copy


def prints(*paragraphs: str) -> Prints:
    return fingerprint(Document(headline="", paragraphs=paragraphs))


def measured(one: Prints, other: Prints) -> Overlap:
    return overlap(*by_length(one, other))


def test_by_length_gives_the_shorter_first_either_way_round() -> None:
    long, short = fingerprint(WIRE), fingerprint(RETOLD)

    assert by_length(long, short) == by_length(short, long) == (short, long)


def test_overlap_with_itself_is_whole() -> None:
    one = fingerprint(WIRE)

    found = measured(one, one)

    assert (found.containment, found.is_template, found.is_quote) == (1.0, False, False)
    assert [(row.shorter, row.longer) for row in shared_paragraphs(one, one)] == [
        (at, at) for at in range(6)
    ]


def test_overlap_of_empty_texts_is_nothing() -> None:
    empty, full = prints(), fingerprint(WIRE)

    nothing = Overlap(0.0, other_figures=False, other_names=False, is_quote=False)
    assert measured(empty, empty) == measured(empty, full) == nothing


def test_a_shorter_text_inside_a_longer_one_is_contained_whole() -> None:
    short = fingerprint(replace(WIRE, paragraphs=WIRE.paragraphs[:2]))

    long = fingerprint(WIRE)

    assert measured(short, long).containment == 1.0
    assert shared_paragraphs(short, long) == (
        SharedParagraph(0, 0, 1.0),
        SharedParagraph(1, 1, 1.0),
    )


def test_a_form_filled_in_with_other_figures_is_a_template() -> None:
    found = measured(fingerprint(MARKET_MONDAY), fingerprint(MARKET_TUESDAY))

    assert found.containment > 0.5
    assert (found.other_figures, found.other_names, found.is_template) == (True, False, True)


def test_a_form_filled_in_with_other_names_is_a_template() -> None:
    form = (
        "Police in {} arrested the baker {} on suspicion of selling bread below the legal weight.",
        "His lawyer {} said that the scales of the shop had been checked by the guild in spring.",
    )
    one = prints(*(form[0].format("Ellwin", "Rudo Zabrik"), form[1].format("Ana Tolvest")))
    other = prints(*(form[0].format("Karvan", "Emil Hostov"), form[1].format("Ivo Quellan")))

    found = measured(one, other)

    assert (found.other_figures, found.other_names) == (False, True)


def test_figures_lost_no_faster_than_words_make_no_template() -> None:
    damaged = replace(
        WIRE,
        paragraphs=tuple(
            " ".join(f"{word}x" if n % 4 == 3 else word for n, word in enumerate(text.split()))
            for text in WIRE.paragraphs
        ),
    )

    assert not measured(fingerprint(WIRE), fingerprint(damaged)).is_template


def test_one_common_paragraph_among_foreign_ones_is_a_quote() -> None:
    quoting = replace(RETOLD, paragraphs=(*RETOLD.paragraphs[:3], WIRE.paragraphs[4]))

    one, other = by_length(fingerprint(WIRE), fingerprint(quoting))

    assert overlap(one, other).is_quote
    assert len(shared_paragraphs(one, other)) == 1


def test_a_cut_copy_with_one_paragraph_left_is_no_quote() -> None:
    found = measured(fingerprint(WIRE), fingerprint(cut_copy(keep=1)))

    assert found.is_quote is False


def test_own_paragraphs_are_those_without_common_wording() -> None:
    added = replace(WIRE, paragraphs=(*WIRE.paragraphs, *RETOLD.paragraphs[:1]))

    assert own_paragraphs(fingerprint(added), fingerprint(WIRE)) == (6,)
    assert own_paragraphs(fingerprint(WIRE), fingerprint(added)) == ()


def test_figures_half_of_which_stay_are_a_copy_the_same_day_and_a_series_days_later() -> None:
    first = prints("They sold 104,000 tonnes for 2,100 crowns and 340 tonnes for 77 crowns.")
    next_ = prints("They sold 104,000 tonnes for 2,100 crowns and 512 tonnes for 93 crowns.")

    assert not overlap(first, next_, days_apart=0.5).other_figures
    assert overlap(first, next_, days_apart=7.0).other_figures


def test_a_table_whose_figures_stay_is_no_template_whatever_its_headings_became() -> None:
    lines = "Shr 17 cts vs 26 cts. Net 765,808 vs 1,216,501. Revs 15.8 mln vs 18.7 mln."
    table = prints(f"They saw Varnow, Arkell and Holmsund of the line. {lines}")
    scanned = prints(f"They saw Vamow, Arkeil and Hohnsund of the line. {lines}")

    assert not measured(table, scanned).is_template
