"""Read an article from a web page: trafilatura chooses the text, our own reader the fields."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from articles.errors import TooLarge, UnreadableFormat
from articles.formats import body as bodies
from articles.formats import fields, pagemeta
from articles.formats.body import Body
from articles.formats.fields import Notes
from articles.formats.hazards import MAX_ELEMENTS, without_floods
from articles.formats.item import Item, Parsed
from articles.formats.pagemeta import PageMeta
from articles.formats.pagetext import Extracted, extract, lines
from articles.text.normalise import fold, words

MAX_CHARACTERS = 5_000_000
_SHORT = 250
"""Characters; below this trafilatura has probably missed the text."""
_NO_ARTICLE_WORDS = 25
_PAYWALL_WORDS = 300
_MOST_CUT_LINES = 300
_LONGEST_CUT_LINE = 300
_SAME_START_WORDS = 12


def read(
    text: str, *, data: bytes, url: str, chrome: frozenset[str], now: datetime | None
) -> Parsed:
    """Read a decoded page; a page that is a list of articles has no items, but perhaps feeds.

    Runs for seconds on the worst pages: call it in a worker with a time limit.
    Raises TooLarge, or UnreadableFormat when there is no HTML in it.
    """
    tree = _tree(text)
    meta = pagemeta.read(tree, url=url)
    extracted = extract(tree, url=url, now=now)
    notes = Notes()
    body = _body(extracted, meta, url, chrome, notes)
    parsed = Parsed(
        kind="page",
        title=meta.site_name or meta.page_title,
        home_url=fields.link("/", url),
        feed_urls=meta.feed_urls,
    )
    if _is_list(meta, body, url):
        return replace(parsed, problems=("this page is a list or has no article",))
    item = _item(tree, meta, extracted, body, notes, url=url, now=now)
    return replace(parsed, items=(replace(item, raw=data),))


def _tree(text: str) -> HtmlElement:
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(
            f"The page has {len(text):,} characters; the limit is {MAX_CHARACTERS:,}.",
            "Save only the article and import that.",
        )
    parser = lxml.html.HTMLParser(
        encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True
    )
    data = without_floods(text).encode("utf-8", "replace")
    try:
        tree = lxml.html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableFormat(
            "The document holds no HTML that can be read.",
            "Open it in a browser to see what it is.",
        ) from error
    count = sum(1 for _ in tree.iter())
    if count > MAX_ELEMENTS:
        raise TooLarge(
            f"The page has {count:,} elements; the limit is {MAX_ELEMENTS:,}.",
            "Save only the article and import that.",
        )
    return tree


def _body(
    extracted: Extracted, meta: PageMeta, url: str, chrome: frozenset[str], notes: Notes
) -> Body:
    """Take trafilatura's text; JSON-LD's where trafilatura found next to nothing."""
    base = meta.canonical_url or url
    body = bodies.from_html(
        extracted.html, headline=meta.headline, base_url=url or base, chrome=chrome, notes=notes
    )
    if words(body.text) == words(meta.headline):
        body = Body()
    told = meta.article_body.strip()
    if len(body.text) < _SHORT and len(told) > 2 * len(body.text):
        notes.add("text taken from the page's JSON-LD")
        return bodies.read(
            told, headline=meta.headline, base_url=url or base, chrome=chrome, notes=notes
        )
    return body


def _is_list(meta: PageMeta, body: Body, url: str) -> bool:
    """Tell a front or a section page, where what was extracted is a row of teasers."""
    if meta.is_article:
        return not meta.headline and not body.html
    is_front = bool(url) and not url.partition("://")[2].partition("/")[2].strip("/")
    return is_front or meta.is_list or len(words(body.text)) < _NO_ARTICLE_WORDS


def _item(
    tree: HtmlElement,
    meta: PageMeta,
    extracted: Extracted,
    body: Body,
    notes: Notes,
    *,
    url: str,
    now: datetime | None,
) -> Item:
    page_lines = lines(tree)
    headline = fields.headline(meta.headline, notes)
    if not headline:
        notes.add("no headline")
    return Item(
        url=meta.canonical_url or url,
        headline=headline,
        standfirst=_standfirst(meta, body, page_lines),
        body_html=body.html,
        authors=_authors(meta, extracted),
        credit="; ".join(meta.organisations),
        published_at=_published(meta, extracted, notes, now),
        updated_at=fields.moment(meta.updated, "updated", notes, now=now),
        language=fields.language_of(f"{headline}\n{body.text}", meta.language),
        tags=meta.tags,
        section_hints=meta.section_hints,
        image_url=meta.image_url,
        problems=tuple(notes.problems),
        report={**notes.report, **body.report(), "cut": _cut(body, page_lines, headline)},
        complete=_is_complete(meta, body),
    )


def _authors(meta: PageMeta, extracted: Extracted) -> tuple[str, ...]:
    """Trust JSON-LD, then trafilatura, then meta elements; the website itself is no author."""
    others = (meta.site_name, *meta.organisations)
    for names in (meta.linked_authors, extracted.authors, meta.authors):
        people = fields.authors(names, but_not=others)
        if people:
            return people
    return ()


def _published(
    meta: PageMeta, extracted: Extracted, notes: Notes, now: datetime | None
) -> datetime | None:
    """Trust JSON-LD; else trafilatura's day, with the time of day where a meta element agrees."""
    if meta.linked_published:
        return fields.moment(meta.linked_published, "published", notes, now=now)
    day = fields.moment(extracted.date, "published", notes, now=now)
    told = fields.moment(meta.published, "published", Notes(), now=now)
    if told and (day is None or told.date() == day.date()):
        return told
    return day


def _standfirst(meta: PageMeta, body: Body, page_lines: list[str]) -> str:
    """Return the description where readers of the page see it too, and not as the first lines."""
    text = meta.standfirst
    start = words(text)[:_SAME_START_WORDS]
    if not start or text.endswith(("…", "...")) or words(text) == words(meta.headline):
        return ""
    key = fold(text)
    if start == words(body.text)[: len(start)] or key in fold(body.text):
        return ""
    return text if any(key in fold(one) for one in page_lines) else ""


def _cut(body: Body, page_lines: list[str], headline: str) -> list[dict[str, Any]]:
    """List what the page showed and the body leaves out, each line once, up to 300 lines."""
    kept = fold(" ".join(body.text.split()))
    found = {fold(one.line): (one.line, one.reason) for one in body.cut}
    for line in page_lines:
        key = fold(line)
        if key and key not in kept:
            echo = "headline-echo" if key == fold(headline) else "chrome"
            found.setdefault(key, (line, echo))
    return [
        {"line": fields.shorten(line, _LONGEST_CUT_LINE), "reason": reason}
        for line, reason in list(found.values())[:_MOST_CUT_LINES]
    ]


def _is_complete(meta: PageMeta, body: Body) -> bool:
    if not body.html or body.is_teaser:
        return False
    return meta.is_free or len(words(body.text)) >= _PAYWALL_WORDS
