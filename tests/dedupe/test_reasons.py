"""Reasons that can be translated."""

import re
from dataclasses import replace
from datetime import timedelta

from articles.dedupe import reasons
from articles.dedupe.fingerprint import Document
from articles.dedupe.judge import Verdict, judge
from articles.dedupe.reasons import MOST_READ, Clause, sentence
from tests.dedupe.material import RETOLD, WIRE


def test_sentence_joins_clauses_and_opens_with_a_capital() -> None:
    clauses = [Clause("%(a)d of %(b)d", {"a": 1, "b": 2}), Clause("no names", {})]

    assert sentence(clauses) == "1 of 2; no names."
    assert sentence(clauses[1:]) == "No names."


def test_a_judgement_keeps_templates_and_values_apart() -> None:
    because = judge(WIRE, RETOLD).because

    assert because[0] == Clause(
        "same names: %(names)s", {"names": "Ellwin, Skarvholm, Lindqvist, Brandeby"}
    )
    assert "; ".join(clause.template % clause.values for clause in because).capitalize() == (
        judge(WIRE, RETOLD).reason.rstrip(".").capitalize()
    )


def later_than_wire(*paragraphs: str) -> Document:
    assert WIRE.published_at
    return replace(WIRE, published_at=WIRE.published_at + timedelta(hours=3), paragraphs=paragraphs)


def test_a_new_version_tells_changed_figures_then_added_paragraphs() -> None:
    changed = WIRE.paragraphs[0].replace("214", "221")
    later = later_than_wire(changed, *WIRE.paragraphs[1:], "A tug left Oreva at dawn.")

    because = judge(WIRE, later).because

    assert because[2:4] == (
        Clause(
            "changed figures (%(count)d): %(figures)s",
            {"count": 1, "figures": "214 passengers → 221 passengers"},
        ),
        Clause("added paragraphs: %(count)d", {"count": 1}),
    )


def test_a_new_version_of_a_very_long_text_tells_its_new_figures_only() -> None:
    letters = "abcdefghij"
    words = ["".join(letters[int(digit)] for digit in str(n)) for n in range(MOST_READ // 4)]
    long = tuple(" ".join(words[at : at + 200]) for at in range(0, len(words), 200))
    one = replace(WIRE, paragraphs=("The tug has 214 seats.", *long))
    later = later_than_wire("The tug has 221 seats.", *long)

    because = judge(one, later).because

    assert [clause.template for clause in because][2:] == ["new figures: %(figures)s"]


def test_a_percent_sign_in_a_name_does_no_harm() -> None:
    assert str(Clause("same names: %(names)s", {"names": "100 %s"})) == "same names: 100 %s"


def test_a_damaged_copy_is_told_by_percent_not_by_paragraphs() -> None:
    damaged = tuple(
        " ".join(f"{word}x" if n % 5 == 4 else word for n, word in enumerate(text.split()))
        for text in WIRE.paragraphs
    )

    judgement = judge(WIRE, Document(headline="", paragraphs=damaged))

    assert (judgement.verdict, judgement.reason) == (
        Verdict.SAME_COPY,
        "47% of the shorter text stands in the longer; "
        "83% of its words stand in the longer in the same order.",
    )


def test_every_template_names_its_values_for_translators() -> None:
    templates = [text for name, text in vars(reasons).items() if name.isupper() and text != ""]
    texts = [text.replace("%%", "") for text in templates if isinstance(text, str)]

    assert len(texts) == 25
    assert [text for text in texts if re.search(r"%(?!\(\w+\)[sd])", text)] == []
