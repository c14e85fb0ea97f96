"""The feeds: fifty at a time of the site, a section, a tag, a source, an author, a story."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import http_date

from articles.models import Act, Article, Correction, Image
from articles.models.paths import path_to
from articles.models.ping import FORMS as FORM_NAMES
from articles.models.prepared import Prepared
from articles.public import bodies, gathering, selection
from articles.public.selection import is_listed
from articles.web import paging
from articles.web.feedentries import correction_entry, entry_of
from articles.web.feedformats import Atom, Channel, Entry, Rss, write_json, write_xml
from articles.web.feedsubjects import SUBJECTS, Subject
from articles.web.gone import Tombstone, tombstones
from articles.web.page import FeedLink, Page, public

LENGTH = 50


@dataclass(frozen=True)
class Form:
    """One of the forms that every feed comes in.

    `content_type` is its name wherever it is announced. `served_as` is what answers carry:
    browsers show a style sheet's work for plain XML only; as `application/rss+xml` a person who
    opens a feed gets its source (Chromium) or a download (Firefox). Readers' apps take both.
    """

    name: str
    label: str
    content_type: str
    served_as: str
    write: Callable[[Channel], bytes]


_FORMS = (
    Form("rss", "RSS", "application/rss+xml", "application/xml", partial(write_xml, form=Rss)),
    Form("atom", "Atom", "application/atom+xml", "application/xml", partial(write_xml, form=Atom)),
    Form("json", "JSON Feed", "application/feed+json", "application/feed+json", write_json),
)
FORMS = {form.name: form for form in _FORMS}
assert tuple(FORMS) == FORM_NAMES  # the hub is told of each


@dataclass(frozen=True)
class _Contents:
    """One page of a feed: its entries, the key of the next page, and what went away."""

    entries: tuple[Entry, ...]
    older: str
    gone: tuple[Tombstone, ...] = ()


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
    return path_to(f"feed-{noun}-{form}", *parts.values())


@public
def feed(request: HttpRequest, page: Page, noun: str, form: str, **parts: Any) -> HttpResponse:
    """A feed in one form; a renamed subject answers with one redirect to its feed of today."""
    subject = SUBJECTS[noun](page, **parts)
    if subject is None:
        raise Http404
    page.settle(address(noun, form, subject.parts))
    page.hangs_on(*subject.keys)
    channel = channel_of(page, subject)
    response = HttpResponse(
        FORMS[form].write(channel), content_type=f"{FORMS[form].served_as}; charset=utf-8"
    )
    changed_at = _changed_at(channel, page.now)
    response.headers["Last-Modified"] = http_date(changed_at.timestamp())
    if channel.hub_url:
        told = f'<{channel.hub_url}>; rel="hub", <{channel.feed_url}>; rel="self"'
        response.headers["Link"] = told
    return response


def _changed_at(channel: Channel, now: datetime) -> datetime:
    """When the document last changed, which is more often than there is news in it. One query.

    A mended headline, an article moved to another section or an author's new name are acts and
    make no article newer. Whoever asks by date alone would never hear of them; and libcurl, so
    newsboat, throws the body away where the date is not newer than the one it holds, whatever
    the entity tag says. Any act counts, for which of them show in a feed no index knows.
    """
    moments = [moment for row in _LAST_CHANGES(now=now) for moment in row if moment is not None]
    return max([channel.updated_at, *moments])


def _last_changes(now: datetime) -> QuerySet[Act, tuple[datetime, datetime | None]]:
    pictures = Image.objects.filter(expires_at__lte=now).order_by("-expires_at")
    acts = Act.objects.filter(at__lte=now).order_by("-at")
    return acts.values_list("at", Subquery(pictures.values("expires_at")[:1]))[:1]


_LAST_CHANGES: Prepared[tuple[datetime, datetime | None]] = Prepared(_last_changes)


def channel_of(page: Page, subject: Subject) -> Channel:
    """One page of the feed of a subject, and the moment at which it last changed.

    That moment counts what went away, too: a reader who asks by date alone hears of it.
    """
    contents = _articles(page, subject) if subject.selection else _corrections(page)
    midnight = page.now.replace(hour=0, minute=0, second=0, microsecond=0)
    moments = [entry.updated_at for entry in contents.entries]
    moments += [tombstone.at for tombstone in contents.gone]
    base = page.absolute(page.path)
    return Channel(
        title=subject.title,
        description=page.publication.tagline or subject.title,
        page_url=page.absolute(subject.path),
        feed_url=page.url,
        language=page.publication.language,
        publisher=page.publication.name,
        updated_at=max(moments, default=midnight),
        entries=contents.entries,
        copyright=page.publication.copyright_line,
        style_url=page.absolute(path_to("feed-style")),
        first_url=base if page.before else "",
        next_url=f"{base}?before={contents.older}" if contents.older else "",
        hub_url="" if page.before else page.publication.hub_url,
        gone=tuple((tombstone.id, tombstone.at) for tombstone in contents.gone),
    )


def _articles(page: Page, subject: Subject) -> _Contents:
    of = subject.selection
    assert of is not None  # asked before
    if page.before:
        listed = of.listed(Article.objects.listed(page.now), subject.key).for_feed()
        slice_ = paging.cut(listed, before=page.before, size=LENGTH)
    else:
        newest = selection.newest(of, LENGTH + 1, is_feed=True)
        slice_ = paging.first(newest(now=page.now, **of.values(subject.key)), LENGTH)
    gathering.gather(slice_.rows, *gathering.ALL)
    page.shows(slice_.rows)
    bodies.load(page, slice_.rows)
    entries = tuple(entry_of(page, article) for article in slice_.rows)
    gone = () if page.before else tuple(tombstones(of, subject.key, page.now))
    return _Contents(entries, slice_.older, gone)


def _corrections(page: Page) -> _Contents:
    made = Correction.objects.filter(is_listed(page.now), made_at__lte=page.now)
    slice_ = paging.cut(
        made.select_related("article").defer("article__body_html"),
        before=page.before,
        size=LENGTH,
        field="made_at",
    )
    page.shows(row.article for row in slice_.rows)
    return _Contents(tuple(correction_entry(page, row) for row in slice_.rows), slice_.older)
