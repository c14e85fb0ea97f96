"""The screen on which changes of an article are planned."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.desk import editing, planned_changes
from articles.models import Article, PlannedChange
from tests import factories
from tests.admin import pages
from tests.factories import LATER, NOW

WAITING = "//section[@aria-labelledby='planned-title']"


def url(article: Article) -> str:
    return reverse("admin:articles_article_later", args=[article.pk])


def plan(article: Article, hours: int = 1, **fields: Any) -> PlannedChange:
    when = NOW + timedelta(hours=hours)
    return planned_changes.plan_change(article, fields=fields, when=when, by=None, at=NOW)


def post(desk: Client, article: Article, **fields: Any) -> Any:
    form = {"headline": article.headline, "urgency": article.urgency, **fields}
    return desk.post(url(article), {name: value for name, value in form.items() if value})


def test_only_what_was_changed_in_the_form_is_planned_and_told_on_both_clocks(
    desk: Client,
) -> None:
    article, section = factories.make_draft(headline="Now"), factories.make_section(name="World")

    done = post(desk, article, when="1300", headline="Then", section=section.pk)
    page = desk.get(url(article))

    planned = PlannedChange.objects.get()
    assert (planned.due_at, planned.fields) == (
        LATER,
        {"headline": "Then", "section_id": section.pk},
    )
    assert pages.said(done) == ["Planned for Fri 20 Nov 2026, 13:00 UTC (Fri 20 Nov, 13:00 UTC)."]
    assert pages.texts(page, f"{WAITING}//dd") == ["Then", "World"]
    assert pages.texts(page, f"{WAITING}//time") == ["Fri 20 Nov 2026, 13:00 UTC"]


def test_form_of_the_article_shows_what_is_planned_and_the_conflict(desk: Client) -> None:
    article = factories.make_draft(headline="Now")
    plan(article, headline="Noon")
    plan(article, 2, headline="Evening")
    editing.edit(article, by=None, at=NOW, fields={"headline": "Mended"})

    form = desk.get(reverse("admin:articles_article_change", args=[article.pk]))

    said = pages.texts(form, "//section[@aria-label='Planned changes']//li")
    assert len(said) == 2
    assert "Headline was changed since this was planned" in said[0]
    assert "was changed since" not in said[1]


def test_planned_change_is_called_off_by_a_button(desk: Client) -> None:
    article = factories.make_draft()
    planned = plan(article, headline="Then")

    done = desk.post(url(article), {"off": planned.pk})
    after = desk.get(url(article))

    assert pages.said(done) == ["The change is called off; undo plans it again."]
    assert pages.texts(after, f"{WAITING}//li") == ["Nothing is planned."]
    settled = pages.texts(after, "//section[@aria-labelledby='settled-title']//p/span[1]")
    assert settled == ["Called off"]


def test_bad_time_keeps_what_was_typed(desk: Client) -> None:
    article = factories.make_draft(headline="Now")

    answer = post(desk, article, when="noonish", headline="Then")

    assert pages.values(answer, "//input[@name='headline']/@value") == ["Then"]
    assert "“noonish” is not a time." in pages.texts(answer, "//ul[@class='errorlist']")[0]
    assert not PlannedChange.objects.exists()


def test_late_one_stands_first_among_what_is_planned(desk: Client) -> None:
    article = factories.make_draft(headline="Ferry")
    PlannedChange.objects.create(
        article=article, fields={"headline": "Then"}, base={"headline": "Ferry"},
        due_at=NOW - timedelta(minutes=9), planned_at=NOW - timedelta(hours=1),
    )  # fmt: skip
    factories.make_published(headline="Scheduled", published_at=LATER)

    response = desk.get("/admin/planned/")

    assert pages.texts(response, "//tbody/tr/td[2]") == ["late, changes: Headline", "appears"]
    assert pages.values(response, "//tbody//a/@href")[0] == url(article)


def test_what_the_law_withholds_is_neither_shown_nor_planned(desk: Client) -> None:
    article = factories.make_article(status="killed", sealed_at=NOW)

    answer = desk.get(url(article))

    assert pages.tree(answer).xpath("//input[@name='when']") == []


def test_screen_costs_the_same_with_one_and_with_three(desk: Client) -> None:
    counts = []
    for number in (1, 3):
        article = factories.make_draft()
        for hour in range(1, number + 1):
            plan(article, hour, headline=f"At {hour}")
        with CaptureQueriesContext(connection) as queries:
            desk.get(url(article))
        counts.append(len(queries))

    assert counts[0] == counts[1]
