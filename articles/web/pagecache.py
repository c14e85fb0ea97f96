"""Rendered pages, kept before Django is asked: most readers are answered from here.

An entry holds one answer, compressed once, with the keys of what it shows and the tick of their
clock **before** it was rendered. A hit asks whether any was touched since, so a page rendered
before a commit and stored after it is never served, whichever process committed. It lives at most
a minute, and never past the next moment at which time alone changes it (a schedule, an embargo,
an expiry). Only what the public views marked is kept; a request with a session, CSRF or message
cookie, with credentials, or for a host that is not ours, goes straight to Django.

While one request renders a page, others for it wait, or get the entry that has just run out of
its life, if nothing it shows was touched.
"""

import gzip
import re
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]  # ships no types
from django.conf import settings
from django.utils import timezone
from django.utils.http import parse_etags, parse_http_date_safe

from articles import cachekeys
from articles.web.page import CACHED, LIFE, MARK, Kept, life_in_front
from articles.web.pagekey import Environ, key_of
from articles.web.pagering import Ring
from articles.web.pagestore import Answer, Entry, Headers, Shared, Shelf, pack, unpack

Application = Callable[..., Iterable[bytes]]

SMALLEST_COMPRESSED = 860  # below this a compressed body is not smaller on the wire
_LIFE = int(LIFE.total_seconds())
PATIENCE = 2.0  # seconds that a request waits for another that renders the same page

# What is made anew for each answer, or must not be kept.
_OWN_HEADERS = frozenset(
    {"etag", "cache-control", "cdn-cache-control", "vary", "content-length", "content-encoding"}
    | {"date", "age"}
)


class PageCache:
    """WSGI layer around Django's application."""

    def __init__(
        self, application: Application, shelf: Shelf | None = None, shared: Shared | None = None
    ) -> None:
        self._application = application
        self._shelf = shelf or Shelf()
        self._shared = shared
        self._turns = Turns()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer from what is kept, or let Django answer and keep what may be kept."""
        key = key_of(environ)
        if key is None:
            return self._application(environ, start_response)
        now = datetime.now(UTC)
        try:
            entry = self._find(key, now)
        except cachekeys.Unreachable:
            return self._render(key, environ, start_response)
        if entry is not None and now < entry.until:
            return answer(entry, environ, start_response)
        return self._render_once(key, entry, environ, start_response)

    def _find(self, key: Any, now: datetime) -> Entry | None:
        """What holds still, from this process or from the others; it may be past its life."""
        entry = self._shelf.find(key, now)
        if self._shared is None or (entry is not None and now < entry.until):
            return entry
        kept = self._shared.get(name_of(key))
        if kept is None:
            return entry
        theirs = unpack(kept)
        if now >= theirs.until or not theirs.holds(now):
            return entry
        self._shelf.keep(key, theirs)
        return theirs

    def _render_once(
        self, key: Any, old: Entry | None, environ: Environ, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        rendering = self._turns.take(key)
        if rendering is not None:
            if old is not None:
                return answer(old, environ, start_response)
            rendering.wait(PATIENCE)
        try:
            with suppress(cachekeys.Unreachable):
                entry = self._shelf.find(key, timezone.now())
                if entry is not None and entry is not old:  # made while we waited or came here
                    return answer(entry, environ, start_response)
            return self._render(key, environ, start_response)
        finally:
            if rendering is None:
                self._turns.end(key)

    def _render(
        self, key: Any, environ: Environ, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        tick = _tick()  # before rendering: this order is what makes it correct
        caught = _Caught()
        asked = _whole(environ)
        result = self._application(asked, caught)
        if MARK not in asked or not caught.may_be_kept():
            return _pass_on(result, caught, environ, start_response)
        entry = make_entry(caught, _drained(result), tick or 0, asked[MARK])
        if tick is not None and entry.until > timezone.now():
            self._keep(key, entry)
        return answer(entry, environ, start_response)

    def _keep(self, key: Any, entry: Entry) -> None:
        self._shelf.keep(key, entry)
        if self._shared is not None:
            with suppress(cachekeys.Unreachable):
                self._shared.put(name_of(key), pack(entry), int(LIFE.total_seconds()))


class Turns:
    """Which pages are being rendered in this process, so that each is by one thread at a time."""

    def __init__(self) -> None:
        self._running: dict[Any, threading.Event] = {}
        self._lock = threading.Lock()

    def take(self, key: Any) -> threading.Event | None:
        """None when it is the caller's turn, who must `end` it; else what its end will set."""
        with self._lock:
            if key in self._running:
                return self._running[key]
            self._running[key] = threading.Event()
            return None

    def end(self, key: Any) -> None:
        """Let those go on who wait for this page."""
        with self._lock:
            self._running.pop(key).set()


def shared() -> Shared:
    """The store of this installation: of the machine, or of several with a Redis server."""
    if settings.CACHE_URL:
        return cachekeys.server()
    return Ring(Path(settings.VAR_DIR) / "pages")


def name_of(key: tuple[str, ...]) -> str:
    """The name of a page in a store that is shared."""
    return "newsroom:page:" + "\n".join(key)


def _tick() -> int | None:
    """The tick that is current now; None while it cannot be asked, and nothing is kept."""
    try:
        return cachekeys.slots().now()
    except cachekeys.Unreachable:
        return None


@dataclass
class _Caught:
    """What Django said to `start_response`."""

    status: str = ""
    headers: Headers = field(default_factory=list)
    exc_info: Any = None

    def __call__(self, status: str, headers: Headers, exc_info: Any = None) -> None:
        self.status, self.headers, self.exc_info = status, headers, exc_info

    def may_be_kept(self) -> bool:
        """Whether the answer is the same for everybody: no cookie, no nonce, not by cookie."""
        if int(self.status[:3]) not in CACHED:
            return False
        return not any(
            name.lower() == "set-cookie"
            or (name.lower() == "content-security-policy" and "'nonce-" in value)
            or (name.lower() == "vary" and "cookie" in value.lower())
            for name, value in self.headers
        )


def make_entry(caught: _Caught, body: bytes, tick: int, kept: Kept) -> Entry:
    """The entry for an answer of Django's; compresses it once."""
    named = {name.lower(): value for name, value in caught.headers}
    now = timezone.now()
    return Entry(
        status=caught.status,
        headers=[pair for pair in caught.headers if pair[0].lower() not in _OWN_HEADERS],
        bodies=_codings(body, named.get("content-type", "")),
        etag=named["etag"].strip('"'),
        last_modified=parse_http_date_safe(named.get("last-modified", "")),
        tick=tick,
        slots=cachekeys.numbers_of(sorted(kept.keys)),
        edge=kept.edge,
        until=min(now + LIFE, kept.edge) if kept.edge else now + LIFE,
    )


def _codings(body: bytes, content_type: str) -> dict[str, bytes]:
    text = content_type.startswith("text/") or "xml" in content_type or "json" in content_type
    if not text or len(body) < SMALLEST_COMPRESSED:
        return {"": body}
    return {
        "": body,
        "gzip": gzip.compress(body, 6, mtime=0),
        "br": brotli.compress(body, quality=5),
    }


def answer(entry: Entry, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Send the entry: in the best coding the client takes, as 304 where it has it already."""
    coding = _coding(environ.get("HTTP_ACCEPT_ENCODING", ""), tuple(entry.bodies))
    answered = entry.answers.get(coding) or _answer(entry, coding)
    is_asking = "HTTP_IF_NONE_MATCH" in environ or "HTTP_IF_MODIFIED_SINCE" in environ
    if is_asking and entry.status.startswith("200") and _is_known(entry, answered.etag, environ):
        unneeded = ("content-type", "content-language", "content-encoding", "content-length")
        kept = [pair for pair in answered.headers if pair[0].lower() not in unneeded]
        start_response("304 Not Modified", kept)
        return []
    start_response(entry.status, answered.headers.copy())
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [answered.body]


def _answer(entry: Entry, coding: str) -> Answer:
    """What is sent in this coding; kept with the entry where time changes nothing of it."""
    etag = f'"{entry.etag}-{coding}"' if coding else f'"{entry.etag}"'
    body = entry.bodies[coding]
    now = timezone.now()
    cached = ("Cache-Control", f"public, max-age={_seconds_left(entry, now)}")
    headers = [*entry.headers, ("ETag", etag), ("Vary", "Accept-Encoding"), cached]
    if settings.CDN_SECONDS:
        headers.append(("CDN-Cache-Control", life_in_front(entry.edge, now)))
    if coding:
        headers.append(("Content-Encoding", coding))
    headers.append(("Content-Length", str(len(body))))
    answered = Answer(etag, headers, body)
    longest = timedelta(seconds=max(_LIFE, settings.CDN_SECONDS))
    if entry.edge is None or entry.edge - entry.until - LIFE >= longest:
        entry.answers[coding] = answered
    return answered


def _seconds_left(entry: Entry, now: datetime) -> int:
    if entry.edge is None:
        return _LIFE
    return max(0, min(_LIFE, int((entry.edge - now).total_seconds())))


def _is_known(entry: Entry, etag: str, environ: Environ) -> bool:
    """RFC 9110, 13.2.2: the entity tag decides where one is sent, else the date."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        return tags.strip() == "*" or etag in [tag.removeprefix("W/") for tag in parse_etags(tags)]
    since = parse_http_date_safe(environ.get("HTTP_IF_MODIFIED_SINCE", ""))
    return since is not None and entry.last_modified is not None and entry.last_modified <= since


@lru_cache(maxsize=512)
def _coding(header: str, kept: tuple[str, ...]) -> str:
    """The best of the kept codings that the client takes."""
    accepted = _accepted(header)
    return next((coding for coding in ("br", "gzip") if coding in accepted and coding in kept), "")


def _accepted(header: str) -> frozenset[str]:
    """The codings that an Accept-Encoding header takes; one with q=0 is refused."""
    parts = (part.partition(";") for part in header.split(","))
    return frozenset(
        name.strip().lower()
        for name, _, weight in parts
        if not re.fullmatch(r"\s*q=0(\.0*)?\s*", weight)
    )


def _whole(environ: Environ) -> Environ:
    """The request as Django shall see it: for the whole page, whatever the client has of it."""
    asked = {**environ, "REQUEST_METHOD": "GET"}
    for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE"):
        asked.pop(name, None)
    return asked


def _pass_on(
    result: Iterable[bytes],
    caught: _Caught,
    environ: Environ,
    start_response: Callable[..., Any],
) -> Iterable[bytes]:
    start_response(caught.status, caught.headers, caught.exc_info)
    if environ["REQUEST_METHOD"] != "HEAD":
        return result
    _drained(result)
    return []


def _drained(result: Iterable[bytes]) -> bytes:
    try:
        return b"".join(result)
    finally:
        close = getattr(result, "close", None)
        if close is not None:
            close()
