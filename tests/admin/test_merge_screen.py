"""The merge workbench: plan, choices, merge, and the way back."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.enums import Status
from articles.models import Article, Merge
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in

PLAN, APPLY = "/admin/merge/", "/admin/merge/apply/"


@pytest.fixture
def three(db: None) -> list[Article]:
    """A long text with a plain headline, a short one with a standfirst, and a third."""
    wire = factories.make_source(name="Wire")
    return [
        factories.make_article(
            headline="Long", body_html="<p>One two three four five six.</p>", source=wire
        ),
        factories.make_article(headline="Short", standfirst="In brief", source=wire),
        factories.make_article(headline="Third", source=factories.make_source(name="Daily")),
    ]


def ids(articles: list[Article]) -> list[int]:
    return [article.pk for article in articles]


def versions(response: Any) -> str:
    return pages.values(response, "//input[@name='versions']/@value")[0]


def chosen(response: Any, field: str) -> list[str]:
    return pages.values(response, f"//input[@name='field-{field}'][@checked]/@value")


def test_plan_has_a_column_for_each_article_and_a_reason_for_each_choice(
    desk: Client, three: list[Article]
) -> None:
    response = desk.get(PLAN, {"id": ids(three)})

    heads = pages.values(response, "//table//input[@name='survivor']/@value")
    assert heads == [str(pk) for pk in ids(three)]
    assert chosen(response, "standfirst") == [str(three[1].pk)]
    labels = pages.texts(response, f"{pages.classed('field', 'tr')}/th")
    assert "StandfirstThe chosen text comes without one." in labels


def test_plan_previews_the_result(desk: Client, three: list[Article]) -> None:
    response = desk.get(PLAN, {"id": ids(three), "field-headline": three[2].pk})

    result = pages.classed("result")
    assert pages.texts(response, f"{result}/h2") == ["Third"]
    assert pages.texts(response, f"{result}/p[@class='standfirst']") == ["In brief"]
    assert pages.texts(response, f"{result}/div/p") == ["One two three four five six."]


def test_merge_takes_the_choices_and_offers_the_way_back(
    desk: Client, three: list[Article]
) -> None:
    shown = desk.get(PLAN, {"id": ids(three)})
    form = {"id": ids(three), "versions": versions(shown), "field-headline": three[2].pk}

    response = desk.post(APPLY, {**form, "survivor": three[0].pk})

    merge = Merge.objects.get()
    assert response.url == reverse("admin:merge-detail", args=[merge.pk])
    assert Article.objects.get(pk=three[0].pk).headline == "Third"
    gone = Article.objects.filter(survivor=three[0]).order_by("pk")
    assert [(a.pk, a.status) for a in gone] == [
        (three[1].pk, Status.MERGED),
        (three[2].pk, Status.MERGED),
    ]


def test_merge_from_the_inbox_leads_back_there(desk: Client, three: list[Article]) -> None:
    response = desk.post(APPLY, {"id": ids(three), "back": "inbox", "survivor": three[0].pk})

    assert response.url == f"/admin/inbox/?at={three[0].pk}"


def test_merge_of_what_changed_meanwhile_is_refused_and_keeps_the_choices(
    desk: Client, three: list[Article]
) -> None:
    shown = desk.get(PLAN, {"id": ids(three)})
    form = {"id": ids(three), "versions": versions(shown), "field-headline": three[2].pk}
    Article.objects.filter(pk=three[0].pk).update(version=9)

    response = desk.post(APPLY, form)

    assert Merge.objects.count() == 0
    assert response.url.startswith(f"{PLAN}?")
    assert f"field-headline={three[2].pk}" in response.url
    assert pages.said(response) == [
        "One of these articles was changed or merged after the plan was made. "
        "Look at the new plan and confirm it again."
    ]


def test_undo_puts_the_articles_back_and_lists_what_was_kept(
    desk: Client, three: list[Article]
) -> None:
    desk.post(APPLY, {"id": ids(three), "survivor": three[0].pk, "field-headline": three[2].pk})
    merge = Merge.objects.get()
    factories.Article.objects.filter(pk=three[0].pk).update(headline="Edited since")

    response = desk.post(reverse("admin:merge-undo", args=[merge.pk]))

    assert Article.objects.filter(status=Status.INCOMING).count() == 3
    assert Article.objects.get(pk=three[0].pk).headline == "Edited since"
    assert pages.said(response)[-2:] == [
        "The merge is undone.",
        f"Kept, because it was changed since: Headline № {three[0].pk}.",
    ]


def test_page_of_an_undone_merge_offers_no_second_undo(desk: Client, three: list[Article]) -> None:
    desk.post(APPLY, {"id": ids(three)})
    merge = Merge.objects.get()
    url = reverse("admin:merge-detail", args=[merge.pk])

    before = pages.texts(desk.get(url), "//main//form/button")
    desk.post(reverse("admin:merge-undo", args=[merge.pk]))
    after = pages.texts(desk.get(url), "//main//form/button")

    assert (before, after) == (["Undo the merge u"], [])


def test_later_edits_are_announced_before_the_undo(desk: Client, three: list[Article]) -> None:
    from datetime import timedelta

    from articles.desk import editing

    desk.post(APPLY, {"id": ids(three), "survivor": three[0].pk})
    editing.edit(
        three[0], by=None, at=factories.NOW + timedelta(minutes=1), fields={"kicker": "Strike"}
    )

    response = desk.get(reverse("admin:merge-detail", args=[Merge.objects.get().pk]))

    assert pages.texts(response, "//ul/li")[-1].startswith("Kicker")


def test_merge_of_an_article_with_itself_is_refused(desk: Client) -> None:
    article = factories.make_article()

    response = desk.get(PLAN, {"id": [article.pk, article.pk]})

    assert response.url == "/admin/inbox/"
    assert pages.said(response) == [
        "A merge needs two different articles or more. Tick them in the inbox, or compare two."
    ]


def test_reporter_is_refused_with_a_reason(three: list[Article]) -> None:
    reporter = logged_in(factories.make_user(factories.REPORTER))

    response = reporter.post(APPLY, {"id": ids(three)})

    assert Merge.objects.count() == 0
    assert pages.said(response)[0].startswith("You lack the right “merge_article”.")


def test_markup_in_headlines_and_bodies_does_no_harm(desk: Client, db: None) -> None:
    evil = "<img src=x onerror=alert(1)>"
    pair = [
        factories.make_article(headline=evil, body_html=f"<p>{evil}<script>alert(1)</script>ok</p>")
        for _ in range(2)
    ]

    response = desk.get(PLAN, {"id": ids(pair)})

    assert pages.texts(response, f"{pages.classed('result')}/h2") == [evil]
    assert pages.values(response, "//@onerror") == []
    assert pages.values(response, "//main//script/text()") == []


def test_broken_versions_are_taken_as_none(desk: Client, three: list[Article]) -> None:
    desk.post(APPLY, {"id": ids(three), "versions": json.dumps(["x"])})

    assert Merge.objects.count() == 1
