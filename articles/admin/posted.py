"""Reading numbers out of addresses and posted forms, where anybody may have written anything."""

from collections.abc import Sequence

# No single act of one person is about more rows than this.
MOST = 200


def numbers(texts: Sequence[str]) -> tuple[int, ...]:
    """The numbers among the texts, each once, in their order, at most `MOST` of them."""
    found = (int(text) for text in texts if _is_number(text))
    return tuple(dict.fromkeys(found))[:MOST]


def number(text: str | None) -> int:
    """The number, or 0, which is no row's key."""
    return int(text) if text and _is_number(text) else 0


def _is_number(text: str) -> bool:
    """Whether it can be a key; a longer row of digits fits no database column."""
    return text.isdecimal() and len(text) < 19
