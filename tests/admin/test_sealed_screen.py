"""What the admin shows of an article that was taken down: that it was, and nothing else."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.desk import editing, takedown
from articles.models import Act, Article, Proposal, Raw, SealedReading
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in

SECRET = "Quagga"


@pytest.fixture
def sealed(db: None) -> Article:
    article = factories.make_published(headline=f"{SECRET} bribed the mayor")
    factories.make_contribution(article, name=f"{SECRET} Stringer")
    capture = factories.make_capture(
        article, raw=Raw.keep(SECRET.encode()), report={"headline": SECRET, "cut": []}
    )
    editing.edit(article, by=None, at=factories.NOW, fields={"headline": f"{SECRET} did it"})
    factories.tag_article(article, factories.make_tag(f"{SECRET} affair"))
    editing.edit(
        article, by=None, at=factories.NOW, fields={"kicker": "Town"}, material=True,
        note=f"{SECRET} named",
    )  # fmt: skip
    Proposal.objects.create(
        verb="retract", article=article, version=1, note=f"{SECRET} denies it",
        asked_by=factories.make_chief(), asked_at=factories.NOW,
    )  # fmt: skip
    other = factories.make_published()
    factories.make_match(article, other)
    takedown.take_down(article, note="By order", by=None, at=factories.NOW)
    assert capture.article_id == article.pk
    factories.make_capture(
        article, outcome="held", report={"headline": SECRET}, fields={"headline": SECRET}
    )
    return Article.objects.get(pk=article.pk)


def every_page(article: Article) -> dict[str, str]:
    first, last = Act.objects.order_by("pk").first(), Act.objects.latest("pk")
    other = Article.objects.exclude(pk=article.pk).get()
    assert first is not None
    named = {
        "change": reverse("admin:articles_article_change", args=[article.pk]),
        "list": reverse("admin:articles_article_changelist"),
        "history": reverse("admin:articles_article_history", args=[article.pk]),
        "field": reverse("admin:articles_article_field", args=[article.pk, "headline"]),
        "versions": reverse("admin:articles_article_versions", args=[article.pk])
        + f"?from={first.pk}&to={last.pk}",
        "restore": reverse("admin:articles_article_restore_to", args=[article.pk, first.pk]),
        "compare": reverse("admin:compare", args=[article.pk, other.pk]),
        "board": reverse("admin:compare-board", args=[article.pk, other.pk]),
        "acts": reverse("admin:articles_act_changelist") + "?field=headline&age=7",
        **{
            f"capture {one.outcome}": reverse("admin:articles_capture_change", args=[one.pk])
            for one in article.captures.all()
        },
        "all acts": reverse("admin:articles_act_changelist"),
        "second names": reverse("admin:second-names"),
        "second name": reverse("admin:second-name", args=[Proposal.objects.get().pk]),
        "act page": reverse("admin:articles_article_act", args=[article.pk, "lift"]),
        "captures": reverse("admin:articles_capture_changelist"),
        "matches": reverse("admin:articles_match_changelist"),
        "reading": reverse("admin:articles_article_reading", args=[article.pk]),
        "uses": reverse("admin:articles_article_uses", args=[article.pk]),
        "sealed": reverse("admin:articles_article_sealed", args=[article.pk]),
        "index": reverse("admin:index"),
        "inbox": reverse("admin:inbox"),
    }
    for act in Act.objects.all():
        named[f"act {act.verb}"] = reverse("admin:articles_act_change", args=[act.pk])
    return named


def test_no_page_of_the_admin_tells_the_words(desk: Client, sealed: Article) -> None:
    told = {
        name: response.status_code
        for name, url in every_page(sealed).items()
        if SECRET in (response := desk.get(url)).content.decode()
    }

    assert told == {}


def test_list_calls_it_withdrawn(desk: Client, sealed: Article) -> None:
    response = desk.get(reverse("admin:articles_article_changelist"))

    assert "Withdrawn for legal reasons" in pages.texts(response, "//th//a")


def test_sealed_copy_asks_for_a_reason_shows_the_words_and_logs(
    desk: Client, chief: Any, sealed: Article
) -> None:
    url = reverse("admin:articles_article_sealed", args=[sealed.pk])

    without = desk.post(url, {"reason": ""}).content.decode()
    response = desk.post(url, {"reason": "Counsel asked"})

    assert SECRET not in without
    assert f"{SECRET} did it" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"].split(", ")
    reading = SealedReading.objects.get()
    assert (reading.by, reading.reason) == (chief, "Counsel asked")


def test_section_editor_cannot_read_it(sealed: Article) -> None:
    editor = logged_in(factories.make_user(factories.SECTION_EDITOR))
    url = reverse("admin:articles_article_sealed", args=[sealed.pk])

    response = editor.post(url, {"reason": "Curious"})

    assert (response.status_code, SECRET in response.content.decode()) == (403, False)
    assert not SealedReading.objects.exists()


def test_takedown_page_offers_copies_ticked_and_takes_them_down(desk: Client) -> None:
    article = factories.make_published()
    copy = factories.make_published(copy_of=article)
    url = reverse("admin:articles_article_act", args=[article.pk, "take-down"])

    ticked = pages.values(desk.get(url), "//input[@name='also'][@checked]/@value")
    desk.post(url, {"note": "By order", "also": ticked})

    assert ticked == [str(copy.pk)]
    assert Article.objects.exclude(sealed_at=None).count() == 2


def test_takedown_is_lifted_by_its_button(desk: Client, sealed: Article) -> None:
    page = desk.get(reverse("admin:articles_article_change", args=[sealed.pk]))
    (url,) = pages.values(page, "//a[contains(@href, '/act/lift/')]/@href")

    desk.post(url)

    assert Article.objects.get(pk=sealed.pk).headline == f"{SECRET} did it"
