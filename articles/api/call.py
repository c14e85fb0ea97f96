"""The frame of every answer: methods, limits, validators, errors, and how long it holds."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from articles.api import limits
from articles.api.problems import Problem
from articles.enums import Status
from articles.models import Act, Article, Edition, FrontSlot, Image, Publication
from articles.public import edges

LIFE = timedelta(seconds=60)
# An act may be committed so long after the moment it bears; see `_told_modified`.
SETTLED = timedelta(seconds=60)
_KEY = "newsroom.api.call"


@dataclass
class Call:
    """One answer in the making: its moment, its paper, and how long it holds."""

    now: datetime
    publication: Publication
    edge: datetime | None
    pictures: dict[int, Image | None] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)  # of no use here: no cache keeps answers
    # addresses of nouns by what they are and their slug
    known: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def holds_until(self, moment: datetime | None) -> None:
        """Note a moment after which this answer would look different; the past is ignored."""
        if moment is not None and moment > self.now:
            self.edge = min(self.edge, moment) if self.edge else moment

    def absolute(self, path: str) -> str:
        """The public address of a path, from the publication and never from the request."""
        return self.publication.absolute(path)

    def api(self, name: str, **parts: Any) -> str:
        """The absolute address of an operation, by its name."""
        return self.absolute(reverse(f"api:{name}", kwargs=parts))

    @property
    def life(self) -> int:
        """Seconds that caches may keep this answer; none once an edge is reached."""
        left = max(self.edge - self.now, timedelta()) if self.edge else LIFE
        return int(min(LIFE, left).total_seconds())


def of(request: HttpRequest) -> Call:
    """The call that this request is."""
    call: Call = request.META[_KEY]
    return call


def stamp(moment: datetime) -> str:
    """A moment as ISO 8601 in the publication's zone, as pages and feeds tell it.

    >>> stamp(datetime(2026, 11, 20, 12, 0, tzinfo=UTC))  # in Karachi
    '2026-11-20T17:00:00+05:00'
    """
    return timezone.localtime(moment).isoformat(timespec="seconds")


def answering(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponse]:
    """A view of the API: reads only, within limits, in the paper's zone, with validators."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        publication, edge = edges.opening(timezone.now())
        call = Call(timezone.now(), publication, edge)
        request.META[_KEY] = call
        with (
            translation.override(publication.language),
            timezone.override(publication.tzinfo),
        ):
            return _answer(view, request, call, args, kwargs)

    wrapped.csrf_exempt = True  # type: ignore[attr-defined]  # nothing is written: 405, not 403
    return wrapped


def _answer(
    view: Callable[..., Any],
    request: HttpRequest,
    call: Call,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> HttpResponse:
    spent = None
    try:
        if request.method not in _methods():
            message = "This API is read only: use GET or HEAD."
            raise Problem(405, "read-only", message, {"allowed": ["GET", "HEAD"]})
        spent = limits.spend(request)
        if spent.retry_after:
            message = f"Too many calls. Wait {spent.retry_after} seconds."
            raise Problem(429, "too-many-calls", message, {"retry_after": spent.retry_after})
        if request.method == "OPTIONS":
            return _open(request, _allow(HttpResponse(status=204)))
        response: HttpResponse = view(request, *args, **kwargs)
    except Problem as problem:
        response = told(problem)
    return _open(request, limits.tell(_finished(request, call, response), spent))


def told(problem: Problem) -> HttpResponse:
    """The answer that tells a problem."""
    response = write(problem.body(), status=problem.status)
    response._has_been_logged = True  # type: ignore[attr-defined]  # a caller's slip is no event here
    if problem.status == 405:
        _allow(response)
    if problem.status == 429:
        response.headers["Retry-After"] = str((problem.more or {})["retry_after"])
    return response


def write(data: Any, *, status: int = 200) -> HttpResponse:
    """An answer of JSON, UTF-8, the same bytes for the same data."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, status=status, content_type="application/json; charset=utf-8")


def _methods() -> tuple[str, ...]:
    """OPTIONS is asked by pages of other sites alone, before a call."""
    return ("GET", "HEAD", "OPTIONS") if settings.API_ORIGINS else ("GET", "HEAD")


def _allow(response: HttpResponse) -> HttpResponse:
    response.headers["Allow"] = ", ".join(_methods())
    return response


def _open(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let pages of other sites read the answer, where the setting names them or all."""
    response.headers["X-Robots-Tag"] = "noindex"
    allowed = settings.API_ORIGINS
    origin = request.headers.get("Origin", "")
    if "*" in allowed:
        response.headers["Access-Control-Allow-Origin"] = "*"
    elif allowed:
        response.headers["Vary"] = "Origin"
        if origin in allowed:
            response.headers["Access-Control-Allow-Origin"] = origin
    if "Access-Control-Allow-Origin" in response.headers:
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
        exposed = "ETag, Link, Retry-After, RateLimit, RateLimit-Policy"
        response.headers["Access-Control-Expose-Headers"] = exposed
        response.headers["Access-Control-Max-Age"] = "86400"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _finished(request: HttpRequest, call: Call, response: HttpResponse) -> HttpResponse:
    """Add validators and lifetime; answer 304 where that is enough."""
    if response.status_code != 200:
        is_kept = response.status_code in (301, 404, 410)
        life = f"public, max-age={call.life}" if is_kept else "no-store"
        response.headers["Cache-Control"] = life
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    changed_at = last_change(call.now)
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(_told_modified(changed_at, call.now))
    response.headers["Cache-Control"] = f"public, max-age={call.life}"
    modified = int(changed_at.timestamp())
    answer = get_conditional_response(request, etag, modified, response)
    return answer if isinstance(answer, HttpResponse) else response


def _told_modified(changed_at: datetime, now: datetime) -> float:
    """The Last-Modified to tell: never one that a change still under way could bear.

    A client that sends it back gets 304 only while nothing newer is known, so telling an earlier
    moment costs one whole answer and loses nothing.
    """
    return min(changed_at, now - SETTLED).timestamp()


def last_change(now: datetime) -> datetime:
    """When what readers see last changed: an act, or a moment that came by itself. One query."""
    ahead = {"status": Status.PUBLISHED}
    listed = {**ahead, "retracted_at": None, "copy_of": None}
    row = Publication.objects.filter(pk=1).values_list(
        _last(Act.objects.all(), "at", now),
        _last(Article.objects.filter(**listed), "visible_at", now),
        _last(Article.objects.filter(**ahead), "expires_at", now),
        _last(FrontSlot.objects.live(), "from_at", now),
        _last(FrontSlot.objects.live(), "until_at", now),
        _last(Edition.objects.all(), "launch_at", now),
        _last(Image.objects.all(), "expires_at", now),
    )
    moments = [moment for moment in row.first() or () if moment is not None]
    return max(moments, default=datetime(2000, 1, 1, tzinfo=UTC))


def _last(rows: QuerySet[Any, Any], name: str, now: datetime) -> Subquery:
    found: QuerySet[Model, Any] = rows.filter(**{f"{name}__lte": now}).order_by(f"-{name}")
    return Subquery(found.values(name)[:1])
