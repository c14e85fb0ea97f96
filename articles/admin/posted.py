"""Reading numbers out of addresses and posted forms, where anybody may have written anything."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

# No single act of one person is about more rows than this.
MOST = 200
# Of a posted form only what people wrote is ever shown again: never a password or a code.
WRITTEN = {
    "headline", "kicker", "standfirst", "body_html", "dateline", "editor_note", "seo_title",
    "social_title", "slugline", "tag_names", "note", "text", "reason", "statement", "title",
    "summary", "description", "caption", "alt", "notes", "bio",
}  # fmt: skip


def numbers(texts: Sequence[str]) -> tuple[int, ...]:
    """The numbers among the texts, each once, in their order, at most `MOST` of them."""
    found = (int(text) for text in texts if _is_number(text))
    return tuple(dict.fromkeys(found))[:MOST]


def number(text: str | None) -> int:
    """The number, or 0, which is no row's key."""
    return int(text) if text and _is_number(text) else 0


def written(posted: Mapping[str, Any], *, with_names: bool = False) -> list[tuple[str, str]]:
    """The texts of a posted form that somebody wrote, with what their inputs are called.

    `with_names` with the names of the inputs as they stand in the form.
    """
    return [
        (name if with_names else label(name), str(posted[name]))
        for name in posted
        if _own_name(name) in WRITTEN and str(posted[name]).strip()
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


def label(name: str) -> str:
    """What an input is called where its text is given back."""
    return _own_name(name).removesuffix("_html").replace("_", " ")


def _own_name(name: str) -> str:
    """The name of an input without the prefix of its form."""
    return name.rpartition("-")[2]


def _is_number(text: str) -> bool:
    """Whether it can be a key; a longer row of digits fits no database column."""
    return text.isdecimal() and len(text) < 19
