"""The feeds: the newest fifty of the site, a section, a tag, a source, an author, a story."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template import loader
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from articles.cachekeys import names
from articles.models import Article, Author, Section, Source, Tag
from articles.models.article import ArticleQuerySet
from articles.web import addresses, bodies, bylines, stories, structured
from articles.web.feedformats import (
    Atom,
    Channel,
    Entry,
    Picture,
    Rss,
    writable,
    write_json,
    write_xml,
)
from articles.web.page import FeedLink, Page, public
from articles.web.selection import tagged, written_by

LENGTH = 50
_OWN_PATH = re.compile(r'((?:href|src)=")(/(?!/))')


@dataclass(frozen=True)
class Form:
    """One of the forms that every feed comes in."""

    name: str
    label: str
    content_type: str
    write: Callable[[Channel], bytes]


FORMS = {
    "rss": Form("rss", "RSS", "application/rss+xml", lambda channel: write_xml(channel, Rss)),
    "atom": Form("atom", "Atom", "application/atom+xml", lambda channel: write_xml(channel, Atom)),
    "json": Form("json", "JSON Feed", "application/feed+json", write_json),
}


@dataclass(frozen=True)
class Subject:
    """What a feed is about: a list of the site, its own page, and the parts of its address.

    `keys` are the names of what it hangs on beside the articles in it: see `Page.hangs_on`.
    """

    title: str
    path: str
    parts: dict[str, Any]
    listed: ArticleQuerySet
    keys: tuple[str, ...]


def links(noun: str, title: str, **parts: Any) -> list[FeedLink]:
    """The three forms of one feed, for the head and the foot of its page."""
    return [
        FeedLink(
            f"{title} ({form.label})",
            form.content_type,
            address(noun, form.name, parts),
            form.label,
        )
        for form in FORMS.values()
    ]


def address(noun: str, form: str, parts: dict[str, Any]) -> str:
    """The path of a feed."""
    return reverse(f"feed-{noun}-{form}", kwargs=parts)


@public
def feed(request: HttpRequest, page: Page, noun: str, form: str, **parts: Any) -> HttpResponse:
    """A feed in one form; a renamed subject answers with one redirect to its feed of today."""
    page.before = ""
    subject = SUBJECTS[noun](page, **parts)
    if subject is None:
        raise Http404
    page.settle(address(noun, form, subject.parts))
    page.hangs_on(*subject.keys)
    channel = channel_of(page, subject)
    response = HttpResponse(
        FORMS[form].write(channel), content_type=f"{FORMS[form].content_type}; charset=utf-8"
    )
    response.headers["Last-Modified"] = http_date(channel.updated_at.timestamp())
    return response


def channel_of(page: Page, subject: Subject) -> Channel:
    """The feed of a subject: the newest entries, and the moment of the last material change."""
    listed = subject.listed.newest_first().for_feed().prefetch_related("corrections")
    articles = list(listed[:LENGTH])
    page.shows(articles)
    bodies.load(page, articles)
    entries = tuple(entry_of(page, article) for article in articles)
    midnight = page.now.replace(hour=0, minute=0, second=0, microsecond=0)
    return Channel(
        title=subject.title,
        description=page.publication.tagline or subject.title,
        page_url=page.absolute(subject.path),
        feed_url=page.url,
        language=page.publication.language,
        publisher=page.publication.name,
        updated_at=max((entry.updated_at for entry in entries), default=midnight),
        entries=entries,
    )


def entry_of(page: Page, article: Article) -> Entry:
    """An article as feeds tell it: no more than its rights allow, every address absolute."""
    assert article.visible_at is not None  # only listed articles get here
    credits = bylines.credit_lines(article)
    source = article.source
    return Entry(
        id=article.feed_id,
        url=page.absolute(article.get_absolute_url()),
        title=writable(article.headline),
        summary=writable(structured.description(article)),
        html=_html(page, article, credits),
        published_at=article.visible_at,
        updated_at=_changed(article),
        authors=tuple(writable(maker.name) for maker in bylines.writers(article))
        or (writable(page.publication.name),),
        tags=tuple(writable(tag.name) for tag in article.tags.all()),
        language=article.language or page.publication.language,
        source_name=writable(source.name) if source else "",
        source_url=source.home_url if source else "",
        original_url=article.canonical_url if source else "",
        credit=writable(", ".join(line.text for line in credits)),
        picture=_picture(page, article),
    )


def _changed(article: Article) -> datetime:
    moments = (article.visible_at, article.updated_at)
    return max(moment for moment in moments if moment is not None)


def _html(page: Page, article: Article, credits: list[bylines.CreditLine]) -> str:
    context = {"article": article, "credits": credits, "page": page}
    html = loader.get_template("feeds/item.html").render(context).strip()
    base = page.absolute("/").rstrip("/")
    return writable(_OWN_PATH.sub(rf"\g<1>{base}\g<2>", html))


def _picture(page: Page, article: Article) -> Picture | None:
    image = article.lead_image
    if image is None or not image.may_be_shown(page.now):
        return None
    page.holds_until(image.expires_at)
    return Picture(
        page.absolute(image.file.url),
        image.width,
        image.height,
        writable(image.caption),
        writable(image.credit_line),
    )


def _latest(page: Page) -> Subject:
    listed = Article.objects.listed(page.now)
    return Subject(page.publication.name, reverse("home"), {}, listed, (names.LATEST,))


def _section(page: Page, slug: str) -> Subject | None:
    section = addresses.by_slug(Section, slug)
    if section is None:
        return None
    listed = Article.objects.listed(page.now).in_section(section)
    return _about(page, section, listed, names.in_section(section.pk))


def _tag(page: Page, slug: str) -> Subject | None:
    tag = addresses.by_slug(Tag, slug)
    listed = tagged(Article.objects.listed(page.now), tag) if tag else None
    if tag is None or listed is None or not listed.exists():
        return None
    return _about(page, tag, listed, names.tag(tag.pk), names.tagged(tag.pk))


def _source(page: Page, slug: str) -> Subject | None:
    source = addresses.by_slug(Source, slug)
    if source is None:
        return None
    listed = Article.objects.listed(page.now).from_source(source)
    return _about(page, source, listed, names.source(source.pk), names.from_source(source.pk))


def _author(page: Page, slug: str) -> Subject | None:
    author = addresses.by_slug(Author, slug)
    if author is None:
        return None
    listed = written_by(Article.objects.listed(page.now), author)
    return _about(page, author, listed, names.author(author.pk), names.written_by(author.pk))


def _about(
    page: Page, thing: Section | Tag | Source | Author, listed: ArticleQuerySet, *keys: str
) -> Subject:
    title = _("%(subject)s – %(paper)s") % {"subject": thing, "paper": page.publication.name}
    return Subject(title, thing.get_absolute_url(), {"slug": thing.slug}, listed, keys)


def _story(page: Page, pk: int, slug: str) -> Subject | None:
    story = addresses.story(pk)
    told = stories.public_story(story, page.now, most=1, with_makers=False) if story else None
    if told is None:
        return None
    title = _("%(subject)s – %(paper)s") % {"subject": told.title, "paper": page.publication.name}
    listed = Article.objects.listed(page.now).filter(story=told.story)
    parts = {"pk": told.story.pk, "slug": told.slug}
    return Subject(title, told.url, parts, listed, (names.story(told.story.pk),))


SUBJECTS: dict[str, Callable[..., Subject | None]] = {
    "latest": _latest,
    "section": _section,
    "tag": _tag,
    "source": _source,
    "author": _author,
    "story": _story,
}
