"""Rendered pages, kept before Django is asked: most readers are answered from here.

An entry holds one answer, compressed once, with the values that its cache keys had **before**
it was rendered. A hit compares them with the present ones, so a page rendered before a commit
and stored after it is never served, whichever process committed. It lives at most a minute, and
never past the next moment at which time alone changes it (a schedule, an embargo, an expiry).
Only what the public views marked is kept; a request with a session, CSRF or message cookie, with
credentials, or for a host that is not ours, goes straight to Django.
"""

import gzip
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

import brotli  # type: ignore[import-untyped]  # ships no types
from django.utils import timezone
from django.utils.http import parse_etags, parse_http_date_safe

from articles import cachekeys
from articles.web.page import CACHED, LIFE, MARK
from articles.web.pagekey import Environ, key_of

Application = Callable[..., Iterable[bytes]]
Headers = list[tuple[str, str]]

KEYS = frozenset({cachekeys.SITE})
CAPACITY = 64 * 1024 * 1024  # bytes of bodies a process keeps
LARGEST = CAPACITY // 16
OVERHEAD = 2048  # bytes that an entry costs beside its bodies, roughly
SMALLEST_COMPRESSED = 860  # below this a compressed body is not smaller on the wire

# What is made anew for each answer, or must not be kept.
_OWN_HEADERS = frozenset(
    {"etag", "cache-control", "vary", "content-length", "content-encoding", "date", "age"}
)


@dataclass(frozen=True)
class Entry:
    """One kept answer: its bodies by content coding ("" is the plain one) and its validators."""

    status: str
    headers: Headers
    bodies: dict[str, bytes]
    etag: str
    last_modified: int | None
    values: tuple[int, ...]
    edge: datetime | None
    until: datetime

    @property
    def size(self) -> int:
        """Bytes it takes, near enough."""
        return OVERHEAD + sum(map(len, self.bodies.values()))


class Shelf:
    """A bounded store of entries; the one not asked for longest goes first."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._size = 0
        self._entries: OrderedDict[Any, Entry] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Any, now: datetime) -> Entry | None:
        """The entry, if it still holds: not past its time, and its keys not touched since."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            if now >= entry.until or cachekeys.read(KEYS) != entry.values:
                self._drop(key)
                return None
            self._entries.move_to_end(key)
            return entry

    def keep(self, key: Any, entry: Entry) -> None:
        """Store the entry unless it is out of proportion; others make room for it."""
        if entry.size > min(LARGEST, self._capacity):
            return
        with self._lock:
            self._drop(key)
            self._entries[key] = entry
            self._size += entry.size
            while self._size > self._capacity:
                self._drop(next(iter(self._entries)))

    def _drop(self, key: Any) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._size -= entry.size


class PageCache:
    """WSGI layer around Django's application."""

    def __init__(self, application: Application, shelf: Shelf | None = None) -> None:
        self._application = application
        self._shelf = shelf or Shelf()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer from the shelf, or let Django answer and keep what may be kept."""
        key = key_of(environ)
        if key is None:
            return self._application(environ, start_response)
        entry = self._shelf.find(key, timezone.now())
        if entry is None:
            return self._render(key, environ, start_response)
        return answer(entry, environ, start_response)

    def _render(
        self, key: Any, environ: Environ, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        values = cachekeys.read(KEYS)  # before rendering: this order is what makes it correct
        caught = _Caught()
        asked = _whole(environ)
        result = self._application(asked, caught)
        if MARK not in asked or not caught.may_be_kept():
            return _pass_on(result, caught, environ, start_response)
        entry = make_entry(caught, _drained(result), values, asked[MARK])
        if entry.until > timezone.now():
            self._shelf.keep(key, entry)
        return answer(entry, environ, start_response)


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


def make_entry(
    caught: _Caught, body: bytes, values: tuple[int, ...], edge: datetime | None
) -> Entry:
    """The entry for an answer of Django's; compresses it once."""
    named = {name.lower(): value for name, value in caught.headers}
    now = timezone.now()
    return Entry(
        status=caught.status,
        headers=[pair for pair in caught.headers if pair[0].lower() not in _OWN_HEADERS],
        bodies=_codings(body, named.get("content-type", "")),
        etag=named["etag"].strip('"'),
        last_modified=parse_http_date_safe(named.get("last-modified", "")),
        values=values,
        edge=edge,
        until=min(now + LIFE, edge) if edge else now + LIFE,
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
    accepted = _accepted(environ.get("HTTP_ACCEPT_ENCODING", ""))
    coding = next((c for c in ("br", "gzip") if c in accepted and c in entry.bodies), "")
    etag = f'"{entry.etag}-{coding}"' if coding else f'"{entry.etag}"'
    headers = [*entry.headers, ("ETag", etag), ("Vary", "Accept-Encoding")]
    headers.append(("Cache-Control", f"public, max-age={_seconds_left(entry)}"))
    if entry.status.startswith("200") and _is_known(entry, etag, environ):
        unneeded = ("content-type", "content-language")
        kept = [pair for pair in headers if pair[0].lower() not in unneeded]
        start_response("304 Not Modified", kept)
        return []
    body = entry.bodies[coding]
    if coding:
        headers.append(("Content-Encoding", coding))
    start_response(entry.status, [*headers, ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _seconds_left(entry: Entry) -> int:
    life = min(LIFE, entry.edge - timezone.now()) if entry.edge else LIFE
    return max(0, int(life.total_seconds()))


def _is_known(entry: Entry, etag: str, environ: Environ) -> bool:
    """RFC 9110, 13.2.2: the entity tag decides where one is sent, else the date."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        return tags.strip() == "*" or etag in [tag.removeprefix("W/") for tag in parse_etags(tags)]
    since = parse_http_date_safe(environ.get("HTTP_IF_MODIFIED_SINCE", ""))
    return since is not None and entry.last_modified is not None and entry.last_modified <= since


@lru_cache(maxsize=512)
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
