"""Where a row is used, before somebody takes it away."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.admin import uses
from articles.desk import relations
from articles.models import Article, Author, Image, Section, Source, Story, Tag
from tests import factories
from tests.admin import pages


def shown(desk: Client, noun: str, row: Any) -> list[str]:
    response = desk.get(reverse(f"admin:articles_{noun}_uses", args=[row.pk]))
    return pages.texts(response, "//section[contains(@class, 'uses')]//li")


def test_slots_links_stories_copies_and_merged_ones_of_an_article_are_told(desk: Client) -> None:
    article = factories.make_published()
    factories.make_slot(factories.make_front(name="Home"), article, 2)
    factories.make_link(factories.make_draft(headline="Linking"), article)
    factories.make_story(title="Flood", lead=article)
    factories.make_published(headline="Copy", copy_of=article)
    factories.make_merged(article, headline="Merged")
    factories.make_contribution(article)

    told = shown(desk, "article", article)

    assert len(told) == 5
    assert {"Linking", "Flood", "Copy Readers see it", "Merged"} < set(told)
    assert any(text.startswith("Home") for text in told)


def test_articles_that_carry_a_tag_or_show_a_picture_are_told(desk: Client) -> None:
    tag, picture = factories.make_tag("Zoo"), factories.make_image()
    article = factories.make_published(headline="Apes", lead_image=picture)
    factories.tag_article(article, tag)

    assert shown(desk, "tag", tag) == ["Apes Readers see it"]
    assert shown(desk, "image", picture) == ["Apes Readers see it"]


def test_row_that_nobody_uses_says_so(desk: Client) -> None:
    response = desk.get(reverse("admin:articles_tag_uses", args=[factories.make_tag("Zoo").pk]))

    assert "It is used nowhere." in response.content.decode()


def test_uses_lead_to_the_page_on_which_they_are_changed(desk: Client) -> None:
    tag, article = factories.make_tag("Zoo"), factories.make_draft()
    factories.tag_article(article, tag)

    response = desk.get(reverse("admin:articles_tag_uses", args=[tag.pk]))

    link = reverse("admin:articles_article_change", args=[article.pk])
    assert link in pages.values(response, "//section//a/@href")


def test_uses_cost_the_same_with_one_row_and_with_three(db: None) -> None:
    counts = []
    for number in (1, 3):
        tag = factories.make_tag(f"Zoo {number}")
        for _each in range(number):
            factories.tag_article(factories.make_draft(), tag)
        with CaptureQueriesContext(connection) as queries:
            uses.uses(tag, factories.NOW)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_what_is_left_out_names_relations_that_there_are() -> None:
    known = set()
    for model in (Article, Author, Image, Section, Source, Story, Tag):
        known |= set(relations.pointers(model))

    assert set().union(*uses.OWN.values()) <= known
