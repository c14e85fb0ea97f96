"""Get the text of a page: what trafilatura takes for the article, and what readers see at all."""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from lxml import etree
from lxml.html import HtmlElement

from articles.formats import fields

_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "head", "svg", "iframe", "select", "textarea"}
)
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd"}
    | {"mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
)
_BLOCKS = ("p", "li", "h2", "h3", "h4", "h5", "h6", "blockquote", "td", "th", "dd", "dt", "div")
_REPLACEABLE = frozenset({"p", "head", "item", "quote", "cell"})
# trafilatura's own tree is a kind of TEI; what is not named here keeps its text only.
_TAGS = {
    "p": "p", "item": "li", "quote": "blockquote", "code": "pre", "del": "s", "table": "table",
    "row": "tr",
}  # fmt: skip
_EMPHASIS = {"#b": "strong", "#i": "em", "#u": "u", "#t": "code", "#sub": "sub", "#sup": "sup"}
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
# What trafilatura and its parts raise on broken trees, beyond what it catches itself.
_FAILURES = (
    ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError,
    etree.LxmlError,
)  # fmt: skip


_NO_LATEST_DAY = "2100-01-01"


@dataclass(frozen=True)
class Extracted:
    """What trafilatura found: HTML that is not yet sanitised, names, and a day as YYYY-MM-DD."""

    html: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""


def extract(tree: HtmlElement, *, url: str, now: datetime | None) -> Extracted:
    """Run trafilatura in precision mode; empty where it finds no article or fails.

    `deduplicate` stays off: it is an LRU shared by the process, so results would depend on what
    was read before (trafilatura #778). `include_links` stays off too: on some pages it drops the
    beginnings of paragraphs. Links, emphasis and the blanks between them are taken from the page
    itself, for each block that has the same letters. The latest date to be believed is given, or
    its date finder would look at the clock.
    """
    import trafilatura  # here: it takes 0.4 s, and web processes never read a page
    from trafilatura.settings import Document

    try:
        found = trafilatura.bare_extraction(
            tree,
            url=url or None,
            favor_precision=True,
            include_comments=False,
            include_formatting=True,
            with_metadata=True,
            deduplicate=False,
            date_extraction_params={
                "original_date": True,
                "extensive_search": True,
                "max_date": f"{now + timedelta(days=1):%Y-%m-%d}" if now else _NO_LATEST_DAY,
            },
        )
    except _FAILURES:
        return Extracted()
    if not isinstance(found, Document):
        return Extracted()
    return Extracted(
        html="".join(_html(found.body, _blocks(tree))),
        authors=fields.authors((found.author or "").split(";")),
        date=found.date or "",
    )


def lines(tree: HtmlElement) -> list[str]:
    """Return what a reader of the page sees, a line for each block, in order."""
    found: list[str] = []
    pieces: list[str] = []
    unseen = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag not in _INLINE:
            _end_line(pieces, found)
        if tag in _UNSEEN:
            unseen += 1 if event == "start" else -1
        text = element.text if event == "start" else element.tail
        if text and not unseen:
            pieces.append(text)
    _end_line(pieces, found)
    return found


def _end_line(pieces: list[str], found: list[str]) -> None:
    line = " ".join("".join(pieces).split())
    pieces.clear()
    if line:
        found.append(line)


def _blocks(tree: HtmlElement) -> dict[str, HtmlElement]:
    """Index the page's innermost blocks by their letters; the first of equal ones counts."""
    found: dict[str, HtmlElement] = {}
    for element in tree.iter(*_BLOCKS):
        if len(element) and next(element.iterdescendants(*_BLOCKS, *_UNSEEN), None) is None:
            found.setdefault(_letters(element), element)
    return found


def _letters(element: HtmlElement) -> str:
    return "".join("".join(element.itertext()).split())


def _html(body: HtmlElement, blocks: dict[str, HtmlElement]) -> Iterator[str]:
    """Write trafilatura's tree as HTML; iterative, because a page decides how deep it is."""
    replaced: HtmlElement | None = None
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag, attributes = _tag(element)
        is_start = event == "start"
        if replaced is None and is_start:
            yield f"<{tag}{attributes}>" if tag else ""
            twin = blocks.get(_letters(element)) if element.tag in _REPLACEABLE else None
            if twin is not None:
                replaced = element
                yield _inner(twin)
            else:
                yield html.escape(element.text or "", quote=False)
        elif not is_start and (replaced is None or replaced is element):
            replaced = None
            yield f"</{tag}>" if tag and tag != "br" else ""
            yield html.escape(element.tail or "", quote=False)


def _inner(element: HtmlElement) -> str:
    children = (etree.tostring(child, encoding="unicode", method="html") for child in element)
    return html.escape(element.text or "", quote=False) + "".join(children)


def _tag(element: HtmlElement) -> tuple[str, str]:
    """Return the HTML tag that an element becomes, and its attributes as written."""
    name, kind = element.tag, element.get("rend") or ""
    if name == "ref":
        return "a", f' href="{html.escape(element.get("target") or "")}"'
    if name == "head":
        return _HEADINGS.get(kind, "h2"), ""
    if name == "list":
        return ("ol" if kind == "ol" else "ul"), ""
    if name == "hi":
        return _EMPHASIS.get(kind, ""), ""
    if name == "cell":
        return ("th" if element.get("role") == "head" else "td"), ""
    return ("br" if name == "lb" else _TAGS.get(name, "")), ""
