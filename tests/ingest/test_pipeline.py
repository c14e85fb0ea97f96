"""Polling with the network faked at its edge: polite, remembered, never lossy."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from articles.enums import CaptureOutcome, SourceKind
from articles.errors import FetchFailed, FetchGone, FetchRefused, NewsroomError
from articles.ingest import pipeline
from articles.ingest.pipeline import Run
from articles.ingest.tally import Tally
from articles.ingest.worker import Worker
from articles.models import Article, Capture, Source, SourceAlias
from articles.net import Fetched
from tests.factories import NOW, make_source
from tests.ingest.documents import rss, rss_item

pytestmark = pytest.mark.django_db

URL = "https://wire.example/feed.rss"


class Web:
    """What the web answers, and what it was asked for."""

    def __init__(self) -> None:
        self.answers: dict[str, Fetched | NewsroomError] = {}
        self.asked: list[tuple[str, str, str]] = []

    def fetch(self, url: str, *, etag: str, last_modified: str, allow_private: bool) -> Fetched:
        self.asked.append((url, etag, last_modified))
        answer = self.answers[url]
        if isinstance(answer, NewsroomError):
            raise answer
        return answer


def answer(body: bytes = b"", **fields: Any) -> Fetched:
    fields.setdefault("status", 200)
    fields.setdefault("url", URL)
    fields.setdefault("content_type", "application/rss+xml")
    fields.setdefault("etag", "")
    fields.setdefault("last_modified", "")
    fields.setdefault("headers", {"content-type": "application/rss+xml"})
    return Fetched(body=body, **fields)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as kept:
        yield kept


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def wire() -> Source:
    return make_source(slug="wire", kind=SourceKind.FEED, poll_url=URL, pace_minutes=10)


@pytest.fixture
def poll(web: Web, worker: Worker) -> Callable[[Source], Tally]:
    def once(source: Source) -> Tally:
        return pipeline.run(source, NOW, this_round=Run(worker, web.fetch))

    return once


Poll = Callable[[Source], Tally]


def test_feed_is_fetched_parsed_and_taken_in(web: Web, wire: Source, poll: Poll) -> None:
    web.answers[URL] = answer(rss(rss_item(1), rss_item(2)), etag='"7"', last_modified="today")

    tally = poll(wire)

    wire.refresh_from_db()
    assert tally.counts == {"create": 2}
    assert [a.headline for a in Article.objects.order_by("id")] == [
        "Report number 1",
        "Report number 2",
    ]
    assert (wire.etag, wire.last_modified) == ('"7"', "today")
    assert (wire.last_success_at, wire.last_item_at) == (NOW, NOW)
    assert (wire.failure_count, wire.last_error) == (0, "")
    assert Capture.objects.first().headers == {"content-type": "application/rss+xml"}  # type: ignore[union-attr]


def test_next_poll_asks_with_the_validators_of_the_last(web: Web, wire: Source, poll: Poll) -> None:
    web.answers[URL] = answer(rss(rss_item(1)), etag='"7"', last_modified="today")
    poll(wire)

    poll(wire)

    assert web.asked == [(URL, "", ""), (URL, '"7"', "today")]


def test_unchanged_feed_is_a_success_and_changes_nothing(
    web: Web, wire: Source, poll: Poll
) -> None:
    Source.objects.filter(pk=wire.pk).update(etag='"7"', failure_count=3, last_error="Timed out.")
    wire.refresh_from_db()
    web.answers[URL] = answer(status=304, not_modified=True)

    tally = poll(wire)

    wire.refresh_from_db()
    assert (tally.counts, str(tally)) == ({}, "nothing came in")
    assert (wire.etag, wire.failure_count, wire.last_error) == ('"7"', 0, "")
    assert (wire.last_success_at, wire.last_item_at) == (NOW, None)
    assert Article.objects.count() == 0


def test_validators_are_forgotten_when_an_item_could_not_be_stored(
    web: Web, wire: Source, poll: Poll
) -> None:
    empty = {"guid": "x"}
    web.answers[URL] = answer(rss(rss_item(1), empty), etag='"7"')

    tally = poll(wire)

    wire.refresh_from_db()
    assert tally.counts == {"create": 1, "failed": 1}
    assert wire.etag == ""


@pytest.mark.parametrize("failures", [0, 1, 4, 20])
def test_failure_waits_longer_each_time_and_a_day_at_most(
    web: Web, wire: Source, poll: Poll, failures: int
) -> None:
    wire.failure_count = failures
    web.answers[URL] = FetchFailed("wire.example timed out.", "Try again later.", status=0)

    tally = poll(wire)

    wire.refresh_from_db()
    minutes = {0: 20, 1: 40, 4: 320, 20: 1280}[failures]
    assert tally.notes == ["wire: wire.example timed out. Try again later."]
    assert tally.counts == {"failed": 1}
    assert wire.failure_count == failures + 1
    assert wire.next_poll_at == NOW + timedelta(minutes=minutes)
    assert wire.last_error == "wire.example timed out. Try again later."
    assert wire.active


def test_slow_source_waits_a_day_at_most(web: Web, wire: Source, poll: Poll) -> None:
    wire.pace_minutes = 600
    wire.failure_count = 5
    web.answers[URL] = FetchFailed("down")

    poll(wire)

    assert wire.next_poll_at == NOW + timedelta(days=1)


@pytest.mark.parametrize(("asked", "seconds"), [(3 * 86400, 3 * 86400), (60, 1200)])
def test_retry_after_is_honoured_where_it_is_longer(
    web: Web, wire: Source, poll: Poll, asked: int, seconds: int
) -> None:
    web.answers[URL] = FetchFailed("busy", status=429, retry_after=asked)

    poll(wire)

    assert wire.next_poll_at == NOW + timedelta(seconds=seconds)


def test_source_that_is_gone_is_switched_off(web: Web, wire: Source, poll: Poll) -> None:
    web.answers[URL] = FetchGone("wire.example answered 410 (Gone).", "Take it off the list.")

    poll(wire)

    wire.refresh_from_db()
    assert not wire.active
    assert wire.last_error == "wire.example answered 410 (Gone). Take it off the list."
    assert not Source.objects.polled().exists()


def test_refused_address_stays_on_with_the_reason(web: Web, wire: Source, poll: Poll) -> None:
    web.answers[URL] = FetchRefused("That address is in a private network.")

    poll(wire)

    wire.refresh_from_db()
    assert (wire.active, wire.last_error) == (True, "That address is in a private network.")


def test_source_that_was_switched_off_meanwhile_stays_off(
    web: Web, wire: Source, poll: Poll
) -> None:
    wire.active = False
    web.answers[URL] = FetchFailed("down")

    poll(wire)

    wire.refresh_from_db()
    assert not wire.active


def test_permanent_move_is_stored(web: Web, wire: Source, poll: Poll) -> None:
    web.answers[URL] = answer(rss(rss_item(1)), permanent_url="https://new.example/feed")

    poll(wire)

    wire.refresh_from_db()
    assert wire.poll_url == "https://new.example/feed"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("etag", '"' + "x" * 500 + '"'),
        ("last_modified", "x" * 200),
        ("permanent_url", "https://new.example/" + "x" * 1000),
    ],
)
def test_header_too_long_for_its_column_is_not_kept(
    web: Web, wire: Source, poll: Poll, field: str, value: str
) -> None:
    web.answers[URL] = answer(rss(rss_item(1)), **{field: value})

    tally = poll(wire)

    wire.refresh_from_db()
    assert tally.counts == {"create": 1}
    assert (wire.etag, wire.last_modified, wire.poll_url) == ("", "", URL)


def test_document_that_cannot_be_read_is_kept_and_named_on_the_source(
    web: Web, wire: Source, poll: Poll
) -> None:
    web.answers[URL] = answer(b"\x89PNG\r\n\x1a\n" + b"\x00" * 50)

    tally = poll(wire)

    wire.refresh_from_db()
    capture = Capture.objects.select_related("raw").get()
    assert tally.counts == {"failed": 1}
    assert capture.outcome == CaptureOutcome.FAILED
    assert capture.raw.data.startswith(b"\x89PNG")
    assert wire.last_error.startswith("The input is not text")
    assert wire.next_poll_at == NOW + timedelta(minutes=20)


def test_page_is_polled_like_a_feed(web: Web, wire: Source, poll: Poll) -> None:
    text = "".join(
        f"<p>The mayor said on the steps of the town hall that the bridge number {n} would be "
        f"opened again, and that it had cost more than anybody had expected.</p>"
        for n in range(5)
    )
    page = (
        "<html><head><title>Bridges open</title></head><body><article><h1>Bridges open</h1>"
        f"{text}</article></body></html>"
    )
    web.answers[URL] = answer(page.encode(), content_type="text/html", url=URL)

    tally = poll(wire)

    assert tally.counts == {"create": 1}
    assert Article.objects.get().headline == "Bridges open"
    assert Article.objects.get().canonical_url == URL


def test_two_sources_with_one_address_are_served_by_one_fetch(web: Web) -> None:
    make_source(slug="a", poll_url=URL)
    make_source(slug="b", poll_url=URL)
    web.answers[URL] = answer(rss(rss_item(1)))

    tally = pipeline.poll(Source.objects.due(NOW), NOW, fetch=web.fetch)

    assert web.asked == [(URL, "", "")]
    assert tally.counts == {"create": 1, "keep": 1}  # the address makes it one article


def test_failure_of_a_shared_address_is_asked_for_once_and_noted_on_both(web: Web) -> None:
    make_source(slug="a", poll_url=URL)
    make_source(slug="b", poll_url=URL)
    web.answers[URL] = FetchFailed("down")

    tally = pipeline.poll(Source.objects.due(NOW), NOW, fetch=web.fetch)

    assert len(web.asked) == 1
    assert tally.notes == ["a: down", "b: down"]
    assert set(Source.objects.values_list("failure_count", flat=True)) == {1}


def test_unchanged_for_one_source_is_not_unchanged_for_another(web: Web) -> None:
    make_source(slug="a", poll_url=URL, etag='"7"')
    make_source(slug="b", poll_url=URL)

    def fetch(url: str, *, etag: str, **_options: Any) -> Fetched:
        web.asked.append((url, etag, ""))
        return answer(status=304, not_modified=True) if etag else answer(rss(rss_item(1)))

    tally = pipeline.poll(Source.objects.due(NOW), NOW, fetch=fetch)

    assert [etag for _url, etag, _changed in web.asked] == ['"7"', ""]
    assert tally.counts == {"create": 1}


def test_source_is_claimed_once_by_two(wire: Source) -> None:
    mine, theirs = Source.objects.get(pk=wire.pk), Source.objects.get(pk=wire.pk)

    assert [pipeline.claim(mine, NOW), pipeline.claim(theirs, NOW)] == [True, False]
    wire.refresh_from_db()
    assert wire.next_poll_at == NOW + timedelta(minutes=10)
    assert not Source.objects.due(NOW).exists()


def test_source_that_another_process_polls_is_left_alone_and_said(web: Web, wire: Source) -> None:
    stale = Source.objects.get(pk=wire.pk)
    pipeline.claim(wire, NOW)

    tally = pipeline.poll([stale], NOW, fetch=web.fetch)

    assert (web.asked, tally.counts) == ([], {})
    assert tally.notes == ["wire: another process is polling it."]


def test_source_that_breaks_down_does_not_stop_the_others(web: Web) -> None:
    make_source(slug="a", poll_url="https://a.example/")
    make_source(slug="b", poll_url=URL)
    web.answers[URL] = answer(rss(rss_item(1)))

    tally = pipeline.poll(Source.objects.due(NOW), NOW, fetch=web.fetch)  # KeyError for "a"

    assert tally.counts == {"failed": 1, "create": 1}
    assert tally.notes == ["a: broke down; the log has the details."]


def test_due_sources_are_those_whose_time_has_come() -> None:
    make_source(slug="never-polled", poll_url=URL)
    make_source(slug="due", poll_url=URL, next_poll_at=NOW)
    make_source(slug="later", poll_url=URL, next_poll_at=NOW + timedelta(minutes=1))
    make_source(slug="off", poll_url=URL, active=False)
    make_source(slug="files-only")

    assert [source.slug for source in Source.objects.due(NOW)] == ["due", "never-polled"]


def test_feed_of_a_merged_source_is_polled_for_the_one_that_stays(
    web: Web, wire: Source, poll: Poll
) -> None:
    former = "https://old.example/feed.rss"
    alias = SourceAlias.objects.create(source=wire, name="Old wire", poll_url=former)
    web.answers[URL] = answer(rss(rss_item("One", guid="1")))
    web.answers[former] = answer(rss(rss_item("Two", guid="2")), etag='"v1"')

    poll(wire)
    web.answers[former] = answer(status=304, not_modified=True, etag='"v1"')
    poll(wire)

    assert set(Article.objects.values_list("headline", "source")) == {
        ("Report number One", wire.pk),
        ("Report number Two", wire.pk),
    }
    assert web.asked[1::2] == [(former, "", ""), (former, '"v1"', "")]
    alias.refresh_from_db()
    assert alias.etag == '"v1"'


def test_former_feed_that_is_gone_is_asked_no_more_and_its_source_stays_on(
    web: Web, wire: Source, poll: Poll
) -> None:
    former = "https://old.example/feed.rss"
    SourceAlias.objects.create(source=wire, name="Old wire", poll_url=former)
    web.answers[URL] = answer(rss(rss_item("One", guid="1")))
    web.answers[former] = FetchGone("Gone.")

    poll(wire)
    poll(wire)

    assert [url for url, _etag, _changed in web.asked] == [URL, former, URL]
    wire.refresh_from_db()
    assert wire.active


def test_former_feed_that_fails_is_told_on_the_source(web: Web, wire: Source, poll: Poll) -> None:
    former = "https://old.example/feed.rss"
    SourceAlias.objects.create(source=wire, name="Old wire", poll_url=former)
    web.answers[URL] = answer(rss(rss_item("One", guid="1")))
    web.answers[former] = FetchFailed("No answer.")

    tally = poll(wire)

    wire.refresh_from_db()
    assert (wire.failure_count, wire.last_error) == (1, "No answer.")
    assert tally.notes == [f"wire: {former}: No answer."]
