"""Two articles side by side."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.dedupe.judge import Limits, judge
from articles.enums import Decision, Relation, Verdict
from articles.ingest.matching import document_of
from articles.models import Article, Match, RelatedLink, Thresholds
from articles.models.thresholds import HIGHEST_EVENT, LOWEST_EVENT
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in

SHARED = "The port of Karvan stood still on Monday after dockers walked out."
HERE = "Nobody at the gate would say how long it may last."
THERE = "The ministry called the strike a breach of the agreement of May."


@pytest.fixture
def pair(db: None) -> tuple[Article, Article]:
    one = factories.make_article(headline="Dockers walk out", body_html=f"<p>{SHARED} {HERE}</p>")
    other = factories.make_article(
        headline="Port stands still", body_html=f"<p>{THERE}</p><p>{SHARED}</p>"
    )
    return one, other


def url_of(pair: tuple[Article, Article], name: str = "compare") -> str:
    return reverse(f"admin:{name}", args=[pair[0].pk, pair[1].pk])


def act(client: Client, pair: tuple[Article, Article], name: str, **fields: Any) -> Any:
    return client.post(url_of(pair, "compare-act"), {"act": name, **fields})


def test_shared_sentences_are_underlined_and_named(
    desk: Client, pair: tuple[Article, Article]
) -> None:
    response = desk.get(url_of(pair))

    marked = pages.texts(response, "//article//span[@class='shared']")
    assert marked == [f"▪in both: {SHARED}"] * 2
    counts = [text for text in pages.texts(response, "//article//header/p") if "shared" in text]
    assert [text.rpartition("·")[2].strip() for text in counts] == ["1 of 2 sentences shared"] * 2


def test_stored_evidence_is_shown(desk: Client, pair: tuple[Article, Article]) -> None:
    factories.make_match(
        *pair,
        verdict=Verdict.SAME_EVENT,
        reason="Same names: Karvan.",
        copy_score=0.25,
        event_score=0.9,
        evidence={"shared_names": ["Karvan"], "shared_dates": ["--11-13"], "rule": "x"},
    )

    response = desk.get(url_of(pair))

    assert pages.texts(response, "//h1") == ["Same event Same names: Karvan."]
    facts = pages.classed("facts", "dl")
    assert pages.texts(response, f"{facts}/div") == [
        "Copy0.25",
        "Event0.90",
        "Shared namesKarvan",
        "Shared dates13 November",
    ]


def test_pair_that_nobody_compared_is_judged_on_the_spot_and_not_stored(
    desk: Client, pair: tuple[Article, Article]
) -> None:
    response = desk.get(url_of(pair))

    assert "Judgedjust now, for this page; nothing is stored" in pages.texts(response, "//dl/div")
    assert Match.objects.count() == 0


def test_pair_that_nobody_compared_is_judged_by_the_thresholds_that_hold(
    desk: Client, pair: tuple[Article, Article]
) -> None:
    score = judge(*(document_of(article) for article in pair)).event_score
    badge = pages.classed("evidence", "section") + pages.classed("badge")
    Thresholds.of(Limits(same_event=min(max(score + 0.01, LOWEST_EVENT), HIGHEST_EVENT))).save()
    strict = pages.texts(desk.get(url_of(pair)), badge)

    Thresholds.of(Limits(same_event=LOWEST_EVENT)).save()

    assert (strict, pages.texts(desk.get(url_of(pair)), badge)) == (["Unrelated"], ["Same event"])


def test_link_takes_the_chosen_kind(desk: Client, pair: tuple[Article, Article]) -> None:
    response = act(desk, pair, "link", kind=Relation.BACKGROUND)

    kinds = RelatedLink.objects.order_by("article_id").values_list("article_id", "kind")
    assert list(kinds) == [
        (pair[0].pk, Relation.BACKGROUND),
        (pair[1].pk, Relation.BACKGROUND_TO),
    ]
    assert pages.said(response) == ["Linked: Background."]


def test_not_the_same_is_stored_for_the_pair(desk: Client, pair: tuple[Article, Article]) -> None:
    act(desk, pair, "split")

    assert Match.objects.get().decision == Decision.NOT_THE_SAME


def test_same_story_starts_one_and_then_joins_it(
    desk: Client, pair: tuple[Article, Article]
) -> None:
    act(desk, pair, "story")
    third = factories.make_article()

    response = act(desk, (third, pair[0]), "story")

    stories = {Article.objects.get(pk=a.pk).story for a in (*pair, third)}
    assert [story.title for story in stories if story] == ["Dockers walk out"]
    assert pages.said(response)[-1] == "Both are in the story “Dockers walk out”."


def test_headline_with_markup_stays_text(desk: Client, db: None) -> None:
    evil = "<img src=x onerror=alert(1)>"
    pair = factories.make_article(headline=evil), factories.make_article(headline=evil)

    response = desk.get(url_of(pair))

    assert pages.texts(response, "//article//h2") == [evil, evil]
    assert pages.values(response, "//img/@src") == []


def test_article_beside_itself_is_not_found(desk: Client) -> None:
    article = factories.make_article()

    assert desk.get(url_of((article, article))).status_code == 404


def test_missing_article_is_not_found(desk: Client) -> None:
    assert desk.get("/admin/compare/1/2/").status_code == 404


def test_reporter_is_refused_with_a_reason(pair: tuple[Article, Article]) -> None:
    reporter = logged_in(factories.make_user(factories.REPORTER))

    response = act(reporter, pair, "split")

    assert Match.objects.count() == 0
    assert pages.said(response)[0].startswith("You lack the right “link_article”.")


def test_unknown_act_is_refused(desk: Client, pair: tuple[Article, Article]) -> None:
    assert pages.said(act(desk, pair, "burn")) == ["That is not an act of this page."]
