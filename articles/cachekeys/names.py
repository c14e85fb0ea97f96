"""The names of what pages show: a page carries those of all that it shows, an act touches some.

A row has a name for what it says (`article(7)`), and what has lists has another for which rows
stand on them (`in_section(3)`), so that new words of one article leave the lists without it alone.
"""

from datetime import UTC, datetime

SITE = "site"  # what every page shows: the name of the paper, its menu
ANY = "any"  # whatever readers see: for pages that do not tell what they show
LATEST = "latest"  # which articles there are, newest first
CORRECTIONS = "corrections"  # which corrections there are
# For sitemaps, which show more rows than a page could name.
PICTURES = "pictures"  # all pictures: their files and rights of use
SOURCES = "sources"  # all sources: what search engines may keep of them


def article(pk: int) -> str:
    """What one article says, and what its address answers."""
    return f"article:{pk}"


def image(pk: int) -> str:
    """A picture, its words and its right of use."""
    return f"image:{pk}"


def source(pk: int) -> str:
    """A source's name, address and rights."""
    return f"source:{pk}"


def author(pk: int) -> str:
    """An author's name and address."""
    return f"author:{pk}"


def tag(pk: int) -> str:
    """A tag's name and address."""
    return f"tag:{pk}"


def story(pk: int) -> str:
    """A story, and which articles tell it under which headlines."""
    return f"story:{pk}"


def comments(article_id: int) -> str:
    """The comments of an article."""
    return f"comments:{article_id}"


def front(section_id: int | None) -> str:
    """The picks and the rule of a section's front, or of the site's."""
    return f"front:{section_id or 'home'}"


def in_section(pk: int) -> str:
    """Which articles a section has."""
    return f"in-section:{pk}"


def from_source(pk: int) -> str:
    """Which articles a source has."""
    return f"from-source:{pk}"


def written_by(pk: int) -> str:
    """Which articles an author has."""
    return f"written-by:{pk}"


def tagged(pk: int) -> str:
    """Which articles carry a tag."""
    return f"tagged:{pk}"


def month(moment: datetime) -> str:
    """All that is said of the articles that came out in a month of UTC.

    >>> month(datetime(2026, 11, 1, 3, tzinfo=timezone(timedelta(hours=5))))
    'month:2026-10'
    """
    return f"month:{moment.astimezone(UTC):%Y-%m}"


def months(start: datetime, end: datetime) -> list[str]:
    """The names of all months of UTC that the time from `start` to before `end` lies in."""
    first, last = start.astimezone(UTC), end.astimezone(UTC)
    count = (last.year - first.year) * 12 + last.month - first.month
    return [
        f"month:{first.year + (first.month - 1 + n) // 12:04}-{(first.month - 1 + n) % 12 + 1:02}"
        for n in range(count + 1)
    ]
