"""A small web server on this machine that answers what each test needs."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from articles.net import Limits

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """Answers by path, and what was asked for."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    posted: list[tuple[str, bytes]] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def limits(self, **changes: object) -> Limits:
        return Limits(ports=frozenset({80, 443, self.port}), **changes)  # type: ignore[arg-type]


@pytest.fixture
def site() -> Iterator[Site]:
    served = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            status, headers, body = served.answers[self.path]
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value.encode().decode("latin-1"))  # it encodes latin-1
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            served.posted.append((self.headers["Content-Type"], body))
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    server.shutdown()
    thread.join()
    server.server_close()


class Names:
    """A resolver that knows only what it was told, and counts the questions."""

    def __init__(self, known: dict[str, list[str]]) -> None:
        self.known = known
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        return self.known[host]


@pytest.fixture
def names() -> Callable[..., Names]:
    """Make a resolver: `names(**{"news.example": ["93.184.216.34"]})`."""
    return lambda **known: Names(known)
