"""The places that an article reached: each stands as a reader finds it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.admin import reached
from articles.desk import publishing, takedown
from articles.enums import Kind, Relation
from articles.models import Article, Edition
from tests import factories
from tests.admin import pages

NOW = factories.NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_name(settings: Any) -> None:
    settings.TWO_PERSON_MINUTES = 0


def everywhere() -> Article:
    """A published article that stands wherever one can stand."""
    article = factories.make_published(
        headline="Everywhere",
        section=factories.make_section(),
        source=factories.make_source(),
        story=factories.make_story(),
        language="en",
        kind=Kind.REPUBLISHED,
    )
    factories.make_published(headline="Beside it", story=article.story)
    factories.make_contribution(article, author=factories.make_author())
    factories.tag_article(article, factories.make_tag())
    factories.make_slot(factories.make_front(factories.make_section()), article)
    factories.make_link(factories.make_published(headline="Linking"), article)
    return article


def standings(article: Article) -> dict[str, reached.Standing]:
    fresh = Article.objects.get(pk=article.pk)
    return {one.url: one.standing for one in reached.places(fresh, NOW)}


def test_every_list_that_shows_it_is_named_and_each_is_clean_after_a_retraction(
    client: Client,
) -> None:
    article = everywhere()
    before = standings(article)
    public = [url for url in before if not url.startswith("/admin/")]

    assert before.pop("/") == reached.BY_RULE
    assert set(before.values()) == {reached.SHOWN}
    assert len(public) == 10
    unseen = [
        url
        for url in set(public) & set(before)
        if b"Everywhere" not in client.get(url, follow=True).content
    ]
    assert unseen == []

    publishing.retract(article, by=None, at=NOW, note="It was made up.")

    after = standings(article)
    page = article.get_absolute_url()
    assert after.pop(page) == reached.NOTICE
    assert b"It was made up." in client.get(page).content
    assert set(after.values()) == {reached.GONE}
    assert set(after) | {page} == set(before) | {"/"}
    for url in set(public) - {page}:
        assert b"Everywhere" not in client.get(url, follow=True).content, url


WITHDRAWALS: dict[str, tuple[Callable[[Article], Any], int, reached.Standing]] = {
    "killed": (
        lambda a: publishing.kill(a, by=None, at=NOW, note="Wrong"), 410, reached.WITHDRAWN,
    ),
    "unpublished": (lambda a: publishing.unpublish(a, by=None, at=NOW), 410, reached.WITHDRAWN),
    "forwarded": (
        lambda a: publishing.unpublish(
            a, by=None, at=NOW, forward_to=factories.make_published()
        ), 200, reached.LEADS,
    ),
    "sealed": (
        lambda a: takedown.take_down(a, note="A court", by=None, at=NOW), 451, reached.LEGAL,
    ),
    "as it was": (lambda a: None, 200, reached.SHOWN),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(WITHDRAWALS))
def test_page_stands_as_its_address_answers(client: Client, name: str) -> None:
    act, status, standing = WITHDRAWALS[name]
    article = everywhere()

    act(article)

    page, found = next(iter(standings(article).items()))
    assert (found, client.get(page, follow=True).status_code) == (standing, status)


@pytest.mark.parametrize(
    ("make", "standing"),
    [
        (factories.make_draft, reached.UNKNOWN),
        (lambda: factories.make_published(published_at=factories.LATER), reached.LATER),
    ],
)
def test_what_readers_never_saw_reached_nothing(make: Any, standing: reached.Standing) -> None:
    article = make()
    factories.make_slot(factories.make_front(), article)

    assert standings(article) == {article.get_absolute_url(): standing}


def test_what_still_tells_the_same_waits_for_a_person() -> None:
    article = factories.make_published()
    copy, gone, other = factories.make_published(), factories.make_draft(), factories.make_draft()
    merged = factories.make_merged(article)
    factories.make_match(article, copy)
    factories.make_match(article, gone)
    factories.make_link(article, other, kind=Relation.TRANSLATION)
    publishing.retract(article, by=None, at=NOW, note="Wrong")

    found = standings(article)

    def form(one: Article) -> str:
        return reverse("admin:articles_article_change", args=[one.pk])

    assert [found[form(one)] for one in (copy, gone, other, merged)] == [
        reached.STILL, reached.HIDDEN, reached.HIDDEN, reached.LEADS,
    ]  # fmt: skip


def test_sealed_article_names_no_section_tag_or_author() -> None:
    article = everywhere()
    takedown.take_down(article, note="A court", by=None, at=NOW)

    urls = set(standings(article))

    assert article.section is not None
    assert article.section.get_absolute_url() not in urls
    assert not any(url.startswith(("/tag/", "/author/", "/story/", "/source/")) for url in urls)


def test_grave_act_ends_with_the_places(desk: Client) -> None:
    article = factories.make_published()
    url = reverse("admin:articles_article_act", args=[article.pk, "kill"])

    response = desk.post(url, {"note": "Wrong"}, follow=True)

    told = pages.texts(response, "//section[contains(@class, 'reached')]//li")
    assert response.redirect_chain[-1][0].endswith(f"/{article.pk}/uses/")
    assert told[0] == "Its page Says that it was withdrawn (410)"


def test_places_cost_the_same_with_one_of_each_and_with_three() -> None:
    counts = []
    for number in (1, 3):
        article = everywhere()
        for _each in range(number):
            factories.make_contribution(article, author=factories.make_author())
            factories.tag_article(article, factories.make_tag())
            factories.make_link(factories.make_published(), article)
            factories.make_match(article, factories.make_published())
        fresh = Article.objects.get(pk=article.pk)
        with CaptureQueriesContext(connection) as queries:
            reached.places(fresh, NOW)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 16


def test_place_counts_while_readers_see_its_edition() -> None:
    article, front = factories.make_published(), factories.make_front()
    planned = Edition.objects.create(front=front, begun_at=NOW, launch_at=factories.LATER)
    factories.make_slot(front, article, edition=planned)
    after = factories.LATER + timedelta(days=1)
    later = Edition.objects.create(front=front, begun_at=NOW, launch_at=after)

    def places(now: datetime) -> list[str]:
        return [one.name for one in reached.places(article, now) if "/front/" in one.url]

    assert places(NOW) == []
    assert places(factories.LATER) == [front.name]
    assert places(after) == []
    assert later.slots.count() == 0
