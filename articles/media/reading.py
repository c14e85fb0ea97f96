"""All that is to be known of an upload, read once from its bytes."""

import hashlib
from dataclasses import dataclass

from articles.media import decoding, embedded, likeness
from articles.media.embedded import Embedded


@dataclass(frozen=True)
class Reading:
    """A file that was decoded whole: its true kind, its size as seen, its hashes, its words."""

    suffix: str
    width: int
    height: int
    sha256: str
    likeness: str
    embedded: Embedded
    has_credentials: bool


def read(data: bytes) -> Reading:
    """What the bytes are. Raises what `decoding.verified` raises."""
    picture = decoding.verified(data)
    width, height = decoding.size_as_seen(picture)
    return Reading(
        suffix=decoding.SUFFIXES[picture.format or ""],
        width=width,
        height=height,
        sha256=hashlib.sha256(data).hexdigest(),
        likeness=likeness.of(picture),
        embedded=embedded.read(picture),
        has_credentials=embedded.has_credentials(data),
    )
