"""A second look by a model at pairs that the words leave open."""

import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from articles.dedupe.fingerprint import Document, fingerprint
from articles.dedupe.judge import (
    JUDGE_VERSION,
    Limits,
    Verdict,
    Weighed,
    judge,
    judge_prints,
    rule,
)
from articles.dedupe.likeness import (
    MOST_CHARACTERS,
    Leaning,
    Likeness,
    Vectors,
    is_grey,
    opening,
)
from articles.dedupe.train import Seen, fit_leaning
from articles.errors import BadInput
from tests.dedupe.embedders import (
    FLOODED,
    LEANING,
    REGATTA,
    SWAMPED,
    Meanings,
    Odd,
)
from tests.dedupe.material import ARABIC, RETOLD, TWIN, URDU, URDU_RETOLD, WIRE

LOWEST, HIGHEST = 0.1192, 0.8808


def seen_again(one: Document, other: Document, model: Any = None, **leaning: Any) -> Any:
    likeness = Likeness(model or Meanings(), replace(LEANING, **leaning))
    return judge(one, other, likeness=likeness)


def test_accounts_that_read_alike_are_one_event_where_words_left_it_open() -> None:
    before = judge(FLOODED, SWAMPED)

    after = seen_again(FLOODED, SWAMPED)

    assert (before.verdict, before.ruling.rule) == (Verdict.UNRELATED, "nothing")
    assert (after.verdict, after.ruling.rule) == (Verdict.SAME_EVENT, "alike")
    assert before.event_score == pytest.approx(0.4885, abs=0.001)
    assert after.event_score == pytest.approx(0.81, abs=0.01)
    assert after.reason == "Same names: Sol, Harrow Bay; read alike: 1.00."


def test_texts_that_read_otherwise_are_two_events_where_words_left_it_open() -> None:
    before = judge(SWAMPED, REGATTA)

    after = seen_again(SWAMPED, REGATTA)

    assert (before.verdict, before.ruling.rule) == (Verdict.SAME_EVENT, "event")
    assert (after.verdict, after.ruling.rule) == (Verdict.UNRELATED, "unlike")
    assert after.reason == (
        "Same names: Sol, Harrow Bay; do not read alike: 0.00; too little in common for one event."
    )


def test_evidence_names_the_model_and_all_that_its_word_is_reckoned_from() -> None:
    evidence = seen_again(FLOODED, SWAMPED).evidence

    assert evidence["version"] == f"{JUDGE_VERSION}+meanings"
    assert evidence["alike"] == {
        "model": "meanings",
        "cosine": pytest.approx(1.0, abs=0.001),
        "usual": 0.5,
        "weight": 3.0,
        "by_words": pytest.approx(0.4885, abs=0.001),
    }
    kept = evidence["alike"]
    again = replace(LEANING, usual=kept["usual"]).moved(kept["by_words"], kept["cosine"])
    assert again == pytest.approx(evidence["weighed"]["event"], abs=0.001)
    assert json.loads(json.dumps(evidence)) == evidence


def test_without_a_model_evidence_is_as_it_was_before_there_were_any() -> None:
    evidence = judge(FLOODED, SWAMPED).evidence

    assert evidence["version"] == JUDGE_VERSION
    assert evidence.keys().isdisjoint({"alike"})
    assert list(evidence["weighed"]) == [
        *("exact", "empty", "item", "template", "retold", "quote", "version"),
        *("contained", "in_order", "event"),
    ]


@pytest.mark.parametrize("pair", [(WIRE, RETOLD), (WIRE, TWIN), (FLOODED, WIRE), (WIRE, WIRE)])
def test_pairs_of_which_the_words_are_sure_are_not_shown_to_a_model(
    pair: tuple[Document, Document],
) -> None:
    model = Meanings()

    judgement = seen_again(*pair, model=model)

    assert model.asked == []
    assert judgement == judge(*pair)
    assert judgement.evidence == judge(*pair).evidence


def test_a_model_never_moves_a_pair_out_of_the_grey_zone() -> None:
    raised, lowered = (
        seen_again(*pair, weight=100.0) for pair in ((FLOODED, SWAMPED), (SWAMPED, REGATTA))
    )

    assert raised.event_score == pytest.approx(HIGHEST, abs=1e-4)
    assert lowered.event_score == pytest.approx(LOWEST, abs=1e-4)
    assert is_grey(0.5)
    assert not is_grey(LOWEST - 0.001)
    assert not is_grey(HIGHEST + 0.001)
    assert not is_grey(0.0)
    assert not is_grey(1.0)


def test_texts_in_a_script_that_the_model_was_not_fitted_on_are_not_shown_to_it() -> None:
    model = Meanings()
    likeness = Likeness(model, LEANING)
    prints = {text.headline: fingerprint(text) for text in (URDU, URDU_RETOLD, ARABIC, FLOODED)}

    said = [
        likeness.weigh(prints[URDU.headline], prints[other.headline], 0.5)
        for other in (URDU_RETOLD, ARABIC, FLOODED)
    ]

    assert (said, model.asked) == ([None, None, None], [])


@pytest.mark.parametrize(
    "answers",
    [
        ([[0.0, 0.0]],),
        ([[float("nan"), 1.0]],),
        ([[float("inf"), 1.0]],),
        ([],),
        ([[1.0], [1.0]],),
        ([[]],),
        ([[1.0, 0.0]], [[1.0, 0.0, 0.0]]),
    ],
)
def test_a_vector_that_makes_no_sense_leaves_the_verdict_to_the_words(answers: Any) -> None:
    judgement = seen_again(FLOODED, SWAMPED, model=Odd(*answers))

    assert judgement == judge(FLOODED, SWAMPED)
    assert judgement.reason == judge(FLOODED, SWAMPED).reason


def test_each_text_is_embedded_once_however_many_it_is_compared_with() -> None:
    model = Meanings()
    likeness = Likeness(model, LEANING)
    one, *others = (fingerprint(text) for text in (SWAMPED, FLOODED, REGATTA))

    for other in [*others, *others]:
        judge_prints(one, other, likeness=likeness)
        judge_prints(other, one, likeness=likeness)

    assert sorted(model.asked) == sorted(opening(text) for text in (SWAMPED, FLOODED, REGATTA))


def test_the_answer_is_the_same_whichever_text_comes_first() -> None:
    there, back = seen_again(FLOODED, SWAMPED), seen_again(SWAMPED, FLOODED)

    assert (there.verdict, there.event_score) == (back.verdict, back.event_score)


@pytest.mark.parametrize("same_event", [0.3, 0.5, 0.7, 0.85, 0.95])
def test_what_is_kept_tells_what_other_limits_would_have_made_of_the_pair(
    same_event: float,
) -> None:
    likeness = Likeness(Meanings(), LEANING)
    limits = Limits(same_event=same_event)
    for pair in ((FLOODED, SWAMPED), (SWAMPED, REGATTA)):
        kept = json.loads(json.dumps(judge(*pair, likeness=likeness).evidence["weighed"]))

        again = rule(Weighed.read(kept), limits)

        assert again == judge(*pair, limits=limits, likeness=likeness).ruling


def test_highest_is_what_a_pair_of_that_score_can_come_to() -> None:
    likeness = Likeness(Meanings(), LEANING)

    assert likeness.highest(0.05) == 0.05
    assert likeness.highest(0.95) == 0.95
    assert likeness.highest(0.3) == LEANING.moved(0.3, 1.0) > 0.5
    assert Likeness(Meanings(), replace(LEANING, weight=0)).highest(0.3) == pytest.approx(0.3)


def test_opening_is_the_headline_and_the_first_sixty_words() -> None:
    document = Document("Two  words", ("a " * 40, "b " * 40))

    assert opening(document) == " ".join(["Two", "words", *["a"] * 40, *["b"] * 20])


def test_opening_of_a_million_words_or_of_one_endless_word_is_short() -> None:
    many = Document("", ("word " * 1_000_000,))
    endless = Document("x" * 1_000_000, ("y" * 1_000_000, "z"))

    assert opening(many) == " ".join(["word"] * 60)
    assert len(opening(endless)) == MOST_CHARACTERS


def test_cosine_of_a_text_with_itself_is_one_and_of_opposites_minus_one() -> None:
    vectors = Vectors(Odd([[3.0, 4.0]], [[-3.0, -4.0]]))

    assert vectors.cosine(FLOODED, FLOODED) == pytest.approx(1.0)
    assert vectors.cosine(FLOODED, SWAMPED) == pytest.approx(-1.0)


@pytest.mark.parametrize(
    "kept",
    [
        None,
        [],
        {},
        {"usual": 0.5, "weight": 1.0},
        {"usual": "much", "weight": 1.0, "scripts": ["latin"]},
        {"usual": 0.5, "weight": 1.0, "scripts": []},
        {"usual": 0.5, "weight": -1.0, "scripts": ["latin"]},
        {"usual": 2.0, "weight": 1.0, "scripts": ["latin"]},
        {"usual": float("nan"), "weight": 1.0, "scripts": ["latin"]},
        {"usual": 0.5, "weight": float("inf"), "scripts": ["latin"]},
    ],
)
def test_weights_that_make_no_sense_are_refused(kept: Any) -> None:
    with pytest.raises(BadInput):
        Leaning.read(kept)


def test_weights_are_read_as_they_were_written() -> None:
    assert Leaning.read(json.loads(json.dumps(asdict(LEANING)))) == LEANING


SAME = [Seen(0.45, 0.8, is_same=True), Seen(0.4, 0.7, is_same=True), Seen(0.6, 0.9, is_same=True)]
OTHER = [Seen(0.55, 0.2, is_same=False), Seen(0.6, 0.3, is_same=False)]


def test_fit_listens_to_a_model_that_parts_the_grey_pairs() -> None:
    leaning = fit_leaning([*SAME, *OTHER], ["latin", "latin"])

    assert leaning.usual == pytest.approx((0.8 + 0.25) / 2)
    assert leaning.scripts == ("latin",)
    assert [leaning.moved(pair.by_words, pair.cosine) > 0.5 for pair in [*SAME, *OTHER]] == [
        *[True] * 3,
        *[False] * 2,
    ]


def test_fit_gives_no_weight_to_a_model_that_parts_them_the_wrong_way() -> None:
    wrong = [replace(pair, cosine=-pair.cosine) for pair in [*SAME, *OTHER]]

    leaning = fit_leaning(wrong, ["latin"])

    assert leaning.weight == 0.0
    assert leaning.moved(0.4, 1.0) == pytest.approx(0.4)


def test_fit_looks_at_grey_pairs_only() -> None:
    sure = [Seen(0.01, 1.0, is_same=False), Seen(0.99, -1.0, is_same=True)]

    assert fit_leaning([*SAME, *OTHER, *sure], ["latin"]) == fit_leaning([*SAME, *OTHER], ["latin"])


def test_fit_without_grey_pairs_of_both_kinds_says_so() -> None:
    with pytest.raises(BadInput, match="words leave open"):
        fit_leaning([*SAME, Seen(0.01, 0.2, is_same=False)], ["latin"])
