"""Reading numbers out of addresses and posted forms, where anybody may have written anything."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

# No single act of one person is about more rows than this.
MOST = 200
# Of a posted form only what people wrote is ever shown again: never a password or a code.
WRITTEN = {
    "headline", "kicker", "standfirst", "body_html", "dateline", "editor_note", "seo_title",
    "social_title", "slugline", "tag_names", "note", "text", "reason", "statement",
}  # fmt: skip


def numbers(texts: Sequence[str]) -> tuple[int, ...]:
    """The numbers among the texts, each once, in their order, at most `MOST` of them."""
    found = (int(text) for text in texts if _is_number(text))
    return tuple(dict.fromkeys(found))[:MOST]


def number(text: str | None) -> int:
    """The number, or 0, which is no row's key."""
    return int(text) if text and _is_number(text) else 0


def written(posted: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The texts of a posted form that somebody wrote, with the names of their inputs."""
    return [
        (name.removesuffix("_html").replace("_", " "), str(posted[name]))
        for name in posted
        if name in WRITTEN and str(posted[name]).strip()
    ]


def readable(posted: QueryDict) -> QueryDict:
    """The form without the NUL characters that some programs paste along; mostly the form itself.

    Nobody sees them, no database takes them, and Django would refuse the field without a hint.
    """
    if not any("\x00" in value for name in posted for value in posted.getlist(name)):
        return posted
    clean = posted.copy()
    for name in clean:
        clean.setlist(name, [value.replace("\x00", "") for value in clean.getlist(name)])
    clean._mutable = False
    return clean


def _is_number(text: str) -> bool:
    """Whether it can be a key; a longer row of digits fits no database column."""
    return text.isdecimal() and len(text) < 19
