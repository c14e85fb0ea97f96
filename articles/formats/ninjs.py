"""Read IPTC ninjs, one item or many: 1.x (fields with a suffix), 2.x and 3.x (lists of values)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from articles.formats import fields
from articles.formats.assemble import Draft, assemble
from articles.formats.fields import Notes
from articles.formats.item import Item, Parsed
from articles.formats.xml import MAX_ITEMS

_MARKS = frozenset({"uri", "headline", "headlines", "bodies", "versioncreated", "versionCreated"})
_MARKUP = ("body_html", "body_xhtml")
_PLAIN = "body_text"


@dataclass(frozen=True)
class _Context:
    url: str
    chrome: frozenset[str]
    now: datetime | None


def looks_like(text: str) -> bool:
    """Whether this JSON is an item of ninjs, or a list of them, and not a JSON Feed."""
    return bool(_objects(text))


def read(text: str, *, url: str, chrome: frozenset[str], now: datetime | None) -> Parsed:
    """Read decoded ninjs for which `looks_like` is true."""
    found = _objects(text)
    problems = []
    if len(found) > MAX_ITEMS:
        problems.append(f"{len(found):,} items; only the first {MAX_ITEMS:,} were read")
    context = _Context(url, chrome, now)
    return Parsed(
        kind="ninjs",
        items=tuple(_item(one, context) for one in found[:MAX_ITEMS]),
        problems=tuple(problems),
    )


def _objects(text: str) -> list[dict[str, Any]]:
    try:
        loaded = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return []
    listed = loaded if isinstance(loaded, list) else [loaded]
    return [one for one in listed if isinstance(one, dict) and _is_item(one)]


def _is_item(one: dict[str, Any]) -> bool:
    return isinstance(one.get("uri"), str) and len(_MARKS & one.keys()) > 1 and "items" not in one


def _item(one: dict[str, Any], context: _Context) -> Item:
    notes = Notes()
    status = _text(one, "pubStatus") or _text(one, "pubstatus")
    if status and status != "usable":
        notes.add(f"the supplier's status: {fields.shorten(status, 40)}")
    body, is_plain = _body(one)
    page = _role(one, "altIds", "page") or _text(one, "uri")
    draft = Draft(
        guid=fields.guid(one.get("uri"), notes),
        url=fields.link(page, context.url),
        headline=_role(one, "headlines", "main") or _text(one, "headline"),
        content=body,
        content_base=fields.link(page, context.url) or context.url,
        summary=_role(one, "descriptions", "standfirst") or _text(one, "description_text"),
        authors=(_text(one, "by") or _text(one, "byline"),),
        credit=", ".join(_names(one, "infoSources") or _names(one, "infosource")),
        published=_text(one, "firstCreated") or _text(one, "firstcreated"),
        updated=_text(one, "versionCreated") or _text(one, "versioncreated"),
        language=one.get("language"),
        tags=tuple(_names(one, "subjects", but="section") or _names(one, "subject")),
        images=tuple(_pictures(one)),
        raw=json.dumps(one, ensure_ascii=False).encode("utf-8", "replace"),
        is_plain=is_plain,
    )
    item = assemble(draft, notes, chrome=context.chrome, now=context.now)
    sections = tuple(fields.line(name) for name in _names(one, "subjects", only="section"))
    return replace(item, section_hints=sections or item.section_hints)


def _body(one: dict[str, Any]) -> tuple[str, bool]:
    """The text and whether it is plain: mark-up first, for it holds the paragraphs."""
    bodies = [body for body in _list(one, "bodies") if isinstance(body, dict)]
    marked = [body for body in bodies if "html" in _text(body, "contentType")]
    if marked:
        return _text(marked[0], "value"), False
    if bodies:
        return _text(bodies[0], "value"), True
    for name in _MARKUP:
        if _text(one, name):
            return _text(one, name), False
    return _text(one, _PLAIN), True


def _role(one: dict[str, Any], key: str, role: str) -> str:
    """The value with that role, else the first where none names a role."""
    listed = [value for value in _list(one, key) if isinstance(value, dict)]
    named = [value for value in listed if value.get("role") == role]
    bare = [value for value in listed if not value.get("role")]
    return _text((named or bare or [{}])[0], "value")


def _names(one: dict[str, Any], key: str, *, but: str = "", only: str = "") -> list[str]:
    listed = [value for value in _list(one, key) if isinstance(value, dict)]
    if only:
        listed = [value for value in listed if value.get("rel") == only]
    if but:
        listed = [value for value in listed if value.get("rel") != but]
    return [name for value in listed if (name := _text(value, "name"))]


def _pictures(one: dict[str, Any]) -> Iterator[object]:
    """Addresses of the renditions of associated pictures, the widest of each first."""
    found = one.get("associations")
    pictures = list(found.values()) if isinstance(found, dict) else found
    for picture in pictures if isinstance(pictures, list) else []:
        if not isinstance(picture, dict) or picture.get("type") not in ("picture", "graphic"):
            continue
        kept = picture.get("renditions")
        renditions = list(kept.values()) if isinstance(kept, dict) else kept
        listed = renditions if isinstance(renditions, list) else []
        renditions = [rendition for rendition in listed if isinstance(rendition, dict)]
        for rendition in sorted(renditions, key=_width, reverse=True):
            yield rendition.get("href")


def _width(rendition: dict[str, Any]) -> float:
    width = rendition.get("width")
    return float(width) if isinstance(width, int | float) else 0.0


def _text(mapping: dict[str, Any], key: str) -> str:
    value = mapping.get(key)
    return value if isinstance(value, str) else ""


def _list(mapping: dict[str, Any], key: str) -> list[Any]:
    value = mapping.get(key)
    return value if isinstance(value, list) else []
