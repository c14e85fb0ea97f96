"""What machines read of a page: JSON-LD after schema.org, and the description of an article."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.models import Article, Correction, Image, Withdrawal
from articles.text import markup
from articles.web import bylines
from articles.web.assets import asset_path
from articles.web.bylines import Maker
from articles.web.page import Page

HEADLINE_LENGTH = 110  # what Google shows of a headline
DESCRIPTION_LENGTH = 200
CARD = ("articles/card.png", 1200, 630)  # stands in for a picture where a story has none
LOGO = ("articles/logo.png", 512, 512)
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
_PARSED = 3000  # characters of a body that are enough for a description

Data = dict[str, Any]


@dataclass(frozen=True)
class ShareImage:
    """A picture with its absolute address, as other sites and search engines take it."""

    url: str
    width: int
    height: int
    alt: str
    caption: str = ""
    credit: str = ""


def stamp(moment: datetime) -> str:
    """A moment for machines: ISO 8601 in the publication's zone, as `<time>` shows it too."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


def stamps(article: Article) -> tuple[str, str]:
    """When a visible article came out, and when it last changed materially."""
    moments = (article.visible_at, article.updated_at, article.retracted_at)
    known = [moment for moment in moments if moment is not None]
    return stamp(known[0]), stamp(max(known))


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
    text = article.public_standfirst or markup.strip_tags(article.public_html[:_PARSED])
    if not text and article.source:
        text = _("%(headline)s Read the report at %(source)s.") % {
            "headline": article.headline.rstrip(".") + ".",
            "source": article.source.name,
        }
    return Truncator(text or article.headline).chars(DESCRIPTION_LENGTH)


def website(page: Page) -> SafeString:
    """The paper and its site, for the front."""
    site = {
        "@type": "WebSite",
        "@id": page.absolute("/#website"),
        "name": page.publication.name,
        "url": page.absolute("/"),
        "inLanguage": page.publication.language,
        "publisher": {"@id": page.absolute("/#publisher")},
    }
    return script(site, _publisher(page))


def collection(page: Page, name: str) -> SafeString:
    """A list, and the way to it."""
    listed = {
        "@type": "CollectionPage",
        "@id": page.url,
        "url": page.url,
        "name": name,
        "inLanguage": page.publication.language,
        "isPartOf": {"@id": page.absolute("/#website")},
    }
    return script(listed, _way(page, (name, page.path)))


def article(page: Page, article: Article, retraction: Withdrawal | None = None) -> SafeString:
    """The article as NewsArticle with everything recommended, and the way to it."""
    section = article.section
    steps = [(section.name, section.get_absolute_url())] if section else []
    way = _way(page, *steps, (article.headline, article.get_absolute_url()))
    return script(_news_article(page, article, retraction), _publisher(page), way)


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
        "author": [_maker(page, maker) for maker in bylines.writers(article)] or _publisher(page),
        "publisher": {"@id": page.absolute("/#publisher")} | _publisher(page),
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
        "url": page.absolute(maker.path or reverse("about")),
    }


def _image(page: Page, image: Image | None) -> Data:
    shared = _shared(page, image)
    data = {
        "@type": "ImageObject",
        "url": shared.url,
        "width": shared.width,
        "height": shared.height,
        "caption": shared.caption,
        "creditText": shared.credit,
    }
    return {name: value for name, value in data.items() if value}


def share_image(page: Page, article: Article | None) -> ShareImage:
    """The picture that stands for the page elsewhere; nothing of a retracted article."""
    hidden = article is None or article.retracted_at is not None
    return _shared(page, None if hidden or article is None else article.lead_image)


def _shared(page: Page, image: Image | None) -> ShareImage:
    """The picture, or the card where there is none or its right of use has ended."""
    if image is None or not image.may_be_shown(page.now):
        path, width, height = CARD
        return ShareImage(page.absolute(asset_path(path)), width, height, page.publication.name)
    page.holds_until(image.expires_at)
    return ShareImage(
        page.absolute(image.file.url),
        image.width,
        image.height,
        image.alt or page.publication.name,
        image.caption,
        image.credit_line,
    )


def _publisher(page: Page) -> Data:
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
        "correctionsPolicy": page.absolute(reverse("corrections")),
    }


def _way(page: Page, *steps: tuple[str, str]) -> Data:
    whole = [(page.publication.name, reverse("home")), *steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": page.absolute(path)}
            for n, (name, path) in enumerate(whole, start=1)
        ],
    }
