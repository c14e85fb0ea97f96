"""Who changed what, before and after, and the way back."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.desk import editing, publishing
from articles.models import Act, Article, Change
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in


def history(client: Client, article: Article) -> Any:
    return client.get(reverse("admin:articles_article_history", args=[article.pk]))


def edit(article: Article, minutes: int = 0, by: Any = None, **fields: Any) -> None:
    at = factories.NOW + timedelta(minutes=minutes)
    editing.edit(article, by=by, at=at, fields=fields)


def test_act_tells_who_when_door_and_the_words_that_changed(desk: Client, chief: Any) -> None:
    article = factories.make_draft(headline="Two men died")
    edit(article, by=chief, headline="Three men died")

    response = history(desk, article)

    (act,) = pages.texts(response, pages.classed("act", "li"))
    assert act.startswith("edit chief · Form · 20 Nov 2026, 12:00")
    assert pages.texts(response, "//del") == ["removed: Two"]
    assert pages.texts(response, "//ins") == ["added: Three"]


def test_body_is_compared_paragraph_by_paragraph(desk: Client) -> None:
    article = factories.make_draft(body_html="<p>One stays.</p><p>Two goes.</p>")
    edit(article, body_html="<p>One stays.</p><p>Two remains.</p>")

    rows = "//table[@class='diff-rows']/tbody/tr"
    response = history(desk, article)

    assert pages.texts(response, f"{rows}[@class='changed']/td") == [
        "Two removed: goes.",
        "Two added: remains.",
    ]


def test_foreign_keys_are_told_by_name(desk: Client) -> None:
    article = factories.make_draft()
    section = factories.make_section(name="World")
    edit(article, section_id=section.pk)

    assert pages.texts(history(desk, article), "//ins") == ["added: World"]


def test_rows_that_belong_to_the_article_are_told_too(desk: Client) -> None:
    article = factories.make_draft()
    editing.set_byline(
        article, names=[editing.Name(None, "A. Stringer")], by=None, at=factories.NOW
    )

    response = history(desk, article)

    assert pages.texts(response, "//dl[@class='changes']/div") == [
        "Contribution made A. Stringer · writer"
    ]


def test_reason_is_told(desk: Client) -> None:
    article = factories.make_draft()
    publishing.spike(article, by=None, at=factories.NOW, reason="Old news")

    assert pages.texts(history(desk, article), "//q") == ["Old news"]


def test_one_field_is_restored(desk: Client) -> None:
    article = factories.make_draft(headline="Old", kicker="")
    edit(article, headline="New", kicker="Port")
    change = Change.objects.get(field="headline")

    response = desk.post(reverse("admin:articles_article_restore", args=[article.pk, change.pk]))

    article.refresh_from_db()
    assert (article.headline, article.kicker) == ("Old", "Port")
    assert pages.said(response) == ["Restored: Headline."]


def test_only_the_articles_own_text_has_a_restore_button(desk: Client) -> None:
    article = factories.make_draft()
    publishing.spike(article, by=None, at=factories.NOW)

    assert pages.texts(history(desk, article), "//main//dl//button") == []


def test_two_versions_are_compared(desk: Client) -> None:
    article = factories.make_draft(headline="One", body_html="<p>Alpha.</p>")
    edit(article, 1, headline="Two")
    edit(article, 2, headline="Three", body_html="<p>Beta.</p>")
    first, last = Act.objects.order_by("at")

    response = desk.get(
        reverse("admin:articles_article_versions", args=[article.pk]),
        {"from": last.pk, "to": first.pk},
    )

    assert pages.texts(response, "//p//del") == ["removed: Two"]
    assert pages.texts(response, "//p//ins") == ["added: Three"]
    assert pages.texts(response, "//td//ins") == ["added: Beta."]


def test_versions_without_a_choice_ask_for_one(desk: Client) -> None:
    article = factories.make_draft()

    response = desk.get(reverse("admin:articles_article_versions", args=[article.pk]))

    assert pages.texts(response, "//p[@class='errornote']") == [
        "Choose two acts in the history, then compare."
    ]


def test_queries_do_not_grow_with_the_changes(desk: Client) -> None:
    article = factories.make_draft()
    section = factories.make_section()
    edit(article, 1, headline="1", body_html="<p>" + "long " * 90 + "</p>")
    edit(article, 2, section_id=section.pk)
    history(desk, article)
    with CaptureQueriesContext(connection) as few:
        history(desk, article)

    for number in range(3):
        edit(article, 3 + number, headline=f"h{number}", body_html=f"<p>{number}{'x ' * 200}</p>")
    with CaptureQueriesContext(connection) as many:
        history(desk, article)

    assert len(many) == len(few) == 12


def test_markup_in_values_stays_text(desk: Client) -> None:
    evil = "<img src=x onerror=alert(1)>"
    article = factories.make_draft(headline="Old")
    edit(article, headline=evil)

    response = history(desk, article)

    assert pages.texts(response, "//ins") == [f"added: {evil}"]
    assert pages.values(response, "//main//img/@src") == []


def test_history_of_a_section_tells_its_changes(desk: Client) -> None:
    section = factories.make_section(name="World", slug="world")
    url = reverse("admin:articles_section_change", args=[section.pk])
    form = {"name": "Abroad", "slug": "world", "position": "100", "takes_comments": "on"}
    inline = {"members-TOTAL_FORMS": "0", "members-INITIAL_FORMS": "0"}
    desk.post(url, {**form, **inline})

    response = desk.get(reverse("admin:articles_section_history", args=[section.pk]))

    assert pages.texts(response, "//del | //ins") == ["removed: World", "added: Abroad"]


def test_reporter_cannot_restore_in_a_foreign_section(db: None) -> None:
    article = factories.make_draft(headline="Old", section=factories.make_section())
    edit(article, headline="New")
    reporter = logged_in(factories.make_user(factories.REPORTER))

    reporter.post(
        reverse("admin:articles_article_restore", args=[article.pk, Change.objects.get().pk])
    )

    article.refresh_from_db()
    assert article.headline == "New"


def test_saves_of_one_sitting_are_one_entry_and_each_may_be_opened(
    desk: Client, chief: Any
) -> None:
    article = factories.make_draft(headline="One man died")
    edit(article, 0, by=chief, headline="Two men died")
    edit(article, 5, by=chief, headline="Three men died")

    response = history(desk, article)

    (act,) = pages.texts(response, pages.classed("act", "li"))
    assert act.startswith("from to edit chief · Form · 20 Nov 2026, 12:00–12:05")
    assert pages.texts(response, "//del") == ["removed: One man"]
    assert pages.texts(response, "//ins") == ["added: Three men"]
    opened = [
        f"/admin/articles/act/{pk}/change/"
        for pk in Act.objects.order_by("-at").values_list("pk", flat=True)
    ]
    assert pages.values(response, f"{pages.classed('saves')}//a/@href") == opened


def test_restoring_a_sitting_gives_back_what_was_before_it(desk: Client, chief: Any) -> None:
    article = factories.make_draft(headline="One")
    edit(article, 0, by=chief, headline="Two")
    edit(article, 5, by=chief, headline="Three")
    (url,) = pages.values(history(desk, article), "//dl[@class='changes']//form/@action")

    desk.post(url)

    assert Article.objects.get(pk=article.pk).headline == "One"


def test_published_version_stands_out(desk: Client, chief: Any) -> None:
    article = factories.make_draft()
    edit(article, 0, by=chief, kicker="Port")
    publishing.publish(article, by=chief, at=factories.NOW + timedelta(minutes=1))

    response = history(desk, article)

    assert len(pages.texts(response, pages.classed("stands-out", "li"))) == 1
