"""Knowing the words of a sealed text when they come again, with none of the words kept.

A takedown keeps keys of what the article said and of what came in for it: the least shingles, as
the look-up for duplicates does, and a hash of the whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from articles.dedupe.fingerprint import Document, Prints, fingerprint
from articles.dedupe.glance import share_of_kept
from articles.dedupe.match import shingle_keys
from articles.models import Article, SealedPrint
from articles.text import markup
from articles.text.bylines import past_dateline

# Of the arrivals behind an article so many texts are remembered, the newest ones.
MOST_TEXTS: Final = 20
# From this share of the shorter text on a person looks before anybody else can; a false alarm
# costs one look, a miss is the withheld text in the inbox.
HELD_FROM: Final = 0.4
_SIGN: Final = 1 << 63


def remember(article: Article) -> None:
    """Keep the keys of what the article says now and of what came in for it; before it is sealed.

    Two queries. Nothing that it knows already is written twice.
    """
    captures = article.captures.order_by("-id").values_list("fields", flat=True)[:MOST_TEXTS]
    said = [(article.headline, article.body_html)]
    said += [(str(f.get("headline", "")), str(f.get("body_html", ""))) for f in captures]
    rows = [
        SealedPrint(article=article, text=number, key=key, is_whole=is_whole)
        for number, (headline, body) in enumerate(dict.fromkeys(said))
        for key, is_whole in _keys(prints_of(headline, body))
    ]
    SealedPrint.objects.bulk_create(rows, ignore_conflicts=True)


def follow(before: Article, after: Article) -> None:
    """Keep the keys while the article is sealed, and only then; for what undoing changed."""
    if before.sealed_at is None and after.sealed_at is not None:
        remember(before)
    elif before.sealed_at is not None and after.sealed_at is None:
        SealedPrint.objects.filter(article=after).delete()


def prints_of(headline: str, body_html: str) -> Prints:
    """A text as it is compared, its dateline left out."""
    first, *others = [text for _id, text in markup.paragraphs(body_html)] or [""]
    return fingerprint(Document(headline=headline, paragraphs=(past_dateline(first), *others)))


def same_as(prints: Prints) -> int | None:
    """The sealed article that said the same, word for word or nearly; None where there is none.

    One indexed query; a second one where words are shared.
    """
    keys = dict(_keys(prints))
    shared = SealedPrint.objects.filter(key__in=keys).values_list("article_id", "is_whole")
    found = set(shared)
    if whole := sorted(pk for pk, is_whole in found if is_whole):
        return whole[0]
    mine = [key for key, is_whole in keys.items() if not is_whole]
    theirs = _kept({pk for pk, _is_whole in found})
    shares = [(share_of_kept(mine, kept), -pk) for pk, kept in theirs]
    share, pk = max(shares, default=(0.0, 0))
    return -pk if share >= HELD_FROM else None


def _kept(article_ids: Iterable[int]) -> Iterator[tuple[int, Sequence[int]]]:
    """The kept shingles of each text of these articles."""
    ids = list(article_ids)
    if not ids:
        return
    texts: dict[tuple[int, int], list[int]] = defaultdict(list)
    rows = SealedPrint.objects.filter(article__in=ids, is_whole=False)
    for pk, text, key in rows.values_list("article_id", "text", "key"):
        texts[pk, text].append(key)
    for (pk, _text), kept in texts.items():
        yield pk, kept


def _keys(prints: Prints) -> list[tuple[int, bool]]:
    """The keys of a text, each with whether it is of the whole."""
    kept = [(key, False) for key in shingle_keys(prints.shingles)]
    # The first half of the hash, as the databases' signed number.
    whole = [(int(prints.exact[:16], 16) - _SIGN, True)] if prints.exact else []
    return [*whole, *kept]
