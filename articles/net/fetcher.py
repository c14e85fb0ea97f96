"""Fetch one address: conditional, bounded in time, size and redirects, never a private network."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urlencode

import httpcore
import httpx

from articles.errors import FetchFailed, FetchGone, TooLarge
from articles.net import guard
from articles.net.compression import unpack
from articles.net.guard import Resolver, Target
from articles.net.transport import Deadline, opened, resolve, timed

MAX_RETRY_AFTER_SECONDS = 30 * 24 * 3600
MAX_VALIDATOR_CHARACTERS = 1_000
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, "
    "application/xml;q=0.9, application/json;q=0.9, text/html;q=0.8, */*;q=0.5"
)

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_PRINTABLE = re.compile(r"[\x20-\x7e]+")


@dataclass(frozen=True)
class Limits:
    """How much one fetch may cost, and who it says it is; the operator sets it once."""

    body_bytes: int = 10_000_000
    total_seconds: float = 30.0
    connect_seconds: float = 10.0
    read_seconds: float = 15.0
    redirects: int = 5
    ports: frozenset[int] = frozenset({80, 443})
    user_agent: str = "Newsroom/0.1 (feed reader)"


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class Fetched:
    """The answer of a server, unpacked.

    `url` is the address that answered in the end, `redirects` the addresses between the asked
    one and it, each included but the asked one. `permanent_url` is where the server has moved
    the asked address for good (301 or 308, up to the first hop that was not), "" if it has not.
    `etag` and `last_modified` are to be sent the next time. `headers` has lower-case names.
    With `not_modified` the body is empty.
    """

    status: int
    url: str
    body: bytes
    content_type: str
    etag: str
    last_modified: str
    headers: Mapping[str, str]
    redirects: tuple[str, ...] = ()
    not_modified: bool = False
    permanent_url: str = ""


@dataclass
class _Trail:
    """Where the redirects have led so far."""

    url: httpx.URL
    visited: list[str] = field(default_factory=list)
    permanent_url: str = ""
    is_permanent: bool = True

    def follow(self, status: int, location: str) -> None:
        """Go one hop further; FetchRefused when the location is no address."""
        self.url = guard.parse_url(location, base=self.url).copy_with(fragment=None)
        self.visited.append(str(self.url))
        self.is_permanent = self.is_permanent and status in _PERMANENT
        if self.is_permanent:
            self.permanent_url = str(self.url)


def fetch(
    url: str,
    *,
    etag: str = "",
    last_modified: str = "",
    limits: Limits = DEFAULT_LIMITS,
    allow_private: bool = False,
    resolver: Resolver = resolve,
) -> Fetched:
    """Get one web address, following redirects; each hop is checked and resolved exactly once.

    `etag` and `last_modified` are those of the last answer: an unchanged document comes back as
    `not_modified`. `allow_private` admits loopback and private networks (never link-local or
    metadata addresses), for tests and for installations that read feeds of their own network.

    Raises FetchRefused for what must not be fetched, FetchGone for 410, TooLarge for a body over
    the limit, and FetchFailed for the rest, with `status` and, where the server sent one,
    `retry_after` in seconds.
    """
    deadline = Deadline(limits.total_seconds)
    ask = timed(resolver, deadline)
    trail = _Trail(url=guard.parse_url(url))
    for _ in range(limits.redirects + 1):
        target = guard.check(
            trail.url, ports=limits.ports, allow_private=allow_private, resolver=ask
        )
        with opened(
            target,
            _request_headers(target, limits, etag, last_modified),
            deadline=deadline,
            connect_seconds=limits.connect_seconds,
            read_seconds=limits.read_seconds,
        ) as response:
            headers = _headers(response)
            location = headers.get("location", "")
            if response.status not in _REDIRECTS or not location:
                return _settle(
                    response,
                    headers,
                    trail,
                    limits=limits,
                    was_conditional=bool(etag or last_modified),
                )
        trail.follow(response.status, location)
    raise FetchFailed(
        f"The address redirects more than {limits.redirects} times.",
        "Give the address at which it ends.",
    )


def post(
    url: str,
    fields: Mapping[str, str],
    *,
    limits: Limits = DEFAULT_LIMITS,
    allow_private: bool = False,
    resolver: Resolver = resolve,
) -> Fetched:
    """Post a form to one web address, checked and resolved as `fetch` does; never redirected.

    Raises what `fetch` raises; a redirect is a FetchFailed, for a form must not go to an address
    that nobody chose.
    """
    deadline = Deadline(limits.total_seconds)
    trail = _Trail(url=guard.parse_url(url).copy_with(fragment=None))
    target = guard.check(
        trail.url,
        ports=limits.ports,
        allow_private=allow_private,
        resolver=timed(resolver, deadline),
    )
    posted = urlencode(fields).encode("ascii")
    own = [
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Content-Length", str(len(posted))),
    ]
    with opened(
        target,
        [*_request_headers(target, limits, "", ""), *own],
        deadline=deadline,
        connect_seconds=limits.connect_seconds,
        read_seconds=limits.read_seconds,
        posted=posted,
    ) as response:
        headers = _headers(response)
        if response.status in _REDIRECTS:
            raise FetchFailed(
                f"{trail.url.host} redirects what is sent to it.",
                "Give the address at which it ends.",
                status=response.status,
            )
        return _settle(response, headers, trail, limits=limits, was_conditional=False)


def retry_after(value: str, now: datetime) -> int | None:
    """Read a Retry-After header: seconds to wait, at most 30 days; None if it says nothing.

    >>> retry_after("120", datetime.now(UTC))
    120
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(int(value[:12]), MAX_RETRY_AFTER_SECONDS)
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)  # RFC 9110: HTTP dates are always in GMT
    return max(0, min(int((when - now).total_seconds()), MAX_RETRY_AFTER_SECONDS))


def _settle(
    response: httpcore.Response,
    headers: Mapping[str, str],
    trail: _Trail,
    *,
    limits: Limits,
    was_conditional: bool,
) -> Fetched:
    is_unchanged = response.status == HTTPStatus.NOT_MODIFIED and was_conditional
    if not (200 <= response.status < 300 or is_unchanged):
        _raise_status(response.status, trail.url, headers)
    body = b"" if is_unchanged else _body(response, headers, limits)
    return Fetched(
        status=response.status,
        url=str(trail.url),
        body=body,
        content_type=headers.get("content-type", ""),
        etag=headers.get("etag", ""),
        last_modified=headers.get("last-modified", ""),
        headers=headers,
        redirects=tuple(trail.visited),
        not_modified=is_unchanged,
        permanent_url=trail.permanent_url,
    )


def _body(response: httpcore.Response, headers: Mapping[str, str], limits: Limits) -> bytes:
    announced = headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limits.body_bytes:
        raise TooLarge(
            f"The body is announced with {int(announced):,} bytes; "
            f"the limit is {limits.body_bytes:,}.",
            "Raise the limit for this source if it is honest.",
        )
    encoding = headers.get("content-encoding", "")
    pieces = iter(response.iter_stream())
    return b"".join(unpack(pieces, encoding, limit=limits.body_bytes))


def _raise_status(status: int, url: httpx.URL, headers: Mapping[str, str]) -> None:
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "unknown status"
    said = f"{url.host} answered {status} ({phrase})."
    if status == HTTPStatus.GONE:
        raise FetchGone(said, "The publisher has withdrawn it for good: take it off the list.")
    wait = retry_after(headers.get("retry-after", ""), datetime.now(UTC))
    hint = "Try again later." if status in {408, 425, 429} or status >= 500 else "Check it."
    raise FetchFailed(said, hint, status=status, retry_after=wait)


def _request_headers(
    target: Target, limits: Limits, etag: str, last_modified: str
) -> list[tuple[str, str]]:
    host = f"[{target.host}]" if ":" in target.host else target.host
    is_usual = target.port == guard.SCHEME_PORTS[target.url.scheme]
    headers = [
        ("Host", host if is_usual else f"{host}:{target.port}"),
        ("User-Agent", limits.user_agent),
        ("Accept", ACCEPT),
        ("Accept-Encoding", "gzip, deflate, br"),
        ("Connection", "close"),
    ]
    conditions = (("If-None-Match", etag), ("If-Modified-Since", last_modified))
    return headers + [(name, value) for name, value in conditions if _is_sendable(value)]


def _is_sendable(validator: str) -> bool:
    """Send back only what can stand in a header; it came from a stranger the last time."""
    return len(validator) <= MAX_VALIDATOR_CHARACTERS and bool(_PRINTABLE.fullmatch(validator))


def _headers(response: httpcore.Response) -> dict[str, str]:
    """Read the answer's headers; repeated ones are joined by a comma as RFC 9110 says."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in response.headers:
        name, value = _header_text(raw_name).lower(), _header_text(raw_value)
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _header_text(raw: bytes) -> str:
    """Decode a header; servers with names beyond ASCII send Location as UTF-8."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
