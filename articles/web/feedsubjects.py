"""What feeds are about: each list of the site, found by the parts of its address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from articles.cachekeys import names
from articles.models import Article, Author, Section, Source, Story, Tag
from articles.models.article import ArticleQuerySet
from articles.public import addresses, stories
from articles.public.selection import tagged, written_by
from articles.web.gone import Narrow
from articles.web.page import Page


@dataclass(frozen=True)
class Subject:
    """What a feed is about: a list of the site, its own page, and the parts of its address.

    `narrow` leaves of any articles those that belong to the list; None for the one list that is
    no list of articles. `listed` does so for those that lists may show, where an index has them in
    order. `keys` are the names of what it hangs on beside the articles in it: see
    `Page.hangs_on`.
    """

    title: str
    path: str
    parts: dict[str, Any]
    narrow: Narrow | None
    keys: tuple[str, ...]
    listed: Narrow | None = None

    def of_listed(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """Of articles that lists may show those that belong to this one."""
        assert self.narrow is not None  # asked before
        return (self.listed or self.narrow)(articles)


def _latest(page: Page) -> Subject:
    return Subject(
        page.publication.name, reverse("home"), {}, lambda articles: articles, (names.LATEST,)
    )


def _corrections(page: Page) -> Subject:
    return Subject(
        _titled(page, _("Corrections")),
        reverse("corrections"),
        {},
        None,
        (names.LATEST, names.CORRECTIONS),
    )


def _section(page: Page, slug: str) -> Subject | None:
    found = addresses.by_slug(Section, slug)
    return about_section(page, found) if found else None


def _tag(page: Page, slug: str) -> Subject | None:
    found = addresses.by_slug(Tag, slug)
    return about_tag(page, found) if found else None


def _source(page: Page, slug: str) -> Subject | None:
    found = addresses.by_slug(Source, slug)
    return about_source(page, found) if found else None


def _author(page: Page, slug: str) -> Subject | None:
    found = addresses.by_slug(Author, slug)
    return about_author(page, found) if found else None


def _story(page: Page, pk: int, slug: str) -> Subject | None:
    found = addresses.story(pk)
    return about_story(page, found) if found else None


def about_section(page: Page, section: Section) -> Subject:
    """The feed of a section."""
    return _about(
        page, section, lambda articles: articles.in_section(section), names.in_section(section.pk)
    )


def about_tag(page: Page, tag: Tag) -> Subject | None:
    """The feed of a tag; None while none is listed, for the name alone may tell too much."""
    if not Article.objects.listed(page.now).tagged(tag.pk).exists():
        return None
    return _about(
        page,
        tag,
        lambda articles: tagged(articles, tag),
        names.tag(tag.pk),
        names.tagged(tag.pk),
        listed=lambda articles: articles.tagged(tag.pk),
    )


def about_source(page: Page, source: Source) -> Subject:
    """The feed of a source."""
    return _about(
        page,
        source,
        lambda articles: articles.from_source(source),
        names.source(source.pk),
        names.from_source(source.pk),
    )


def about_author(page: Page, author: Author) -> Subject:
    """The feed of an author."""
    return _about(
        page,
        author,
        lambda articles: written_by(articles, author),
        names.author(author.pk),
        names.written_by(author.pk),
        listed=lambda articles: articles.written_by(author.pk),
    )


def about_story(page: Page, story: Story) -> Subject | None:
    """The feed of a story; None while no member is listed."""
    told = stories.public_story(story, page.now, most=1, with_makers=False)
    if told is None:
        return None
    parts = {"pk": told.story.pk, "slug": told.slug}
    return Subject(
        _titled(page, told.title),
        told.url,
        parts,
        lambda articles: articles.filter(story=story),
        (names.story(story.pk),),
    )


def _about(
    page: Page,
    thing: Section | Tag | Source | Author,
    narrow: Narrow,
    *keys: str,
    listed: Narrow | None = None,
) -> Subject:
    title = _titled(page, str(thing))
    return Subject(
        title, thing.get_absolute_url(), {"slug": thing.slug}, narrow, keys, listed=listed
    )


def _titled(page: Page, subject: str) -> str:
    return _("%(subject)s – %(paper)s") % {"subject": subject, "paper": page.publication.name}


SUBJECTS: dict[str, Callable[..., Subject | None]] = {
    "latest": _latest,
    "section": _section,
    "tag": _tag,
    "source": _source,
    "author": _author,
    "story": _story,
    "corrections": _corrections,
}
