"""Reasons that can be translated."""

import re

from articles.dedupe import reasons
from articles.dedupe.fingerprint import Document
from articles.dedupe.judge import Verdict, judge
from articles.dedupe.reasons import Clause, sentence
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

    assert len(texts) == 23
    assert [text for text in texts if re.search(r"%(?!\(\w+\)[sd])", text)] == []
