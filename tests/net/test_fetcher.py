"""Fetching, through a real server on this machine where there is something to receive."""

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from articles.errors import FetchFailed, FetchGone, FetchRefused, TooLarge
from articles.net import Fetched, Limits, fetch, post
from articles.net.fetcher import retry_after
from articles.net.transport import resolve
from tests.net.conftest import Names, Site

FEED = b"<rss version='2.0'><channel><title>Harbour News</title></channel></rss>"


def test_feed_is_fetched_with_its_validators(site: Site) -> None:
    headers = {
        "Content-Type": "application/rss+xml; charset=utf-8",
        "ETag": '"v1"',
        "Last-Modified": "Sat, 05 Jul 2025 10:00:00 GMT",
        "Content-Length": str(len(FEED)),
    }
    site.answers["/feed?a=1"] = (200, headers, FEED)

    fetched = fetch(site.url("/feed?a=1#top"), limits=site.limits(), allow_private=True)

    assert fetched == Fetched(
        status=200,
        url=site.url("/feed?a=1#top"),
        body=FEED,
        content_type="application/rss+xml; charset=utf-8",
        etag='"v1"',
        last_modified="Sat, 05 Jul 2025 10:00:00 GMT",
        headers={name.lower(): value for name, value in headers.items()},
    )


def test_request_says_who_asks_and_what_is_known_already(site: Site) -> None:
    site.answers["/feed"] = (304, {}, b"")

    fetched = fetch(
        site.url("/feed"),
        etag='W/"v1"',
        last_modified="Sat, 05 Jul 2025 10:00:00 GMT",
        limits=site.limits(user_agent="Harbour/9 (desk@harbour.example)"),
        allow_private=True,
    )

    assert (fetched.not_modified, fetched.status, fetched.body) == (True, 304, b"")
    assert site.asked == [
        (
            "/feed",
            {
                "host": f"127.0.0.1:{site.port}",
                "user-agent": "Harbour/9 (desk@harbour.example)",
                "accept": "application/atom+xml, application/rss+xml, application/feed+json, "
                "application/xml;q=0.9, application/json;q=0.9, text/html;q=0.8, */*;q=0.5",
                "accept-encoding": "gzip, deflate, br",
                "connection": "close",
                "if-none-match": 'W/"v1"',
                "if-modified-since": "Sat, 05 Jul 2025 10:00:00 GMT",
            },
        )
    ]


@pytest.mark.parametrize("etag", ["a\r\nX-Evil: 1", "خبر", "x" * 2_000])
def test_validator_that_cannot_stand_in_a_header_is_not_sent(site: Site, etag: str) -> None:
    site.answers["/"] = (200, {}, FEED)

    fetch(site.url(), etag=etag, limits=site.limits(), allow_private=True)

    assert "if-none-match" not in site.asked[0][1]


def test_not_modified_without_having_asked_for_it_fails(site: Site) -> None:
    site.answers["/"] = (304, {}, b"")

    with pytest.raises(FetchFailed) as failure:
        fetch(site.url(), limits=site.limits(), allow_private=True)

    assert failure.value.status == 304


def test_packed_body_is_unpacked(site: Site) -> None:
    site.answers["/"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(FEED))

    assert fetch(site.url(), limits=site.limits(), allow_private=True).body == FEED


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, b"x" * 5_001),
        ({"Content-Length": "5001"}, b""),
        ({"Content-Encoding": "gzip"}, gzip.compress(bytes(1_000_000))),
    ],
)
def test_body_over_the_limit_is_refused(site: Site, headers: dict[str, str], body: bytes) -> None:
    site.answers["/"] = (200, headers, body)

    with pytest.raises(TooLarge):
        fetch(site.url(), limits=site.limits(body_bytes=5_000), allow_private=True)


def test_download_that_is_cut_off_fails(site: Site) -> None:
    site.answers["/"] = (200, {"Content-Length": "900"}, FEED)

    with pytest.raises(FetchFailed):
        fetch(site.url(), limits=site.limits(), allow_private=True)


def test_permanent_redirects_tell_the_new_address(site: Site) -> None:
    site.answers["/old"] = (301, {"Location": "/خبریں"}, b"")
    site.answers["/%D8%AE%D8%A8%D8%B1%DB%8C%DA%BA"] = (308, {"Location": "new#top"}, b"")
    site.answers["/new"] = (200, {}, FEED)

    fetched = fetch(site.url("/old"), limits=site.limits(), allow_private=True)

    assert fetched.url == fetched.permanent_url == site.url("/new")
    assert fetched.redirects == (
        site.url("/%D8%AE%D8%A8%D8%B1%DB%8C%DA%BA"),
        site.url("/new"),
    )


def test_permanent_address_ends_before_the_first_temporary_hop(site: Site) -> None:
    site.answers["/a"] = (301, {"Location": "/b"}, b"")
    site.answers["/b"] = (302, {"Location": "/c"}, b"")
    site.answers["/c"] = (301, {"Location": "/d"}, b"")
    site.answers["/d"] = (200, {}, FEED)

    fetched = fetch(site.url("/a"), limits=site.limits(), allow_private=True)

    assert (fetched.url, fetched.permanent_url) == (site.url("/d"), site.url("/b"))


def test_redirects_past_the_limit_fail_after_that_many(site: Site) -> None:
    site.answers["/"] = (302, {"Location": "/"}, b"")

    with pytest.raises(FetchFailed) as failure:
        fetch(site.url(), limits=site.limits(redirects=3), allow_private=True)

    assert failure.value.message == "The address redirects more than 3 times."
    assert len(site.asked) == 4


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/",
        "file:///etc/passwd",
        "http://127.0.0.1:22/",
        "//0x7f000001/",
        "http://user:pw@news.example/",
        "http://[::1",
    ],
)
def test_redirect_to_a_forbidden_address_is_refused(site: Site, location: str) -> None:
    site.answers["/"] = (302, {"Location": location}, b"")

    with pytest.raises(FetchRefused):
        fetch(site.url(), limits=site.limits(), allow_private=True)


def test_name_that_turns_inward_at_the_second_hop_is_refused(
    site: Site, names: Callable[..., Names]
) -> None:
    site.answers["/"] = (302, {"Location": "http://inner.example/"}, b"")
    known = names(**{"news.example": ["127.0.0.1"], "inner.example": ["169.254.169.254"]})

    with pytest.raises(FetchRefused):
        fetch(
            site.url(host="news.example"),
            limits=site.limits(),
            allow_private=True,
            resolver=known,
        )

    assert known.asked == ["news.example", "inner.example"]


def test_name_is_resolved_once_and_the_connection_goes_there(
    site: Site, names: Callable[..., Names]
) -> None:
    site.answers["/"] = (200, {}, FEED)
    known = names(**{"news.example": ["127.0.0.1"]})

    fetched = fetch(
        site.url(host="news.example"), limits=site.limits(), allow_private=True, resolver=known
    )

    assert fetched.body == FEED
    assert known.asked == ["news.example"]
    assert site.asked[0][1]["host"] == f"news.example:{site.port}"


def test_next_address_is_tried_when_the_first_does_not_answer(
    site: Site, names: Callable[..., Names]
) -> None:
    site.answers["/"] = (200, {}, FEED)
    known = names(**{"news.example": ["::1", "127.0.0.1"]})  # the server listens on IPv4 only

    fetched = fetch(
        site.url(host="news.example"), limits=site.limits(), allow_private=True, resolver=known
    )

    assert fetched.body == FEED


def test_gone_address_has_an_error_of_its_own(site: Site) -> None:
    site.answers["/"] = (410, {}, b"")

    with pytest.raises(FetchGone):
        fetch(site.url(), limits=site.limits(), allow_private=True)


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (429, {"Retry-After": "120"}, 120),
        (503, {"Retry-After": "99999999999999999999"}, 30 * 24 * 3600),
        (503, {"Retry-After": "soon"}, None),
        (404, {}, None),
        (500, {}, None),
        (302, {}, None),
    ],
)
def test_failing_status_is_told_with_the_wait_asked_for(
    site: Site, status: int, headers: dict[str, str], wait: int | None
) -> None:
    site.answers["/"] = (status, headers, b"")

    with pytest.raises(FetchFailed) as failure:
        fetch(site.url(), limits=site.limits(), allow_private=True)

    assert (failure.value.status, failure.value.retry_after) == (status, wait)


def test_retry_after_as_a_date_counts_from_now() -> None:
    now = datetime(2025, 7, 5, 10, 0, tzinfo=UTC)

    assert retry_after("Sat, 05 Jul 2025 10:05:00 GMT", now) == 300
    assert retry_after("Sat, 05 Jul 2025 09:00:00 -0000", now) == 0


def test_refused_connection_fails(site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    with pytest.raises(FetchFailed):
        fetch(
            f"http://127.0.0.1:{port}/", limits=Limits(ports=frozenset({port})), allow_private=True
        )


@pytest.fixture
def raw_server() -> Iterator[Callable[[Callable[[socket.socket], None]], int]]:
    """Serve one connection with a function of the test's own; gives the port."""
    threads: list[threading.Thread] = []
    listeners: list[socket.socket] = []

    def start(serve: Callable[[socket.socket], None]) -> int:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def work() -> None:
            connection, _ = listener.accept()
            with connection:
                serve(connection)

        threads.append(threading.Thread(target=work))
        threads[-1].start()
        return int(listener.getsockname()[1])

    yield start
    for thread in threads:
        thread.join()
    for listener in listeners:
        listener.close()


def test_server_that_drips_for_ever_is_cut_off_by_the_total_time(
    raw_server: Callable[[Callable[[socket.socket], None]], int],
) -> None:
    stop = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        try:
            while not stop.wait(0.02):
                connection.sendall(b"X-Drip: 1\r\n")
        except OSError:
            return

    port = raw_server(drip)
    limits = Limits(total_seconds=0.3, ports=frozenset({port}))

    with pytest.raises(FetchFailed) as failure:
        fetch(f"http://127.0.0.1:{port}/", limits=limits, allow_private=True)
    stop.set()

    assert failure.value.message == "The server did not answer in time."


def test_server_that_says_nothing_is_cut_off_by_the_read_time(
    raw_server: Callable[[Callable[[socket.socket], None]], int],
) -> None:
    port = raw_server(lambda connection: (connection.recv(10_000) and connection.recv(1)) or None)
    limits = Limits(read_seconds=0.1, ports=frozenset({port}))

    with pytest.raises(FetchFailed) as failure:
        fetch(f"http://127.0.0.1:{port}/", limits=limits, allow_private=True)

    assert failure.value.message == "The server did not answer in time."


def test_resolver_that_hangs_is_cut_off_by_the_total_time() -> None:
    released = threading.Event()

    def resolver(host: str, port: int) -> list[str]:
        released.wait()
        return ["93.184.216.34"]

    with pytest.raises(FetchFailed) as failure:
        fetch("http://news.example/", limits=Limits(total_seconds=0.1), resolver=resolver)
    released.set()

    assert failure.value.message == "The host “news.example” could not be looked up in time."


def test_tls_asks_for_the_name_though_the_address_is_pinned(
    raw_server: Callable[[Callable[[socket.socket], None]], int], names: Callable[..., Names]
) -> None:
    hello: list[bytes] = []
    port = raw_server(lambda connection: hello.append(connection.recv(10_000)))

    with pytest.raises(FetchFailed):
        fetch(
            f"https://news.example:{port}/",
            limits=Limits(ports=frozenset({port})),
            allow_private=True,
            resolver=names(**{"news.example": ["127.0.0.1"]}),
        )

    assert b"news.example" in hello[0]


def test_answer_that_is_not_http_fails(
    raw_server: Callable[[Callable[[socket.socket], None]], int],
) -> None:
    def serve(connection: socket.socket) -> None:
        connection.recv(10_000)
        connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")

    port = raw_server(serve)

    with pytest.raises(FetchFailed):
        fetch(
            f"http://127.0.0.1:{port}/", limits=Limits(ports=frozenset({port})), allow_private=True
        )


def test_system_resolver_gives_each_address_once() -> None:
    found = resolve("localhost", 80)

    assert set(found) <= {"127.0.0.1", "::1"}
    assert len(found) == len(set(found)) > 0


def test_name_that_cannot_be_looked_up_fails() -> None:
    with pytest.raises(FetchFailed) as failure:
        fetch(f"http://{'a' * 63}.{'b' * 63}.invalid/", resolver=lambda h, p: resolve("b" * 70, p))

    assert failure.value.hint == "Check the address for typing errors."


def test_form_is_posted_once_and_its_answer_read(site: Site) -> None:
    site.answers["/hub"] = (204, {}, b"")

    fields = {"hub.mode": "publish", "hub.url": "https://a.example/feed.rss?b=1&c=ä"}
    answer = post(site.url("/hub"), fields, limits=site.limits(), allow_private=True)

    assert answer.status == 204
    assert site.posted == [
        (
            "application/x-www-form-urlencoded",
            b"hub.mode=publish&hub.url=https%3A%2F%2Fa.example%2Ffeed.rss%3Fb%3D1%26c%3D%C3%A4",
        )
    ]


def test_form_goes_to_no_private_network_and_follows_no_redirect(site: Site) -> None:
    site.answers["/hub"] = (307, {"Location": site.url("/elsewhere")}, b"")

    with pytest.raises(FetchRefused):
        post(site.url("/hub"), {}, limits=site.limits())
    with pytest.raises(FetchFailed, match="redirects"):
        post(site.url("/hub"), {}, limits=site.limits(), allow_private=True)
    assert [path for path, _headers in site.asked] == ["/hub"]
