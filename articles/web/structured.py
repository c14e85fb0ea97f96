"""What machines read of a page: JSON-LD after schema.org, and the description of an article."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.enums import Statement
from articles.media import renditions
from articles.models import Article, Author, Correction, Image, Withdrawal
from articles.models.paths import path_to
from articles.public import bylines
from articles.public.bylines import Maker
from articles.text import lengths, markup
from articles.web.assets import asset_path
from articles.web.page import Page
from articles.web.threads import Discussion, Thread

HEADLINE_LENGTH = 110  # what Google shows of a headline
DESCRIPTION_LENGTH = 200
CARD = ("articles/card.png", 1200, 630)  # stands in for a picture where a story has none
COMMENTS = 5  # told whole; the page has the others, and their number tells
COMMENT_LENGTH = 300
LOGO = ("articles/logo.png", 512, 512)
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
_PARSED = (600, 3000)  # characters of a body that are enough for a description, nearly always

Data = dict[str, Any]


@dataclass(frozen=True)
class ShareImage:
    """A picture with its absolute address, as other sites and search engines take it."""

    url: str
    width: int
    height: int
    alt: str


def stamp(moment: datetime) -> str:
    """A moment for machines: ISO 8601 in the publication's zone, as `<time>` shows it too."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


def stamps(article: Article) -> tuple[str, str]:
    """When a visible article came out, and when it last changed."""
    assert article.visible_at is not None  # only visible articles get here
    return stamp(article.visible_at), stamp(article.changed_at)


def script(*things: Data) -> SafeString:
    """The script element; no text can end it early."""
    graph = {"@context": "https://schema.org", "@graph": things}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308  every character that HTML knows is escaped above
    )


def description(article: Article, retraction: Withdrawal | None = None) -> str:
    """One or two sentences: the standfirst, else the start of what may be shown."""
    if retraction is not None:
        return retraction.note or _("This article has been retracted.")
    text = article.public_standfirst or _beginning(article.public_html)
    if not text and article.source:
        text = _("%(headline)s Read the report at %(source)s.") % {
            "headline": article.headline.rstrip(".") + ".",
            "source": article.source.name,
        }
    return lengths.cut(" ".join((text or article.headline).split()), DESCRIPTION_LENGTH)


def _beginning(html: str) -> str:
    """The first words of a clean text, more than a description takes if there are so many."""
    text = ""
    for most in _PARSED:
        read = html[:most]
        if read.rfind("<") > read.rfind(">"):  # in the middle of a tag
            read = read[: read.rfind("<")]
        text = markup.bare(read)
        if len(text) > DESCRIPTION_LENGTH:
            break
    return text


def website(page: Page) -> SafeString:
    """The paper and its site, for the front."""
    site = {
        "@type": "WebSite",
        "@id": page.absolute("/#website"),
        "name": page.publication.name,
        "url": page.absolute("/"),
        "inLanguage": page.publication.language,
        "publisher": {"@id": page.absolute("/#publisher")},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": page.absolute(path_to("search")) + "?q={search_term_string}",
            },
            "query-input": "required name=search_term_string",
        },
    }
    return script(site, _publisher(page))


def collection(page: Page, name: str, rows: Iterable[Article] = ()) -> SafeString:
    """A list with what it shows, newest first, and the way to it."""
    listed = _page_of(page, "CollectionPage", name)
    entries = [
        {"@type": "ListItem", "position": n, "url": page.absolute(row.get_absolute_url())}
        for n, row in enumerate(rows, start=1)
    ]
    if entries:
        listed["mainEntity"] = {"@type": "ItemList", "itemListElement": entries}
    return script(listed, _way(page, (name, page.path)))


def profile(page: Page, author: Author) -> SafeString:
    """An author's page: the person, and whom they work for."""
    person: Data = {
        "@type": "Person",
        "@id": f"{page.absolute(page.path)}#person",
        "name": author.name,
        "url": page.absolute(page.path),
        "jobTitle": author.job_title,
        "description": Truncator(author.bio).chars(DESCRIPTION_LENGTH),
        "worksFor": {"@id": page.absolute("/#publisher")},
    }
    if author.portrait is not None and author.portrait.may_be_shown(page.now):
        person["image"] = _image(page, author.portrait)
    person = {name: value for name, value in person.items() if value}
    told = _page_of(page, "ProfilePage", author.name) | {"mainEntity": person}
    return script(told, _publisher(page), _way(page, (author.name, page.path)))


def statement(page: Page, name: str) -> SafeString:
    """A page on which the paper speaks of itself."""
    told = _page_of(page, "AboutPage", name) | {"about": {"@id": page.absolute("/#publisher")}}
    return script(told, _publisher(page), _way(page, (name, page.path)))


def _page_of(page: Page, kind: str, name: str) -> Data:
    return {
        "@type": kind,
        "@id": page.url,
        "url": page.url,
        "name": name,
        "inLanguage": page.publication.language,
        "isPartOf": {"@id": page.absolute("/#website")},
    }


def article(
    page: Page,
    article: Article,
    retraction: Withdrawal | None = None,
    discussion: Discussion | None = None,
) -> SafeString:
    """The article as NewsArticle with everything recommended, its comments, and the way to it."""
    section = article.section
    steps = [(section.name, section.get_absolute_url())] if section else []
    way = _way(page, *steps, (article.headline, article.get_absolute_url()))
    told = _news_article(page, article, retraction) | _talk(page, discussion)
    return script(told, _publisher(page), way)


def _talk(page: Page, discussion: Discussion | None) -> Data:
    """How many comments readers see, and the first of those that the page itself shows."""
    if discussion is None or not discussion.count:
        return {}
    url = page.absolute(discussion.url)
    comments = [_comment(url, thread) for thread in discussion.threads if thread.opening.is_shown]
    told = {"commentCount": discussion.count, "comment": comments[:COMMENTS]}
    return {name: value for name, value in told.items() if value}


def _comment(url: str, thread: Thread) -> Data:
    opening = thread.opening
    told = {
        "@type": "Comment",
        "text": Truncator(opening.text).chars(COMMENT_LENGTH),
        "dateCreated": stamp(opening.made_at),
        "author": {"@type": "Person", "name": opening.name},
        "url": f"{url}#comment-{opening.pk}",
        "inLanguage": opening.language,
        "commentCount": len(thread.answers),
    }
    return {name: value for name, value in told.items() if value}


def _news_article(page: Page, article: Article, retraction: Withdrawal | None) -> Data:
    url = page.absolute(article.get_absolute_url())
    published, modified = stamps(article)
    data: Data = {
        "@type": "NewsArticle",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": Truncator(article.headline).chars(HEADLINE_LENGTH),
        "description": description(article, retraction),
        "image": [_image(page, None if retraction else article.lead_image)],
        "datePublished": published,
        "dateModified": modified,
        "author": [_maker(page, maker) for maker in bylines.writers(article)] or _signed(page),
        "publisher": _signed(page),
        "articleSection": article.section.name if article.section else _("News"),
        "inLanguage": article.language or page.publication.language,
        "isAccessibleForFree": True,
    }
    return data if retraction else data | _extras(article)


def _extras(article: Article) -> Data:
    tags = [tag.name for tag in article.tags.all()]
    credits = [line.text for line in bylines.credit_lines(article)]
    corrections = [_correction(correction) for correction in article.corrections.all()]
    extras: Data = {
        "wordCount": article.word_count,
        "keywords": tags,
        "creditText": ", ".join(credits),
        "isBasedOn": article.canonical_url if article.source else "",
        "correction": corrections,
        "locationCreated": {"@type": "Place", "name": article.dateline} if article.dateline else "",
    }
    return {name: value for name, value in extras.items() if value}


def _correction(correction: Correction) -> Data:
    return {
        "@type": "CorrectionComment",
        "text": correction.text,
        "datePublished": stamp(correction.made_at),
    }


def _maker(page: Page, maker: Maker) -> Data:
    kind = "Person" if maker.is_person else "Organization"
    return {
        "@type": kind,
        "name": maker.name,
        "url": page.absolute(maker.path or path_to("about")),
    }


def _image(page: Page, image: Image | None) -> Data:
    """The picture whole, with all that is known of whose it is and how it came about."""
    if image is None or not image.may_be_shown(page.now):
        shared = _card(page)
        return {
            "@type": "ImageObject",
            "url": shared.url,
            "width": shared.width,
            "height": shared.height,
        }
    page.holds_until(image.expires_at)
    shown = renditions.one(image, "whole", renditions.WIDTHS[-1])
    data = {
        "@type": "ImageObject",
        "url": page.absolute(shown.url),
        "width": shown.width,
        "height": shown.height,
        "caption": image.caption,
        "creditText": image.credit_line,
        "creator": {"@type": "Person", "name": image.creator} if image.creator else "",
        "copyrightNotice": image.rights_notice,
        "digitalSourceType": SOURCE_TYPES.get(image.source_type, ""),
    }
    return {name: value for name, value in data.items() if value}


# What schema.org calls the terms of IPTC's vocabulary that it knows.
SOURCE_TYPES = {
    name: f"https://schema.org/{term}DigitalSource"
    for name, term in (
        ("digitalCapture", "DigitalCapture"),
        ("computationalCapture", "MultiFrameComputationalCapture"),
        ("negativeFilm", "NegativeFilm"),
        ("positiveFilm", "PositiveFilm"),
        ("print", "Print"),
        ("humanEdits", "MinorHumanEdits"),
        ("screenCapture", "ScreenCapture"),
        ("digitalCreation", "DigitalArt"),
        ("dataDrivenMedia", "DataDrivenMedia"),
        ("compositeCapture", "CompositeCapture"),
        ("compositeSynthetic", "CompositeSynthetic"),
        ("algorithmicallyEnhanced", "AlgorithmicallyEnhanced"),
        ("virtualRecording", "VirtualRecording"),
        ("algorithmicMedia", "AlgorithmicMedia"),
        ("compositeWithTrainedAlgorithmicMedia", "CompositeWithTrainedAlgorithmicMedia"),
        ("trainedAlgorithmicMedia", "TrainedAlgorithmicMedia"),
    )
}


def share_image(page: Page, article: Article | None) -> ShareImage:
    """The picture that stands for the page elsewhere; nothing of a retracted article.

    Cut to the shape that other sites show; the card where there is none, its right has ended, or
    it is narrower than others show large (Google Discover asks for 1,200 pixels).
    """
    hidden = article is None or article.retracted_at is not None
    image = None if hidden or article is None else article.lead_image
    if image is None or not image.may_be_shown(page.now):
        return _card(page)
    shown = renditions.one(image, "share", renditions.SHARE[0])
    if shown.width < renditions.SHARE[0]:
        return _card(page)
    page.holds_until(image.expires_at)
    alt = image.alt or page.publication.name
    return ShareImage(page.absolute(shown.url), shown.width, shown.height, alt)


def _card(page: Page) -> ShareImage:
    path, width, height = CARD
    return ShareImage(page.absolute(asset_path(path)), width, height, page.publication.name)


def _publisher(page: Page) -> Data:
    """The paper with the rules it states, as trust in it is judged by them."""
    paper = page.publication

    def stated(kind: Statement) -> str:
        return page.absolute(path_to("statement", kind.value))

    contact = {
        "@type": "ContactPoint",
        "contactType": "newsroom",
        "url": stated(Statement.CONTACT),
        "email": paper.email,
    }
    told: Data = _signed(page) | {
        "description": paper.tagline,
        "publishingPrinciples": stated(Statement.STANDARDS),
        "ethicsPolicy": stated(Statement.STANDARDS),
        "correctionsPolicy": stated(Statement.CORRECTIONS),
        "ownershipFundingInfo": stated(Statement.OWNERSHIP),
        "actionableFeedbackPolicy": stated(Statement.CONTACT),
        "contactPoint": {name: value for name, value in contact.items() if value},
    }
    return {name: value for name, value in told.items() if value}


def _signed(page: Page) -> Data:
    """The paper as an article names it; the rest stands once beside it, under the same id."""
    path, width, height = LOGO
    return {
        "@type": "NewsMediaOrganization",
        "@id": page.absolute("/#publisher"),
        "name": page.publication.name,
        "url": page.absolute("/"),
        "logo": {
            "@type": "ImageObject",
            "url": page.absolute(asset_path(path)),
            "width": width,
            "height": height,
        },
    }


def _way(page: Page, *steps: tuple[str, str]) -> Data:
    whole = [(page.publication.name, path_to("home")), *steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": page.absolute(path)}
            for n, (name, path) in enumerate(whole, start=1)
        ],
    }
