"""An article's own page, and what its address answers when there is none."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf.locale import LANG_INFO
from django.http import HttpRequest, HttpResponse

from articles.cachekeys import names
from articles.enums import Indexing, Relation
from articles.models import Article, RelatedLink
from articles.models.article import ArticleQuerySet
from articles.models.narrow import NarrowQuerySet
from articles.models.prepared import Prepared
from articles.public import gathering, selection, stories
from articles.public.stories import PublicStory
from articles.text import language
from articles.web import feeds, indexing, resolving, sharing, structured, threads
from articles.web.page import Page, public, render

MORE = 5  # lines of "more on this story" and of "more from the section"
MOST_LINKS = 30
MOST_READ = 100  # links read, of which some may lead to what is not listed
_ORDER = list(Relation)


@dataclass(frozen=True)
class LinkGroup:
    """Related links of one kind, in the desk's order."""

    kind: str
    links: tuple[RelatedLink, ...]

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(Relation(self.kind).label)

    @property
    def beside(self) -> "LinkGroup":
        """What stands beside the text: our own translations are named above it."""
        if self.kind != Relation.TRANSLATION:
            return self
        return LinkGroup(self.kind, tuple(link for link in self.links if link.target is None))


@dataclass(frozen=True)
class Tongue:
    """The same article in one language: its code, that language's own name, and where it is."""

    code: str
    name: str
    direction: str
    url: str
    is_here: bool = False


@public
def article(request: HttpRequest, page: Page, pk: int, slug: str = "") -> HttpResponse:
    """200 with the page, 301 to its own address, 410 or 451 with the desk's note, or 404."""
    page.before = ""
    found = resolving.resolved(page, pk, slug, is_page=True)
    if isinstance(found, HttpResponse):
        return found
    page.settle(found.get_absolute_url())
    gathering.gather([found], *gathering.ALL)
    return _show(page, found)


def _show(page: Page, shown: Article) -> HttpResponse:
    page.feeds = feeds.links("latest", page.publication.name)
    if shown.section:
        page.feeds += feeds.links("section", shown.section.name, slug=shown.section.slug)
    retraction = resolving.retraction(shown)
    links = [] if retraction else related(page, shown)
    policy = indexing.policy_of(shown)
    discussion = None if retraction else threads.under(page, shown)
    published, modified = structured.stamps(shown)
    context = {
        "article": shown,
        "published": published,
        "modified": modified,
        "retraction": retraction,
        "links": [group.beside for group in links if group.beside.links],
        "tongues": _tongues(page, shown, links),
        "story": _story(page, shown),
        "discussion": discussion,
        "section_latest": _section_latest(page, shown),
        "canonical": _canonical_url(page, shown),
        "is_indexed": policy != Indexing.NOINDEX,
        "share": sharing.links(shown, page.absolute(shown.get_absolute_url())),
        "data": structured.article(page, shown, retraction, discussion),
        "description": structured.description(shown, retraction),
    }
    _note(page, shown, context, links)
    response = render(page, "articles/article_detail.jinja", context)
    if policy == Indexing.NOINDEX:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _canonical_url(page: Page, shown: Article) -> str:
    """The address that counts: ours, our representative's, or the original where it is agreed."""
    if indexing.policy_of(shown) == Indexing.CANONICAL:
        return shown.canonical_url
    return page.absolute(_canonical(page, shown).get_absolute_url())


def _note(page: Page, shown: Article, context: dict[str, Any], links: list[LinkGroup]) -> None:
    """Tell the page cache what this page hangs on; the rest notes what it reads."""
    page.hangs_on(names.article(shown.pk), names.comments(shown.pk))
    page.shows([shown, *context["section_latest"]])
    page.shows(link.target for group in links for link in group.links if link.target)
    if shown.section_id:
        page.hangs_on(names.in_section(shown.section_id))
    if shown.story_id:
        page.hangs_on(names.story(shown.story_id))
    if shown.copy_of_id:
        page.hangs_on(names.article(shown.copy_of_id))
    if context["story"]:
        page.shows(context["story"].members)


def _canonical(page: Page, shown: Article) -> Article:
    """A folded copy tells machines that its representative is the address that counts."""
    leader = shown.copy_of
    return leader if leader is not None and leader.is_listed(page.now) else shown


_LINKS: Prepared[RelatedLink] = Prepared(
    lambda article: (
        NarrowQuerySet(RelatedLink)
        .filter(article=article)
        .order_by("position", "id")
        .narrow("id", "article_id", "kind", "url", "title", "reason", "target_id", "position")
    )[:MOST_READ]
)


def _newest(now: datetime, section: int, but: int, story: int | None = None) -> ArticleQuerySet:
    others = Article.objects.listed(now).filter(section=section).exclude(pk=but)
    if story is not None:
        others = others.exclude(story=story)
    return others.newest_first().for_list()[:MORE]


_NEWEST: Prepared[Article] = Prepared(_newest)


def related(page: Page, shown: Article) -> list[LinkGroup]:
    """Links to outside and to listed articles, grouped by kind. One query, two with articles."""
    links = _LINKS(article=shown.pk)
    wanted = [link.target_id for link in links if link.target_id]
    targets = {target.pk: target for target in selection.LISTED(ids=wanted, now=page.now)}
    kept = [link for link in links if not link.target_id or link.target_id in targets]
    for link in kept:
        link.target = targets.get(link.target_id or 0)
    ordered = sorted(kept[:MOST_LINKS], key=lambda link: _ORDER.index(Relation(link.kind)))
    return [
        LinkGroup(kind, tuple(group))
        for kind, group in groupby(ordered, key=lambda link: link.kind)
    ]


# Listed articles that these are linked to as translations.
_TRANSLATIONS: Prepared[Article] = Prepared(
    lambda articles, now: (
        Article.objects.listed(now)
        .filter(backlinks__article__in=articles, backlinks__kind=Relation.TRANSLATION)
        .order_by("backlinks__position", "backlinks__id")
        .narrow("id", "headline", "slug", "language")
    )[:MOST_READ]
)


def _tongues(page: Page, shown: Article, links: list[LinkGroup]) -> list[Tongue]:
    """This article and its translations, each language once; empty when there is no other.

    Two translations of one article are translations of each other, linked or not: search engines
    want each to name all. A query where there are any.
    """
    group = (link for group in links if group.kind == Relation.TRANSLATION for link in group.links)
    linked = [link.target for link in group if link.target is not None]
    further = _TRANSLATIONS(articles=[article.pk for article in linked], now=page.now)
    page.shows(further)
    own = shown.language or page.publication.language
    found = {own: _tongue(page, shown, own, is_here=True)}
    for article in (*linked, *further):
        if article.language:
            found.setdefault(article.language, _tongue(page, article, article.language))
    return list(found.values()) if len(found) > 1 else []


def _tongue(page: Page, article: Article, code: str, *, is_here: bool = False) -> Tongue:
    own = LANG_INFO.get(code.lower()) or LANG_INFO.get(code.lower().partition("-")[0], {})
    return Tongue(
        code,
        own.get("name_local", code),
        language.direction(code),
        page.absolute(article.get_absolute_url()),
        is_here,
    )


def _story(page: Page, shown: Article) -> PublicStory | None:
    """The story, when somebody else of it can be read too."""
    if shown.story is None:
        return None
    told = stories.named(shown.story, page.now)
    if told is None or all(member == shown for member in told.members):
        return None
    stories.note(page.shown, [shown.story_id], [told])
    return replace(told, members=told.members[: MORE + 1])


def _section_latest(page: Page, shown: Article) -> list[Article]:
    if shown.section is None:
        return []
    told = {"story": shown.story_id} if shown.story_id else {}
    return _NEWEST(now=page.now, section=shown.section.pk, but=shown.pk, **told)
