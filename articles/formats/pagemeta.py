"""Read what a page says about its article: JSON-LD, Open Graph, meta elements, headings, times."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from articles.formats import fields, headlines, jsonld
from articles.formats.jsonld import LinkedData
from articles.text.urls import absolute

_LONGEST_HEADING = 300
FEED_TYPES = (
    "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml",
)  # fmt: skip


@dataclass(frozen=True)
class PageMeta:
    """The fields of a page, each from the most trusted place that has it."""

    headline: str = ""
    site_name: str = ""
    standfirst: str = ""
    canonical_url: str = ""
    linked_authors: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    linked_published: str = ""
    published: str = ""
    updated: str = ""
    language: str = ""
    image_url: str = ""
    tags: tuple[str, ...] = ()
    section_hints: tuple[str, ...] = ()
    feed_urls: tuple[str, ...] = ()
    article_body: str = ""
    is_article: bool = False
    is_list: bool = False
    is_free: bool = True
    page_title: str = ""


def read(tree: HtmlElement, *, url: str) -> PageMeta:
    """Read the fields of a page at `url` ("" if unknown)."""
    meta = _meta(tree)
    linked = jsonld.read(
        [s.text_content() for s in tree.xpath("//script[contains(@type, 'ld+json')]")], url=url
    )
    base = _base(tree, url)
    site_name = fields.line(meta.get("og:site_name", "")) or linked.publisher
    page_title = fields.line(" ".join(tree.xpath("//head/title[1]//text()")))
    return PageMeta(
        headline=headlines.choose(
            headings=_headings(tree),
            linked=linked.headline,
            shared=fields.line(meta.get("og:title", "")),
            page_title=page_title,
            site_name=site_name,
        ),
        site_name=site_name,
        standfirst=_standfirst(meta, linked),
        canonical_url=_canonical(tree, meta, linked, base, url),
        linked_authors=linked.authors,
        authors=_meta_authors(meta),
        organisations=linked.organisations,
        linked_published=linked.published,
        published=_first(meta, _PUBLISHED) or _published_time(tree),
        updated=linked.updated or _first(meta, _UPDATED),
        language=_language(tree, meta, linked),
        image_url=fields.first_link(
            (*linked.images, meta.get("og:image", ""), meta.get("twitter:image", "")), base
        ),
        tags=linked.keywords or fields.tags(_keywords(meta, tree)),
        section_hints=linked.sections or fields.tags(_sections(meta)),
        feed_urls=tuple(dict.fromkeys(_feeds(tree, base))),
        article_body=linked.body,
        is_article=linked.is_article or _has_article_marks(meta, tree),
        is_list=linked.is_list,
        is_free=linked.is_free,
        page_title=page_title,
    )


_PUBLISHED = (
    "article:published_time", "og:published_time", "datepublished", "publishdate", "pubdate",
    "date", "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date", "parsely-pub-date",
    "sailthru.date", "article.published", "published-date", "publish-date",
    "cxenseparse:recs:publishtime",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified",
    "dcterms.modified", "dc.date.modified",
)  # fmt: skip
_AUTHORS = (
    "author", "article:author_name", "dc.creator", "dcterms.creator", "parsely-author",
    "sailthru.author", "byl", "citation_author", "cxenseparse:author", "article:author",
)  # fmt: skip
_DESCRIPTIONS = ("og:description", "description", "dc.description", "twitter:description")


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Collect meta elements by lower-case name, property or itemprop; the first one counts."""
    found: dict[str, str] = {}
    for element in tree.xpath("//meta[@content]"):
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and element.get("content").strip():
                found.setdefault(name, element.get("content").strip())
    return found


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str:
    return next((meta[name] for name in names if meta.get(name)), "")


def _base(tree: HtmlElement, url: str) -> str:
    declared = tree.xpath("string(//base/@href)").strip()
    return (absolute(declared, url) if declared else None) or url


def _headings(tree: HtmlElement) -> list[str]:
    """Return the texts of the h1; of one that was never closed, the text before the next tag."""
    whole = [(fields.line(h1.text_content()), h1) for h1 in tree.xpath("//h1")]
    found = [
        text if len(text) <= _LONGEST_HEADING else fields.line(h1.text or "") for text, h1 in whole
    ]
    return [text for text in found if text]


def _standfirst(meta: dict[str, str], linked: LinkedData) -> str:
    text = fields.line(_first(meta, _DESCRIPTIONS)) or linked.description
    return fields.shorten(text, fields.MAX_STANDFIRST_CHARACTERS)


def _canonical(
    tree: HtmlElement, meta: dict[str, str], linked: LinkedData, base: str, url: str
) -> str:
    """Return the address the page gives itself; not one that is only the website's front."""
    declared = tree.xpath("//link[@rel='canonical']/@href")[:1]
    for found in (*declared, meta.get("og:url", ""), linked.url):
        address = fields.link(found, base or "https:")
        if address and (not _is_front(address) or _is_front(url)):
            return address
    return url


def _is_front(url: str) -> bool:
    return not url.partition("://")[2].partition("/")[2].strip("/")


def _meta_authors(meta: dict[str, str]) -> tuple[str, ...]:
    return next((found for name in _AUTHORS if (found := fields.authors([meta.get(name, "")]))), ())


def _published_time(tree: HtmlElement) -> str:
    """Return the time element that is marked as the date of publication, or the only one."""
    marked = tree.xpath("//time[@pubdate or @itemprop='datePublished']/@datetime")
    marked += tree.xpath("//*[@itemprop='datePublished']/@content")
    times = list(dict.fromkeys(tree.xpath("//time/@datetime")))
    return str(marked[0]) if marked else str(times[0]) if len(times) == 1 else ""


def _language(tree: HtmlElement, meta: dict[str, str], linked: LinkedData) -> str:
    html_lang = tree.xpath("string(/html/@lang)") or tree.xpath("string(/html/@xml:lang)")
    return linked.language or str(html_lang) or meta.get("og:locale", "")


def _keywords(meta: dict[str, str], tree: HtmlElement) -> Iterator[object]:
    yield from tree.xpath("//meta[@property='article:tag']/@content")
    for name in ("news_keywords", "parsely-tags", "keywords"):
        if meta.get(name):
            yield from meta[name].split(",")
            return


def _sections(meta: dict[str, str]) -> Iterator[object]:
    yield meta.get("article:section", "") or meta.get("parsely-section", "")


def _feeds(tree: HtmlElement, base: str) -> Iterator[str]:
    for element in tree.xpath("//link[@href]"):
        relations = (element.get("rel") or "").lower().split()
        kind = (element.get("type") or "").split(";")[0].strip().lower()
        if "alternate" in relations and kind in FEED_TYPES:
            address = fields.link(element.get("href"), base)
            if address:
                yield address


def _has_article_marks(meta: dict[str, str], tree: HtmlElement) -> bool:
    if meta.get("og:type", "").lower() in ("article", "news", "newsarticle"):
        return True
    return bool(_first(meta, _PUBLISHED[:4]))
