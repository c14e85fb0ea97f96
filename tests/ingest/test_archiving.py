"""The duplicates of a whole archive: out as Parquet, paired by DuckDB, judged on the way back."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from articles.desk import judging, publishing
from articles.enums import Decision, Verdict
from articles.errors import NewsroomError
from articles.ingest import archiving, matching, pairing, printing
from articles.models import Article, Fingerprint, Match
from tests.factories import NOW, make_article, make_chief
from tests.ingest.documents import FLOOD, HEAT, MUSEUM, RATE, TRAM, html

pytestmark = pytest.mark.django_db


def stored(text: tuple[str, ...], *, days_ago: int = 0, headline: str = "") -> Article:
    """An article with prints, compared with nothing."""
    at = NOW - timedelta(days=days_ago)
    article = make_article(headline=headline or text[0][:50], body_html=html(text), arrived_at=at)
    prints = matching.read(matching.document_of(article))
    printing.write([printing.Printed(article.pk, at.date(), prints)])
    return article


def pairs_of(path: Path) -> list[tuple[int, int]]:
    return list(archiving.read_pairs(path))


def paired(tmp_path: Path) -> list[tuple[int, int]]:
    archiving.export(tmp_path)
    archiving.pair(tmp_path, tmp_path / "pairs.csv", memory="200MB")
    return pairs_of(tmp_path / "pairs.csv")


def test_copies_are_paired_however_far_apart(tmp_path: Path) -> None:
    old, cut = stored(FLOOD, days_ago=3000), stored(FLOOD[:2], headline="Cut")
    for text in (TRAM, HEAT, MUSEUM, RATE):
        stored(text)

    assert paired(tmp_path) == [(old.pk, cut.pk)]


def test_text_reprinted_word_for_word_is_paired_with_the_first_only(tmp_path: Path) -> None:
    first, *others = [stored(FLOOD, headline=f"Reprint {n}") for n in range(205)]

    assert sorted(paired(tmp_path)) == [(first.pk, other.pk) for other in others]


def test_texts_that_share_a_quote_are_no_pair(tmp_path: Path) -> None:
    stored((*FLOOD, *TRAM, RATE[0]))
    stored((*HEAT, *MUSEUM, RATE[0]))

    assert paired(tmp_path) == []


def test_pairs_as_parquet_are_those_as_csv(tmp_path: Path) -> None:
    stored(FLOOD), stored(FLOOD[:3])
    archiving.export(tmp_path)

    found = archiving.pair(tmp_path, tmp_path / "pairs.parquet")
    archiving.pair(tmp_path, tmp_path / "pairs.csv")

    assert pairs_of(tmp_path / "pairs.parquet") == pairs_of(tmp_path / "pairs.csv")
    assert (found.articles, found.pairs) == (2, 1)


def test_export_that_was_stopped_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archiving, "A_FILE", 2)
    articles = [stored(text) for text in (FLOOD, TRAM, HEAT, MUSEUM)]
    archiving.export(tmp_path)
    files = sorted(tmp_path.glob("*.parquet"))
    kept = files[0].stat().st_mtime_ns
    files[1].unlink()

    archiving.export(tmp_path)

    assert sorted(tmp_path.glob("*.parquet")) == files
    assert files[0].stat().st_mtime_ns == kept
    ids = archiving.engine().execute(f"SELECT article_id FROM '{tmp_path}/*.parquet' ORDER BY 1")
    assert ids.fetchall() == [(article.pk,) for article in articles]
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".parquet"] * len(files)


def test_outdated_prints_are_not_exported(tmp_path: Path) -> None:
    article = stored(FLOOD)
    Fingerprint.objects.outdate([article.pk], NOW.date())

    assert archiving.export(tmp_path) == 0


def test_folder_without_files_and_memory_that_is_none_are_named(tmp_path: Path) -> None:
    with pytest.raises(NewsroomError, match="no exported fingerprints"):
        archiving.pair(tmp_path, tmp_path / "pairs.csv")
    with pytest.raises(NewsroomError, match="'much' is no amount of memory"):
        archiving.engine("much")


@pytest.mark.parametrize("text", ["one,other\n1,2\n", "a,b\n1,x\n", "a,b\n1\n", ""])
def test_file_of_something_else_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(text)

    with pytest.raises(NewsroomError, match=r"pairs\.csv"):
        pairs_of(path)


def test_pair_is_judged_as_if_the_newer_arrived_and_nothing_is_joined() -> None:
    old, new = stored(FLOOD, days_ago=900), stored(FLOOD[:3])
    publishing.publish(old, by=make_chief(), at=NOW)
    before = list(Article.objects.order_by("id").values())

    done = pairing.judge_pairs([(old.pk, new.pk)], now=NOW)

    row = Match.objects.get()
    assert (row.a_id, row.b_id, row.verdict) == (old.pk, new.pk, Verdict.SAME_COPY)
    assert row.evidence["newer"] == "a"
    assert done == pairing.Judged(related=1)
    assert list(Article.objects.order_by("id").values()) == before


def test_pair_judged_twice_has_one_row_and_keeps_the_decision() -> None:
    one, other = stored(FLOOD), stored(FLOOD)
    pairing.judge_pairs([(one.pk, other.pk)], now=NOW)
    judging.judge_pair(one, other, decision=Decision.CONFIRMED, by=make_chief(), at=NOW)

    pairing.judge_pairs([(other.pk, one.pk)], now=NOW)

    row = Match.objects.get()
    assert (row.decision, row.verdict) == (Decision.CONFIRMED, Verdict.SAME_COPY)


def test_denied_gone_and_unrelated_pairs_make_no_row() -> None:
    one, other, third = stored(FLOOD), stored(FLOOD), stored(TRAM)
    judging.judge_pair(one, other, decision=Decision.NOT_THE_SAME, by=make_chief(), at=NOW)
    denied = Match.objects.values().get()
    pairs = [(one.pk, other.pk), (one.pk, 10**9), (one.pk, one.pk), (one.pk, third.pk)]

    done = pairing.judge_pairs(pairs, now=NOW)

    assert done == pairing.Judged(unrelated=1, passed=3)
    assert Match.objects.values().get() == denied


def test_csv_of_pairs_needs_no_duckdb(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    with path.open("w", newline="") as out:
        csv.writer(out).writerows([("a", "b", "share"), (1, 2, 0.5), (3, 4, 0.4)])

    assert pairs_of(path) == [(1, 2), (3, 4)]
