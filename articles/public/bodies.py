"""The text as readers get it: pictures of the library while their right runs, cards, tables.

What is stored names a picture by its number and a film by its address; here, at the moment of
reading and on every channel alike, they become what may be shown now.
"""

import html as entities
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from django.db.models import Q
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.cachekeys import names
from articles.enums import Rights
from articles.media import renditions
from articles.models import Article, Image, Publication
from articles.public import pictures
from articles.text import embeds, markup, tables

# By what text.markup writes: its attributes hold no "<" and no ">", and these never nest.
_LIBRARY: Final = re.compile(r'<figure ([^>]*\bdata-image="(\d+)"[^>]*)>(.*?)</figure>', re.DOTALL)
_CARD: Final = re.compile(r'<figure ([^>]*\bclass="embed"[^>]*)>(.*?)</figure>', re.DOTALL)
_CAPTION: Final = re.compile(r"<figcaption[^>]*>(.*?)</figcaption>", re.DOTALL)
_LINK: Final = re.compile(r'<a href="([^"]*)"')
_ANCHOR: Final = re.compile(r'\bid="(p-[0-9a-z]{8})"')
# An upload's own address, pasted as a plain picture: its right counts all the same.
_UPLOAD: Final = re.compile(
    r'<img [^>]*?\bsrc="(?P<site>https?://[^"/]*)?/(?:[^"]*/)?images/[0-9a-f]{2}/'
    r"(?P<uid>[0-9a-f]{32})[-_0-9A-Za-z]{0,20}\.[^>]*>"
)


class Answer(Protocol):
    """What a page or another answer in the making knows, as far as a text needs it."""

    now: datetime
    publication: Publication
    pictures: dict[int, Image | None]
    shown: set[str]  # names of cachekeys

    def holds_until(self, moment: datetime | None) -> None:
        """Note a moment after which the answer would look different."""

    def absolute(self, path: str) -> str:
        """The public address of a path."""


def load(page: Answer, articles: Iterable[Article]) -> None:
    """Read the pictures in the texts of all these articles at once. One query, if there are any."""
    # An excerpt is plain text: it holds no picture and costs a parse, so it is not made here.
    texts = [a.body_html for a in articles if a.effective_rights == Rights.FULL]
    ids = {pk for text in texts for pk in markup.image_ids(text)} - page.pictures.keys()
    known = {image.uid for image in page.pictures.values() if image is not None}
    uploads = [found for text in texts for found in _UPLOAD.finditer(text)]
    uids = {UUID(found["uid"]) for found in uploads if _is_ours(page, found)} - known
    if not ids and not uids:
        return
    page.pictures |= dict.fromkeys(ids)
    page.pictures |= {i.pk: i for i in Image.objects.filter(Q(pk__in=ids) | Q(uid__in=uids))}
    page.shown |= set(map(names.image, page.pictures))


def shown(page: Answer, article: Article, *, is_abroad: bool = False) -> str:
    """The article's text as HTML that may be shown; `is_abroad` in feeds, with whole addresses."""
    load(page, [article])
    # The browser would not load what lies elsewhere, and feeds would send their readers there.
    html = markup.without_elsewhere(article.public_html, home=page.publication.base_url)
    html = _UPLOAD.sub(lambda m: _upload(page, m), html)
    html = _LIBRARY.sub(lambda m: _picture(page, m, is_abroad), html)
    html = _CARD.sub(_card, html)
    return html if is_abroad else tables.dress(html, label=_("Table"))


def _is_ours(page: Answer, found: re.Match[str]) -> bool:
    return not found["site"] or found["site"] == page.publication.base_url.rstrip("/")


def _upload(page: Answer, found: re.Match[str]) -> str:
    if not _is_ours(page, found):
        return found[0]
    uid = UUID(found["uid"])
    image = next((i for i in page.pictures.values() if i is not None and i.uid == uid), None)
    return found[0] if _may(page, image) else ""


def _may(page: Answer, image: Image | None) -> bool:
    """Whether it may be shown; the page then ends with its right."""
    if image is None or not image.may_be_shown(page.now):
        return False
    page.holds_until(image.expires_at)
    return True


def _picture(page: Answer, found: re.Match[str], is_abroad: bool) -> str:
    image = page.pictures.get(int(found[2]))
    if image is None or not _may(page, image):
        return ""
    own = _CAPTION.search(found[3])
    words = SafeString(own[1]) if own else image.caption  # what text.markup wrote is clean
    caption = pictures.caption(image, words)
    picture = _abroad(page, image) if is_abroad else pictures.element(image, "text")
    return f'<figure{_id(found[1])} class="figure">{picture}{caption}</figure>'


def _abroad(page: Answer, image: Image) -> SafeString:
    """The picture for readers' apps: one file of the kind that every one of them shows."""
    one = renditions.one(image, "whole", renditions.WIDTHS[-1])
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy" decoding="async">',
        page.absolute(one.url), image.alt, one.width, one.height,
    )  # fmt: skip


def _card(found: re.Match[str]) -> str:
    """A link that says where it leads; what is not on the list stays a plain line with its link."""
    link = _LINK.search(found[2])
    url = entities.unescape(link[1]) if link else ""
    provider = embeds.provider(url)
    if provider is None:
        return f"<figure{_id(found[1])}>{found[2]}</figure>"
    title = markup.strip_tags(found[2])
    card = format_html(
        '<a href="{}" rel="noopener noreferrer"><span class="embed__where">{}</span> {}</a>',
        url,
        _INVITATIONS[provider.verb]() % {"name": provider.name},
        "" if title == url else title,
    )
    return f'<figure{_id(found[1])} class="embed">{card}</figure>'


_INVITATIONS: Final = {
    "watch": lambda: _("Watch on %(name)s"),
    "listen": lambda: _("Listen on %(name)s"),
    "read": lambda: _("Read on %(name)s"),
    "see": lambda: _("See on %(name)s"),
}


def _id(attributes: str) -> str:
    anchor = _ANCHOR.search(attributes)
    return f' id="{anchor[1]}"' if anchor else ""
