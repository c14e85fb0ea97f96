"""The commands around fingerprints: what they say, what they leave, how they end."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.dedupe.glance import PRINTS_VERSION
from articles.desk import editing
from articles.ingest import matching, pairing, rebuilding
from articles.management.progress import Progress
from articles.models import Article, Fingerprint, FingerprintHash, FingerprintTerm, Match
from tests.factories import NOW, make_article
from tests.ingest.documents import FLOOD, TRAM, html

pytestmark = pytest.mark.django_db


def run(name: str, *arguments: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command(name, *arguments, stdout=out, **options)
    return out.getvalue()


def keys_of(article: Article) -> tuple[set[int], set[int]]:
    """What stands in the two look-up tables."""
    hashes = FingerprintHash.objects.filter(article=article).values_list("hash", flat=True)
    terms = FingerprintTerm.objects.filter(article=article).values_list("key", flat=True)
    return set(hashes), set(terms)


def versions() -> list[str]:
    return list(Fingerprint.objects.order_by("article_id").values_list("version", flat=True))


def test_rebuild_makes_missing_and_old_prints_anew_and_leaves_no_old_key() -> None:
    articles = [make_article(body_html=html(text)) for text in (FLOOD, TRAM)]
    run("rebuild_fingerprints")
    flood = keys_of(articles[0])
    Article.objects.filter(pk=articles[1].pk).update(body_html=html(FLOOD))
    Fingerprint.objects.filter(article=articles[1]).update(version="0")

    said = run("rebuild_fingerprints")

    assert said == "Made anew: 1. Left, being edited: 0. Failed: 0.\n"
    assert versions() == [PRINTS_VERSION] * 2
    assert keys_of(articles[1])[0] == flood[0]
    assert run("rebuild_fingerprints", verbosity=0) == ""
    assert run("rebuild_fingerprints").startswith("Made anew: 0.")


def test_rebuild_dry_run_counts_and_writes_nothing() -> None:
    make_article(body_html=html(FLOOD))

    assert run("rebuild_fingerprints", "--dry-run") == "To be made anew: 1.\n"
    assert versions() == []


def test_rebuild_leaves_what_the_desk_changed_to_be_compared() -> None:
    editing.create(by=None, at=NOW, headline="Our own", body_html=html(FLOOD))

    run("rebuild_fingerprints")

    assert versions() == [""]


def test_rebuild_takes_a_stretch_after_the_other_and_finds_the_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rebuilding, "SPAN", 3)
    monkeypatch.setattr(rebuilding, "AT_ONCE", 2)
    for number in range(8):
        make_article(body_html=html((f"Report {number}.", *TRAM)))

    assert run("rebuild_fingerprints").startswith("Made anew: 8.")
    assert rebuilding.count_old() == 0


def test_rebuild_leaves_a_text_that_is_edited_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article(body_html=html(FLOOD))
    read = matching.read

    def read_and_be_edited(document: Any) -> Any:
        editing.edit(article, by=None, at=NOW, fields={"body_html": html(TRAM)})
        return read(document)

    monkeypatch.setattr(matching, "read", read_and_be_edited)

    assert rebuilding.rebuild(0, 2**40) == rebuilding.Done(left=1)
    assert versions() == [""]


def test_rebuild_comes_back_to_what_was_being_edited(monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article(body_html=html(FLOOD))
    read, times = matching.read, []

    def read_and_be_edited_once(document: Any) -> Any:
        times.append(document)
        if len(times) == 1:
            Article.objects.filter(pk=article.pk).update(version=article.version + 1)
        return read(document)

    monkeypatch.setattr(matching, "read", read_and_be_edited_once)

    assert run("rebuild_fingerprints") == "Made anew: 1. Left, being edited: 0. Failed: 0.\n"
    assert versions() == [PRINTS_VERSION]


def test_rebuild_counts_a_text_that_cannot_be_read_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, whole = make_article(headline="Broken"), make_article(headline="Whole")
    read = matching.read

    def read_some(document: Any) -> Any:
        if document.headline == "Broken":
            raise ValueError("no such text")
        return read(document)

    monkeypatch.setattr(matching, "read", read_some)

    with pytest.raises(SystemExit):
        run("rebuild_fingerprints")

    assert list(Fingerprint.objects.values_list("article_id", flat=True)) == [whole.pk]
    assert f"Article {broken.pk} could not be read" in caplog.text


@pytest.mark.parametrize("size", [2, 6])
def test_rebuild_takes_one_query_more_for_each_further_text(size: int) -> None:
    for number in range(size):
        make_article(body_html=html((f"Report {number}.", *TRAM)))

    with CaptureQueriesContext(connection) as queries:
        rebuilding.rebuild(0, 2**40)

    # PostgreSQL takes two fewer: it writes all look-up tables in one statement.
    assert len(queries) == size + (7 if connection.vendor == "postgresql" else 9)


@pytest.mark.parametrize(
    ("size", "seconds", "smaller"), [(8, 0.06, 4), (1, 9.0, 1), (4, 0.04, 5), (8, 0.0, 8)]
)
def test_rebuild_writes_fewer_texts_at_once_where_they_take_long(
    size: int, seconds: float, smaller: int
) -> None:
    assert rebuilding.next_size(size, seconds) == smaller


@pytest.mark.parametrize("jobs", ["0", "-1", "1000"])
def test_rebuild_refuses_a_senseless_number_of_jobs(jobs: str) -> None:
    with pytest.raises(CommandError, match="from 1 to 64"):
        run("rebuild_fingerprints", f"--jobs={jobs}")


def pairs_file(tmp_path: Path, *pairs: tuple[int, int]) -> Path:
    path = tmp_path / "pairs.csv"
    path.write_text("a,b\n" + "".join(f"{a},{b}\n" for a, b in pairs))
    return path


def test_import_pairs_counts_what_it_did(tmp_path: Path) -> None:
    one, other, third = (make_article(body_html=html(text)) for text in (FLOOD, FLOOD, TRAM))
    path = pairs_file(tmp_path, (one.pk, other.pk), (one.pk, third.pk), (one.pk, 10**9))

    said = run("import_pairs", path)

    assert said == "Related: 1. Unrelated: 1. Passed over, denied or gone: 1. Failed: 0.\n"
    assert Match.objects.count() == 1
    assert run("import_pairs", path, "--dry-run") == "To be judged: 3.\n"


def test_import_pairs_that_was_stopped_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = [make_article(body_html=html(FLOOD)) for _ in range(3)]
    pks = [article.pk for article in articles]
    path = pairs_file(tmp_path, (pks[0], pks[1]), (pks[0], pks[2]), (pks[1], pks[2]))
    monkeypatch.setattr(pairing, "AT_ONCE", 1)
    judge, judged = pairing.judge_pairs, []

    def judge_until_stopped(pairs: Any, **options: Any) -> Any:
        if len(judged) == 2:
            raise KeyboardInterrupt
        judged.extend(pairs)
        return judge(pairs, **options)

    with monkeypatch.context() as patch:
        patch.setattr(pairing, "judge_pairs", judge_until_stopped)
        with pytest.raises(KeyboardInterrupt):
            run("import_pairs", path)

    assert run("import_pairs", path).startswith("Related: 1.")
    assert Match.objects.count() == 3
    assert [child.name for child in tmp_path.iterdir()] == ["pairs.csv"]


def test_import_pairs_names_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run("import_pairs", tmp_path / "none.csv")


def test_pair_fingerprints_wants_a_name_that_says_the_format(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"\.parquet or \.csv"):
        run("pair_fingerprints", tmp_path, "--out", "pairs.txt")


def test_archive_goes_out_and_its_pairs_come_back(tmp_path: Path) -> None:
    one, other = (make_article(body_html=html(FLOOD)) for _ in range(2))
    run("rebuild_fingerprints")

    exported = run("export_fingerprints", "--out", tmp_path)
    paired = run("pair_fingerprints", tmp_path, "--out", tmp_path / "pairs.parquet")
    judged = run("import_pairs", tmp_path / "pairs.parquet")

    assert exported == "Written: 2.\n"
    assert paired.endswith("Pairs: 1.\n")
    assert judged.startswith("Related: 1.")
    row = Match.objects.get()
    assert (row.a, row.b) == (one, other)


def test_export_without_duckdb_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)

    with pytest.raises(CommandError, match=r"newsroom\[archive\]"):
        run("export_fingerprints", "--out", tmp_path / "out")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_a_bar_on_a_terminal_and_ends_its_line() -> None:
    terminal = Terminal()
    progress = Progress(terminal, 4)
    progress.step(2)

    progress.done()

    assert terminal.getvalue().startswith(f"\r[{'#' * 15}{'.' * 15}] 2 of 4, ")
    assert terminal.getvalue().endswith("\n")


def test_progress_says_nothing_when_quiet_or_soon_done() -> None:
    stream, terminal = io.StringIO(), Terminal()
    for progress in (Progress(stream, 4), Progress(terminal, 4, quiet=True)):
        progress.step(4)
        progress.done()

    assert stream.getvalue() + terminal.getvalue() == ""
