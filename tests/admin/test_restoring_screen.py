"""The page that shows what restoring a version would change, and does it."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.desk import editing, tagging
from articles.models import Act, Article
from tests import factories
from tests.admin import pages


def edit(article: Article, minutes: int, **fields: Any) -> Act:
    at = factories.NOW + timedelta(minutes=minutes)
    editing.edit(article, by=None, at=at, fields=fields)
    return Act.objects.latest("pk")


def url(article: Article, act: Act) -> str:
    return reverse("admin:articles_article_restore_to", args=[article.pk, act.pk])


def two_versions(**fields: Any) -> tuple[Article, Act]:
    article = factories.make_draft(**fields)
    first = edit(article, 1, headline="Two men died", body_html="<p>Stays.</p><p>Goes.</p>")
    edit(article, 2, headline="Three men died", body_html="<p>Stays.</p><p>Came.</p>")
    tagging.tag(article, names=["Zoo"], by=None, at=factories.NOW + timedelta(minutes=3))
    return article, first


def test_preview_shows_every_part_from_now_to_then(desk: Client) -> None:
    article, first = two_versions()

    response = desk.get(url(article, first))

    parts = pages.texts(response, pages.classed("restore-part") + "/h2")
    assert sorted(parts) == ["Headline", "Tags", "Text"]
    assert pages.texts(response, "//p[@class='diff']/del") == ["removed: Three"]
    assert pages.texts(response, "//p[@class='diff']/ins") == ["added: Two"]
    rows = "//table[@class='diff-rows']/tbody/tr[@class='changed']/td"
    told = [text for text in pages.texts(response, rows) if text]
    assert sorted(told) == ["added: Goes.", "removed: Came.", "removed: Zoo"]


def test_all_that_is_ticked_is_restored(desk: Client) -> None:
    article, first = two_versions()
    ticked = pages.values(desk.get(url(article, first)), "//input[@name='part'][@checked]/@value")
    (version,) = pages.values(desk.get(url(article, first)), "//input[@name='version']/@value")

    desk.post(url(article, first), {"part": ticked, "version": version})

    article.refresh_from_db()
    assert sorted(ticked) == ["body_html", "headline", "tags"]
    assert (article.headline, article.body_text) == ("Two men died", "Stays.\nGoes.")
    assert list(article.tags.names()) == []


def test_stale_preview_changes_nothing_and_says_so(desk: Client) -> None:
    article, first = two_versions()

    response = desk.post(url(article, first), {"part": ["headline"], "version": "1"})

    article.refresh_from_db()
    assert article.headline == "Three men died"
    assert "Somebody changed" in pages.said(response)[0]


def test_history_leads_to_every_version_but_the_last(desk: Client) -> None:
    article, first = two_versions()

    response = desk.get(reverse("admin:articles_article_history", args=[article.pk]))

    links = pages.values(response, "//a[contains(@href, 'restore-to')]/@href")
    assert links == [url(article, act) for act in (Act.objects.get(pk=first.pk + 1), first)]


def test_preview_costs_the_same_with_one_tag_and_with_three(desk: Client) -> None:
    counts = []
    for tags in (["A"], ["B", "C", "D"]):
        article = factories.make_draft()
        tagging.tag(article, names=tags, by=None, at=factories.NOW)
        act = Act.objects.latest("pk")
        tagging.tag(article, names=[], replace=True, by=None, at=factories.NOW)
        desk.get(url(article, act))
        with CaptureQueriesContext(connection) as queries:
            desk.get(url(article, act))
        counts.append(len(queries))

    assert counts[0] == counts[1]
