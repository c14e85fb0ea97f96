"""Asking for a second name and giving it, as two people at the desk do."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from articles.desk import proposing
from articles.enums import Grave
from articles.models import Article, Proposal
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in

LIST = "/admin/second-names/"


@pytest.fixture(autouse=True)
def _rule(settings: Any) -> None:
    settings.TWO_PERSON_MINUTES = 30


@pytest.fixture
def other(db: None) -> Client:
    """A browser in which a second chief works."""
    return logged_in(factories.make_chief(username="kamal", first_name="Kamal"))


def url_of(article: Article, verb: str) -> str:
    return reverse("admin:articles_article_act", args=[article.pk, verb])


def page_of(proposal: Proposal) -> str:
    return reverse("admin:second-name", args=[proposal.pk])


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def test_two_people_retract_an_article(desk: Client, other: Client) -> None:
    article = factories.make_published()

    before = pages.texts(desk.get(url_of(article, "retract")), pages.classed("warning"))
    asked = desk.post(url_of(article, "retract"), {"note": "Wrong"})
    proposal = Proposal.objects.get()
    untouched = fresh(article).retracted_at
    on_home = pages.texts(other.get("/admin/"), "//section[@aria-labelledby='home-second']//li")
    on_form = other.get(reverse("admin:articles_article_change", args=[article.pk]))
    done = other.post(page_of(proposal), {"act": "confirm"})

    assert before == ["This needs a second name. Kamal can confirm it; until then nothing changes."]
    assert (asked.url, untouched) == (page_of(proposal), None)
    assert len(on_home) == 1
    assert "Retract: asked by chief" in on_form.content.decode()
    assert pages.said(done) == ["Done, with two names: yours and that of chief."]
    assert fresh(article).retracted_at == factories.NOW
    history = other.get(reverse("admin:articles_article_history", args=[article.pk]))
    assert "asked for by chief" in history.content.decode()


def test_takedown_keeps_its_ground_and_what_goes_with_it(desk: Client, other: Client) -> None:
    article = factories.make_published()

    copy = factories.make_published(copy_of=article)

    desk.post(url_of(article, "take-down"), {"note": "A court says so", "also": [copy.pk]})
    other.post(page_of(Proposal.objects.get()), {"act": "confirm"})

    assert {fresh(one).withdrawals.get().kind for one in (article, copy)} == {"legal"}


def test_asker_does_not_confirm_even_by_a_forged_form(desk: Client, other: Client) -> None:
    article = factories.make_published()
    desk.post(url_of(article, "retract"), {"note": "Wrong"})

    answer = desk.post(page_of(Proposal.objects.get()), {"act": "confirm"})
    too_soon = desk.post(page_of(Proposal.objects.get()), {"act": "alone", "reason": "Now"})

    assert pages.said(answer)[-1].startswith("You asked for this yourself")
    assert pages.said(too_soon)[-1].startswith("You asked for this yourself")
    assert fresh(article).retracted_at is None


def test_asker_goes_on_alone_after_half_an_hour(desk: Client, other: Client) -> None:
    article = factories.make_published()
    desk.post(url_of(article, "retract"), {"note": "Wrong"})
    url = page_of(Proposal.objects.get())
    button = "//button[@value='alone'][not(@disabled)]"

    early = pages.texts(desk.get(url), button)
    with time_machine.travel(factories.NOW + timedelta(minutes=30), tick=False):
        late = pages.texts(desk.get(url), button)
        without = desk.post(url, {"act": "alone", "reason": " "})
        desk.post(url, {"act": "alone", "reason": "Nobody answers"})

    assert (early, late) == ([], ["Carry it out alone"])
    assert pages.said(without)[0].startswith("A reason is missing.")
    assert fresh(article).retracted_at is not None
    history = desk.get(reverse("admin:articles_article_history", args=[article.pk]))
    assert "Nobody answers" in history.content.decode()


def test_only_holder_of_the_right_is_told_and_goes_on_at_once(desk: Client) -> None:
    article = factories.make_published()

    told = pages.texts(desk.get(url_of(article, "kill")), pages.classed("warning"))
    desk.post(url_of(article, "kill"), {"note": "Libel"})
    url = page_of(Proposal.objects.get())
    page = desk.get(url)
    desk.post(url, {"act": "alone", "reason": "I am alone tonight"})

    assert "Nobody else holds this right" in told[0]
    assert "nobody else holds this right" in page.content.decode()
    assert fresh(article).status == "killed"


def test_changed_article_says_so_and_is_not_confirmed(desk: Client, other: Client) -> None:
    article = factories.make_published()
    desk.post(url_of(article, "retract"), {"note": "Wrong"})
    Article.objects.update(version=9)
    url = page_of(Proposal.objects.get())

    page = other.get(url)
    other.post(url, {"act": "confirm"})

    assert "changed after this was asked for" in pages.texts(page, pages.classed("warning"))[0]
    assert not pages.texts(page, "//button[@value='confirm'][not(@disabled)]")
    assert fresh(article).retracted_at is None


def test_who_lacks_the_right_reads_why_beside_the_button(desk: Client, other: Client) -> None:
    article = factories.make_published()
    desk.post(url_of(article, "retract"), {"note": "Wrong"})
    editor = logged_in(factories.make_user(factories.SECTION_EDITOR))

    page = editor.get(page_of(Proposal.objects.get()))

    (described,) = set(pages.values(page, "//button[@disabled]/@aria-describedby"))
    (why,) = pages.texts(page, f"//*[@id='{described}']")
    assert why.startswith(
        "You lack the right “retract_article”. chief and Kamal can do it for you, or give"
    )
    assert not pages.texts(editor.get("/admin/"), "//section[@aria-labelledby='home-second']")


def test_declined_with_a_reason_it_is_kept_on_the_list(desk: Client, other: Client) -> None:
    article = factories.make_published()
    desk.post(url_of(article, "retract"), {"note": "Wrong"})

    other.post(page_of(Proposal.objects.get()), {"act": "decline", "reason": "Correct it instead"})

    assert "Declined" in pages.texts(desk.get(LIST), "//section[2]//li")[0]
    assert fresh(article).retracted_at is None


def test_bulk_and_inbox_know_no_way_around(desk: Client, other: Client) -> None:
    article = factories.make_published()
    for path, data in (
        ("/admin/inbox/act/", {"act": "kill", "focus": article.pk}),
        ("/admin/inbox/act/", {"act": "retract", "focus": article.pk}),
        (
            "/admin/articles/article/",
            {"action": "kill_selected", "_selected_action": [article.pk]},
        ),
    ):
        desk.post(path, data)

    assert (fresh(article).status, fresh(article).retracted_at) == ("published", None)


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_request_and_three(
    chief: Any, desk: Client, django_assert_num_queries: Any, count: int
) -> None:
    for _n in range(count):
        proposing.ask(
            factories.make_published(), verb=Grave.KILL, note="No", by=chief, at=factories.NOW
        )

    with django_assert_num_queries(6):
        desk.get(LIST)
