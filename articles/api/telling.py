"""Stories and fronts as the API tells them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from articles.api import articles, nouns
from articles.api.call import Call, stamp
from articles.desk.composing import Card, front_articles, front_of
from articles.models import Article, Section
from articles.models.article import ArticleQuerySet
from articles.public import stories
from articles.public.stories import PublicStory

Data = dict[str, Any]

MEMBERS = 50  # articles in the answer about one story; the rest by the list of articles


def newest_of_each(call: Call) -> ArticleQuerySet:
    """The newest listed article of each story that readers may see."""
    listed = Article.objects.listed(call.now)
    later = Q(visible_at__gt=OuterRef("visible_at")) | Q(
        visible_at=OuterRef("visible_at"), pk__gt=OuterRef("pk")
    )
    newer = listed.filter(later, story=OuterRef("story"))
    heads = listed.exclude(story=None).filter(~Exists(newer))
    return heads.select_related("story", "source").defer("body_html", "editor_note")


def story_rows(call: Call, heads: Sequence[Article]) -> list[Data]:
    """The stories of these newest members. Four queries at most, however many they are."""
    told = _with_leads(stories.of_newest(heads, call.now), call)
    return [story(call, one, head) for one, head in zip(told, heads, strict=True)]


def _with_leads(told: Sequence[PublicStory], call: Call) -> list[PublicStory]:
    """The leads with what is said of them here, which counting and naming do not read."""
    listed = Article.objects.listed(call.now).filter(pk__in=[one.lead.pk for one in told])
    leads = {row.pk: row for row in listed.narrow("id", "uid", "headline", "slug", "language")}
    return [replace(one, lead=leads.get(one.lead.pk, one.lead)) for one in told]


def story(call: Call, told: PublicStory, newest: Article) -> Data:
    """A story; its title betrays no hidden member."""
    named = told.title_of
    assert newest.visible_at is not None  # a listed member
    listed_at = reverse("api:articles")
    return {
        "id": told.story.pk,
        "title": told.title,
        "language": named.language or call.publication.language,
        "url": call.absolute(told.url),
        "api_url": call.api("story", story_id=told.story.pk),
        "articles_url": call.absolute(f"{listed_at}?story={told.story.pk}"),
        "lead": nouns.article_ref(call, told.lead),
        "newest_at": stamp(newest.visible_at),
    }


def whole_story(call: Call, told: PublicStory, fields: Sequence[str]) -> Data:
    """A story with its newest articles."""
    ids = [member.pk for member in told.members[:MEMBERS]]
    rows = Article.objects.listed(call.now).filter(pk__in=ids).newest_first()
    members = articles.written(call, list(articles.loaded(rows, fields)), fields)
    (told,) = _with_leads([told], call)
    return story(call, told, told.members[0]) | {"articles": members}


def front_link(call: Call, section: Section | None) -> Data:
    """A front and where to read it."""
    path = section.get_absolute_url() if section else reverse("home")
    name = "section-front" if section else "site-front"
    parts = {"slug": section.slug} if section else {}
    return {
        "name": section.name if section else call.publication.name,
        "section": section.slug if section else None,
        "url": call.absolute(path),
        "api_url": call.api(name, **parts),
    }


def front(call: Call, section: Section | None, fields: Sequence[str]) -> Data:
    """What readers see of a front now, composed by the rule that the page uses."""
    cards = front_articles(front_of(section, call.now), call.now)
    listed = Article.objects.listed(call.now).filter(pk__in=[card.article.pk for card in cards])
    whole = {article.pk: article for article in articles.loaded(listed, fields)}
    slots = [_slot(call, card, whole[card.article.pk], fields) for card in cards]
    return front_link(call, section) | {"slots": slots}


def _slot(call: Call, card: Card, article: Article, fields: Sequence[str]) -> Data:
    return {
        "position": card.position,
        "picked": card.picked,
        "headline": card.headline,
        "standfirst": card.standfirst,
        "picture": nouns.picture(call, card.image),
        "article": articles.one(call, article, fields),
    }
