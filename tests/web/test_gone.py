"""What went away: readers' apps and archives that keep copies hear of it."""

from datetime import timedelta

import feedparser
import pytest
from django.test import Client
from django.utils.http import parse_http_date

from articles.desk import editing, merging, publishing, tagging, takedown
from articles.models import Article, Publication
from tests import factories
from tests.factories import EARLIER, LATER, NOW
from tests.web import feedrules

pytestmark = pytest.mark.django_db


def gone(client: Client, path: str = "/feed.atom") -> list[tuple[str, str]]:
    tree = feedrules.etree.fromstring(client.get(path).content)
    return [(e.get("ref"), e.get("when")) for e in tree.findall(f"{feedrules.TOMB}deleted-entry")]


def _expire(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(expires_at=NOW)


def _merge(article: Article) -> None:
    chief = factories.make_chief()
    survivor = factories.make_published(section=article.section)
    plan = merging.plan_merge(survivor, [article], by=chief)
    merging.apply_merge(plan, by=chief, at=NOW)


WAYS = {
    "killed": lambda article: publishing.kill(article, by=None, at=NOW, note="No."),
    "unpublished": lambda article: publishing.unpublish(article, by=None, at=NOW, note="No."),
    "retracted": lambda article: publishing.retract(article, by=None, at=NOW, note="No."),
    "legal": lambda article: takedown.take_down(article, by=None, at=NOW, note="No."),
    "merged": _merge,
    "expired": _expire,
}


@pytest.mark.parametrize("way", WAYS)
def test_article_that_went_away_is_a_tombstone_in_its_feeds(
    client: Client, paper: Publication, way: str
) -> None:
    article = factories.make_published(section=factories.make_section(slug="world"))
    factories.make_section(slug="sport")
    before = client.get("/feed.rss")["Last-Modified"]

    WAYS[way](article)  # type: ignore[no-untyped-call]  # each takes the article

    tombstone = [(f"urn:uuid:{article.uid}", "2026-11-20T12:00:00+00:00")]
    assert gone(client) == gone(client, "/section/world/feed.atom") == tombstone
    assert gone(client, "/section/sport/feed.atom") == []
    # One that asks by date alone must hear of it in every form.
    for form in ("rss", "atom", "json"):
        answer = client.get(f"/feed.{form}", headers={"if-modified-since": before})
        assert answer.status_code == 200
        assert parse_http_date(answer["Last-Modified"]) == NOW.timestamp()
        assert str(article.uid).encode() not in answer.content.replace(
            b"deleted-entry ref", b""
        ) or (form == "atom")


def test_article_that_readers_never_saw_leaves_no_tombstone(
    client: Client, paper: Publication
) -> None:
    scheduled = factories.make_published(published_at=LATER)
    publishing.kill(scheduled, by=None, at=NOW, note="Stopped in time.")
    draft = factories.make_published(published_at=LATER)
    publishing.unpublish(draft, by=None, at=NOW)
    factories.make_merged(factories.make_published(), visible_at=None)

    assert gone(client) == []


def test_article_that_came_back_is_an_entry_again(client: Client, paper: Publication) -> None:
    article = factories.make_published()
    publishing.retract(article, by=None, at=NOW, note="No.")
    publishing.reinstate(article, by=None, at=NOW)

    assert gone(client) == []
    assert [e.id for e in feedparser.parse(client.get("/feed.atom").content).entries] == [
        f"urn:uuid:{article.uid}"
    ]


def test_tombstones_are_bounded_and_end(client: Client, paper: Publication) -> None:
    for n in range(52):
        article = factories.make_published(published_at=EARLIER - timedelta(days=40))
        publishing.kill(article, by=None, at=NOW - timedelta(days=30, minutes=n - 51), note="No.")

    told = gone(client)

    assert len(told) == 50
    assert told == sorted(told, key=lambda one: one[1], reverse=True)
    assert min(when for _ref, when in told) > (NOW - timedelta(days=30)).isoformat()


def test_article_that_moved_or_was_untagged_moves_the_date_of_the_feeds_it_left(
    client: Client, paper: Publication
) -> None:
    world, sport = (factories.make_section(slug=slug) for slug in ("world", "sport"))
    tag, other = factories.make_tag("Port"), factories.make_tag("Quay")
    moved, stays = (factories.make_published(section=world) for _ in range(2))
    for one in (moved, stays):
        factories.tag_article(one, tag)
        factories.tag_article(one, other)
    feeds = ("/section/world/feed.rss", "/tag/port/feed.rss", "/tag/quay/feed.rss", "/feed.rss")
    before = [client.get(feed)["Last-Modified"] for feed in feeds]

    editing.edit(moved, by=None, at=NOW, fields={"section_id": sport.pk})
    tagging.untag(moved, tags=[tag], by=None, at=NOW)

    answers = [
        client.get(feed, headers={"if-modified-since": date}).status_code
        for feed, date in zip(feeds, before, strict=True)
    ]
    assert answers[:2] == [200, 200]
    assert parse_http_date(client.get(feeds[0])["Last-Modified"]) == NOW.timestamp()
