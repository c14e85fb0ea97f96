"""What feeds are about: each list of the site, found by the parts of its address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from articles.cachekeys import names
from articles.models import Article, Author, Section, Source, Story, Tag
from articles.models.paths import path_to
from articles.public import addresses, selection, stories
from articles.public.selection import Selection
from articles.web.page import Page


@dataclass(frozen=True)
class Subject:
    """What a feed is about: a list of the site, its own page, and the parts of its address.

    `selection` with `key` says which articles belong to it; None for the one list that is no list
    of articles. `keys` are the names of what it hangs on beside the articles in it: see
    `Page.hangs_on`.
    """

    title: str
    path: str
    parts: dict[str, Any]
    selection: Selection | None
    keys: tuple[str, ...]
    key: int = 0


def _latest(page: Page) -> Subject:
    name = page.publication.name
    return Subject(name, path_to("home"), {}, selection.EVERYTHING, (names.LATEST,))


def _corrections(page: Page) -> Subject:
    return Subject(
        _titled(page, _("Corrections")),
        path_to("corrections"),
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
    return _about(page, section, selection.IN_SECTION, names.in_section(section.pk))


def about_tag(page: Page, tag: Tag) -> Subject | None:
    """The feed of a tag; None while none is listed, for the name alone may tell too much."""
    if not Article.objects.listed(page.now).tagged(tag.pk).exists():
        return None
    return _about(page, tag, selection.TAGGED, names.tag(tag.pk), names.tagged(tag.pk))


def about_source(page: Page, source: Source) -> Subject:
    """The feed of a source."""
    keys = (names.source(source.pk), names.from_source(source.pk))
    return _about(page, source, selection.FROM_SOURCE, *keys)


def about_author(page: Page, author: Author) -> Subject:
    """The feed of an author."""
    keys = (names.author(author.pk), names.written_by(author.pk))
    return _about(page, author, selection.WRITTEN_BY, *keys)


def about_story(page: Page, story: Story) -> Subject | None:
    """The feed of a story; None while no member is listed."""
    told = stories.named(story, page.now)
    if told is None:
        return None
    stories.note(page.shown, [story.pk], [told])
    title, parts = _titled(page, told.title), {"pk": told.story.pk, "slug": told.slug}
    return Subject(
        title, told.url, parts, selection.IN_STORY, (names.story(story.pk),), key=story.pk
    )


def _about(
    page: Page, thing: Section | Tag | Source | Author, of: Selection, *keys: str
) -> Subject:
    title, parts = _titled(page, str(thing)), {"slug": thing.slug}
    return Subject(title, thing.get_absolute_url(), parts, of, keys, key=thing.pk)


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
