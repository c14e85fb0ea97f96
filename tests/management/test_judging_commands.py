"""Commands that judge, measure and train on files; none needs a database."""

import json
import sys
from dataclasses import asdict, replace
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from articles.dedupe.fingerprint import Document
from tests.dedupe.embedders import FLOODED, LEANING, REGATTA, SWAMPED
from tests.dedupe.material import MARKET_MONDAY, MARKET_TUESDAY, NOON, RETOLD, TWIN, WIRE, cut_copy

TEXTS = {
    "ferry_1": (WIRE, "ferry", "ferry-1"),
    "ferry_2": (RETOLD, "ferry-retold", "ferry-1"),
    "ferry_3": (cut_copy(), "ferry", "ferry-1"),
    "twin_1": (TWIN, "twin", "ferry-2"),
    "market_1": (MARKET_MONDAY, "monday", "market-1"),
    "market_2": (MARKET_TUESDAY, "tuesday", "market-2"),
    "wire_1": (replace(WIRE, published_at=NOON + timedelta(hours=3)), "ferry", "ferry-1"),
}
PAIRS = [
    ("ferry_1", "ferry_3", "near", "trunc"),
    ("ferry_1", "wire_1", "exact", "exact"),
    ("ferry_1", "ferry_2", "same_story", "story_pair"),
    ("ferry_1", "twin_1", "different", "neg_other_event"),
    ("market_1", "market_2", "different", "nat_template"),
    ("twin_1", "market_1", "different", "neg_random"),
    ("ferry_2", "ferry_3", "same_story_copy_unclear", "story_pair"),
]


def row(name: str, text: Document, family: str, story: str) -> dict[str, Any]:
    return {
        "id": name,
        "title": text.headline,
        "body": "\n\n".join(text.paragraphs),
        "source": text.source,
        "date": text.published_at.isoformat() if text.published_at else "",
        "family": family,
        "story": story,
    }


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    rows = [row(name, *rest) for name, rest in TEXTS.items()]
    pairs = [dict(zip(("a", "b", "label", "kind"), pair, strict=True)) for pair in PAIRS]
    write(tmp_path / "articles.jsonl", rows)
    write(tmp_path / "pairs.jsonl", pairs)
    return tmp_path


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def run(*arguments: Any) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def predict(gold: Path, *more: str) -> list[dict[str, Any]]:
    out = gold / "out.jsonl"
    said = run("predict_pairs", "--articles", gold / "articles.jsonl", "--out", out, *more)
    assert said == f"{len(TEXTS)} articles, {len(read(out))} lines in {out}\n"
    return read(out)


def above(rows: list[dict[str, Any]]) -> set[frozenset[str]]:
    return {frozenset((row["a"], row["b"])) for row in rows if row["score"] >= 0.5}


def test_predicts_copies_of_a_file(gold: Path) -> None:
    copies = [("ferry_1", "ferry_3"), ("ferry_1", "wire_1"), ("ferry_3", "wire_1")]

    assert above(predict(gold, "--level", "near")) == {frozenset(pair) for pair in copies}


def test_predicts_accounts_of_one_event(gold: Path) -> None:
    one = ["ferry_1", "ferry_2", "ferry_3", "wire_1"]

    assert above(predict(gold, "--level", "story")) == {
        frozenset((a, b)) for a in one for b in one if a < b
    }


def test_predicts_groups_and_stories(gold: Path) -> None:
    groups = {row["id"]: row["cluster"] for row in predict(gold, "--groups")}
    stories = {row["id"]: row["cluster"] for row in predict(gold, "--groups", "--level", "story")}

    assert groups == {name: name for name in TEXTS} | {"ferry_3": "ferry_1", "wire_1": "ferry_1"}
    ferry = dict.fromkeys(["ferry_1", "ferry_2", "ferry_3", "wire_1"], "ferry_1")
    assert stories == {name: name for name in TEXTS} | ferry


def test_predicts_repeated_paragraphs(gold: Path) -> None:
    twice = replace(WIRE, paragraphs=(*WIRE.paragraphs, WIRE.paragraphs[1]))
    write(gold / "articles.jsonl", [row("a", twice, "", ""), row("b", RETOLD, "", "")])
    out = gold / "out.jsonl"

    run("predict_pairs", "--articles", gold / "articles.jsonl", "--out", out, "--level", "repeats")

    assert read(out) == [{"id": "a", "repeated": [6]}, {"id": "b", "repeated": []}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"id": "a"}\n{"id": "a"}', "line 2: the id a stands twice"),
        ('{"title": "a"}', "line 1: there is no id"),
        ("[1]", "line 1: this is no JSON object"),
        ("{", "line 1: this is no JSON"),
        ("\udcff", "is not UTF-8"),
    ],
)
def test_a_bad_file_is_refused_with_its_line_and_nothing_is_written(
    tmp_path: Path, text: str, said: str
) -> None:
    path, out = tmp_path / "articles.jsonl", tmp_path / "out.jsonl"
    path.write_text(text, "utf-8", errors="surrogateescape")

    with pytest.raises(CommandError, match=said):
        run("predict_pairs", "--articles", path, "--out", out)

    assert not out.exists()


def test_an_empty_file_and_empty_articles_are_judged(tmp_path: Path) -> None:
    path, out = tmp_path / "articles.jsonl", tmp_path / "out.jsonl"
    write(path, [{"id": "a"}, {"id": "b", "title": None, "body": None, "date": "yesterday"}])

    run("predict_pairs", "--articles", path, "--out", out)

    assert read(out) == []


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run("predict_pairs", "--articles", tmp_path / "none", "--out", tmp_path / "out")


def test_evaluation_tells_each_kind_with_its_interval_and_draws_the_curve(gold: Path) -> None:
    plot = gold / "curve.svg"

    said = run("evaluate_dedupe", "--gold", gold, "--plot", plot)

    assert "near: 6 labelled pairs\n  shown or said            P 1.000 [1.000, 1.000]" in said
    assert "found trunc                            1/1 [0.207, 1.000]" in said
    assert "false nat_template                     0/1 [0.000, 0.793]" in said
    assert "copy groups: ARI 1.000" in said
    assert "stories: ARI 1.000" in said
    drawn = ElementTree.parse(plot).getroot()
    assert [element.text for element in drawn.iter() if (element.text or "").strip()][-2:] == [
        "precision",
        "recall",
    ]


def test_evaluation_in_random_order_says_the_same_every_time(gold: Path) -> None:
    first, second = (run("evaluate_dedupe", "--gold", gold, "--shuffle", 7) for _ in range(2))

    assert first == second


def test_a_plot_that_is_no_svg_and_a_folder_that_is_no_set_are_refused(gold: Path) -> None:
    with pytest.raises(CommandError, match=r"ends in \.svg"):
        run("evaluate_dedupe", "--gold", gold, "--plot", gold / "curve.pdf")
    with pytest.raises(CommandError, match=r"articles\.jsonl cannot be read"):
        run("evaluate_dedupe", "--gold", gold / "nothing")


def test_training_writes_weights_that_part_the_pairs(gold: Path) -> None:
    out = gold / "weights.json"

    said = run("train_judge", "--gold", gold, "--out", out)

    weights = json.loads(out.read_text("utf-8"))
    assert said.startswith("4 pairs, 1 of one event, 3 topics\n")
    assert sorted(weights["signals"]) == [
        "body", "dates", "figures", "headline", "names", "opening",
    ]  # fmt: skip
    assert weights["bias"] < 0 < sum(weights["signals"].values())


def test_training_without_both_answers_is_refused(gold: Path) -> None:
    write(
        gold / "pairs.jsonl", [{"a": "ferry_1", "b": "ferry_2", "label": "same_story", "kind": "x"}]
    )

    with pytest.raises(CommandError, match="no pairs of one event and of two"):
        run("train_judge", "--gold", gold)


def test_a_pair_of_an_unknown_article_is_named(gold: Path) -> None:
    write(gold / "pairs.jsonl", [{"a": "ferry_1", "b": "none", "label": "different", "kind": "x"}])

    with pytest.raises(CommandError, match="none"):
        run("train_judge", "--gold", gold)


MODEL = "tests.dedupe.embedders.Meanings"
MEANINGLESS = "tests.dedupe.embedders.Meaningless"


@pytest.fixture
def grey(tmp_path: Path) -> Path:
    """Four topics, each with a grey pair of one event and a grey pair of two."""
    rows, pairs = [], []
    for topic in range(4):
        names = [f"{topic}_{name}" for name in ("flooded", "swamped", "regatta")]
        texts = zip(names, (FLOODED, SWAMPED, REGATTA), strict=True)
        rows += [row(name, text, name, f"{topic}-{name}") for name, text in texts]
        pairs += [
            {"a": names[0], "b": names[1], "label": "same_story", "kind": "story_pair"},
            {"a": names[1], "b": names[2], "label": "different", "kind": "neg_other_event"},
        ]
    write(tmp_path / "articles.jsonl", rows)
    write(tmp_path / "pairs.jsonl", pairs)
    return tmp_path


def listening(grey: Path) -> Path:
    """Weights with which the model turns both kinds of pairs."""
    path = grey / "listening.json"
    path.write_text(json.dumps({MODEL: asdict(LEANING)}), "utf-8")
    return path


def test_training_a_model_writes_weights_that_the_judging_commands_take(grey: Path) -> None:
    out = grey / "weights.json"

    said = run("train_judge", "--gold", grey, "--embeddings", MODEL, "--out", out)

    lines = said.splitlines()
    assert lines[0] == "8 pairs, 4 of one event, 4 topics"
    assert lines[2].startswith(f"with {MODEL}, on topics held out: P 1.000 [1.000, 1.000]")
    assert "F1 gained" in lines[3]
    kept = json.loads(out.read_text("utf-8"))[MODEL]
    assert kept["scripts"] == ["latin"]
    assert kept["usual"] == pytest.approx(0.5, abs=0.01)
    assert kept["weight"] > 1
    run("evaluate_dedupe", "--gold", grey, "--embeddings", MODEL, "--embeddings-weights", out)


def test_training_a_model_that_parts_nothing_says_that_it_would_change_nothing(grey: Path) -> None:
    out = grey / "weights.json"

    said = run("train_judge", "--gold", grey, "--embeddings", MEANINGLESS, "--out", out)

    assert "This model does not part them: it would change nothing." in said
    assert json.loads(out.read_text("utf-8"))[MEANINGLESS]["weight"] == 0.0


def test_pairs_are_predicted_with_a_model_by_option_by_setting_and_not_without(
    grey: Path, settings: Any
) -> None:
    weights = listening(grey)
    out = grey / "out.jsonl"
    articles = ("predict_pairs", "--articles", grey / "articles.jsonl", "--out", out)

    def scores(*options: Any) -> dict[tuple[str, str], float]:
        run(*articles, "--level", "story", *options)
        return {(line["a"], line["b"]): line["score"] for line in read(out)}

    plain = scores()
    chosen = scores("--embeddings", MODEL, "--embeddings-weights", weights)
    settings.EMBEDDINGS, settings.EMBEDDINGS_WEIGHTS = MODEL, str(weights)

    assert scores() == chosen
    assert scores("--embeddings", "") == plain
    pair = ("0_swamped", "0_flooded")
    assert plain[pair] < 0.5 < chosen[pair]


def test_a_setting_changes_what_two_texts_are_said_to_be(
    grey: Path, settings: Any, tmp_path: Path
) -> None:
    files = []
    for name, text in (("one", FLOODED), ("other", SWAMPED)):
        files.append(tmp_path / f"{name}.txt")
        files[-1].write_text("\n\n".join([text.headline, *text.paragraphs]), "utf-8")
    before = run("compare", *map(str, files))

    settings.EMBEDDINGS, settings.EMBEDDINGS_WEIGHTS = MODEL, str(listening(grey))
    after = run("compare", *map(str, files))

    assert before.startswith("unrelated:")
    assert after.startswith("same-event:")
    assert "read alike: 1.00" in after


@pytest.mark.parametrize("command", ["predict_pairs", "evaluate_dedupe", "train_judge"])
def test_a_model_that_cannot_be_had_is_refused_with_what_to_do(
    command: str, grey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "wordllama", None)
    given = {"predict_pairs": ("--articles", grey / "articles.jsonl", "--out", grey / "out")}

    with pytest.raises(CommandError, match=r'pip install "newsroom\[embeddings\]"'):
        run(command, *given.get(command, ("--gold", grey)), "--embeddings", "wordllama")
