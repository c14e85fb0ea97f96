"""An article as news agencies exchange it: ninjs 3.0 and NewsML-G2 2.34, as far as rights allow."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import lxml.html
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from lxml import etree

from articles.models import Article
from articles.public import bodies, bylines, gathering
from articles.web import licensing, resolving
from articles.web.feedentries import entry_of, portable
from articles.web.feedformats import Entry, Picture, writable
from articles.web.page import Page, public

NINJS: Final = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
}
_G2: Final = "http://iptc.org/std/nar/2006-10-01/"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_CATALOGUE: Final = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_40.xml"


@dataclass(frozen=True)
class Exported:
    """What both formats say of an article beside what feeds say."""

    article: Article
    entry: Entry
    body_html: str
    standfirst: str
    section: str
    byline: tuple[str, ...]
    copyright: str
    paper: str

    @property
    def sources(self) -> list[tuple[str, str]]:
        """(name, address) of everybody whose text it is."""
        return [(line.text, line.url) for line in bylines.credit_lines(self.article)]


@public
def ninjs_item(request: HttpRequest, page: Page, pk: int) -> HttpResponse:
    """One article as ninjs."""
    found = _exported(page, pk, "article-ninjs")
    if isinstance(found, HttpResponse):
        return found
    body = json.dumps(ninjs(found), ensure_ascii=False).encode()
    return _answer(body, "application/ninjs+json", found)


@public
def newsml_item(request: HttpRequest, page: Page, pk: int) -> HttpResponse:
    """One article as a NewsML-G2 newsItem."""
    found = _exported(page, pk, "article-newsml")
    if isinstance(found, HttpResponse):
        return found
    body = etree.tostring(newsml(found), encoding="UTF-8", xml_declaration=True)
    return _answer(body, "application/vnd.iptc.g2.newsitem+xml", found)


def ninjs(found: Exported) -> dict[str, Any]:
    """The article by the ninjs schema; what is not known is left out."""
    entry, article = found.entry, found.article
    item = {
        "uri": entry.id,
        "standard": NINJS,
        "type": "text",
        "version": str(article.version),
        "firstCreated": _stamp(entry.published_at),
        "versionCreated": _stamp(entry.updated_at),
        "pubStatus": "usable",
        "urgency": article.urgency,
        "copyrightNotice": found.copyright,
        "language": entry.language,
        "title": entry.title,
        "headlines": [{"role": "main", "value": entry.title}],
        "descriptions": _values("standfirst", "text/plain", found.standfirst),
        "bodies": _values("main", "text/html", found.body_html),
        "by": ", ".join(found.byline),
        "slugline": writable(article.slugline),
        "located": writable(article.dateline),
        "subjects": _subjects(found),
        "infoSources": [_without_gaps({"name": n, "uri": url}) for n, url in found.sources],
        "expires": _stamp(article.expires_at) if article.expires_at else "",
        "altIds": [{"role": "page", "value": entry.url}],
        "associations": [_picture(entry)] if entry.picture else [],
        "rightsInfo": {"linkedRights": entry.licence_url},
    }
    return _without_gaps(item)


def newsml(found: Exported) -> Any:
    """The article as a newsItem of the power conformance level."""
    entry, article = found.entry, found.article
    about = {"guid": entry.id, "version": str(article.version), "standard": "NewsML-G2"}
    about |= {"standardversion": "2.34", "conformance": "power", f"{_XML}lang": entry.language}
    root = etree.Element(f"{{{_G2}}}newsItem", about, nsmap={None: _G2})  # type: ignore[dict-item]  # the default name space
    _add(root, "catalogRef", href=_CATALOGUE)
    rights = _add(root, "rightsInfo")
    _add(rights, "copyrightNotice", found.copyright)
    _add(rights, "link", rel="irel:seeAlso", href=entry.licence_url)
    meta = _add(root, "itemMeta")
    _add(meta, "itemClass", qcode="ninat:text")
    _add(meta, "provider", literal=found.paper)
    _add(meta, "versionCreated", _stamp(entry.updated_at))
    _add(meta, "firstCreated", _stamp(entry.published_at))
    _add(meta, "pubStatus", qcode="stat:usable")
    _add(meta, "title", entry.title)
    _add(meta, "link", rel="irel:seeAlso", contenttype="text/html", href=entry.url)
    _content_meta(_add(root, "contentMeta"), found)
    contents = _add(root, "contentSet")
    inline = _add(contents, "inlineXML", contenttype="application/xhtml+xml")
    html = etree.SubElement(inline, f"{{{_XHTML}}}html", nsmap={None: _XHTML})  # type: ignore[dict-item]  # the same
    head = etree.SubElement(html, f"{{{_XHTML}}}head")
    etree.SubElement(head, f"{{{_XHTML}}}title").text = entry.title
    html.append(_xhtml(found.body_html))
    return root


def _exported(page: Page, pk: int, name: str) -> Exported | HttpResponse:
    """The listed article, with its text as its rights allow; else what `_absent` answers."""
    page.before = ""
    page.settle(reverse(name, kwargs={"pk": pk}))
    article = Article.objects.listed(page.now).for_feed().filter(pk=pk).first()
    if article is None:
        return _absent(page, pk, name)
    gathering.gather([article], *gathering.ALL)
    page.holds_until(article.expires_at)
    grant = licensing.of_article(article, page.publication)
    entry = entry_of(page, article)
    return Exported(
        article=article,
        entry=entry,
        body_html=writable(portable(bodies.shown(page, article, is_abroad=True), entry.url)),
        standfirst=writable(article.public_standfirst),
        section=writable(article.section.name) if article.section else "",
        paper=writable(page.publication.name),
        byline=tuple(writable(maker.name) for maker in bylines.writers(article)),
        copyright=writable(
            page.publication.copyright_line
            if grant.holder == page.publication.name
            else f"© {grant.holder}"
        ),
    )


def _absent(page: Page, pk: int, name: str) -> HttpResponse:
    """Why there is nothing to export, as the article's own page says it; no text in any case.

    410, 451, or the way to what it was merged into. A retracted article has a page of its own and
    no text any more: gone. Raises Http404 for a folded copy and for what readers never had.
    """
    found = resolving.resolved(page, pk)
    if isinstance(found, HttpResponse):
        return found
    page.settle(reverse(name, kwargs={"pk": found.pk}))
    if found.retracted_at is None:
        raise Http404
    return resolving.gone(page, 410, resolving.retraction(found))


def _answer(body: bytes, content_type: str, found: Exported) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response.headers["X-Robots-Tag"] = "noindex"  # the page is what people should find
    return response


def _subjects(found: Exported) -> list[dict[str, str]]:
    section = [{"name": found.section, "rel": "section"}] if found.section else []
    return section + [{"name": tag, "rel": "about"} for tag in found.entry.tags]


def _picture(entry: Entry) -> dict[str, Any]:
    picture = entry.picture
    assert picture is not None  # asked before
    rendition = {
        "name": "main",
        "href": picture.url,
        "contentType": picture.content_type,
        "width": picture.width,
        "height": picture.height,
    }
    captions = _values("caption", "text/plain", picture.caption)
    captions += _values("alternative text", "text/plain", picture.alt)
    return _without_gaps(
        {
            "name": "main picture",
            "uri": picture.url,
            "type": "picture",
            "by": picture.credit,
            "descriptions": captions,
            "renditions": [_without_gaps(rendition)],
        }
    )


def _values(role: str, content_type: str, value: str) -> list[dict[str, str]]:
    return [{"role": role, "contentType": content_type, "value": value}] if value else []


def _without_gaps(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if value not in ("", [], None)}


def _content_meta(meta: Any, found: Exported) -> None:
    entry, article = found.entry, found.article
    if entry.picture:
        _add(meta, "icon", **_rendition(entry.picture))
    _add(meta, "urgency", str(article.urgency))
    if article.dateline:
        _add(_add(meta, "located"), "name", writable(article.dateline))
    for name, url in found.sources:
        _add(_add(meta, "infoSource", **({"uri": url} if url else {})), "name", name)
    for name in found.byline:
        _add(_add(meta, "creator"), "name", name)
    _add(meta, "language", tag=entry.language)
    if found.section:
        _add(_add(meta, "subject", type="cpnat:category"), "name", found.section)
    for tag in entry.tags:
        _add(_add(meta, "subject", type="cpnat:abstract"), "name", tag)
    if article.slugline:
        _add(meta, "slugline", writable(article.slugline))
    _add(meta, "headline", entry.title)
    if found.byline:
        _add(meta, "by", ", ".join(found.byline))
    if found.standfirst:
        _add(meta, "description", found.standfirst, role="drol:summary")


def _rendition(picture: Picture) -> dict[str, str]:
    about = {
        "rendition": "rnd:highRes",
        "href": picture.url,
        "contenttype": picture.content_type,
        "width": str(picture.width),
        "height": str(picture.height),
    }
    return {name: value for name, value in about.items() if value}


def _xhtml(html: str) -> Any:
    """The text as XHTML, in its name space."""
    body = lxml.html.fragment_fromstring(html or "", create_parent="body")
    for element in body.iter(etree.Element):
        element.tag = f"{{{_XHTML}}}{element.tag}"
    return body


def _add(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
    child = etree.SubElement(parent, f"{{{_G2}}}{name}", attributes)
    child.text = text or None
    return child


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
