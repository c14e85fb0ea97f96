"""All feeds at a glance: a page for people, a list for readers' apps, and how a feed looks."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Article, Author, Contribution, Section, Source, Tag, Tagging
from articles.public import stories
from articles.web import feeds, structured
from articles.web.feedformats import writable
from articles.web.page import FeedLink, Page, public, render

RECENT = 500  # the newest articles say which stories, tags, sources and authors get a line
MOST = 60  # lines of each kind


@dataclass(frozen=True)
class Offer:
    """One list that can be followed, in all its forms."""

    title: str
    path: str
    links: tuple[FeedLink, ...]
    about: Section | Source | Tag | Author | None = None


@dataclass(frozen=True)
class Group:
    """The lists of one kind."""

    title: str
    offers: tuple[Offer, ...]


@public
def feed_list(request: HttpRequest, page: Page) -> HttpResponse:
    """Every feed that is worth naming, with all three forms of each."""
    page.before = ""
    page.settle(reverse("feed-list"))
    page.feeds = feeds.links("latest", page.publication.name)
    context = {"groups": groups(page), "data": structured.collection(page, _("Feeds"))}
    return render(page, "articles/feed_list.jinja", context)


@public
def opml(request: HttpRequest, page: Page) -> HttpResponse:
    """The same as OPML 2.0, which readers' apps take in as a whole."""
    page.before = ""
    page.settle(reverse("feed-opml"))
    lines = [
        (writable(group.title), [_outline(page, offer) for offer in group.offers])
        for group in groups(page)
    ]
    body = loader.get_template("feeds/feeds.opml").render({"page": page, "groups": lines})
    return HttpResponse(body, content_type="text/x-opml; charset=utf-8")


@public
def style(request: HttpRequest, page: Page) -> HttpResponse:
    """How a feed looks to a person who opens it, in the publication's language."""
    page.before = ""
    page.settle(reverse("feed-style"))
    words = {
        "what": _("This is a feed of %(paper)s, made for apps.") % {"paper": page.publication.name},
        "how": _(
            "Copy the address of this page into a feed reader: new articles then come to you."
        ),
        # Isolated, or the last stroke of it would jump to the other end of an Urdu line.
        "all": _("All feeds: %(address)s")
        % {"address": f"\u2066{page.absolute(reverse('feed-list'))}\u2069"},
    }
    quoted = {name: _quoted(text) for name, text in words.items()}
    body = loader.get_template("feeds/feed.css").render({"words": quoted, "page": page})
    return HttpResponse(body, content_type="text/css; charset=utf-8")


def groups(page: Page) -> list[Group]:
    """Sections in menu order; of the rest, what the newest articles name most.

    Seven queries, one more when a story's title is no headline.
    """
    newest = Article.objects.listed(page.now).newest_first()
    recent = list(newest.values_list("pk", "source_id", "story_id")[:RECENT])
    ids = [pk for pk, *_others in recent]
    taggings = Tagging.objects.filter(content_object__in=ids).values_list("tag_id", flat=True)
    makers = Contribution.objects.filter(article__in=ids, author__isnull=False)
    tags = _top(taggings)
    sources = _top(source for _pk, source, _story in recent)
    running = _top(story for _pk, _source, story in recent)
    authors = _top(makers.values_list("author_id", flat=True))
    named = {
        _("Sections"): [_offer("section", one) for one in page.sections[:MOST]],
        _("Stories"): _running(page, running),
        _("Topics"): _named("tag", tags, Tag.objects.in_bulk(tags)),
        _("Sources"): _named("source", sources, Source.objects.in_bulk(sources)),
        _("Authors"): _named("author", authors, Author.objects.in_bulk(authors)),
    }
    paper = Group(page.publication.name, tuple(_of_the_paper(page)))
    return [paper, *(Group(title, tuple(rows)) for title, rows in named.items() if rows)]


def _of_the_paper(page: Page) -> list[Offer]:
    latest, corrections = _("The latest"), _("Corrections")
    return [
        Offer(latest, reverse("home"), tuple(feeds.links("latest", latest))),
        Offer(corrections, reverse("corrections"), tuple(feeds.links("corrections", corrections))),
    ]


def _outline(page: Page, offer: Offer) -> tuple[str, str, str]:
    feed_url = page.absolute(offer.links[0].path)
    return writable(offer.title), feed_url, page.absolute(offer.path)


def _named(noun: str, order: list[int], found: Mapping[int, Source | Tag | Author]) -> list[Offer]:
    return [_offer(noun, found[pk]) for pk in order if pk in found]


def _running(page: Page, order: list[int]) -> list[Offer]:
    """The stories that two articles tell at least, under the titles that readers may see."""
    told = stories.coverage(order, page.now)
    found = [told[pk] for pk in order if pk in told]
    return [
        Offer(
            one.title,
            one.url,
            tuple(feeds.links("story", one.title, pk=one.story.pk, slug=one.slug)),
        )
        for one in found
    ]


def _offer(noun: str, thing: Section | Source | Tag | Author) -> Offer:
    title = str(thing)
    links = tuple(feeds.links(noun, title, slug=thing.slug))
    return Offer(title, thing.get_absolute_url(), links, thing)


def _top(ids: Iterable[int | None]) -> list[int]:
    counted = Counter(pk for pk in ids if pk)
    return [pk for pk, _count in sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:MOST]]


def _quoted(text: str) -> str:
    """The text as a string of CSS: whatever might end it, or the sheet, is written as a number."""
    safe = "".join(c if c.isalnum() or c in " .,:;/-–?!" else f"\\{ord(c):x} " for c in text)
    return f'"{safe}"'
