"""What a feed says of one article, or of one correction: as much as the rights allow."""

import re
import uuid
from pathlib import PurePosixPath
from typing import Final

from django.template import loader
from django.utils.html import format_html

from articles.media import renditions
from articles.models import Article, Correction
from articles.models.paths import path_to
from articles.public import bylines
from articles.web import structured
from articles.web.feedformats import Entry, Picture, writable
from articles.web.page import READERS, Page

TYPES: Final = {
    ".avif": "image/avif", ".gif": "image/gif", ".jpeg": "image/jpeg", ".jpg": "image/jpeg",
    ".png": "image/png", ".webp": "image/webp",
}  # fmt: skip
_TAG: Final = re.compile(r"<[a-z][^<>]*>")
_ADDRESS: Final = re.compile(r'( (?:href|src|poster|cite)=")([^"]*)')
# A reader's app lays pictures out by itself; feed validators warn of these.
_FOR_PAGES: Final = re.compile(
    r' (?:loading|decoding|fetchpriority|sizes|srcset|data-[a-z-]+)="[^"]*"'
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
        updated_at=article.changed_at,
        authors=tuple(writable(maker.name) for maker in bylines.writers(article))
        or (writable(page.publication.name),),
        tags=tuple(writable(tag.name) for tag in article.tags.all()),
        language=article.language or page.publication.language,
        source_name=writable(source.name) if source else "",
        source_url=source.home_url if source else "",
        original_url=article.canonical_url if source else "",
        credit=writable(", ".join(line.text for line in credits)),
        picture=_picture(page, article),
        licence_url=page.absolute(path_to("article-licence", article.pk)),
    )


def correction_entry(page: Page, correction: Correction) -> Entry:
    """A correction as an entry of its own; it leads to the article that it stands on."""
    article = correction.article
    label = writable(f"{correction.get_kind_display()}: {article.headline}")
    text = writable(correction.text)
    return Entry(
        id=uuid.uuid5(article.uid, f"correction-{correction.pk}").urn,
        url=page.absolute(article.get_absolute_url()),
        title=label,
        summary=text,
        html=format_html('<p dir="auto">{}</p>', text),
        published_at=correction.made_at,
        updated_at=correction.made_at,
        authors=(writable(page.publication.name),),
        tags=(),
        language=article.language or page.publication.language,
        source_name="",
        source_url="",
        original_url="",
        credit="",
        picture=None,
    )


def portable(html: str, base: str) -> str:
    """Mark-up that holds away from our pages: whole addresses, nothing that only they need.

    `base` is the address of the article, so that `#p-1` leads to the paragraph there.

    >>> portable('<a href="/about/"><img loading="lazy" src="/media/x.jpg"></a>', "https://a.example/b/")
    '<a href="https://a.example/about/"><img src="https://a.example/media/x.jpg"></a>'
    """
    root = "/".join(base.split("/", 3)[:3])

    def whole(found: re.Match[str]) -> str:
        start, address = found.groups()
        if address.startswith("//"):
            return f"{start}{root.partition(':')[0]}:{address}"
        if address.startswith("/"):
            return f"{start}{root}{address}"
        return f"{start}{base}{address}" if address.startswith("#") else found[0]

    return _TAG.sub(lambda tag: _ADDRESS.sub(whole, _FOR_PAGES.sub("", tag[0])), html)


def _html(page: Page, article: Article, credits: list[bylines.CreditLine]) -> str:
    context = {"article": article, "credits": credits, "page": page}
    html = loader.get_template("feeds/item.jinja", using=READERS).render(context).strip()
    return writable(portable(html, page.absolute(article.get_absolute_url())))


def _picture(page: Page, article: Article) -> Picture | None:
    image = article.lead_image
    if image is None or not image.may_be_shown(page.now):
        return None
    page.holds_until(image.expires_at)
    shown = renditions.one(image, "whole", renditions.WIDTHS[-1])
    return Picture(
        page.absolute(shown.url),
        TYPES.get(PurePosixPath(shown.url).suffix.lower(), ""),
        shown.width,
        shown.height,
        writable(image.alt),
        writable(" ".join(filter(None, (image.caption, image.notice)))),
        writable(image.credit_line),
    )
