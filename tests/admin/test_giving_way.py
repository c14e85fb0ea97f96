"""Two people at one row in one moment: what gave way is tried once more, and nothing typed is lost.

The fault is put in at the database's edge, as either database raises it; on PostgreSQL two real
transactions get into each other's way, too.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test import Client
from django.urls import reverse

from articles.desk import bulk, editing
from articles.enums import Status
from articles.models import Act, Article, RelatedLink, Sitting, Tag
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in
from tests.admin.test_article_form import errors, filled, fresh, save, url_of

BUSY = (
    "Somebody else held what this needs, twice in a row. None of it was done. "
    "Nothing that you wrote is lost: try it again in a moment."
)


class Cause(Exception):
    """What a driver says of a fault, as far as anybody asks."""

    def __init__(self, sqlstate: str | None, sqlite_errorcode: int | None = None) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate
        self.sqlite_errorcode = sqlite_errorcode


FAULTS = {
    "deadlock": Cause("40P01"),
    "serialization": Cause("40001"),
    "lock time-out": Cause("55P03"),
    "database is locked": Cause(None, sqlite3.SQLITE_BUSY),
    "table is locked": Cause(None, sqlite3.SQLITE_LOCKED_SHAREDCACHE),
}


@contextmanager
def broken_off(
    times: int, cause: Cause = FAULTS["deadlock"], *, at: str = 'INSERT INTO "articles_act"'
) -> Iterator[None]:
    """The database gives way so many times at a statement that begins like this."""
    left = [times]

    def edge(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        if left[0] and sql.startswith(at):
            left[0] -= 1
            raise OperationalError("gave way") from cause
        return execute(sql, *given)

    with connection.execute_wrapper(edge):
        yield
    assert left == [0]


@pytest.fixture
def article(db: None) -> Article:
    return factories.make_draft(headline="Port closed", section=factories.make_section())


@pytest.mark.parametrize("fault", FAULTS)
def test_save_that_gave_way_is_done_once_at_the_second_try(
    desk: Client, article: Article, fault: str
) -> None:
    sent = filled(desk.get(url_of(article)))

    with broken_off(1, FAULTS[fault]):
        answer = save(desk, article, sent, headline="Port open", tag_names="Harbour")

    assert fresh(article).headline == "Port open"
    assert list(Act.objects.values_list("verb", flat=True)) == ["edit"]
    assert len(pages.said(answer)) == 1
    assert Tag.objects.count() == 1


def test_save_that_gave_way_twice_is_refused_with_every_word_in_the_form(
    desk: Client, article: Article
) -> None:
    sent = filled(desk.get(url_of(article)))

    with broken_off(2):
        answer = save(desk, article, sent, headline="Port open", tag_names="Harbour, Pier")

    assert errors(answer) == [BUSY]
    shown = filled(answer)
    assert (shown["headline"].strip(), shown["tag_names"]) == ("Port open", "Harbour, Pier")
    assert (fresh(article).headline, Act.objects.count()) == ("Port closed", 0)
    save(desk, article, shown)
    assert fresh(article).headline == "Port open"


def test_act_page_says_so_and_keeps_the_note(desk: Client) -> None:
    live = factories.make_published()
    url = reverse("admin:articles_article_act", args=[live.pk, "correct"])
    sent = {"kind": "correction", "text": "It was two, not three."}

    with broken_off(2):
        refused = desk.post(url, sent)
    with broken_off(1):
        desk.post(url, sent)

    assert pages.texts(refused, pages.classed("error", "li")) == [BUSY]
    assert pages.texts(refused, "//textarea[@name='text']") == ["It was two, not three."]
    assert live.corrections.count() == 1


def test_unsaved_words_are_kept_at_the_second_try_or_it_is_said(
    desk: Client, article: Article
) -> None:
    sent = {**filled(desk.get(url_of(article))), "headline": "Port open", "sitting-count": "1"}

    kept_in = 'SELECT "articles_sitting"'
    with broken_off(2, at=kept_in):
        refused = desk.post("/admin/sittings/keep/", sent)
    with broken_off(1, at=kept_in):
        kept = desk.post("/admin/sittings/keep/", sent)

    assert (refused.status_code, refused.json()) == (503, {"error": BUSY})
    assert (kept.status_code, Sitting.objects.get().fields["headline"]) == (200, ["Port open"])


def test_act_of_several_is_not_repeated_once_one_of_them_is_done(
    desk: Client, article: Article
) -> None:
    """The second of three acts gives way: the first stands, and is not done again."""
    story, others = factories.make_story(), [factories.make_draft() for _ in range(2)]
    Article.objects.filter(pk__in=[article.pk, *(o.pk for o in others)]).update(story=story)
    url = reverse("admin:articles_story_members", args=[story.pk])
    asked: list[int] = []

    def second(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        if sql.startswith('INSERT INTO "articles_act"'):
            asked.append(1)
            if len(asked) == 2:
                raise OperationalError("gave way") from FAULTS["deadlock"]
        return execute(sql, *given)

    with connection.execute_wrapper(second):
        answer = desk.post(url, {"member": [article.pk, *(o.pk for o in others)], "out": "1"})

    assert pages.said(answer) == [
        "Somebody else held what this needs. A part of it was done before. "
        "Reload the page, look at what stands, and do the rest again."
    ]
    assert Act.objects.count() == 1
    assert Article.objects.filter(story=story).count() == 2


def test_page_that_repeats_nothing_answers_503_with_what_was_written(
    desk: Client, chief: Any
) -> None:
    run = bulk.ask("spike", [factories.make_draft().pk], by=chief, at=factories.NOW)

    with broken_off(1, at='UPDATE "articles_bulkrun"'):
        answer = desk.post(
            reverse("admin:bulk-act", args=[run.pk]), {"act": "begin", "reason": "For counsel"}
        )

    assert answer.status_code == 503
    assert pages.texts(answer, "//div[@id='content-main']//p")[0] == BUSY
    assert pages.texts(answer, "//textarea") == ["For counsel"]


def test_bulk_act_tries_again_and_passes_over_what_stays_locked(article: Article) -> None:
    other = factories.make_draft()
    run = bulk.ask("spike", [article.pk, other.pk], by=factories.make_chief(), at=factories.NOW)
    bulk.begin(run, now=factories.NOW)

    with broken_off(2):
        bulk._step(run)
    with broken_off(1):
        bulk._step(run)

    run.refresh_from_db()
    assert run.refused == {str(article.pk): "Somebody else held it for too long. Try it again."}
    assert (fresh(article).status, fresh(other).status) == (Status.DRAFT, Status.SPIKED)


# --- Two real transactions -------------------------------------------------------------------

needs_rows_locked = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"
)
at_once = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@contextmanager
def somebody_else(work: Callable[[], None]) -> Iterator[Thread]:
    """A second connection at work; the block goes on when it has begun."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    other = Thread(target=run)
    other.start()
    yield other
    other.join(20)
    assert not other.is_alive()


def wait_for_a_lock() -> None:
    """Until another connection of this database waits for a row."""
    sql = (
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        " AND datname = current_database()"
    )
    for _look in range(500):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            (count,) = cursor.fetchone()
        if count:
            return
        Event().wait(0.01)
    raise AssertionError("Nobody waited for a lock.")


def hold(pk: int) -> None:
    Article.objects.select_for_update().get(pk=pk)


@needs_rows_locked
@at_once
def test_real_deadlock_loses_nothing() -> None:
    desk = logged_in(factories.make_user(is_superuser=True))
    first, second = factories.make_article(), factories.make_article()
    holds = Event()

    def crosswise() -> None:
        with transaction.atomic():
            hold(second.pk)
            holds.set()
            wait_for_a_lock()
            hold(first.pk)
            Article.objects.filter(pk=first.pk).update(kicker="Theirs")

    with somebody_else(crosswise):
        holds.wait(10)
        answer = desk.post(
            reverse("admin:compare-act", args=[first.pk, second.pk]), {"act": "link"}
        )

    assert answer.status_code == 302
    assert RelatedLink.objects.count() == 2
    assert fresh(first).kicker == "Theirs"


@needs_rows_locked
@at_once
def test_real_lock_that_is_not_to_be_had_in_time_is_named() -> None:
    desk = logged_in(factories.make_user(is_superuser=True))
    article = factories.make_draft(headline="Port closed")
    sent = filled(desk.get(url_of(article)))
    holds, may_go = Event(), Event()

    def for_long() -> None:
        with transaction.atomic():
            hold(article.pk)
            holds.set()
            may_go.wait(10)

    with somebody_else(for_long):
        holds.wait(10)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        refused = save(desk, article, sent, headline="Port open")
        may_go.set()
    answer = save(desk, article, filled(refused))

    assert errors(refused) == [BUSY]
    assert (answer.status_code, fresh(article).headline) == (302, "Port open")


@needs_rows_locked
@at_once
def test_two_saves_in_one_moment_come_together() -> None:
    """Ben commits between Ann's reading and her lock: her form is settled anew, not refused."""
    ben = factories.make_user(is_superuser=True)
    ann = logged_in(factories.make_user(is_superuser=True))
    article = factories.make_draft(headline="Port closed")
    sent = filled(ann.get(url_of(article)))
    holds = Event()

    def bens() -> None:
        with transaction.atomic():
            hold(article.pk)
            holds.set()
            wait_for_a_lock()
            editing.edit(fresh(article), by=ben, at=factories.NOW, fields={"kicker": "Bens"})
            editing.set_byline(
                fresh(article), names=[editing.Name(name="Ben")], by=ben, at=factories.NOW
            )

    with somebody_else(bens):
        holds.wait(10)
        names = {"contributions-0-name": "Ann", "contributions-0-role": "writer"}
        answer = save(ann, article, sent, headline="Port open", **names)

    assert (answer.status_code, pages.said(answer)[0]) == (
        302,
        "Somebody else changed this while you wrote, and it is in, too: Kicker, Byline.",
    )
    assert (fresh(article).headline, fresh(article).kicker) == ("Port open", "Bens")
    assert sorted(article.contributions.values_list("name", flat=True)) == ["Ann", "Ben"]
