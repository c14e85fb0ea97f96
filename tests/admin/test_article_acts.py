"""The buttons that move an article, each on a page of its own."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.admin import article_acts
from articles.enums import Door, Status
from articles.models import Act, Article, Correction, Publication, Withdrawal
from articles.text import markup
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in

HOUR = timedelta(hours=1)


def url_of(article: Article, verb: str, back: str = "") -> str:
    return reverse("admin:articles_article_act", args=[article.pk, verb]) + back


def act(client: Client, article: Article, verb: str, **fields: Any) -> Any:
    return client.post(url_of(article, verb), fields)


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


@pytest.mark.parametrize(
    ("status", "verb", "fields", "after"),
    [
        (Status.INCOMING, "publish", {}, Status.PUBLISHED),
        (Status.INCOMING, "draft", {}, Status.DRAFT),
        (Status.DRAFT, "schedule", {"when": "1530"}, Status.PUBLISHED),
        (Status.DRAFT, "spike", {"reason": "Old news"}, Status.SPIKED),
        (Status.SPIKED, "revive", {}, Status.INCOMING),
        (Status.PUBLISHED, "unpublish", {"note": "Wrong"}, Status.DRAFT),
        (Status.PUBLISHED, "kill", {"note": "Libel"}, Status.KILLED),
        (Status.KILLED, "revive", {}, Status.DRAFT),
    ],
)
def test_act_moves_the_article_and_leads_back_to_it(
    desk: Client, status: Status, verb: str, fields: dict[str, str], after: Status
) -> None:
    article = factories.make_article(status=status)
    if status == Status.PUBLISHED:
        article = factories.make_published()

    response = act(desk, article, verb, **fields)

    assert fresh(article).status == after
    page = "uses" if verb == "kill" else "change"
    assert response.url == reverse(f"admin:articles_article_{page}", args=[article.pk])
    assert list(Act.objects.values_list("door", flat=True)) == [Door.FORM]


def test_looking_at_the_page_of_an_act_does_nothing(desk: Client) -> None:
    article = factories.make_published()

    pages_of_acts = [desk.get(url_of(article, deed.verb)) for deed in article_acts.DEEDS]

    assert {page.status_code for page in pages_of_acts} == {200}
    assert (fresh(article).status, Act.objects.count()) == (Status.PUBLISHED, 0)


def test_schedule_is_echoed_on_both_clocks(desk: Client) -> None:
    Publication.objects.update_or_create(pk=1, defaults={"zone": "Asia/Karachi"})
    article = factories.make_ready(headline="Later")

    response = act(desk, article, "schedule", when="0630")

    assert pages.said(response) == [
        "Schedule: “Later”. Readers see it from "
        "Sat 21 Nov 2026, 06:30 Asia/Karachi (Sat 21 Nov, 01:30 UTC)."
    ]


def test_bad_time_keeps_the_page_with_the_reason(desk: Client) -> None:
    article = factories.make_draft()

    response = act(desk, article, "schedule", when="soon")

    assert pages.texts(response, "//ul[contains(@class, 'errorlist')]/li") == [
        "“soon” is not a time. Write 0630, +45 for minutes from now, or 2026-11-23 06:30."
    ]


def test_embargo_is_set_and_lifted_by_an_empty_field(desk: Client) -> None:
    article = factories.make_draft()

    act(desk, article, "embargo", when="+60")
    while_it_stands = fresh(article).embargoed_until
    act(desk, article, "embargo", when="")

    assert (while_it_stands, fresh(article).embargoed_until) == (factories.NOW + HOUR, None)


def test_unpublishing_leads_to_another_article_or_to_the_takedown(desk: Client) -> None:
    article, other = factories.make_published(), factories.make_published()

    links = pages.tree(desk.get(url_of(article, "unpublish"))).xpath("//main//a/@href")
    act(desk, article, "unpublish", note="", forward_to=str(other.pk))

    assert url_of(article, "take-down") in links
    assert Withdrawal.objects.get().forward_to == other


def test_unpublishing_to_what_readers_cannot_open_is_refused(desk: Client) -> None:
    article, other = factories.make_published(), factories.make_draft(headline="Later")

    response = act(desk, article, "unpublish", note="Moved", forward_to=str(other.pk))

    assert pages.said(response) == [
        "“Later” cannot be read: the address would lead nowhere. "
        "Publish it first, or choose another."
    ]
    assert fresh(article).status == Status.PUBLISHED


def test_legal_takedown_is_told_as_such(desk: Client) -> None:
    article = factories.make_published()

    act(desk, article, "take-down", note="By order of the court")

    assert list(Withdrawal.objects.values_list("kind", "note")) == [
        ("legal", "By order of the court")
    ]


def test_kill_without_a_note_is_refused(desk: Client) -> None:
    article = factories.make_published()

    act(desk, article, "kill", note=" ")

    assert fresh(article).status == Status.PUBLISHED


def test_retraction_and_its_taking_back(desk: Client) -> None:
    article = factories.make_published()

    act(desk, article, "retract", note="Made up")
    retracted = fresh(article).retracted_at
    act(desk, article, "reinstate")

    assert (retracted, fresh(article).retracted_at) == (factories.NOW, None)


def test_correction_is_anchored_to_its_paragraph(desk: Client) -> None:
    article = factories.make_published(body_html="<p>One.</p><p>Two.</p>")
    second = markup.paragraphs(fresh(article).body_html)[1][0]

    act(desk, article, "correct", kind="correction", text="It was three.", paragraph_id=second)

    assert list(Correction.objects.values_list("kind", "text", "paragraph_id")) == [
        ("correction", "It was three.", second)
    ]


def test_grave_act_names_the_fronts_and_links_it_breaks(desk: Client) -> None:
    article = factories.make_published(headline="Fire")
    factories.make_slot(factories.make_front(), article, 2)
    factories.make_link(factories.make_published(headline="Background"), article)

    response = desk.get(url_of(article, "kill"))

    told = pages.texts(response, "//div[contains(@class, 'uses')]//li")
    assert sorted(told) == ["Background Readers see it", "Home 2: Fire live"]


def test_illegal_move_is_refused_with_a_reason(desk: Client) -> None:
    article = factories.make_draft(headline="Draft")

    response = act(desk, article, "kill", note="x")

    assert pages.said(response)[0].startswith("“Draft” is Draft and cannot become Killed.")


def test_person_without_the_right_sees_why_and_changes_nothing(db: None) -> None:
    article = factories.make_draft()
    reporter = logged_in(factories.make_user(factories.REPORTER))

    page = reporter.get(url_of(article, "publish"))
    act(reporter, article, "publish")

    assert pages.texts(page, "//p[@class='errornote']")[0].startswith(
        "You lack the right “publish_article”."
    )
    assert fresh(article).status == Status.DRAFT


def test_act_asked_for_in_the_inbox_leads_back_there(desk: Client) -> None:
    article = factories.make_article()

    response = desk.post(url_of(article, "schedule", "?back=inbox"), {"when": "+60"})

    assert response.url == "/admin/inbox/"


def test_unknown_act_is_not_found(desk: Client) -> None:
    assert desk.get(url_of(factories.make_draft(), "burn")).status_code == 404


def verbs(article: Article) -> list[str]:
    found = article_acts.buttons(article, None, factories.NOW)
    return [button.deed.verb for button in found]


@pytest.mark.parametrize(
    ("fields", "offered"),
    [
        ({"status": "incoming"}, ["publish", "schedule", "draft", "embargo", "hold", "spike"]),
        ({"status": "draft"}, ["publish", "schedule", "embargo", "hold", "spike"]),
        (
            {"status": "published"},
            ["embargo", "correct", "unpublish", "retract", "kill", "take-down", "hold"],
        ),
        (
            {"status": "published", "published_at": factories.LATER},
            [
                "publish",
                "schedule",
                "embargo",
                "correct",
                "unpublish",
                "retract",
                "kill",
                "take-down",
                "hold",
            ],
        ),
        (
            {"status": "published", "retracted_at": factories.EARLIER},
            ["embargo", "correct", "unpublish", "reinstate", "kill", "take-down", "hold"],
        ),
        ({"status": "spiked"}, ["draft", "hold", "revive"]),
        ({"status": "killed"}, ["take-down", "hold", "revive"]),
        ({"status": "killed", "sealed_at": factories.EARLIER}, ["hold", "lift"]),
    ],
)
def test_buttons_fit_the_state(db: None, fields: dict[str, Any], offered: list[str]) -> None:
    assert verbs(factories.make_article(**fields)) == offered
