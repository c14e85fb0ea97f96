"""Read text without markup: a paste, a mail, a file from an agency."""

from datetime import datetime

from articles.formats import body as bodies
from articles.formats import fields
from articles.formats.fields import Notes
from articles.formats.item import Item, Parsed
from articles.text.plain import clean_text


def read(
    text: str, *, data: bytes, url: str, chrome: frozenset[str], now: datetime | None
) -> Parsed:
    """Read a decoded text as one article; what the text does not say stays empty."""
    notes = Notes()
    body = bodies.from_cleaned(clean_text(text, chrome=chrome))
    headline = fields.headline(body.headline, notes)
    if not headline:
        notes.add("no headline")
    item = Item(
        url=fields.link(url, "https:"),
        headline=headline,
        standfirst=body.standfirst,
        body_html=body.html,
        authors=fields.authors([body.byline]),
        published_at=fields.moment(body.date, "printed", notes, now=now),
        language=body.language,
        section_hints=body.section_hints,
        problems=tuple(notes.problems),
        raw=data,
        report={**notes.report, **body.report()},
        complete=bool(body.html),
    )
    return Parsed(kind="text", title=headline, items=(item,))
