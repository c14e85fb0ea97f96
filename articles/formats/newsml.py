"""Read IPTC NewsML-G2: one newsItem, or a newsMessage with many."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from lxml import etree

from articles.errors import UnreadableFormat
from articles.formats import fields, xml
from articles.formats.assemble import Draft, assemble
from articles.formats.fields import Notes
from articles.formats.item import Item, Parsed

_G2: Final = "{http://iptc.org/std/nar/2006-10-01/}"
_XHTML: Final = "{http://www.w3.org/1999/xhtml}"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_BODY_PARTS: Final = (f".//{_XHTML}body", ".//body", ".//{*}body.content")


@dataclass(frozen=True)
class _Context:
    url: str
    chrome: frozenset[str]
    now: datetime | None


def read(text: str, *, url: str, chrome: frozenset[str], now: datetime | None) -> Parsed:
    """Read a decoded document with a root of `sniff.NEWS_ROOTS`; UnreadableFormat if broken."""
    prepared = xml.prepare(text)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(prepared.text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFormat("The NewsML-G2 is broken XML.", str(error)) from error
    found = [root] if root.tag == f"{_G2}newsItem" else list(root.iter(f"{_G2}newsItem"))
    problems = list(prepared.problems)
    if len(found) > xml.MAX_ITEMS:
        problems.append(f"{len(found):,} items; only the first {xml.MAX_ITEMS:,} were read")
    context = _Context(url, chrome, now)
    return Parsed(
        kind="newsml",
        items=tuple(_item(one, context) for one in found[: xml.MAX_ITEMS]),
        problems=tuple(problems),
    )


def _item(one: Any, context: _Context) -> Item:
    notes = Notes()
    status = _attribute(one, "itemMeta/pubStatus", "qcode")
    if status and not status.endswith(":usable"):
        notes.add(f"the supplier's status: {fields.shorten(status, 40)}")
    body, is_plain = _body(one)
    links = one.findall(f"{_G2}itemMeta/{_G2}link")
    page = next((link.get("href") for link in links if link.get("contenttype") == "text/html"), "")
    subjects = one.findall(f"{_G2}contentMeta/{_G2}subject")
    sections = [s for s in subjects if s.get("type") == "cpnat:category"]
    draft = Draft(
        guid=fields.guid(one.get("guid"), notes),
        url=fields.link(page, context.url),
        headline=_text(one, "contentMeta/headline") or _text(one, "itemMeta/title"),
        content=body,
        content_base=fields.link(page, context.url) or context.url,
        summary=_text(one, "contentMeta/description[@role='drol:summary']"),
        authors=_names(one, "contentMeta/creator") or (_text(one, "contentMeta/by"),),
        credit=", ".join(_names(one, "contentMeta/infoSource")),
        published=_text(one, "itemMeta/firstCreated"),
        updated=_text(one, "itemMeta/versionCreated"),
        language=_attribute(one, "contentMeta/language", "tag") or one.get(f"{_XML}lang"),
        tags=tuple(_name(subject) for subject in subjects if subject not in sections),
        images=_pictures(one),
        raw=etree.tostring(one, encoding="UTF-8"),
        is_plain=is_plain,
    )
    item = assemble(draft, notes, chrome=context.chrome, now=context.now)
    hints = tuple(fields.line(_name(section)) for section in sections)
    return replace(item, section_hints=hints or item.section_hints)


def _body(one: Any) -> tuple[str, bool]:
    """The text and whether it is plain; mark-up first, for it holds the paragraphs."""
    inline = one.find(f"{_G2}contentSet/{_G2}inlineXML")
    if inline is not None:
        bodies = (inline.find(path) for path in _BODY_PARTS)
        body = next((found for found in bodies if found is not None), inline)
        return "".join(_markup(child) for child in body), False
    data = one.find(f"{_G2}contentSet/{_G2}inlineData")
    if data is None:
        return "", False
    is_html = "html" in (data.get("contenttype") or "")
    return "".join(data.itertext()), not is_html


def _markup(element: Any) -> str:
    """The element as HTML without name spaces."""
    for node in element.iter(etree.Element):
        node.tag = etree.QName(node).localname
    etree.cleanup_namespaces(element)
    return etree.tostring(element, encoding="unicode", method="html")


def _pictures(one: Any) -> tuple[object, ...]:
    remote = one.findall(f"{_G2}contentMeta/{_G2}icon")
    remote += one.findall(f"{_G2}contentSet/{_G2}remoteContent")
    return tuple(found.get("href") for found in remote)


def _path(path: str) -> str:
    return "/".join(f"{_G2}{step}" for step in path.split("/"))


def _text(one: Any, path: str) -> str:
    found = one.find(_path(path))
    return "" if found is None else "".join(found.itertext()).strip()


def _attribute(one: Any, path: str, name: str) -> str:
    found = one.find(_path(path))
    return "" if found is None else found.get(name) or ""


def _names(one: Any, path: str) -> tuple[str, ...]:
    return tuple(name for found in one.findall(_path(path)) if (name := _name(found)))


def _name(found: Any) -> str:
    name = found.find(f"{_G2}name")
    text = "" if name is None else "".join(name.itertext()).strip()
    return text or found.get("literal") or ""
