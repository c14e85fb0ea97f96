"""What a newsroom is sent when something goes wrong: bounded work, and the copy is still found."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.dedupe.fingerprint import MOST_TERMS, Document, fingerprint
from articles.dedupe.glance import pack_glance
from articles.dedupe.match import COPIES, shingle_keys
from articles.desk import editing, judging
from articles.enums import Decision, Verdict
from articles.ingest import matching, printing, rereading, store
from articles.models import (
    Article,
    Fingerprint,
    FingerprintHash,
    FingerprintTerm,
    Match,
    Source,
)
from tests.factories import NOW, make_article, make_chief, make_source
from tests.ingest.documents import FLOOD, HEAT, MUSEUM, RATE, TRAM, html, make_item, make_parsed

pytestmark = pytest.mark.django_db

# What an arrival may read of others, however many there are: one look-up's candidates.
MOST_READ = 2 * matching.MOST_PAIRS + 1
MOST_QUERIES = 74
CHINESE = (
    "索尔河在黎明前冲垮了哈罗湾的磨坊堤坝，下城被淹至门把手的高度。河务局说有三人失踪，其中两人是堤坝看守员。",
    "约一千九百人从下城撤离，大部分被安置在中学和鱼类拍卖厅。铁路公司停止了泰林以南的列车运行。",
)
URDU = (
    "دریائے سول نے فجر سے پہلے ہیرو بے کے مقام پر مل ڈائک توڑ دیا اور نچلا شہر پانی میں ڈوب گیا۔ "
    "دریا کے محکمے نے بتایا کہ تین افراد لاپتہ ہیں۔",
    "تقریباً انیس سو افراد کو نچلے شہر سے نکالا گیا، جن میں سے بیشتر کو سکول میں ٹھہرایا گیا۔",
)
MIXED = (FLOOD[0], CHINESE[0], URDU[0])


def bring(text: tuple[str, ...], *, source: Source | None = None, headline: str = "") -> Article:
    item = make_item(headline=headline or text[0][:60], body_html=html(text))
    tally = store.take_in(make_parsed(item), source=source or make_source(), now=NOW)
    assert tally.counts["create"] == 1, tally.notes
    return Article.objects.get(pk=tally.article_ids[0])


def multiply(article: Article, times: int) -> None:
    """The article with its prints again and again, by the database itself."""
    columns = [
        f'"{field.column}"'
        for field in Article._meta.concrete_fields
        if field.column not in ("id", "uid", "copy_of_id")
    ]
    is_sqlite = connection.vendor == "sqlite"
    uid = "printf('%%032x', g.n)" if is_sqlite else "md5(g.n::text)::uuid"
    series = (
        "WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < %s) "
        "INSERT INTO {table} ({into}) SELECT {what} FROM {table} t CROSS JOIN g WHERE t.{of} = %s"
    )
    copied = f"{article.pk} + g.n"
    tables = [
        ("articles_article", "id", columns, [copied, uid, "NULL"], ["id", "uid", "copy_of_id"]),
        (
            "articles_fingerprint",
            "article_id",
            ["exact", "gram_count", "version", "day", "hashes", "terms", "glance"],
            [copied],
            ["article_id"],
        ),
        ("articles_fingerprinthash", "article_id", ["hash", "day"], [copied], ["article_id"]),
        ("articles_fingerprintterm", "article_id", ["key", "day"], [copied], ["article_id"]),
    ]
    with connection.cursor() as cursor:
        for table, of, same, made, into in tables:
            sql = series.format(
                table=table, into=", ".join([*into, *same]), what=", ".join([*made, *same]), of=of
            )
            cursor.execute(sql, [times, article.pk])
        if not is_sqlite:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('articles_article', 'id'), %s)",
                [article.pk + times],
            )


def reads_of(work: Callable[[], Article]) -> tuple[Article, int]:
    """What the work gave, and how many texts were read in full for it."""
    matching.read.cache_clear()
    article = work()
    return article, matching.read.cache_info().misses


def test_article_that_came_ten_thousand_times_is_one_copy_more_in_bounded_work() -> None:
    first = bring(FLOOD)
    multiply(first, 10_000)
    assert Article.objects.count() == 10_001

    with CaptureQueriesContext(connection) as queries:
        again, read = reads_of(lambda: bring(FLOOD, headline="Once more"))

    assert again.copy_of_id is not None
    assert set(Match.objects.of(again.pk).values_list("verdict", flat=True)) == {"same-copy"}
    assert Match.objects.count() <= matching.MOST_PAIRS
    assert read <= MOST_READ
    assert len(queries) <= MOST_QUERIES


def test_reprint_with_another_line_of_a_text_that_came_a_thousand_times_is_found() -> None:
    first = bring(FLOOD)
    multiply(first, 1000)

    changed = bring((*FLOOD, "This report came to us by telephone."), headline="Changed")

    assert changed.copy_of_id is not None


def test_paragraph_that_a_thousand_articles_share_reads_none_of_them() -> None:
    with_furniture = bring((*TRAM, RATE[0]))
    multiply(with_furniture, 1000)
    shared = shingle_keys(fingerprint(Document("", (RATE[0],))).shingles)
    FingerprintHash.objects.exclude(hash__in=shared).delete()
    FingerprintTerm.objects.all().delete()

    other, read = reads_of(lambda: bring((*HEAT, *MUSEUM, RATE[0])))

    assert (Match.objects.count(), other.copy_of_id, read) == (0, None, 1)


def test_source_that_floods_one_hash_hides_no_copy() -> None:
    first = bring(FLOOD)
    flooded = min(FingerprintHash.objects.values_list("hash", flat=True))
    articles = [make_article() for _ in range(300)]
    FingerprintHash.objects.bulk_create(
        FingerprintHash(hash=flooded, day=NOW.date(), article=article) for article in articles
    )

    second, read = reads_of(lambda: bring(FLOOD[:3], headline="Second"))

    assert second.copy_of_id == first.pk
    assert read == 2


@pytest.mark.parametrize("body", ["", "<p></p>", "<p>Photo</p>", "<p>…</p>", "<p>洪</p>"])
def test_texts_of_no_word_are_copies_of_nothing_and_of_one_word_of_the_same_word(body: str) -> None:
    for headline in ("Ferry", "Harvest", "Opera"):
        item = make_item(headline=headline, body_html=body)
        tally = store.take_in(make_parsed(item), source=make_source(), now=NOW)
        assert tally.counts == {"create": 1}

    has_words = body in ("<p>Photo</p>", "<p>洪</p>")
    verdicts = set(Match.objects.values_list("verdict", flat=True))
    assert verdicts == ({Verdict.SAME_COPY} if has_words else set())
    assert Fingerprint.objects.count() == 3


def test_text_of_a_million_words_takes_no_more_room_than_a_long_one_and_little_time() -> None:
    text = " ".join(f"word{number}" for number in range(1_000_000))
    started = time.process_time()

    prints = fingerprint(Document("A register", (text,)))
    article = make_article()
    printing.write([printing.Printed(article.pk, NOW.date(), prints)])

    assert time.process_time() - started < 30  # a loaded machine; two seconds on a quiet one
    assert FingerprintHash.objects.count() == COPIES.most_keys
    assert FingerprintTerm.objects.count() == MOST_TERMS
    assert len(pack_glance(prints)) < 500_000


@pytest.mark.parametrize("text", [CHINESE, URDU, MIXED])
def test_copy_is_found_in_every_script(text: tuple[str, ...]) -> None:
    first = bring(text)

    second = bring((*text[:1], "Afterwards the editors added a line."), headline="Cut")

    assert second.copy_of_id == first.pk
    assert Match.objects.get().verdict == Verdict.SAME_COPY


def test_pair_of_a_text_that_the_desk_wrote_anew_is_judged_anew_and_the_decision_stays() -> None:
    first, second = bring(FLOOD), bring(FLOOD, headline="Second")
    judging.judge_pair(first, second, decision=Decision.CONFIRMED, by=make_chief(), at=NOW)

    editing.edit(
        Article.objects.get(pk=second.pk),
        by=None,
        at=NOW,
        fields={"headline": "Museum", "body_html": html(MUSEUM)},
    )
    assert rereading.reread(NOW + timedelta(hours=1)) == 1

    row = Match.objects.get()
    assert (row.verdict, row.decision) == (Verdict.UNRELATED, Decision.CONFIRMED)
    kept = FingerprintHash.objects.filter(article=second).values_list("hash", flat=True)
    museum = fingerprint(Document("", MUSEUM)).shingles
    assert set(kept) == set(shingle_keys(museum))


def test_deleted_article_takes_its_prints_along() -> None:
    kept, gone = bring(FLOOD), bring(TRAM)

    gone.delete()

    for model in (Fingerprint, FingerprintHash, FingerprintTerm):
        assert set(model.objects.values_list("article_id", flat=True)) == {kept.pk}
