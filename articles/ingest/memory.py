"""What each source repeats: short lines seen in several of its articles are chrome."""

import hashlib
from datetime import datetime, timedelta

from django.db.models import F

from articles.formats.item import Item
from articles.models import Article, Source, SourceLine
from articles.text import markup, normalise

SEEN_IN = 3
WINDOW = timedelta(days=30)
# Longer lines may be background that follow-ups rightly repeat; chrome is short.
MOST_WORDS = 12
LONGEST_LINE = 400
MOST_LINES = 500
# Furniture stands at the ends; what has more short lines than this is a list or a table.
EITHER_END = 100


def chrome_of(source: Source, now: datetime) -> frozenset[str]:
    """Folded lines that stood in at least `SEEN_IN` articles of the source lately. One query."""
    lines = SourceLine.objects.filter(
        source=source, article_count__gte=SEEN_IN, last_seen_at__gte=now - WINDOW
    ).order_by("-article_count")
    return frozenset(lines.values_list("text", flat=True)[:MOST_LINES])


def remember(article: Article, item: Item, *, now: datetime) -> None:
    """Count the article's short lines, the cut ones included, for its source. Three queries.

    Only for a text that is new: what a source sends again repeats its own sentences.
    """
    if article.source is None:
        return
    lines = {_key(line): line for line in _short_lines(article, item)}
    mine = SourceLine.objects.filter(source=article.source, key__in=lines)
    known = set(mine.values_list("key", flat=True))
    mine.update(article_count=F("article_count") + 1, last_seen_at=now)
    SourceLine.objects.bulk_create(
        [
            SourceLine(source=article.source, key=key, text=line, article_count=1, last_seen_at=now)
            for key, line in lines.items()
            if key not in known
        ],
        ignore_conflicts=True,
    )


def _short_lines(article: Article, item: Item) -> list[str]:
    kept = markup.to_text(article.body_html).splitlines()
    cut = [str(row.get("line", "")) for row in item.report.get("cut", [])]
    folded = dict.fromkeys(normalise.fold(line) for line in [*kept, *cut])
    lines = [line for line in folded if line and _is_short(line)]
    return lines if len(lines) <= 2 * EITHER_END else [*lines[:EITHER_END], *lines[-EITHER_END:]]


def _is_short(line: str) -> bool:
    return len(line) < LONGEST_LINE and len(line.split()) <= MOST_WORDS


def _key(line: str) -> int:
    digest = hashlib.blake2b(line.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
