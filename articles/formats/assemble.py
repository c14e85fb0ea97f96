"""Put an item together from what a feed says about it, by rules that all feed formats share."""

import html as entities
import re
from dataclasses import dataclass
from datetime import datetime

from articles.formats import body as bodies
from articles.formats import fields
from articles.formats.body import Body
from articles.formats.fields import Notes
from articles.formats.item import Item
from articles.text.normalise import words

ENOUGH_WORDS = 150
"""A description of this length is the article; real summaries end below 100 words."""
_HEADLINE_FROM_TEXT = 80
_SAME_START_WORDS = 12
_IMAGE = re.compile(r'<img\b[^>]*?\bsrc="([^"]+)"')


@dataclass(frozen=True)
class Draft:
    """The fields of one feed item as found, before any of them is believed."""

    guid: str = ""
    url: str = ""
    site_name: str = ""
    headline: object = ""
    content: str = ""
    content_base: str = ""
    summary: str = ""
    authors: tuple[object, ...] = ()
    credit: object = ""
    published: object = ""
    updated: object = ""
    language: object = ""
    tags: tuple[object, ...] = ()
    images: tuple[object, ...] = ()
    raw: bytes = b""
    is_plain: bool = False


def assemble(draft: Draft, notes: Notes, *, chrome: frozenset[str], now: datetime | None) -> Item:
    """Clean a draft into an Item; what is wrong is noted in it."""
    headline = fields.headline(draft.headline, notes)
    body = _body(draft, headline, chrome, notes)
    standfirst = _standfirst(draft, body, headline)
    if not headline:
        headline = _headline_from(body, notes)
    complete = _is_complete(draft, body)
    return Item(
        guid=draft.guid,
        url=draft.url,
        headline=headline,
        standfirst=standfirst,
        body_html=body.html,
        authors=fields.authors(draft.authors, but_not=(draft.site_name,))
        or fields.authors([body.byline]),
        credit=fields.line(draft.credit),
        published_at=fields.moment(draft.published, "published", notes, now=now)
        or fields.moment(body.date, "printed", notes, now=now),
        updated_at=fields.moment(draft.updated, "updated", notes, now=now),
        language=fields.language_of(f"{headline}\n{body.text}", draft.language),
        tags=fields.tags(draft.tags),
        section_hints=body.section_hints,
        image_url=fields.first_link(draft.images, draft.content_base or draft.url)
        or _first_image(body.html),
        problems=tuple(notes.problems),
        raw=draft.raw,
        report={**notes.report, **body.report()},
        complete=complete,
    )


def _body(draft: Draft, headline: str, chrome: frozenset[str], notes: Notes) -> Body:
    source = draft.content or draft.summary
    if draft.is_plain:
        return bodies.from_text(source, headline=headline, chrome=chrome, notes=notes)
    return bodies.read(
        source, headline=headline, base_url=draft.content_base, chrome=chrome, notes=notes
    )


def _standfirst(draft: Draft, body: Body, headline: str) -> str:
    """Return the summary as standfirst, unless it only repeats the headline or the beginning."""
    if not draft.content:
        return body.standfirst
    text = fields.line(draft.summary)
    start = words(text)[:_SAME_START_WORDS]
    if not start or start == words(body.text)[: len(start)] or words(text) == words(headline):
        return body.standfirst
    return fields.shorten(text, fields.MAX_STANDFIRST_CHARACTERS)


def _headline_from(body: Body, notes: Notes) -> str:
    """Give an item without headline (a note, a short post) the first words of its text."""
    if body.headline:
        return body.headline
    if not body.text:
        notes.add("neither headline nor text")
        return ""
    notes.add("no headline; made from the first words")
    return fields.shorten(fields.line(body.text.partition("\n")[0]), _HEADLINE_FROM_TEXT)


def _is_complete(draft: Draft, body: Body) -> bool:
    if not body.html or body.is_teaser:
        return False
    return bool(draft.content) or len(words(body.text)) >= ENOUGH_WORDS


def _first_image(html: str) -> str:
    """Return the address of the first picture in a sanitised body, "" if it has none."""
    found = _IMAGE.search(html)
    return entities.unescape(found[1]) if found else ""
