"""Read what a page says about its article in JSON-LD (schema.org), however it is nested."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from articles.formats import fields
from articles.text.urls import normalise

MAX_CHARACTERS = 2_000_000
_MAX_NODES = 5_000
_ARTICLE_TYPES = frozenset({"BlogPosting", "Report", "LiveBlogPosting", "Review", "MediaReview"})
_LIST_TYPES = frozenset({"CollectionPage", "SearchResultsPage"})
_PEOPLE_NOT = frozenset({"Organization", "NewsMediaOrganization", "Corporation", "Thing"})
_WRAPPING = re.compile(
    r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|"
    r"(?:-->|/\*\s*\]\]>\s*\*/|//\s*\]\]>|\]\]>);?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")

Node = dict[str, Any]


@dataclass(frozen=True)
class LinkedData:
    """The article of a page as its JSON-LD tells it; "" and () for what it does not tell."""

    is_article: bool = False
    is_list: bool = False
    headline: str = ""
    description: str = ""
    body: str = ""
    authors: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    language: str = ""
    url: str = ""
    publisher: str = ""
    images: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    is_free: bool = True


def read(scripts: list[str], *, url: str) -> LinkedData:
    """Choose the node that describes the page's article and read it."""
    nodes = [node for script in scripts for node in _nodes(_load(script))][:_MAX_NODES]
    by_id = {
        node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1
    }
    article = _article(nodes, url)
    if article is None:
        return LinkedData(is_list=any(_types(node) & _LIST_TYPES for node in nodes))
    people = [_resolved(one, by_id) for one in _list(article.get("author"))]
    people = people or [_resolved(one, by_id) for one in _list(article.get("creator"))]
    return LinkedData(
        is_article=True,
        headline=fields.line(_text(article, "headline") or _text(article, "name")),
        description=fields.line(_text(article, "description")),
        body=_text(article, "articleBody"),
        authors=fields.authors(_name(one) for one in people if not _is_organisation(one)),
        organisations=fields.authors(_name(one) for one in people if _is_organisation(one)),
        published=_text(article, "datePublished"),
        updated=_text(article, "dateModified"),
        language=_text(article, "inLanguage"),
        url=_text(article, "url") or _text(article, "mainEntityOfPage"),
        publisher=fields.line(_name(_resolved(article.get("publisher"), by_id))),
        images=tuple(_addresses(article.get("image"), by_id)),
        sections=fields.tags(_list(article.get("articleSection"))),
        keywords=fields.tags(_keywords(article.get("keywords"))),
        is_free=article.get("isAccessibleForFree") not in (False, "False", "false"),
    )


def _load(script: str) -> Any:
    """Parse one script; None for what no leniency can read."""
    text = _WRAPPING.sub("", script[:MAX_CHARACTERS]).strip().rstrip(";")
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(data: Any) -> Iterator[Node]:
    """Yield all objects at any depth, outer ones first; iterative, for hostile nesting."""
    waiting = [data]
    seen = 0
    while waiting and seen < _MAX_NODES:
        seen += 1
        one = waiting.pop(0)
        if isinstance(one, dict):
            yield one
            waiting.extend(value for value in one.values() if isinstance(value, dict | list))
        elif isinstance(one, list):
            waiting.extend(one[:_MAX_NODES])


def _types(node: Node) -> set[str]:
    return {
        one.rpartition("/")[2].rpartition(":")[2]
        for one in _list(node.get("@type"))
        if isinstance(one, str)
    }


def _is_article(node: Node) -> bool:
    return any(one.endswith("Article") or one in _ARTICLE_TYPES for one in _types(node))


def _article(nodes: list[Node], url: str) -> Node | None:
    """Prefer the node about this very address, then the fullest of the first ones."""
    found = [
        node
        for node in nodes
        if _is_article(node)
        and (_text(node, "headline") or _text(node, "articleBody") or _text(node, "name"))
    ]
    key = normalise(url)
    for node in found:
        if url and key in {
            normalise(_text(node, "url")),
            normalise(_text(node, "mainEntityOfPage")),
        }:
            return node
    dated = [node for node in found if _text(node, "datePublished")]
    return next(iter(dated or found), None)


def _list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _text(node: Node, key: str) -> str:
    """Return a text value; of an object its `@id`, `url` or `@value`, of a list its first."""
    value = node.get(key)
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("@id") or value.get("url")
    return value.strip() if isinstance(value, str) else ""


def _resolved(value: Any, by_id: dict[str, Node]) -> Any:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict) and not value.get("name"):
        return by_id.get(str(value.get("@id")), value)
    return value


def _name(person: Any) -> str:
    if isinstance(person, str):
        return person
    return _text(person, "name") if isinstance(person, dict) else ""


def _is_organisation(person: Any) -> bool:
    return isinstance(person, dict) and bool(_types(person) & _PEOPLE_NOT)


def _addresses(value: Any, by_id: dict[str, Node]) -> Iterator[str]:
    for one in _list(value):
        picture = _resolved(one, by_id)
        if isinstance(picture, str):
            yield picture
        elif isinstance(picture, dict):
            yield _text(picture, "url") or _text(picture, "contentUrl")


def _keywords(value: Any) -> Iterator[object]:
    for one in _list(value):
        if isinstance(one, str):
            yield from one.split(",")
        elif isinstance(one, dict):
            yield _text(one, "name")
