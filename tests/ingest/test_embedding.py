"""The model that a setting names: none by default, and never a reason to lose an arrival."""

import json
import logging
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.dedupe.fingerprint import Document
from articles.dedupe.judge import JUDGE_VERSION
from articles.dedupe.likeness import Leaning
from articles.enums import Verdict
from articles.errors import BadInput, EmbeddingFailed
from articles.ingest import embedding, matching, store
from articles.ingest.embedding import Guarded
from articles.models import Article, Match, Story
from articles.models.thresholds import LOWEST_EVENT
from tests.dedupe.embedders import (
    CHURCH,
    FLOODED,
    LEANING,
    REGATTA,
    SWAMPED,
    Meanings,
    Raising,
)
from tests.factories import NOW, make_source
from tests.ingest.documents import html, make_item, make_parsed

MEANINGS = "tests.dedupe.embedders.Meanings"
RAISING = "tests.dedupe.embedders.Raising"
UNMADE = "tests.dedupe.embedders.Unmade"
# Two accounts of the flood that words leave open, and one more that shares the whole of the first.
PLAIN = replace(FLOODED, headline="Three missing after Mill Dyke breaks at Harrow Bay")

Switch = Callable[..., None]


@pytest.fixture
def switch_on(settings: Any, tmp_path: Path) -> Switch:
    """Names a model in the settings, with weights of its own."""

    def switched(name: str, leaning: Leaning = LEANING) -> None:
        path = tmp_path / "weights.json"
        path.write_text(json.dumps({name: asdict(leaning)}), "utf-8")
        settings.EMBEDDINGS, settings.EMBEDDINGS_WEIGHTS = name, str(path)

    return switched


class Unasked:
    """Fails when a library of embeddings is looked for."""

    def find_spec(self, name: str, *_rest: Any) -> ModuleSpec | None:
        assert name.split(".")[0] not in ("wordllama", "model2vec", "tokenizers"), name
        return None


@pytest.fixture
def no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where the extra is not installed."""
    for name in ("wordllama", "model2vec"):
        monkeypatch.setitem(sys.modules, name, None)


def bring(document: Document) -> Article:
    item = make_item(
        headline=document.headline, body_html=html(document.paragraphs), published_at=NOW
    )
    tally = store.take_in(make_parsed(item), source=make_source(), now=NOW)
    assert tally.counts["failed"] == 0, tally.notes
    return Article.objects.get(pk=tally.article_ids[0])


def stories() -> list[set[str]]:
    return [
        set(story.articles.values_list("headline", flat=True))
        for story in Story.objects.order_by("id")
    ]


@pytest.mark.django_db
def test_without_a_model_a_grey_pair_stays_apart_and_no_library_is_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "meta_path", [Unasked(), *sys.meta_path])

    bring(FLOODED)
    bring(SWAMPED)

    pair = Match.objects.get()
    assert (pair.verdict, pair.rule) == (Verdict.UNRELATED, "nothing")
    assert pair.evidence["version"] == JUDGE_VERSION
    assert "alike" not in pair.evidence
    assert stories() == []


@pytest.mark.django_db
def test_with_a_model_a_grey_pair_joins_its_story_and_the_row_tells_why(switch_on: Switch) -> None:
    switch_on(MEANINGS)

    bring(FLOODED)
    bring(SWAMPED)

    pair = Match.objects.get()
    assert (pair.verdict, pair.rule) == (Verdict.SAME_EVENT, "alike")
    assert pair.reason == "Same names: Sol, Harrow Bay; same day; read alike: 1.00."
    assert pair.evidence["version"] == f"{JUDGE_VERSION}+meanings"
    assert pair.evidence["alike"]["by_words"] == pytest.approx(0.4885, abs=0.001)
    assert stories() == [{FLOODED.headline, SWAMPED.headline}]


@pytest.mark.django_db
def test_a_pair_too_far_below_the_limit_to_be_read_by_its_words_is_read_for_a_model(
    switch_on: Switch,
) -> None:
    bring(FLOODED)
    draft = Article(
        headline=CHURCH.headline, body_html=html(CHURCH.paragraphs), arrived_at=NOW, written_at=NOW
    )
    assert matching.look(draft).judged == ()
    switch_on(MEANINGS)

    bring(CHURCH)

    pair = Match.objects.get()
    assert (pair.verdict, pair.rule) == (Verdict.SAME_EVENT, "alike")
    assert pair.evidence["alike"]["by_words"] < LOWEST_EVENT


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "rule", "verdict", "told"),
    [("", "event", Verdict.SAME_EVENT, 1), (MEANINGS, "unlike", Verdict.UNRELATED, 0)],
)
def test_a_grey_pair_that_reads_otherwise_is_parted_by_a_model_alone(
    name: str, rule: str, verdict: Verdict, told: int, switch_on: Switch
) -> None:
    switch_on(name)

    bring(SWAMPED)
    bring(REGATTA)

    pair = Match.objects.get()
    assert (pair.rule, pair.verdict) == (rule, verdict)
    assert ("do not read alike: 0.00" in pair.reason) is (rule == "unlike")
    assert Story.objects.count() == told


@pytest.mark.django_db
def test_a_story_is_heard_by_what_the_model_says_of_accounts_that_were_not_judged(
    switch_on: Switch,
) -> None:
    """At a glance each would speak by its words alone, and against the pair that was judged."""
    bring(FLOODED)
    article = bring(SWAMPED)
    glanced = matching.heard(matching.look(article), [Article.objects.earliest("id").pk])
    switch_on(MEANINGS)

    around = replace(matching.look(article), judged=())
    heard = matching.heard(around, [Article.objects.earliest("id").pk])

    assert [round(score, 2) for score, _across in glanced.values()] == [0.49]
    assert [round(score, 2) for score, _across in heard.values()] == [0.81]


@pytest.mark.django_db
def test_a_model_costs_no_query_where_words_are_sure(switch_on: Switch) -> None:
    bring(FLOODED)
    with CaptureQueriesContext(
        connection,
    ) as without:
        bring(PLAIN)
    Article.objects.filter(headline=PLAIN.headline).delete()
    switch_on(MEANINGS)

    with CaptureQueriesContext(connection) as with_model:
        bring(PLAIN)

    assert len(with_model) == len(without)


@pytest.mark.django_db
def test_a_model_that_raises_loses_no_arrival(
    switch_on: Switch, caplog: pytest.LogCaptureFixture
) -> None:
    switch_on(RAISING)
    bring(FLOODED)

    bring(SWAMPED)

    pair = Match.objects.get()
    assert (pair.verdict, pair.rule) == (Verdict.UNRELATED, "nothing")
    assert "alike" not in pair.evidence
    assert "The model raising gave no vector." in caplog.text
    assert "index 32000 is out of bounds" in caplog.text


@pytest.mark.django_db
@pytest.mark.usefixtures("no_library")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("wordllama", "wordllama is not installed"),
        (UNMADE, "CUDA driver not found"),
        ("no.such.Model", "neither wordllama nor a folder nor a class"),
    ],
)
def test_a_model_that_cannot_be_had_is_logged_once_and_loses_no_arrival(
    name: str, said: str, switch_on: Switch, caplog: pytest.LogCaptureFixture
) -> None:
    switch_on(name)

    bring(FLOODED)
    bring(SWAMPED)

    assert Article.objects.count() == 2
    assert stories() == []
    assert caplog.text.count("pairs are judged by their words alone") == 1
    assert said in caplog.text


def test_a_model_of_no_weight_is_not_even_loaded(
    switch_on: Switch, caplog: pytest.LogCaptureFixture
) -> None:
    switch_on(UNMADE, replace(LEANING, weight=0.0))

    assert (embedding.likeness(), caplog.text) == (None, "")


def test_a_model_that_keeps_failing_is_not_asked_any_more(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Raising, "asked", 0)
    guarded = Guarded(Raising())

    for _time in range(10):
        with pytest.raises(EmbeddingFailed):
            guarded.embed(["text"])

    assert Raising.asked == embedding.MOST_FAILURES
    assert [record.levelno for record in caplog.records] == [logging.ERROR] * 3
    assert "It is not asked any more." in caplog.records[-1].getMessage()


def test_a_model_that_fails_now_and_then_is_asked_again() -> None:
    class Moody(Meanings):
        def embed(self, texts: Any) -> Any:
            if len(self.asked) % 3 < 2:
                self.asked.append("failed")
                raise ValueError("Not today.")
            return super().embed(texts)

    guarded = Guarded(Moody())

    for _time in range(4):
        for _failure in range(2):
            with pytest.raises(EmbeddingFailed):
                guarded.embed(["river"])
        assert list(guarded.embed(["river"])) == [[0.01, 1.0, 0.0]]


@pytest.mark.usefixtures("no_library")
@pytest.mark.parametrize(
    ("name", "said", "hint"),
    [
        ("wordllama", "wordllama is not installed", 'pip install "newsroom[embeddings]"'),
        ("/a/folder", "model2vec is not installed", 'pip install "newsroom[embeddings]"'),
        ("wordlama", "neither wordllama nor a folder nor a class", "package.module.Class"),
        ("tests.no.Model", "neither wordllama nor a folder nor a class", "package.module.Class"),
        (MEANINGS, "has no weights", f"train_judge --embeddings {MEANINGS}"),
    ],
)
def test_what_is_wrong_with_a_setting_is_said_with_what_to_do(
    name: str, said: str, hint: str
) -> None:
    with pytest.raises(BadInput) as caught:
        embedding.inspect(name, "")

    assert said in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "cannot be read"),
        ("[]", "holds no weights for"),
        ('{"other": {}}', "holds no weights for"),
        (f'{{"{MEANINGS}": {{"usual": 1}}}}', "no weight of a model"),
        (f'{{"{MEANINGS}": 3}}', "no weight of a model"),
    ],
)
def test_weights_that_cannot_be_used_are_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "weights.json"
    path.write_text(text, "utf-8")

    with pytest.raises(BadInput, match=said):
        embedding.load(MEANINGS, str(path))


def test_weights_that_are_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        embedding.load(MEANINGS, str(tmp_path / "none.json"))


def test_a_folder_without_vectors_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model2vec.py").write_text("", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "model2vec", raising=False)

    with pytest.raises(BadInput, match=r"no model\.safetensors and no tokenizer\.json"):
        embedding.inspect(str(tmp_path), "")


def test_the_products_own_weights_are_those_of_the_built_in_model() -> None:
    """It earned none on the labelled events: so it is not asked unless a desk fits it anew."""
    leaning = embedding.read_leaning("wordllama")

    assert (leaning.weight, leaning.scripts) == (0.0, ("latin",))


def test_vectors_inside_the_package_need_no_network() -> None:
    pytest.importorskip("wordllama")

    model = embedding.load_embedder("wordllama")

    ferry, boat, budget = model.embed(
        ["The ferry sank in the storm.", "A boat went down in bad weather.", "Taxes rise again."]
    )
    assert (model.name, len(ferry)) == ("wordllama", 256)
    assert dot(ferry, boat) > dot(ferry, budget)


def test_vectors_of_a_folder_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    save_folder(folder)

    model = embedding.load_embedder(str(folder))

    assert model.name == "own"
    assert [list(vector) for vector in model.embed(["river river", "cup", "river cup"])] == [
        [1.0, 0.0],
        [0.0, 1.0],
        [0.5, 0.5],
    ]


def test_a_folder_of_broken_files_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("model2vec")
    for name in embedding.FOLDER_FILES:
        (tmp_path / name).write_bytes(b"\x00not a model")

    with pytest.raises(BadInput, match="cannot be loaded"):
        embedding.load_embedder(str(tmp_path))


def dot(one: Any, other: Any) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def save_folder(folder: Path) -> None:
    """Two words with their vectors, as model2vec saves them."""
    model2vec = pytest.importorskip("model2vec")
    numpy = pytest.importorskip("numpy")
    tokenizers = pytest.importorskip("tokenizers")
    words = tokenizers.models.WordLevel({"[UNK]": 0, "river": 1, "cup": 2}, unk_token="[UNK]")
    tokenizer = tokenizers.Tokenizer(words)
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    vectors = numpy.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]], dtype="float32")
    model = model2vec.StaticModel(vectors=vectors, tokenizer=tokenizer, normalize=False)
    model.save_pretrained(folder)
