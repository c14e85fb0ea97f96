"""The paste box: one text understood before anything is stored, then taken in."""

from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from articles.desk import rights
from articles.enums import Door
from articles.errors import ActRefused, BadInput, EmptyInput
from articles.formats import body as bodies
from articles.formats import fields
from articles.formats.fields import Notes
from articles.formats.item import Item, Parsed
from articles.ingest import memory, store
from articles.ingest.deciding import Step
from articles.models import Article, Source
from articles.text import dates, normalise, urls
from articles.text.plain import CleanedText, clean_text


def understand(
    text: str,
    *,
    now: datetime,
    source: Source | None = None,
    headline: str | None = None,
    keep: frozenset[int] = frozenset(),
    drop: frozenset[int] = frozenset(),
) -> CleanedText:
    """What the text says and which lines are not its own; nothing is stored.

    `keep` and `drop` are input line numbers that a person restored or cut. Raises BadInput.
    """
    whole = normalise.repair(text)
    if not whole.strip():
        raise EmptyInput("There is no text to take in.", "Paste the article into the box.")
    chrome = memory.chrome_of(source, now) if source else frozenset()
    return clean_text(whole, headline=headline, chrome=chrome, keep=keep, drop=drop)


def paste(
    text: str,
    *,
    source: Source,
    by: Any,
    at: datetime,
    url: str = "",
    headline: str | None = None,
    keep: frozenset[int] = frozenset(),
    drop: frozenset[int] = frozenset(),
) -> tuple[Article, bool]:
    """Store the text as understood: (the article, whether it is new).

    Needs the right to import. The bytes kept are the text as it was pasted. Raises NotPermitted,
    BadInput.
    """
    rights.require(by, "import_article")
    if url and not urls.is_web(url):
        raise BadInput(
            "The original address is not a web address.", "Give one that starts with https://."
        )
    cleaned = understand(text, now=at, source=source, headline=headline, keep=keep, drop=drop)
    raw = text.encode("utf-8", "surrogatepass")
    item = item_from(cleaned, raw=raw, url=url, source=source)
    parsed = Parsed(kind="text", title=item.headline, items=(item,))
    tally = store.take_in(parsed, source=source, now=at, door=Door.FORM, by=by)
    if tally.counts[Step.HOLD.value]:
        raise ActRefused(
            _("It says what article %(n)d said, which was taken down for legal reasons.")
            % {"n": tally.article_ids[0]},
            _("It is held under Captures, where a chief editor can let it in."),
        )
    if not tally.article_ids:
        raise BadInput("The text could not be stored.", " ".join(tally.notes))
    article = Article.objects.get(pk=tally.article_ids[0])
    return article, bool(tally.counts[Step.CREATE.value])


def item_from(cleaned: CleanedText, *, raw: bytes, url: str, source: Source) -> Item:
    """The cleaned text as an item, like one that a file brought."""
    notes = Notes()
    body = bodies.from_cleaned(cleaned)
    headline = fields.headline(cleaned.headline, notes)
    # A pasted date that names no zone is in the source's.
    printed = dates.parse(cleaned.date or "", zone=_zone_of(source))
    return Item(
        url=url,
        headline=headline,
        standfirst=body.standfirst,
        body_html=body.html,
        authors=fields.authors([body.byline]),
        published_at=printed,
        language=cleaned.language or source.language,
        section_hints=cleaned.section_hints,
        problems=tuple(notes.problems),
        raw=raw,
        report={**notes.report, **body.report(), "dateline": cleaned.dateline or ""},
        complete=bool(body.html),
    )


def _zone_of(source: Source) -> tzinfo:
    return ZoneInfo(source.zone) if source.zone in available_timezones() else UTC
