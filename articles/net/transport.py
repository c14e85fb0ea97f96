"""Connect to the addresses that the guard allowed, and to no others, within one deadline."""

import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from functools import cache

import httpcore
import httpx

from articles.errors import FetchFailed, NewsroomError
from articles.net.guard import Resolver, Target

TOO_SLOW = "The server did not answer in time."

SocketOptions = Iterable[httpcore.SOCKET_OPTION]


class Deadline:
    """The moment by which a whole fetch, redirects included, must be over."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left; raises FetchFailed when there are none."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise FetchFailed(TOO_SLOW, "Try again later.")
        return left

    def cap(self, timeout: float | None) -> float:
        """Shorten one operation's time-out to what is left."""
        left = self.left()
        return left if timeout is None else min(timeout, left)


class _TimedStream(httpcore.NetworkStream):
    """A connection on which a server that sends one byte a second does not win."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.cap(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.cap(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        capped = self._deadline.cap(timeout)
        secure = self._stream.start_tls(ssl_context, server_hostname, capped)
        return _TimedStream(secure, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class _PinnedBackend(httpcore.NetworkBackend):
    """Ignores the host it is asked for: the name was resolved and judged once, before.

    httpcore keeps the host name for TLS and the Host header, so certificates still match.
    """

    def __init__(self, addresses: tuple[str, ...], deadline: Deadline) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"No address for {host}")
        for address in self._addresses:
            try:
                stream = self._sockets.connect_tcp(
                    address, port, self._deadline.cap(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failure


@contextmanager
def opened(
    target: Target,
    headers: list[tuple[str, str]],
    *,
    deadline: Deadline,
    connect_seconds: float,
    read_seconds: float,
    posted: bytes | None = None,
) -> Iterator[httpcore.Response]:
    """Send a GET to a checked target, or a POST of `posted`; the answer's body is left to be
    streamed inside the `with`.

    Raises FetchFailed for whatever goes wrong on the wire, also while the body is streamed.
    """
    backend = _PinnedBackend(target.addresses, deadline)
    timeouts = {"connect": connect_seconds, "read": read_seconds, "write": read_seconds}
    try:
        with (
            httpcore.ConnectionPool(
                ssl_context=_tls_context(), network_backend=backend, max_connections=1
            ) as pool,
            pool.stream(
                "GET" if posted is None else "POST",
                _wire_url(target),
                headers=headers,
                content=posted,
                extensions={"timeout": {**timeouts, "pool": None}},
            ) as response,
        ):
            yield response
    except httpcore.TimeoutException as error:
        raise FetchFailed(TOO_SLOW, "Try again later.") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
        raise FetchFailed(
            f"The connection to {target.host} failed: {str(error).rstrip('.')}.",
            "Check the address; if it is right, try again later.",
        ) from error


def resolve(host: str, port: int) -> tuple[str, ...]:
    """Ask the system for the addresses of a name, in its order; FetchFailed if it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchFailed(
            f"The host “{host}” was not found.", "Check the address for typing errors."
        ) from error
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def timed(resolver: Resolver, deadline: Deadline) -> Resolver:
    """Give a resolver an end: the system's own may wait for minutes and takes no time-out."""

    def ask(host: str, port: int) -> Sequence[str]:
        answer: Future[Sequence[str]] = Future()

        def work() -> None:
            try:
                answer.set_result(resolver(host, port))
            except NewsroomError as error:
                answer.set_exception(error)

        threading.Thread(target=work, daemon=True, name="resolver").start()
        try:
            return answer.result(timeout=deadline.left())
        except TimeoutError as error:
            raise FetchFailed(
                f"The host “{host}” could not be looked up in time.", "Try again later."
            ) from error

    return ask


def _wire_url(target: Target) -> httpcore.URL:
    return httpcore.URL(
        scheme=target.url.raw_scheme,
        host=target.host.encode("ascii"),
        port=target.port,
        target=target.url.raw_path,
    )


@cache
def _tls_context() -> ssl.SSLContext:
    """Load the certificate authorities once; it costs 20 ms."""
    return httpx.create_ssl_context()
