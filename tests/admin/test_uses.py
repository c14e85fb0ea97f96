"""Where a row is used, before somebody takes it away."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.admin import uses
from articles.desk import relations
from articles.models import Article, Author, Edition, Front, Image, Section, Source, Story, Tag
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


MODELS = (Article, Author, Image, Section, Source, Story, Tag)
RELATIONS = [
    (model, name)
    for model in MODELS
    for name, field in relations.pointers(model).items()
    if name not in uses.OWN.get(model._meta.label_lower, ())
    and field.model._meta.label_lower not in uses.UNTOLD
]


def used(model: Any) -> Any:
    """A row that something is to point at."""
    return {
        Article: factories.make_published,
        Author: factories.make_author,
        Image: factories.make_image,
        Section: factories.make_section,
        Source: factories.make_source,
        Story: factories.make_story,
        Tag: lambda: factories.make_tag("Zoo"),
    }[model]()


def point_at(name: str, row: Any) -> Any:
    """A row that uses it in this way, and the row whose page is to open."""
    front = factories.make_front(factories.make_section())
    made: dict[str, Any] = {
        "articles.article.copy_of": lambda: factories.make_published(copy_of=row),
        "articles.article.lead_image": lambda: factories.make_draft(lead_image=row),
        "articles.article.section": lambda: factories.make_draft(section=row),
        "articles.article.source": lambda: factories.make_draft(source=row),
        "articles.article.story": lambda: factories.make_draft(story=row),
        "articles.article.survivor": lambda: factories.make_merged(row),
        "articles.author.portrait": lambda: factories.make_author(portrait=row),
        "articles.contribution.author": lambda: (
            factories.make_contribution(factories.make_draft(), author=row).article
        ),
        "articles.credit.source": lambda: (
            factories.make_credit(factories.make_draft(), source=row).article
        ),
        "articles.edition.rule_section": lambda: ruled(front, rule_section=row),
        "articles.edition.rule_tag": lambda: ruled(front, rule_tag=row),
        "articles.front.section": lambda: factories.make_front(row),
        "articles.frontslot.article": lambda: factories.make_slot(front, row) and front,
        "articles.frontslot.image": lambda: (
            factories.make_slot(front, factories.make_published(), image=row) and front
        ),
        "articles.image.source": lambda: factories.make_image(source=row),
        "articles.relatedlink.target": lambda: (
            factories.make_link(factories.make_draft(), row).article
        ),
        "articles.story.joined_into": lambda: factories.make_story(joined_into=row),
        "articles.story.lead": lambda: factories.make_story(lead=row),
        "articles.tagging.tag": lambda: tagged(row),
    }
    return made[name]()


def ruled(front: Front, **rule: Any) -> Front:
    front.draft = Edition.objects.create(front=front, begun_at=factories.NOW, **rule)
    front.save()
    return front


def tagged(tag: Tag) -> Article:
    article = factories.make_draft()
    factories.tag_article(article, tag)
    return article


@pytest.mark.parametrize(("model", "name"), RELATIONS, ids=lambda value: str(value))
def test_every_relation_is_told_with_a_link_that_opens(desk: Client, model: Any, name: str) -> None:
    row = used(model)
    place = point_at(name, row)

    noun = model._meta.model_name
    response = desk.get(reverse(f"admin:articles_{noun}_uses", args=[row.pk]))

    link = reverse(f"admin:articles_{place._meta.model_name}_change", args=[place.pk])
    assert pages.values(response, "//section[contains(@class, 'uses')]//li/a/@href") == [link]
    assert desk.get(link).status_code == 200


@pytest.mark.once
def test_every_relation_that_is_not_told_has_its_reason() -> None:
    known = {name: field for model in MODELS for name, field in relations.pointers(model).items()}
    labels = {field.model._meta.label_lower for field in known.values()}

    assert set().union(*uses.OWN.values()) <= set(known)
    assert set(uses.UNTOLD) <= labels
    assert all(uses.UNTOLD.values())


def test_slots_of_former_launches_are_no_use_and_others_say_what_they_are(desk: Client) -> None:
    front = factories.make_front(name="Home")
    article = factories.make_published(headline="Apes")
    former = Edition.objects.create(front=front, launched_at=factories.EARLIER)
    draft = Edition.objects.create(front=front, begun_at=factories.EARLIER)
    later = Edition.objects.create(
        front=front, begun_at=factories.EARLIER, launch_at=factories.LATER
    )
    front.draft = draft
    front.save()
    for edition in (former, front.live, draft, later):
        factories.make_slot(front, article, 3, edition=edition)

    assert shown(desk, "article", article) == [
        "Home 3: Apes planned for 20 Nov, 13:00",
        "Home 3: Apes in the draft",
        "Home 3: Apes live",
    ]


def test_many_uses_are_counted_and_lead_to_the_list_of_them(desk: Client) -> None:
    tag = factories.make_tag("Zoo")
    for _number in range(uses.MOST + 2):
        tagged(tag)
    factories.make_draft(headline="Another")

    response = desk.get(reverse("admin:articles_tag_uses", args=[tag.pk]))

    last = pages.tree(response).xpath("//section[contains(@class, 'uses')]//li")[-1]
    assert " ".join(last.text_content().split()) == "and 2 more"
    found = desk.get(last.xpath(".//a/@href")[0])
    heads = pages.texts(found, "//th[contains(@class, 'field-title')]//a")
    assert len(heads) == uses.MOST + 2
    assert "Another" not in heads


@pytest.mark.parametrize("asked", ["articles.tagging.tag:0", "articles.match.a:1", "no:x", "x"])
def test_list_asked_for_uses_of_nothing_is_empty(desk: Client, asked: str) -> None:
    tagged(factories.make_tag("Zoo"))

    response = desk.get("/admin/articles/article/", {"uses": asked})

    assert pages.texts(response, "//th[contains(@class, 'field-title')]//a") == []


def test_page_of_a_merge_of_tags_tells_where_the_tag_is_used(desk: Client) -> None:
    tag = factories.make_tag("Zoo")
    article = tagged(tag)

    for url in (
        reverse("admin:articles_tag_merge", args=[tag.pk]),
        f"{reverse('admin:namesakes-merge')}?kind=tag&gone={tag.pk}",
    ):
        found = pages.texts(desk.get(url), "//section[contains(@class, 'uses')]//li")
        assert found == [article.headline]


@pytest.mark.parametrize("verb", ["unpublish", "retract", "kill", "take-down"])
def test_grave_act_tells_where_the_article_and_its_picture_are_used(
    desk: Client, verb: str
) -> None:
    picture = factories.make_image()
    article = factories.make_published(lead_image=picture)
    factories.make_draft(headline="Same picture", lead_image=picture)
    factories.make_slot(factories.make_front(name="Home"), article, 2)

    response = desk.get(reverse("admin:articles_article_act", args=[article.pk, verb]))

    told = pages.texts(response, "//div[contains(@class, 'uses')]//li")
    assert told == [f"Home 2: {article.headline} live", "Same picture"]
