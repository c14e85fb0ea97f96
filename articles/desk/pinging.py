"""Which feeds a visible change belongs to, noted for the WebSub hub in the act's own transaction.

An outbox: what is noted is sent after the commit, tried again, and not lost when the machine
stops in between. Nothing is noted of what no list shows.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, QuerySet

from articles import jobs
from articles.enums import Status
from articles.history import values
from articles.models import (
    Article,
    Change,
    Contribution,
    Credit,
    PictureUse,
    Ping,
    PingAhead,
    Publication,
    Tagging,
)
from articles.models.article import ArticleQuerySet
from articles.models.ping import FORMS

TASK: Final = "articles.web.pushing.push"
# Acts on more than these (the merge of two sources) tell of their first articles' lists only.
MOST_ARTICLES = 500
AT_ONCE = 500
LEASE = timedelta(minutes=10)  # how long one sender may take before another tries
MOST_TRIES = 10  # with doubled pauses from a minute on, some 17 hours
LONGEST_PAUSE = timedelta(hours=4)

_ARTICLE = "articles.article"
_PARTS = {"articles.contribution": "author", "articles.tagging": "tag"}
_OTHERS = ("articles.credit", "articles.correction")
_PLACE = (
    "status", "visible_at", "expires_at", "retracted_at", "copy_of_id",
    "section_id", "source_id", "story_id",
)  # fmt: skip
# What a feed tells of an article; notes to editors, urgency and the like are not among it.
_SHOWN = frozenset(_PLACE) | {
    "headline", "standfirst", "body_html", "slug", "language", "lead_image_id", "rights", "kind",
    "canonical_url", "updated_at", "kicker",
}  # fmt: skip

# What entries tell of the rows that articles name, and of which rows feeds have the names.
_TOLD = {
    "articles.source": frozenset({"name", "slug", "home_url", "rights", "credit_text"}),
    "articles.author": frozenset({"name", "slug"}),
    "articles.tag": frozenset({"name", "slug"}),
    "articles.image": frozenset({
        "file", "alt", "caption", "credit_line", "creator", "rights_notice", "source_type",
        "focal_x", "focal_y", "expires_at", "sealed_at",
    }),
}  # fmt: skip
_TITLED = {
    f"articles.{noun}": frozenset({"name", "title", "slug", "lead_id"})
    for noun in ("section", "story", "source", "author", "tag")
}
MOST_ROWS = 20  # of an act; each is a query or two

Before = dict[int, dict[str, Any]]
Rows = list[tuple[str, int]]


def follow(changes: Sequence[Change], at: datetime) -> None:
    """Note what these changes made of feeds; needs their transaction.

    A feed is noted when it shows an article that changed, or showed it before, when it shows one
    that names a source, author, tag or picture that changed, and when its own title did; an
    article whose moment is to come is noted for that moment. One query where no hub is named.
    """
    touched = sorted({pk for change in changes if (pk := _touched(change))})[:MOST_ARTICLES]
    told, titled = _rows(changes, _TOLD), _rows(changes, _TITLED)
    if not (touched or told or titled):
        return
    if not Publication.objects.exclude(hub_url="").exists():
        return
    before = _before(changes)
    articles = Article.objects.defer("body_html").in_bulk({*touched, *_naming(told, at)})
    parts = _parts(articles, changes)
    topics = {f"{model.removeprefix('articles.')}:{pk}" for model, pk in titled}
    for article in articles.values():
        former = _as_before(article, before.get(article.pk, {}))
        for state in (former, article):
            if state.is_listed(at):
                topics |= _lists(state) | parts[article.pk]
        if article.pk in touched:
            _note_ahead(article, at)
    if any(change.model == "articles.correction" for change in changes) and topics:
        topics.add("corrections:0")
    note(topics, at)
    if topics:
        jobs.enqueue(TASK)


def note(lists: Iterable[str], at: datetime) -> None:
    """Every form of these lists (`section:3`) is to be told of, once, however often it changed."""
    topics = sorted(f"{one}:{form}" for one in lists for form in FORMS)
    Ping.objects.bulk_create(
        [Ping(topic=topic, noted_at=at, due_at=at) for topic in topics],
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["topic"],
        update_fields=["noted_at", "due_at", "tries", "given_up"],
    )


def note_what_came_true(now: datetime) -> None:
    """Note the feeds of articles whose schedule, embargo or right of use has just ended.

    One that was rescheduled or withdrawn since is passed over: only what really turned at that
    moment is told.
    """
    for ahead in PingAhead.objects.filter(due_at__lte=now).order_by("due_at", "pk")[:AT_ONCE]:
        with transaction.atomic():
            taken, _by_model = PingAhead.objects.filter(pk=ahead.pk).delete()
            article = Article.objects.defer("body_html").filter(pk=ahead.article_id).first()
            if taken and article is not None and _turned(article, ahead.due_at, now):
                note(_lists(article) | _parts({article.pk: article}, ())[article.pk], now)


def claim(ping: Ping, now: datetime) -> bool:
    """Take a due ping for this process; False when another was faster."""
    mine = Ping.objects.filter(pk=ping.pk, due_at=ping.due_at)
    return mine.update(due_at=now + LEASE, tries=F("tries") + 1) == 1


def settle(ping: Ping) -> None:
    """The hub knows, or there is nothing to tell: done, unless the feed changed meanwhile."""
    Ping.objects.filter(pk=ping.pk, noted_at=ping.noted_at).delete()
    Ping.objects.filter(pk=ping.pk).update(error="", due_at=F("noted_at"))


def postpone(ping: Ping, now: datetime, *, error: str, wait: int | None = None) -> None:
    """Try again later, each time twice as late; after the last try it stays, with its reason."""
    tries = ping.tries + 1
    pause = min(timedelta(minutes=2 ** min(ping.tries, 10)), LONGEST_PAUSE)
    pause = max(pause, timedelta(seconds=wait or 0))
    Ping.objects.filter(pk=ping.pk, noted_at=ping.noted_at).update(
        due_at=now + pause, error=error, given_up=tries >= MOST_TRIES
    )


def _touched(change: Change) -> int | None:
    if change.model == _ARTICLE:
        is_shown = change.kind != Change.Kind.UPDATE or change.field in _SHOWN
        return change.article_id if is_shown else None
    return change.article_id if change.model in (*_PARTS, *_OTHERS) else None


def _rows(changes: Iterable[Change], fields: Mapping[str, frozenset[str]]) -> Rows:
    """The rows of which one of these fields was changed, each once; a new one stands nowhere."""
    found = {
        (change.model, int(change.row))
        for change in changes
        if change.kind == Change.Kind.UPDATE and change.field in fields.get(change.model, ())
    }
    return sorted(found)[:MOST_ROWS]


def _naming(rows: Rows, at: datetime) -> set[int]:
    """The newest articles that name these rows, in the lists that may tell of them."""
    found: set[int] = set()
    for model, key in rows:
        for ids in _NAMING[model](Article.objects.listed(at), key):
            found |= set(ids[: MOST_ARTICLES // len(rows)])
    return found


_Ids = QuerySet[Any, int]


def _of_source(listed: ArticleQuerySet, key: int) -> Iterable[_Ids]:
    credits = Credit.objects.filter(source=key).order_by("-article_id")
    yield listed.filter(source=key).newest_first().values_list("pk", flat=True)
    yield credits.values_list("article_id", flat=True)


def _of_image(listed: ArticleQuerySet, key: int) -> Iterable[_Ids]:
    uses = PictureUse.objects.filter(image_id=key).order_by("-article_id")
    yield listed.filter(lead_image=key).order_by("-pk").values_list("pk", flat=True)
    yield uses.values_list("article_id", flat=True)


_NAMING: dict[str, Callable[[ArticleQuerySet, int], Iterable[_Ids]]] = {
    "articles.source": _of_source,
    "articles.image": _of_image,
    "articles.author": lambda listed, key: [
        listed.written_by(key).newest_first().values_list("pk", flat=True)
    ],
    "articles.tag": lambda listed, key: [
        listed.tagged(key).newest_first().values_list("pk", flat=True)
    ],
}


def _before(changes: Iterable[Change]) -> Before:
    """Of each article, what fields that decide about its lists were before the act."""
    before: Before = {}
    for change in changes:
        if change.model == _ARTICLE and change.field in _PLACE and change.article_id:
            before.setdefault(change.article_id, {}).setdefault(change.field, change.before)
    return before


def _as_before(article: Article, fields: dict[str, Any]) -> Article:
    told = {name: values.restored(Article, name, kept) for name, kept in fields.items()}
    kept = {name: getattr(article, name) for name in _PLACE}
    return Article(pk=article.pk, **{**kept, **told})


def _lists(article: Article) -> set[str]:
    """The lists that it stands in by its own columns."""
    own = {"section": article.section_id, "source": article.source_id, "story": article.story_id}
    return {"latest:0", *(f"{noun}:{key}" for noun, key in own.items() if key)}


def _parts(articles: dict[int, Article], changes: Iterable[Change]) -> dict[int, set[str]]:
    """The lists of its tags and authors, those that the act took away included. Two queries."""
    found: dict[int, set[str]] = {pk: set() for pk in articles}
    tags = Tagging.objects.filter(content_object__in=articles)
    for pk, tag in tags.values_list("content_object_id", "tag_id"):
        found[pk].add(f"tag:{tag}")
    makers = Contribution.objects.filter(article__in=articles, author__isnull=False)
    for pk, author in makers.values_list("article_id", "author_id"):
        found[pk].add(f"author:{author}")
    for change in changes:
        noun = _PARTS.get(change.model, "")
        whole = change.before if isinstance(change.before, dict) else {}
        if change.article_id in found and (key := whole.get(f"{noun}_id")):
            found[change.article_id].add(f"{noun}:{key}")
    return found


def _note_ahead(article: Article, at: datetime) -> None:
    if article.status != Status.PUBLISHED:
        return
    moments = (article.visible_at, article.expires_at)
    PingAhead.objects.bulk_create(
        [PingAhead(article_id=article.pk, due_at=m) for m in moments if m is not None and m > at],
        ignore_conflicts=True,
    )


def _turned(article: Article, moment: datetime, now: datetime) -> bool:
    """Whether lists began or ceased to show it at that moment."""
    if article.visible_at == moment:
        return article.is_listed(now)
    shown_until_then = (
        article.status == Status.PUBLISHED
        and article.retracted_at is None
        and article.copy_of_id is None
        and article.visible_at is not None
        and article.visible_at < moment
    )
    return article.expires_at == moment and shown_until_then
