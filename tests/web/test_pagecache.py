"""The cache before Django: what it keeps, for how long, and whom it never serves."""

import gzip
import io
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import brotli
import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client, override_settings

from articles import cachekeys
from articles.desk import launching, planning
from articles.models import Article, Edition, Front, Publication
from articles.web import pagekey
from articles.web.page import MARK, Kept
from articles.web.pagecache import PageCache
from articles.web.pagekey import key_of
from articles.web.pagering import Ring
from articles.web.pagestore import OVERHEAD, Shelf
from tests import factories
from tests.factories import LATER, NOW

BODY = b"<p>" + b"A long enough page. " * 60 + b"</p>"


@dataclass
class Site:
    """An application that stands for Django: counts its calls, marks what it is told to."""

    status: str = "200 OK"
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = BODY
    edge: datetime | None = None
    keys: frozenset[str] = frozenset({cachekeys.SITE})
    marks: bool = True
    during: Callable[[], None] = lambda: None
    calls: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.calls.append(environ)
        self.during()
        if self.marks:
            environ[MARK] = Kept(self.keys, self.edge)
        given = [("Content-Type", "text/html; charset=utf-8"), ("ETag", '"abc"'), *self.headers]
        start(self.status, given)
        return [self.body]


@dataclass
class Answer:
    """What a client got."""

    status: int
    headers: dict[str, str]
    body: bytes


def environ(path: str = "/", query: str = "", **more: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": "testserver",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        **more,
    }


def ask(cache: PageCache, path: str = "/", query: str = "", **more: str) -> Answer:
    told: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        told[:] = [int(status[:3]), dict(headers)]

    body = b"".join(cache(environ(path, query, **more), start))
    return Answer(told[0], told[1], body)


def test_cache_second_reader_is_served_without_the_application() -> None:
    site = Site()
    cache = PageCache(site)

    first, second = ask(cache), ask(cache)

    assert first == second
    assert (second.status, second.body, len(site.calls)) == (200, BODY, 1)


@pytest.mark.parametrize(
    ("seconds", "ages"), [(None, (60, 60)), (300, (60, 60)), (150, (60, 60)), (80, (60, 40))]
)
def test_cache_tells_the_life_that_is_left_however_often_it_was_asked(
    clock: time_machine.Traveller, seconds: int | None, ages: tuple[int, int]
) -> None:
    site = Site(edge=NOW + timedelta(seconds=seconds) if seconds else None)
    cache = PageCache(site)
    told = []

    for passed in (0, 40):
        clock.move_to(NOW + timedelta(seconds=passed))
        for coding in ("gzip", "br", "", "gzip"):
            answer = ask(cache, HTTP_ACCEPT_ENCODING=coding)
            assert answer.headers.get("Content-Encoding", "") == coding
            told.append(answer.headers["Cache-Control"])

    assert told == [f"public, max-age={age}" for age in ages for _ in range(4)]
    assert len(site.calls) == 1


def test_cache_page_touched_after_it_was_stored_is_rendered_again() -> None:
    site = Site()
    cache = PageCache(site)
    ask(cache)

    cachekeys.touch_now(cachekeys.SITE)
    ask(cache)

    assert len(site.calls) == 2


def test_cache_page_rendered_before_a_commit_and_stored_after_it_is_never_served() -> None:
    """The commit falls between rendering and storing: the values were read before both."""
    site = Site(body=b"old text", during=lambda: cachekeys.touch_now(cachekeys.SITE))
    cache = PageCache(site)
    assert ask(cache).body == b"old text"

    site.body, site.during = b"new text", lambda: None

    assert ask(cache).body == b"new text"
    assert len(site.calls) == 2


def test_cache_entry_ends_at_the_next_edge(clock: time_machine.Traveller) -> None:
    site = Site(edge=NOW + timedelta(seconds=10))
    cache = PageCache(site)

    fresh = ask(cache)
    clock.move_to(NOW + timedelta(seconds=9, microseconds=999_999))
    ask(cache)
    clock.move_to(NOW + timedelta(seconds=10))
    ask(cache)

    assert fresh.headers["Cache-Control"] == "public, max-age=10"
    assert len(site.calls) == 2


def test_cache_entry_without_an_edge_ends_after_a_minute(clock: time_machine.Traveller) -> None:
    site = Site()
    cache = PageCache(site)
    ask(cache)

    clock.move_to(NOW + timedelta(seconds=59))
    ask(cache)
    clock.move_to(NOW + timedelta(seconds=60))
    ask(cache)

    assert len(site.calls) == 2


def test_cache_answer_that_changes_now_is_not_kept() -> None:
    site = Site(edge=NOW)
    cache = PageCache(site)

    assert ask(cache).headers["Cache-Control"] == "public, max-age=0"
    ask(cache)

    assert len(site.calls) == 2


@pytest.mark.parametrize("cookie", ["sessionid=x", "a=b; csrftoken=x", "messages=x"])
def test_cache_request_with_a_cookie_of_ours_goes_to_django(cookie: str) -> None:
    site = Site()
    cache = PageCache(site)
    ask(cache)

    ask(cache, HTTP_COOKIE=cookie)

    assert len(site.calls) == 2


def test_cache_request_with_foreign_cookies_is_served() -> None:
    site = Site()
    cache = PageCache(site)
    ask(cache)

    ask(cache, HTTP_COOKIE="consent=yes; notsessionid=1")

    assert len(site.calls) == 1


@pytest.mark.parametrize(
    "more",
    [{"REQUEST_METHOD": "POST"}, {"HTTP_AUTHORIZATION": "Basic eDp5"}, {"HTTP_HOST": ""}],
)
def test_cache_request_that_is_not_anonymous_reading_goes_to_django(more: dict[str, str]) -> None:
    assert key_of(environ(**more)) is None


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/static/x.css", "/media/images/a"])
def test_cache_paths_without_public_pages_go_to_django(path: str) -> None:
    assert key_of(environ(path)) is None


@override_settings(ALLOWED_HOSTS=["paper.example"])
def test_cache_host_that_is_not_ours_goes_to_django_which_refuses_it(handler: WSGIHandler) -> None:
    pagekey._is_ours.cache_clear()
    cache = PageCache(handler)

    answer = ask(cache, HTTP_HOST="evil.example")

    pagekey._is_ours.cache_clear()
    assert answer.status == 400
    assert b"evil.example" not in answer.body


def test_cache_query_noise_is_one_entry_and_the_page_key_is_another() -> None:
    plain = key_of(environ(query=""))

    assert key_of(environ(query="utm_source=x&fbclid=1&page=4&before=")) == plain
    assert key_of(environ(query="x=1&before=K")) == key_of(environ(query="before=K"))
    assert key_of(environ(query="before=J&before=K")) == key_of(environ(query="before=K"))
    assert key_of(environ(query="before=K")) != plain


def test_cache_key_tells_schemes_hosts_and_paths_apart() -> None:
    keys = {
        key_of(environ()),
        key_of(environ("/x/")),
        key_of(environ(HTTP_HOST="localhost")),
        key_of(environ(**{"wsgi.url_scheme": "https"})),
    }

    assert len(keys) == 4
    assert key_of(environ(HTTP_HOST="TESTSERVER")) == key_of(environ())


@override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))
def test_cache_key_takes_the_scheme_from_the_trusted_header() -> None:
    assert key_of(environ(HTTP_X_FORWARDED_PROTO="https"))[0] == "https"  # type: ignore[index]
    assert key_of(environ(HTTP_X_FORWARDED_PROTO="http"))[0] == "http"  # type: ignore[index]


def test_cache_key_without_a_trusted_header_ignores_what_clients_claim() -> None:
    assert key_of(environ(HTTP_X_FORWARDED_PROTO="https")) == key_of(environ())


@pytest.mark.parametrize(
    "site",
    [
        Site(marks=False),
        Site(status="451 Unavailable"),
        Site(status="500 Oops"),
        Site(headers=[("Set-Cookie", "a=b")]),
        Site(headers=[("Vary", "Cookie")]),
        Site(headers=[("Content-Security-Policy", "script-src 'nonce-abc'")]),
    ],
)
def test_cache_answer_that_is_not_for_everybody_is_not_kept(site: Site) -> None:
    cache = PageCache(site)

    first = ask(cache)
    ask(cache)

    assert (first.status, first.body) == (int(site.status[:3]), BODY)
    assert len(site.calls) == 2


@pytest.mark.parametrize("status", ["200 OK", "301 Moved", "404 Not Found", "410 Gone"])
def test_cache_keeps_pages_redirects_and_what_is_missing_or_gone(status: str) -> None:
    site = Site(status=status)
    cache = PageCache(site)

    assert ask(cache).status == ask(cache).status == int(status[:3])
    assert len(site.calls) == 1


def test_cache_head_has_the_headers_of_get_and_no_body() -> None:
    site = Site()
    cache = PageCache(site)

    cold = ask(cache, REQUEST_METHOD="HEAD")
    warm = ask(cache, REQUEST_METHOD="HEAD")
    get = ask(cache)

    assert cold == warm == Answer(200, get.headers, b"")
    assert (site.calls[0]["REQUEST_METHOD"], len(site.calls)) == ("GET", 1)


def test_cache_head_of_what_is_not_kept_has_no_body_either() -> None:
    assert ask(PageCache(Site(marks=False)), REQUEST_METHOD="HEAD").body == b""


def test_cache_client_that_has_the_page_gets_304_even_when_cold() -> None:
    site = Site()
    cache = PageCache(site)

    cold = ask(cache, HTTP_IF_NONE_MATCH='"abc"')
    warm = ask(cache, HTTP_IF_NONE_MATCH='"zzz", W/"abc"')

    assert (cold.status, warm.status) == (304, 304)
    assert (cold.body, cold.headers["ETag"]) == (b"", '"abc"')
    assert "Content-Type" not in cold.headers
    assert "HTTP_IF_NONE_MATCH" not in site.calls[0]


def test_cache_client_with_another_page_gets_the_whole_of_it() -> None:
    cache = PageCache(Site(headers=[("Last-Modified", "Fri, 20 Nov 2026 12:00:00 GMT")]))

    answer = ask(
        cache,
        HTTP_IF_NONE_MATCH='"other"',
        HTTP_IF_MODIFIED_SINCE="Fri, 20 Nov 2026 12:00:00 GMT",
    )

    assert answer.status == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Fri, 20 Nov 2026 12:00:00 GMT", 304),
        ("Fri, 20 Nov 2026 11:59:59 GMT", 200),
        ("not a date", 200),
    ],
)
def test_cache_date_decides_where_no_tag_is_sent(since: str, status: int) -> None:
    cache = PageCache(Site(headers=[("Last-Modified", "Fri, 20 Nov 2026 12:00:00 GMT")]))

    assert ask(cache, HTTP_IF_MODIFIED_SINCE=since).status == status


def test_cache_each_coding_has_its_own_tag_and_the_same_text() -> None:
    cache = PageCache(Site())

    plain = ask(cache)
    zipped = ask(cache, HTTP_ACCEPT_ENCODING="gzip, deflate")
    small = ask(cache, HTTP_ACCEPT_ENCODING="gzip, br")

    assert gzip.decompress(zipped.body) == brotli.decompress(small.body) == plain.body == BODY
    assert [a.headers["ETag"] for a in (plain, zipped, small)] == [
        '"abc"',
        '"abc-gzip"',
        '"abc-br"',
    ]
    assert small.headers["Vary"] == "Accept-Encoding"
    assert small.headers["Content-Length"] == str(len(small.body))
    assert ask(cache, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH='"abc-br"').status == 304


def test_cache_refused_coding_is_not_used() -> None:
    answer = ask(PageCache(Site()), HTTP_ACCEPT_ENCODING="br;q=0, gzip;q=0.0")

    assert "Content-Encoding" not in answer.headers


def test_cache_small_bodies_and_pictures_stay_plain() -> None:
    small = ask(PageCache(Site(body=b"short")), HTTP_ACCEPT_ENCODING="br")

    assert (small.body, small.headers["ETag"]) == (b"short", '"abc"')


def test_shelf_over_its_capacity_drops_what_was_not_asked_for_longest() -> None:
    size = OVERHEAD + 900
    site = Site(body=b"x" * 800)
    cache = PageCache(site, Shelf(capacity=2 * size))
    ask(cache, "/a/")
    ask(cache, "/b/")
    ask(cache, "/a/")

    ask(cache, "/c/")
    ask(cache, "/a/")
    ask(cache, "/b/")

    assert [call["PATH_INFO"] for call in site.calls] == ["/a/", "/b/", "/c/", "/b/"]


def test_shelf_does_not_take_an_answer_out_of_proportion() -> None:
    site = Site(body=b"x" * 5000)
    cache = PageCache(site, Shelf(capacity=4000))

    ask(cache)
    ask(cache)

    assert len(site.calls) == 2


# ---- around the real application


@pytest.fixture
def handler(db: None) -> Iterator[WSGIHandler]:
    """Django's application; it leaves the test's connection open, as the test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield WSGIHandler()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def site(paper: Publication, handler: WSGIHandler) -> PageCache:
    return PageCache(handler)


def test_site_scheduled_article_appears_at_its_second_with_the_cache_warm(
    site: PageCache, clock: time_machine.Traveller
) -> None:
    factories.make_published(headline="Already out")
    later = NOW + timedelta(seconds=30)
    article = factories.make_published(headline="Out at half past", published_at=later)
    path = article.get_absolute_url()
    clock.move_to(later - timedelta(seconds=1))
    assert b"Out at half past" not in ask(site, "/").body
    assert b"Out at half past" not in ask(site, "/feed.rss").body
    assert ask(site, path).status == 404

    clock.move_to(later)

    assert b"Out at half past" in ask(site, "/").body
    assert b"Out at half past" in ask(site, "/feed.rss").body
    assert ask(site, path).status == 200


def test_site_folded_copy_appears_at_its_own_second(
    site: PageCache, clock: time_machine.Traveller
) -> None:
    """No list's edge knows of it: the page's own answer does."""
    later = NOW + timedelta(seconds=30)
    leader = factories.make_published()
    copy = factories.make_published(copy_of=leader, published_at=later)
    assert ask(site, copy.get_absolute_url()).status == 404

    clock.move_to(later)

    assert ask(site, copy.get_absolute_url()).status == 200


def test_site_expired_article_is_gone_at_its_second(
    site: PageCache, clock: time_machine.Traveller
) -> None:
    article = factories.make_published(
        headline="For an hour", expires_at=NOW + timedelta(seconds=20)
    )
    assert b"For an hour" in ask(site, "/").body
    assert ask(site, article.get_absolute_url()).status == 200

    clock.move_to(NOW + timedelta(seconds=20))

    assert b"For an hour" not in ask(site, "/").body
    assert ask(site, article.get_absolute_url()).status == 410


def test_site_slot_ends_at_its_second(site: PageCache, clock: time_machine.Traveller) -> None:
    article = factories.make_published()
    until = NOW + timedelta(seconds=15)
    slot = factories.make_slot(
        factories.make_front(), article, headline="Only for now", until_at=until
    )
    assert slot.headline.encode() in ask(site, "/").body

    clock.move_to(until)

    assert slot.headline.encode() not in ask(site, "/").body


def test_site_slot_begins_at_its_second(site: PageCache, clock: time_machine.Traveller) -> None:
    article = factories.make_published()
    since = NOW + timedelta(seconds=15)
    slot = factories.make_slot(
        factories.make_front(), article, headline="Only from then", from_at=since
    )
    assert slot.headline.encode() not in ask(site, "/").body

    clock.move_to(since)

    assert slot.headline.encode() in ask(site, "/").body


def test_site_entry_knows_of_no_edge_that_a_draft_has(
    site: PageCache, clock: time_machine.Traveller
) -> None:
    """What readers cannot see does not shorten the life of what they see."""
    front = factories.make_front()
    draft = Edition.objects.create(front=front)
    at = NOW + timedelta(seconds=15)
    factories.make_slot(front, factories.make_published(), edition=draft, until_at=at)

    answer = ask(site, "/")

    assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_site_front_is_another_after_a_launch_and_after_a_roll_back(
    site: PageCache, django_capture_on_commit_callbacks: Any
) -> None:
    front = factories.make_front()
    article = factories.make_published(headline="As filed")
    former = front.live
    assert former is not None
    draft = launching.begin_draft(front, by=None, at=NOW)
    factories.make_slot(front, article, edition=draft, headline="As launched")
    before = ask(site, "/").body

    with django_capture_on_commit_callbacks(execute=True):
        front = Front.objects.get(pk=front.pk)
        seen = launching.plan_launch(front, NOW).seen
        launching.launch(front, seen=seen, by=None, at=NOW)
    launched = ask(site, "/").body
    with django_capture_on_commit_callbacks(execute=True):
        front = Front.objects.get(pk=front.pk)
        launching.roll_back(front, to=former, seen=draft.pk, by=None, at=NOW)

    told = [b"As launched" in body for body in (before, launched, ask(site, "/").body)]
    assert told == [False, True, False]


def test_site_front_is_another_from_the_moment_on_that_its_launch_was_planned_for(
    site: PageCache, clock: time_machine.Traveller, django_capture_on_commit_callbacks: Any
) -> None:
    """Planning empties the cache, so that no page outlives the moment it did not know of."""
    front, when = factories.make_front(), NOW + timedelta(seconds=15)
    article = factories.make_published(headline="As filed")
    draft = launching.begin_draft(front, by=None, at=NOW)
    factories.make_slot(front, article, edition=draft, headline="As planned")
    before = ask(site, "/").body

    with django_capture_on_commit_callbacks(execute=True):
        front = Front.objects.get(pk=front.pk)
        seen = launching.plan_launch(front, when).seen
        planning.launch_at(front, when=when, seen=seen, by=None, at=NOW)
    planned = ask(site, "/")
    clock.move_to(when)
    after = ask(site, "/").body

    assert planned.headers["Cache-Control"] == "public, max-age=15"
    assert [b"As planned" in body for body in (before, planned.body, after)] == [
        False,
        False,
        True,
    ]


def test_site_pages_are_served_without_queries(
    site: PageCache, django_assert_num_queries: Any
) -> None:
    ask(site, "/")

    with django_assert_num_queries(0):
        answer = ask(site, "/", HTTP_ACCEPT_ENCODING="br")

    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers


def test_site_without_a_publication_is_not_cached(handler: WSGIHandler) -> None:
    site = PageCache(handler)
    before = ask(site, "/")
    Publication.objects.create(pk=1, name="Named at last")

    assert before.headers["Cache-Control"] == "public, max-age=0"
    assert b"Named at last" in ask(site, "/").body


def test_site_legal_answer_is_never_kept(site: PageCache) -> None:
    from articles.desk import takedown

    article = factories.make_published(expires_at=LATER)
    takedown.take_down(article, by=None, at=NOW, note="By order.")

    answer = ask(site, article.get_absolute_url())

    assert (answer.status, answer.headers["Cache-Control"]) == (451, "no-cache")


# ---- many at once


def test_cache_page_that_many_ask_for_at_once_is_rendered_once() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slowly() -> None:
        begun.set()
        go_on.wait(5)

    site = Site(during=slowly)
    cache = PageCache(site)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(ask, cache)
        begun.wait(5)
        others = [pool.submit(ask, cache) for _ in range(7)]
        go_on.set()
        bodies = {future.result().body for future in [first, *others]}

    assert (bodies, len(site.calls)) == ({BODY}, 1)


@pytest.mark.parametrize(("touched", "body"), [(False, b"old"), (True, b"new")])
def test_cache_while_one_renders_others_get_the_old_page_unless_it_was_touched(
    clock: time_machine.Traveller, touched: bool, body: bytes
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    site = Site(body=b"old")
    cache = PageCache(site)
    ask(cache)
    clock.shift(61)
    if touched:
        cachekeys.touch_now(cachekeys.SITE)

    def slowly() -> None:
        begun.set()
        go_on.wait(5)

    site.body, site.during = b"new", slowly
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(ask, cache)
        begun.wait(5)
        second = pool.submit(ask, cache)
        if not touched:
            assert second.result(5).body == body
        go_on.set()
        assert (first.result().body, second.result().body) == (b"new", body)

    assert len(site.calls) == 2


def test_cache_page_that_may_not_be_kept_makes_nobody_wait_for_good() -> None:
    site = Site(marks=False)
    cache = PageCache(site)
    with ThreadPoolExecutor(4) as pool:
        bodies = {future.result(10).body for future in [pool.submit(ask, cache) for _ in range(8)]}

    assert (bodies, len(site.calls)) == ({BODY}, 8)


def test_cache_page_is_made_anew_by_its_own_keys_alone() -> None:
    site = Site(keys=frozenset({"article:1", "in-section:2"}))
    cache = PageCache(site)
    ask(cache)

    cachekeys.touch_now("article:3", cachekeys.LATEST, cachekeys.ANY)
    ask(cache)
    cachekeys.touch_now("in-section:2")
    ask(cache)

    assert len(site.calls) == 2


def test_cache_page_rendered_in_one_process_is_served_by_another(tmp_path: Path) -> None:
    ring, site = Ring(tmp_path / "pages"), Site()
    first = ask(PageCache(site, shared=ring), HTTP_ACCEPT_ENCODING="gzip")

    second = ask(PageCache(site, shared=ring), HTTP_ACCEPT_ENCODING="gzip")
    cachekeys.touch_now(cachekeys.SITE)
    ask(PageCache(site, shared=ring))

    assert second == first
    assert len(site.calls) == 2


def test_caches_in_front_are_told_keys_and_a_life_that_ends_with_the_edge(
    settings: Any, client: Client, db: None
) -> None:
    Publication.objects.update_or_create(pk=1)
    article = factories.make_published(section=factories.make_section())
    url = article.get_absolute_url()
    with time_machine.travel(NOW, tick=False):
        plain = client.get(url).headers
        settings.CACHE_KEYS_HEADER, settings.CDN_SECONDS = "Cache-Tag", 3600
        told = client.get(url).headers
        Article.objects.filter(pk=article.pk).update(expires_at=NOW + timedelta(seconds=90))
        ending = client.get(url).headers

    assert not {"Cache-Tag", "Surrogate-Key", "CDN-Cache-Control"} & set(plain)
    keys = told["Cache-Tag"].split(",")
    assert {"site", f"article:{article.pk}"} <= set(keys)
    assert keys == sorted(set(keys))
    assert (told["CDN-Cache-Control"], ending["CDN-Cache-Control"]) == (
        "max-age=3600",
        "max-age=90",
    )
    assert ending["Cache-Control"] == "public, max-age=60"


def test_life_in_front_of_a_kept_page_shrinks_towards_the_edge(settings: Any) -> None:
    settings.CDN_SECONDS = 3600
    site = Site(edge=NOW + timedelta(seconds=50))
    cache = PageCache(site)

    lives = []
    for seconds in (0, 20):
        with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
            lives.append(ask(cache).headers["CDN-Cache-Control"])

    assert (lives, len(site.calls)) == (["max-age=50", "max-age=30"], 1)
