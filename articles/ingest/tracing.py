"""Who had a story first and who took from whom, as the texts were when they came in.

What an article says now may hold what its source learned from others later, or what the desk
added: an arrival is traced by the first whole text that came, at the time at which it came.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Q

from articles.dedupe.fingerprint import gram_keys
from articles.dedupe.reuse import Basis, Reuse, Telling, Told, told, trace
from articles.ingest.arriving import HEARD
from articles.ingest.matching import paragraphs_of
from articles.models import Article, Capture, Contribution, Credit, Story
from articles.text import markup
from articles.text.bylines import past_dateline
from articles.text.normalise import words

# A drawing of more cannot be read. The earliest arrivals are traced: who was first is among them.
MOST_TELLINGS = 60
# Rows read to find the first whole text of each: sixty items that were updated thirty times.
MOST_CAPTURES = 2000
# Words of a text that are traced. Sixty texts of so many take two seconds and are rare; all 20,000
# that the engine reads of a register would take ten.
MOST_WORDS = 5000
# Grams kept in the process, some 20 kB a text: the page is opened again and again.
READ_LATELY = 300
# A last paragraph of so many words may be a line of credits: "With reports by Agency One".
LAST_LINE_WORDS = 10
OURS = "own"


@dataclass(frozen=True)
class Teller:
    """One text of a traced story: the article, when it was told, how long the text is.

    `word_count` is that of what was traced: `MOST_WORDS` at most, 0 for one word or two.
    """

    article: Article
    told: Told
    word_count: int


@dataclass(frozen=True)
class Tracing:
    """A story's texts in the order in which they were told, and the graph of their reuse.

    `is_cut` says that the story has more: the earliest `MOST_TELLINGS` arrivals were traced.
    """

    tellers: tuple[Teller, ...]
    reuse: Reuse
    is_cut: bool


@dataclass(frozen=True)
class _Text:
    """What a source said when it was first heard in full."""

    body_html: str
    seen_at: datetime
    claimed_at: datetime | None


def told_by(article: Article, now: datetime, text: _Text | None = None) -> Told:
    """When the article was told: a source's by its own date or our first sight of it.

    What this paper wrote is told when readers can see it; until then it is ahead of its time.
    """
    if article.source_id is None:
        return told_by_us(article.visible_at, now)
    if text is not None:
        return told(text.seen_at, text.claimed_at)
    return told(article.arrived_at, article.written_at)


def told_by_us(visible_at: datetime | None, now: datetime) -> Told:
    """The moment at which readers could see our own text; `now` while they cannot."""
    if visible_at is None or visible_at > now:
        return Told(now, Basis.AHEAD)
    return Told(visible_at, Basis.OUT)


def trace_story(story: Story, now: datetime) -> Tracing:
    """Trace all texts of the story, copies and merged ones included, whatever their status.

    At most seven queries, however many texts there are; reads only.
    """
    articles, is_cut = _articles(story)
    texts = _first_texts(articles)
    credits = _credits(articles)
    names = {
        str(article.source_id): tuple(words(article.source.name))
        for article in articles
        if article.source is not None
    }
    tellings = []
    tellers = {}
    for article in articles:
        text = texts.get(article.pk)
        body = (text.body_html if text else "") or article.body_html
        moment, grams = told_by(article, now, text), grams_of(body)
        source = OURS if article.source_id is None else str(article.source_id)
        named = _named(body, credits.get(article.pk, ()), names)
        tellings.append(Telling(article.pk, source, moment.at, grams, named))
        tellers[article.pk] = Teller(article, moment, len(grams) + 2 if grams else 0)
    reuse = trace(tellings)
    return Tracing(tuple(tellers[pk] for pk in reuse.order), reuse, is_cut)


@lru_cache(maxsize=READ_LATELY)
def grams_of(body_html: str) -> tuple[int, ...]:
    """The grams of a text in order, its dateline left out."""
    return gram_keys(paragraphs_of(body_html), most=MOST_WORDS)


def _articles(story: Story) -> tuple[list[Article], bool]:
    """The earliest arrivals of the story, and whether there are more. Two queries.

    Merging takes the duplicates out of the story: they are found by their survivors.
    """
    rows = Article.objects.select_related("source").order_by("arrived_at", "pk")
    members = list(rows.filter(story=story)[: MOST_TELLINGS + 1])
    ids = [member.pk for member in members]
    kin = Q(copy_of__in=ids) | Q(survivor__in=ids)
    others = rows.filter(kin).exclude(pk__in=ids)[: MOST_TELLINGS + 1]
    found = sorted([*members, *others], key=lambda article: (article.arrived_at, article.pk))
    return found[:MOST_TELLINGS], len(found) > MOST_TELLINGS


def _first_texts(articles: Collection[Article]) -> dict[int, _Text]:
    """The first whole text that each article's own source sent, else its first. Two queries.

    A feed often announces a report before it has it; the page follows minutes later.
    """
    sources = {article.pk: article.source_id for article in articles}
    rows = Capture.objects.filter(article__in=sources, outcome__in=HEARD).order_by("pk")
    chosen: dict[int, tuple[bool, int]] = {}
    for pk, article, source, is_whole in rows.values_list(
        "pk", "article_id", "source_id", "report__complete"
    )[:MOST_CAPTURES]:
        if article is not None and sources[article] == source:
            known = chosen.get(article)
            if known is None or (is_whole and not known[0]):
                chosen[article] = (bool(is_whole), pk)
    captures = Capture.objects.filter(pk__in=[pk for _is_whole, pk in chosen.values()])
    wanted = captures.only("article", "fields", "fetched_at", "version_at")
    return {
        capture.article_id: _Text(_body_of(capture), capture.fetched_at, capture.version_at)
        for capture in wanted
        if capture.article_id is not None
    }


def _body_of(capture: Capture) -> str:
    return str(capture.fields.get("body_html") or "")


def _credits(articles: Collection[Article]) -> dict[int, list[str]]:
    """Who the bylines and credit lines of each article name. Two queries."""
    ids = [article.pk for article in articles]
    found: dict[int, list[str]] = {}
    people = Contribution.objects.filter(article__in=ids)
    for article, name, author in people.values_list("article_id", "name", "author__name"):
        found.setdefault(article, []).append(name or author or "")
    lines = Credit.objects.filter(article__in=ids).exclude(text="")
    for article, text in lines.values_list("article_id", "text"):
        found.setdefault(article, []).append(text)
    return found


def _named(
    body_html: str, credits: Collection[str], names: Mapping[str, tuple[str, ...]]
) -> frozenset[str]:
    """The sources that a text names where one names an origin: dateline, last line, credits.

    Not anywhere: "the daily ferry" is no credit to The Daily.
    """
    first, *others = [text for _id, text in markup.paragraphs(body_html)] or [""]
    rest = words(past_dateline(first))
    places = [words(first)[: -len(rest) or None], *map(words, credits)]
    if others and len(last := words(others[-1])) <= LAST_LINE_WORDS:
        places.append(last)
    return frozenset(
        source
        for source, name in names.items()
        if name and any(_stands_in(name, place) for place in places)
    )


def _stands_in(name: tuple[str, ...], place: list[str]) -> bool:
    starts = range(len(place) - len(name) + 1)
    return any(tuple(place[at : at + len(name)]) == name for at in starts)
