"""What a cursor of the sync promises, and when it no longer can."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client

from articles.desk import acting, editing, merging, publishing, takedown
from articles.history import following
from articles.models import Act, Article, Change, PictureUse, Publication
from tests import factories
from tests.api.reading import API, Copy, fresh, get
from tests.factories import LATER, NOW

pytestmark = pytest.mark.django_db


def since(cursor: str, **query: Any) -> Any:
    return get("/sync", changed_since=cursor, **query)


def test_nothing_happened_gives_the_same_answer_again(client: Client, paper: Publication) -> None:
    factories.make_published()
    cursor = get("/sync")["cursor"]
    path = f"{API}/sync?changed_since={cursor}"

    first = client.get(path)
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        again = client.get(path, headers={"If-None-Match": first["ETag"]})

    assert first.json() == {
        "articles": [], "new": [], "gone": [], "more": False, "cursor": cursor, "next": None,
    }  # fmt: skip
    assert again.status_code == 304


def test_embargo_that_ends_is_new_then_and_expiry_is_gone_then(
    paper: Publication, clock: time_machine.Traveller
) -> None:
    coming = factories.make_published(embargoed_until=LATER)
    going = factories.make_published(expires_at=LATER)
    cursor = get("/sync")["cursor"]

    clock.move_to(LATER - timedelta(microseconds=1), tick=False)
    before = since(cursor)
    clock.move_to(LATER, tick=False)
    at = since(before["cursor"])

    assert (before["articles"], before["gone"]) == ([], [])
    assert at["new"] == [str(coming.uid)]
    assert [article["id"] for article in at["articles"]] == [coming.pk]
    when = "2026-11-20T18:00:00+05:00"
    expired = {"uid": str(going.uid), "reason": "expired", "at": when, "survivor": None}
    assert at["gone"] == [expired]


def test_tombstones_tell_why_and_where_to_go(paper: Publication) -> None:
    chief = factories.make_chief(is_superuser=True)
    rows = [factories.make_published(headline=f"Secret {n}") for n in range(6)]
    killed, unpublished, retracted, merged, sealed, survivor = rows
    cursor = get("/sync")["cursor"]
    publishing.kill(killed, by=chief, at=NOW, note="Secret")
    publishing.unpublish(unpublished, by=chief, at=NOW)
    publishing.retract(retracted, by=chief, at=NOW, note="Secret")
    plan = merging.plan_merge(survivor, [merged], by=chief)
    merging.apply_merge(plan, by=chief, at=NOW)
    takedown.take_down(sealed, by=chief, at=NOW, note="Secret")

    gone = {stone["uid"]: stone for stone in since(cursor)["gone"]}

    at = "2026-11-20T17:00:00+05:00"
    survives = {name: get(f"/articles/{survivor.pk}")[name] for name in
                ("id", "uid", "headline", "url", "api_url")}  # fmt: skip
    expected = [
        (killed, "withdrawn", None), (unpublished, "withdrawn", None),
        (retracted, "retracted", None), (merged, "merged", survives), (sealed, "legal", None),
    ]  # fmt: skip
    assert gone == {
        str(row.uid): {"uid": str(row.uid), "reason": reason, "at": at, "survivor": where}
        for row, reason, where in expected
    }


def test_what_readers_never_had_is_never_told(paper: Publication) -> None:
    scheduled = factories.make_published(published_at=LATER)
    incoming = factories.make_article()
    cursor = get("/sync")["cursor"]
    publishing.kill(scheduled, by=None, at=NOW, note="Never.")
    publishing.spike(incoming, by=None, at=NOW)

    assert since(cursor)["gone"] == []


def test_picture_in_a_text_is_followed(paper: Publication, clock: time_machine.Traveller) -> None:
    chief = factories.make_chief(is_superuser=True)
    picture = factories.make_image(expires_at=LATER)
    article = factories.make_published()
    body = f'<p>Words.</p><figure data-image="{picture.pk}"></figure>'
    editing.edit(article, fields={"body_html": body}, by=chief, at=NOW)
    copy = Copy().sync()
    with acting.act("edit-image", by=chief, at=NOW) as recorder:
        recorder.change(picture, caption="Another caption")

    recaptioned = copy.sync().articles[str(article.uid)]["body_html"]
    clock.move_to(LATER, tick=False)
    expired = copy.sync().articles[str(article.uid)]["body_html"]

    assert "Another caption" in recaptioned
    assert "<img" not in expired
    assert list(PictureUse.objects.values_list("image_id", "article_id")) == [
        (picture.pk, article.pk)
    ]


def test_renamed_section_tells_all_its_articles_page_by_page(paper: Publication) -> None:
    section = factories.make_section(name="World")
    made = [factories.make_published(section=section) for _ in range(7)]
    factories.make_published()
    copy = Copy().sync()
    copy.pages = 0
    with acting.act("edit-section", by=None, at=NOW) as recorder:
        recorder.change(section, name="Globe")

    copy.sync(limit=2)

    names = [copy.articles[str(article.uid)]["section"]["name"] for article in made]
    assert names == ["Globe"] * 7
    assert copy.pages == 4
    assert copy.articles == fresh()


def test_a_flood_of_arrivals_fills_no_answer(paper: Publication) -> None:
    cursor = get("/sync")["cursor"]
    with acting.act("take-in", by=None, at=NOW) as recorder:
        for n in range(60):
            recorder.create(Article(headline=f"Arrival {n}", arrived_at=NOW))
    shown = factories.make_draft(headline="Shown", section=factories.make_section())
    publishing.publish(shown, by=None, at=NOW)

    answer = since(cursor, limit=2)

    assert [article["id"] for article in answer["articles"]] == [shown.pk]
    assert not answer["more"]


def test_time_to_begin_with_reaches_back_ten_minutes(paper: Publication) -> None:
    old, new = factories.make_published(), factories.make_published()
    for article, minutes in ((old, 30), (new, 9)):
        at = NOW - timedelta(minutes=minutes)
        editing.edit(article, fields={"kicker": "News"}, by=_chief(), at=at)

    told = since("2026-11-20T12:00:00Z")

    assert [article["id"] for article in told["articles"]] == [new.pk]


def _chief() -> Any:
    return factories.make_chief(is_superuser=True)


@pytest.mark.parametrize(
    "text", ["2026-11-20T12:00:00", "yesterday", "x" * 500, "2027-01-01T00:00:00Z"]
)
def test_what_is_neither_cursor_nor_past_time_is_refused(
    client: Client, paper: Publication, text: str
) -> None:
    assert client.get(f"{API}/sync", {"changed_since": text}).status_code == 422


def _older(paper: Publication, clock: time_machine.Traveller) -> None:
    clock.move_to(NOW + timedelta(days=31), tick=False)


def _moved(paper: Publication, clock: time_machine.Traveller) -> None:
    Publication.objects.update(base_url="https://other.example")


def _restored(paper: Publication, clock: time_machine.Traveller) -> None:
    """A backup was put back: what was the last change is another one now."""
    Act.objects.update(at=NOW - timedelta(minutes=1))


@pytest.mark.parametrize("event", [_older, _moved, _restored])
def test_cursor_that_can_promise_nothing_any_more_says_so(
    client: Client, paper: Publication, clock: time_machine.Traveller, event: Any
) -> None:
    editing.edit(factories.make_published(), fields={"kicker": "News"}, by=_chief(), at=NOW)
    with transaction.atomic():
        following.database.cache_clear()
    cursor = _mark_now()
    event(paper, clock)

    response = client.get(f"{API}/sync", {"changed_since": cursor})

    assert (response.status_code, response.json()["error"]["code"]) == (410, "sync-again")


def _mark_now() -> str:
    return str(get("/sync")["cursor"])


@pytest.fixture
def slow_act(paper: Publication) -> Iterator[tuple[Article, Event, Thread]]:
    """An act on another connection that has written and waits to be committed."""
    article = factories.make_published()
    written, may_commit = Event(), Event()

    def act() -> None:
        try:
            with transaction.atomic():
                editing.edit(article, fields={"headline": "Late"}, by=None, at=NOW)
                written.set()
                may_commit.wait(20)
        finally:
            written.set()
            connection.close()

    thread = Thread(target=act)
    thread.start()
    written.wait(20)
    yield article, may_commit, thread
    may_commit.set()
    thread.join()


# Two connections must see one another's commits, so no transaction can surround the test.
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_is_committed_late_is_told_late_and_not_lost(request: pytest.FixtureRequest) -> None:
    if connection.vendor != "postgresql":
        assert not connection.features.has_select_for_update  # one writer at a time: ids are order
        return
    article, may_commit, thread = request.getfixturevalue("slow_act")
    factories.make_user()
    other = factories.make_published()
    copy = Copy().sync()
    editing.edit(other, fields={"headline": "Quick"}, by=_chief(), at=NOW)
    quick = copy.sync().articles[str(other.uid)]["headline"]
    ids_before = list(Change.objects.values_list("pk", flat=True))
    may_commit.set()
    thread.join()
    late = Change.objects.exclude(pk__in=ids_before).values_list("pk", flat=True)

    assert quick == "Quick"
    assert min(late) < max(ids_before)  # else the ids would have told
    assert copy.sync().articles[str(article.uid)]["headline"] == "Late"
    assert copy.articles == fresh()
