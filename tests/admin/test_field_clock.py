"""The clock on each field: only where there is a past, and all of it at one place."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.admin import field_clock
from articles.desk import editing, tagging
from articles.enums import Door
from articles.models import Article
from tests import factories
from tests.admin import pages


def form_page(client: Client, article: Article) -> Any:
    return client.get(reverse("admin:articles_article_change", args=[article.pk]))


def clock(client: Client, article: Article, name: str, query: str = "") -> Any:
    return client.get(reverse("admin:articles_article_field", args=[article.pk, name]) + query)


def edit(article: Article, minutes: int = 0, by: Any = None, **fields: Any) -> None:
    at = factories.NOW + timedelta(minutes=minutes)
    editing.edit(article, by=by, at=at, fields=fields, door=Door.INBOX)


def test_article_without_a_past_has_no_clock(desk: Client) -> None:
    article = factories.make_draft()

    assert pages.values(form_page(desk, article), "//a[@data-clock]/@href") == []


def test_only_fields_that_were_changed_have_a_clock(desk: Client) -> None:
    article = factories.make_draft()
    edit(article, headline="Another", section_id=factories.make_section().pk)
    tagging.tag(article, names=["Zoo"], by=None, at=factories.NOW)
    editing.set_byline(article, names=[editing.Name(None, "A. Feld")], by=None, at=factories.NOW)

    hrefs = pages.values(form_page(desk, article), "//a[@data-clock]/@href")

    start = f"/admin/articles/article/{article.pk}/field/"
    names = ("byline", "headline", "section_id", "tags")
    assert sorted(hrefs) == [f"{start}{name}/" for name in names]


def test_clocks_of_another_article_do_not_count(desk: Client) -> None:
    article, other = factories.make_draft(), factories.make_draft()
    edit(other, headline="Another")

    assert pages.values(form_page(desk, article), "//a[@data-clock]/@href") == []


def test_timeline_tells_who_when_door_before_and_after(desk: Client, chief: Any) -> None:
    article = factories.make_draft(headline="Two men died")
    edit(article, by=chief, headline="Three men died")
    edit(article, minutes=5, headline="Four men died", kicker="Floods")

    response = clock(desk, article, "headline")

    acts = pages.texts(response, pages.classed("act", "li") + "/div[@class='act-head']")
    assert acts == [
        "the machine · 20 Nov 2026, 12:05 · Inbox edit",
        "chief · 20 Nov 2026, 12:00 · Inbox edit",
    ]
    assert pages.texts(response, "//del") == ["removed: Three", "removed: Two"]
    assert pages.texts(response, "//ins") == ["added: Four", "added: Three"]


def test_timeline_of_tags_tells_what_was_put_on_and_taken_off(desk: Client) -> None:
    article = factories.make_draft()
    tagging.tag(article, names=["Zoo"], by=None, at=factories.NOW)
    tagging.tag(article, names=["Ape"], replace=True, by=None, at=factories.NOW)

    changes = pages.texts(clock(desk, article, "tags"), pages.classed("clock-change"))

    assert sorted(changes) == ["Tagging made Ape", "Tagging made Zoo", "Tagging removed Zoo"]


def test_value_is_restored_from_the_timeline(desk: Client) -> None:
    article = factories.make_draft(headline="Two men died")
    edit(article, headline="Three men died")

    (action,) = pages.values(clock(desk, article, "headline"), "//form[@data-unsaved]/@action")
    desk.post(action)

    article.refresh_from_db()
    assert article.headline == "Two men died"


def test_part_of_the_page_has_the_same_timeline_and_nothing_around_it(desk: Client) -> None:
    article = factories.make_draft(headline="Two men died")
    edit(article, headline="Three men died")

    response = clock(desk, article, "headline", "?part=1")

    assert pages.texts(response, "//del") == ["removed: Two"]
    assert pages.values(response, "//nav") == []


def test_unknown_field_is_not_found(desk: Client) -> None:
    assert clock(desk, factories.make_draft(), "visible_at").status_code == 404


def test_timeline_costs_the_same_with_one_change_and_with_three(desk: Client) -> None:
    counts = []
    for times in (1, 3):
        article = factories.make_draft()
        for turn in range(times):
            section = factories.make_section()
            edit(article, minutes=turn, section_id=section.pk)
        clock(desk, article, "section_id")
        with CaptureQueriesContext(connection) as queries:
            clock(desk, article, "section_id")
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 10


def test_form_costs_one_query_for_all_its_clocks(desk: Client) -> None:
    article = factories.make_draft()
    edit(article, headline="Another", kicker="New", section_id=factories.make_section().pk)

    with CaptureQueriesContext(connection) as queries:
        found = field_clock.clocks(article)

    assert set(found) == {"headline", "kicker", "section"}
    assert len(queries) == 1
