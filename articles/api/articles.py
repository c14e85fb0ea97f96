"""Articles as the API tells them: a closed list of fields, each with what must be loaded."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from articles.api import nouns
from articles.api.call import Call, stamp
from articles.api.problems import bad_parameter
from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.public import bodies, bylines

Data = dict[str, Any]

_OWN_PATH = re.compile(r'((?:href|src)=")(/(?!/))')


@dataclass(frozen=True)
class Part:
    """One field: how it is written, what is joined and what is fetched for it."""

    write: Callable[[Call, Article], Any]
    joined: tuple[str, ...] = ()
    fetched: tuple[str, ...] = ()
    is_told_of_retracted: bool = True


def _abroad(call: Call, html: str) -> str:
    """The text with whole addresses: it is read on other sites."""
    return _OWN_PATH.sub(rf"\g<1>{call.absolute('/').rstrip('/')}\g<2>", html)


def _credits(call: Call, row: Article) -> list[Data]:
    return [
        {"text": line.text, "url": line.url, "source": line.source_name}
        for line in bylines.credit_lines(row)
    ]


def _retraction(call: Call, row: Article) -> Data | None:
    if row.retracted_at is None:
        return None
    standing = row.withdrawals.standing().filter(kind="retracted").first()
    note = standing.note if standing else ""
    return {"at": stamp(standing.at if standing else row.retracted_at), "note": note}


def _copy_of(call: Call, row: Article) -> Data | None:
    leader = row.copy_of
    return nouns.article_ref(call, leader) if leader and leader.is_listed(call.now) else None


def _story(call: Call, row: Article) -> Data | None:
    """Only that of a listed one: its story is told then, because it is a member."""
    if row.story_id is None or not row.is_listed(call.now):
        return None
    return {"id": row.story_id, "api_url": call.api("story", story_id=row.story_id)}


PARTS: dict[str, Part] = {
    "id": Part(lambda call, row: row.pk),
    "uid": Part(lambda call, row: str(row.uid)),
    "url": Part(lambda call, row: call.absolute(row.get_absolute_url())),
    "api_url": Part(lambda call, row: call.api("article", article_id=row.pk)),
    "headline": Part(lambda call, row: row.headline),
    "kicker": Part(lambda call, row: row.kicker, is_told_of_retracted=False),
    "standfirst": Part(
        lambda call, row: row.public_standfirst, ("source",), is_told_of_retracted=False
    ),
    "body_html": Part(
        lambda call, row: _abroad(call, bodies.shown(call, row, is_abroad=True)),
        ("source",),
        is_told_of_retracted=False,
    ),
    "rights": Part(lambda call, row: row.effective_rights.value, ("source",)),
    "kind": Part(lambda call, row: row.kind),
    "dateline": Part(lambda call, row: row.dateline, is_told_of_retracted=False),
    "language": Part(lambda call, row: row.language or call.publication.language),
    "direction": Part(lambda call, row: row.direction),
    "published_at": Part(lambda call, row: stamp(row.visible_at) if row.visible_at else None),
    "updated_at": Part(lambda call, row: stamp(row.changed_at)),
    "section": Part(
        lambda call, row: nouns.section_ref(call, row.section) if row.section else None,
        ("section",),
    ),
    "tags": Part(
        lambda call, row: [nouns.tag_ref(call, tag) for tag in row.tags.all()],
        fetched=("tags",),
        is_told_of_retracted=False,
    ),
    "story": Part(_story, is_told_of_retracted=False),
    "source": Part(
        lambda call, row: nouns.source_ref(call, row.source) if row.source else None, ("source",)
    ),
    "original_url": Part(
        lambda call, row: row.canonical_url if row.source_id else "", is_told_of_retracted=False
    ),
    "contributions": Part(
        lambda call, row: [nouns.contribution(call, one) for one in row.contributions.all()],
        fetched=("contributions__author",),
    ),
    "credits": Part(_credits, ("source",), ("credits__source",)),
    "picture": Part(
        lambda call, row: nouns.picture(call, row.lead_image),
        ("lead_image",),
        is_told_of_retracted=False,
    ),
    "corrections": Part(
        lambda call, row: [nouns.correction_ref(one) for one in row.corrections.all()],
        fetched=("corrections",),
        is_told_of_retracted=False,
    ),
    "retraction": Part(_retraction),
    "copy_of": Part(_copy_of, ("copy_of",)),
}
WHOLE = tuple(PARTS)
# A line of a list: no text, which is most of an answer and is asked for by name.
LINE = tuple(name for name in PARTS if name != "body_html")
# As another thing names it, with what a card of it needs.
CARD = ("id", "uid", "url", "api_url", "headline", "kicker", "published_at", "source", "language")
_EMPTY: dict[str, Any] = {"tags": [], "corrections": [], "story": None, "picture": None}


def chosen(text: str | None, usual: Sequence[str]) -> tuple[str, ...]:
    """The fields that `fields` names, in our order; raises the problem that names what may be."""
    if text is None:
        return tuple(usual)
    asked = {name.strip() for name in text.split(",")}
    if not asked <= PARTS.keys():
        message = "Name fields of an article, parted by commas."
        raise bad_parameter("fields", message, allowed=list(PARTS))
    return tuple(name for name in PARTS if name in asked)


def loaded(rows: ArticleQuerySet, fields: Collection[str]) -> ArticleQuerySet:
    """The rows with all that these fields read, in a fixed number of queries."""
    fetched = {name for field in fields for name in PARTS[field].fetched}
    others = joined(fields)
    rows = rows.select_related(*others) if others else rows
    unread = ["editor_note", *([] if "body_html" in fields else ["body_html"])]
    unread += ["source__notes"] if "source" in others else []
    unread += ["copy_of__body_html", "copy_of__editor_note"] if "copy_of" in others else []
    return rows.defer(*unread).prefetch_related(*sorted(fetched))


def joined(fields: Collection[str]) -> list[str]:
    """The rows that these fields read beside the article's own."""
    return sorted({name for field in fields for name in PARTS[field].joined})


def written(call: Call, rows: Sequence[Article], fields: Collection[str]) -> list[Data]:
    """The articles with these fields."""
    if "body_html" in fields:
        bodies.load(call, rows)
    return [one(call, row, fields) for row in rows]


def one(call: Call, row: Article, fields: Collection[str]) -> Data:
    """One article; of a retracted one what its page says: the notice in place of the text."""
    call.holds_until(row.expires_at)
    is_retracted = row.retracted_at is not None
    return {
        name: _EMPTY.get(name, "")
        if is_retracted and not PARTS[name].is_told_of_retracted
        else PARTS[name].write(call, row)
        for name in fields
    }
