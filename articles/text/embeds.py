"""Addresses of films, sound and posts elsewhere that a text may show as a card.

Nothing is fetched and no frame is made: the card is a link with the title that the desk wrote.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Provider:
    """Who shows it, and what one does there: "watch", "listen", "read" or "see"."""

    name: str
    verb: str


# Host without "www." and "m.", what the path must look like, the provider. In this order.
_PROVIDERS: Final[tuple[tuple[str, str, Provider], ...]] = (
    ("youtube.com", r"/watch\?(?:.*&)?v=[\w-]{6,20}.*|/(?:shorts|live)/[\w-]{6,20}.*",
     Provider("YouTube", "watch")),
    ("youtu.be", r"/[\w-]{6,20}.*", Provider("YouTube", "watch")),
    ("vimeo.com", r"/\d+.*", Provider("Vimeo", "watch")),
    ("dailymotion.com", r"/video/\w+.*", Provider("Dailymotion", "watch")),
    ("tiktok.com", r"/@[\w.]+/video/\d+.*", Provider("TikTok", "watch")),
    ("open.spotify.com", r"/(?:track|album|episode|show|playlist)/\w+.*",
     Provider("Spotify", "listen")),
    ("soundcloud.com", r"/[\w-]+/[\w-]+.*", Provider("SoundCloud", "listen")),
    ("x.com", r"/\w+/status/\d+.*", Provider("X", "read")),
    ("twitter.com", r"/\w+/status/\d+.*", Provider("X", "read")),
    ("bsky.app", r"/profile/[\w.:-]+/post/\w+.*", Provider("Bluesky", "read")),
    ("instagram.com", r"/(?:p|reel)/[\w-]+.*", Provider("Instagram", "see")),
)  # fmt: skip
NAMES: Final = tuple(dict.fromkeys(provider.name for _, _, provider in _PROVIDERS))


def provider(url: str) -> Provider | None:
    """Return who shows what stands at the address; None for all that is not on the list.

    >>> provider("https://www.youtube.com/watch?v=abcdefghijk").name
    'YouTube'
    >>> provider("https://youtube.com.example.org/watch?v=abcdefghijk")
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").removeprefix("www.").removeprefix("m."), parts.port
    except ValueError:
        return None
    if parts.scheme != "https" or port is not None or parts.username is not None:
        return None
    asked = parts.path + (f"?{parts.query}" if parts.query else "")
    for known, path, found in _PROVIDERS:
        if host == known and re.fullmatch(path, asked, re.ASCII):
            return found
    return None
