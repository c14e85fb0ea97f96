"""What an item says of itself, less what cannot be believed or stored; each with its reason."""

import re
from dataclasses import replace
from datetime import datetime

from articles.errors import EmptyInput
from articles.formats.item import Item
from articles.text import dates, urls

# As long as the columns that hold them.
LONGEST_URL = 2000
LONGEST_LANGUAGE = 12
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def believable(item: Item, now: datetime) -> Item:
    """The item without impossible dates, addresses and languages; what went is in its problems.

    A date in the far future would hold back every later version. Raises EmptyInput for an item
    with neither headline nor text.
    """
    if not (item.headline.strip() or item.body_html.strip() or item.body_text.strip()):
        raise EmptyInput(
            "The item has neither a headline nor a text.",
            "Look at its page; perhaps the feed gives only pictures or links.",
        )
    problems = list(item.problems)
    return replace(
        item,
        published_at=_moment(item.published_at, now, "published", problems),
        updated_at=_moment(item.updated_at, now, "updated", problems),
        url=_address(item.url, problems),
        language=_language(item.language),
        problems=tuple(problems),
    )


def _moment(
    when: datetime | None, now: datetime, name: str, problems: list[str]
) -> datetime | None:
    if when is None or dates.plausible(when, now):
        return when
    problems.append(f"{name} date not believed: {when:%Y-%m-%d}")
    return None


def _address(url: str, problems: list[str]) -> str:
    if not url or (urls.is_web(url) and len(url) <= LONGEST_URL):
        return url
    problems.append(f"address not usable: {url[:80]}")
    return ""


def _language(tag: str) -> str:
    whole = tag if _LANGUAGE.fullmatch(tag) else ""
    return whole if len(whole) <= LONGEST_LANGUAGE else whole.split("-")[0]
