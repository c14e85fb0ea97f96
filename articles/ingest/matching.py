"""One article against the archive: fingerprints, candidates, verdicts, copy group and story."""

from datetime import date, datetime

from articles.dedupe.fingerprint import Document, Prints, fingerprint
from articles.dedupe.judge import judge
from articles.enums import Status, Verdict
from articles.history import Recorder
from articles.ingest import candidates, joining
from articles.ingest.joining import Pair
from articles.models import Article, Fingerprint, FingerprintHash, FingerprintTerm, Match
from articles.text import markup

RULE = "first-form-1"
LIVING = (Status.INCOMING, Status.DRAFT, Status.PUBLISHED)


def document_of(article: Article) -> Document:
    """The article as the dedupe engine reads it; `source` must be loaded or absent."""
    return Document(
        headline=article.headline,
        paragraphs=tuple(text for _id, text in markup.paragraphs(article.body_html)),
        published_at=article.written_at or article.arrived_at,
        source=article.source.slug if article.source else "",
    )


def match(article: Article, *, now: datetime, recorder: Recorder) -> list[Match]:
    """Fingerprint the article, compare it with its candidates, and join it to what it belongs to.

    Writes fingerprints and Match rows; sets `copy_of` and `story` of an incoming article through
    the recorder. What the desk denied for a pair stands, and nothing that readers can see is
    folded or moved. The queries do not grow with the archive.
    """
    prints = fingerprint(document_of(article))
    write_prints(article, prints)
    denied = {pair.other(article.pk) for pair in Match.objects.denied().of(article.pk)}
    pairs = _judge(article, prints, denied)
    rows = [_write_match(article, pair, now) for pair in pairs]
    if article.status == Status.INCOMING:
        joining.join_copies(article, pairs, denied, recorder)
        joining.join_story(article, pairs, denied, recorder)
    return rows


def write_prints(article: Article, prints: Prints) -> None:
    """Replace the article's rows in the look-up tables. Six queries."""
    day = _day(article)
    Fingerprint.objects.update_or_create(
        article=article,
        defaults={
            "exact": prints.exact,
            "gram_count": len(prints.grams),
            "version": RULE,
            "day": day,
        },
    )
    FingerprintHash.objects.filter(article=article).delete()
    FingerprintHash.objects.bulk_create(
        FingerprintHash(hash=key, article=article, day=day) for key in prints.shingles
    )
    FingerprintTerm.objects.filter(article=article).delete()
    FingerprintTerm.objects.bulk_create(
        FingerprintTerm(key=term.key, article=article, weight=term.weight, day=day)
        for term in prints.terms
    )


def _day(article: Article) -> date:
    return (article.written_at or article.arrived_at).date()


def _judge(article: Article, prints: Prints, denied: set[int]) -> list[Pair]:
    ids = candidates.of(article, prints, _day(article))
    others = Article.objects.filter(pk__in=set(ids) - denied, status__in=LIVING)
    found = {other.pk: other for other in others.select_related("source", "story", "copy_of")}
    pairs = [
        Pair(found[pk], judge(prints.document, document_of(found[pk]))) for pk in ids if pk in found
    ]
    return [pair for pair in pairs if pair.judgement.verdict != Verdict.UNRELATED]


def _write_match(article: Article, pair: Pair, now: datetime) -> Match:
    """The row of the pair; what a person decided of it is kept."""
    judgement = pair.judgement
    a, b = sorted((article.pk, pair.other.pk))
    row, _created = Match.objects.update_or_create(
        a_id=a,
        b_id=b,
        defaults={
            "verdict": judgement.verdict,
            "copy_score": judgement.copy_score,
            "event_score": judgement.event_score,
            "evidence": judgement.evidence,
            "reason": judgement.reason,
            "rule": str(judgement.evidence.get("rule", ""))[:40],
            "found_at": now,
        },
    )
    return row
