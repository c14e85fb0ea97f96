"""What every public answer has in common: its moment, its paper, and how long it holds."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, wraps
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponsePermanentRedirect,
)
from django.template import loader
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe

from articles import cachekeys
from articles.cachekeys import names
from articles.errors import SearchAway
from articles.models import Article, Edition, Image, Publication, Section
from articles.public import edges, selection
from articles.web.pagekey import asks_for_amp
from articles.web.paging import BadKeyError

LIFE = timedelta(seconds=60)  # words such as "5 min ago" may be this old, and no older
MARK = "newsroom.page"  # where the page cache finds what the view knows of its answer
READERS = "readers"  # the engine of the public templates; see web.environment
KEYS_LENGTH = 8000  # characters of a header that Varnish, Fastly and Cloudflare all take
NEWEST = 6  # headlines on the page for an address that leads nowhere
RETRY_AFTER = 30  # seconds after which what is away may be asked again
CACHED = frozenset({200, 301, 404, 410})


class Moved(Exception):
    """The thing asked for lives at `path`; the answer is a permanent redirect."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True)
class FeedLink:
    """A feed as a page announces it."""

    title: str
    content_type: str
    path: str
    label: str


@dataclass(frozen=True)
class Kept:
    """What the page cache must know of an answer: what it shows, until when it looks like this."""

    keys: frozenset[str]
    edge: datetime | None


@dataclass
class Page:
    """One answer in the making: what templates read, and what its parts say of its life."""

    now: datetime
    publication: Publication
    edge: datetime | None
    asked_path: str
    before: str = ""
    path: str = ""
    feeds: list[FeedLink] = field(default_factory=list)
    edition: Edition | None = None  # of a front, shown in place of the live one by a preview
    # pictures in texts by their number, None for one that is gone; see web.bodies
    pictures: dict[int, Image | None] = field(default_factory=dict)
    # what it shows, by the names of cachekeys; whole once the view has said `hangs_on`
    shown: set[str] = field(default_factory=set)
    is_told: bool = False

    @classmethod
    def begin(cls, request: HttpRequest, now: datetime) -> "Page":
        """The page for a request, before anything is read of its query. One query."""
        publication, edge = edges.opening(now)
        return cls(now, publication, edge, request.path, path=request.path)

    def settle(self, path: str) -> None:
        """Say where this page lives; raises Moved when it was asked for elsewhere."""
        self.path = path
        if unquote(path) != self.asked_path:
            raise Moved(path)

    def holds_until(self, moment: datetime | None) -> None:
        """Note a moment after which this page would look different; the past is ignored."""
        if moment is not None and moment > self.now:
            self.edge = min(self.edge, moment) if self.edge else moment

    def hangs_on(self, *keys: str) -> None:
        """Say that this page is another only when these keys, or what it `shows`, are touched.

        For a view that names all that it looks at, rows that are hidden today included. A page
        whose view never says so is made anew after every act that readers could see anything of.
        """
        self.shown |= set(keys)
        self.is_told = True

    def shows(self, articles: Iterable[Article]) -> None:
        """Note articles that stand on this page with their pictures, sources and authors.

        Reads what is loaded and asks the database nothing.
        """
        for article in articles:
            row = vars(article)
            self.shown.add(names.article(article.pk))
            for column, name in _ROWS_OF_ARTICLES:
                if row.get(column):
                    self.shown.add(name(row[column]))
            loaded = row.get("_prefetched_objects_cache", {})
            for column, name, relation in _LOADED_WITH_ARTICLES:
                keys = (vars(each).get(column) for each in loaded.get(relation, ()))
                self.shown |= {name(key) for key in keys if key}

    @property
    def keys(self) -> frozenset[str]:
        """What must be untouched for this page to hold."""
        told = self.shown if self.is_told else {cachekeys.ANY}
        return frozenset({cachekeys.SITE, *told})

    def absolute(self, path: str) -> str:
        """The public address of a path, from the publication and never from the request."""
        return self.publication.absolute(path)

    @property
    def url(self) -> str:
        """This page's own canonical address, the page of the list included."""
        return self.absolute(self.path) + (f"?before={self.before}" if self.before else "")

    @cached_property
    def sections(self) -> list[Section]:
        """The menu. One query."""
        return selection.MENU()

    @property
    def life(self) -> timedelta:
        """How long caches may keep this answer; nothing at all once an edge is reached."""
        return min(LIFE, max(self.edge - self.now, timedelta())) if self.edge else LIFE


_ROWS_OF_ARTICLES = (("lead_image_id", names.image), ("source_id", names.source))
_LOADED_WITH_ARTICLES = (
    ("author_id", names.author, "contributions"),
    ("source_id", names.source, "credits"),
    ("id", names.tag, "tags"),
)

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """A public view: safe methods only, the paper's language and zone, conditional answers.

    The view gets the Page after the request. It may raise Http404 or Moved.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        page = Page.begin(request, timezone.now())
        page.before = request.GET.get("before", "")
        with (
            translation.override(page.publication.language),
            timezone.override(page.publication.tzinfo),
        ):
            return finish(request, page, _answer(view, request, page, args, kwargs))

    return wrapped


def _answer(
    view: View, request: HttpRequest, page: Page, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponse:
    try:
        response = view(request, page, *args, **kwargs)
        if response.status_code == 200 and asks_for_amp(request.GET):
            raise Moved(page.path)
        return response
    except Moved as moved:
        page.is_told = False
        query = f"?before={page.before}" if page.before else ""
        return HttpResponsePermanentRedirect(moved.path + query)
    except SearchAway:
        response = render(page, "503.jinja", status=503)
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response
    except (Http404, BadKeyError):
        page.feeds = []  # what is not shown is not named either
        page.is_told = False  # what brings it here may be anything
        return nothing_here(page)


def render(
    page: Page, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page of the site. No context processor runs, so nothing of a session can get in."""
    body = loader.get_template(template, using=READERS).render({"page": page, **(context or {})})
    return HttpResponse(body, status=status)


def _tell_caches_in_front(page: Page, response: HttpResponse) -> None:
    """By which keys a cache in front may be told to forget this answer, and how long it may live.

    Both are off unless settings ask for them. What time alone changes ends its life there, too.
    """
    if name := settings.CACHE_KEYS_HEADER:
        parted = "," if name == "Cache-Tag" else " "
        keys = parted.join(sorted(page.keys))
        # Longer ones are cut or refused by caches; this key is touched by every visible change.
        response.headers[name] = keys if len(keys) <= KEYS_LENGTH else cachekeys.ANY
    if settings.CDN_SECONDS:
        response.headers["CDN-Cache-Control"] = life_in_front(page.edge, page.now)


def life_in_front(edge: datetime | None, now: datetime) -> str:
    """How long a cache that we purge by key may keep an answer (RFC 9213): never past its edge."""
    left = (edge - now).total_seconds() if edge else settings.CDN_SECONDS
    return f"max-age={max(0, min(settings.CDN_SECONDS, int(left)))}"


def nothing_here(page: Page) -> HttpResponse:
    """The page for an address that leads nowhere, with the newest to go on to. One query."""
    newest = Article.objects.listed(page.now).newest_first().for_list()
    return render(page, "404.jinja", {"newest": newest[:NEWEST]}, status=404)


def finish(request: HttpRequest, page: Page, response: HttpResponse) -> HttpResponse:
    """Add validators and lifetime, tell the page cache, answer 304 where that is enough."""
    response.headers["Content-Language"] = page.publication.language
    if response.status_code not in CACHED:
        response.headers["Cache-Control"] = "no-cache"
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={int(page.life.total_seconds())}"
    request.META[MARK] = Kept(page.keys, page.edge)
    _tell_caches_in_front(page, response)
    if response.status_code != 200:
        return response
    changed = parse_http_date_safe(response.headers.get("Last-Modified", ""))
    answer = get_conditional_response(request, etag, changed, response)
    return answer if isinstance(answer, HttpResponse) else response
