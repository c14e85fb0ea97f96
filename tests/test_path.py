"""One article all the way: feed bytes, inbox, desk, page, and the feed that we send out."""

from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import formats
from articles.desk import publishing
from articles.enums import Status
from articles.ingest import memory, store
from articles.models import Article, Capture, Publication, Source
from tests.factories import make_chief, make_source
from tests.ingest.documents import FLOOD, html, rss, rss_item

pytestmark = pytest.mark.django_db

FEED = rss(
    rss_item(
        7,
        title="Sol breaks dyke at <b>Harrow Bay</b>",
        link="/reports/7?utm_source=rss",
        author="Ann Lee",
        description=html(FLOOD) + "<script>steal()</script><p>Read more: <a href='/x'>x</a></p>",
    ),
    title="Wire",
)


@pytest.fixture
def wire() -> Source:
    Publication.objects.update_or_create(
        pk=1, defaults={"name": "Courier", "base_url": "https://courier.example"}
    )
    return make_source(slug="wire", name="Wire", home_url="https://wire.example/")


def sent_out(client: Client) -> Any:
    """Our own feed as a feed reader sees it."""
    response = client.get(reverse("feed-latest-rss"))
    assert response.status_code == 200
    parsed = feedparser.parse(response.content)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed


def test_article_goes_from_feed_bytes_to_page_and_feed(client: Client, wire: Source) -> None:
    now = timezone.now()

    # In: bytes become one incoming article, the bytes are kept.
    parsed = formats.parse(
        FEED,
        content_type="application/rss+xml",
        url="https://wire.example/feed.rss",
        chrome=memory.chrome_of(wire, now),
        now=now,
    )
    tally = store.take_in(parsed, source=wire, now=now - timedelta(minutes=5))
    (article,) = Article.objects.incoming()
    assert tally.counts == {"create": 1}
    assert article.headline == "Sol breaks dyke at Harrow Bay"
    assert article.body_text.startswith("\n".join(FLOOD))
    assert "steal" not in article.body_html
    assert article.canonical_url == "https://wire.example/reports/7?utm_source=rss"
    assert b"Sol breaks dyke" in Capture.objects.select_related("raw").get().raw.data

    # Until the desk publishes it, readers see nothing of it, anywhere.
    address = article.get_absolute_url()
    assert client.get(address).status_code == 404
    assert sent_out(client).entries == []

    # Desk: a person decides.
    publishing.publish(article, by=make_chief(), at=now)
    article.refresh_from_db()
    assert article.status == Status.PUBLISHED

    # Out: the page with the whole text, byline and credit, and the feed with the same.
    page = client.get(article.get_absolute_url())
    shown = page.content.decode()
    assert page.status_code == 200
    assert [text for text in FLOOD if text not in shown] == []
    assert "<h1" in shown
    assert "Ann Lee" in shown
    assert "Wire" in shown

    (entry,) = sent_out(client).entries
    assert entry.id == f"urn:uuid:{article.uid}"
    assert entry.title == "Sol breaks dyke at Harrow Bay"
    assert entry.link == f"https://courier.example{article.get_absolute_url()}"
    assert FLOOD[-1] in (entry.content[0].value if "content" in entry else entry.summary)


def test_article_that_we_sent_out_comes_back_as_our_own(client: Client, wire: Source) -> None:
    now = timezone.now()
    store.take_in(formats.parse(FEED, url="https://wire.example/"), source=wire, now=now)
    publishing.publish(Article.objects.get(), by=make_chief(), at=now)
    feed = client.get(reverse("feed-latest-rss")).content

    partner = make_source(slug="partner")
    tally = store.take_in(formats.parse(feed), source=partner, now=now)

    assert tally.counts == {"own": 1}
    assert Article.objects.count() == 1
