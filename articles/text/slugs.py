"""Make the readable part of an address, in any script."""

import re
import unicodedata

# Every character a slug may hold: letters and digits of any script, the marks that Indic, Thai and
# Burmese letters need, and the hyphen. For the URL converter.
_MARKS = (
    "\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0980-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u102b-\u103e"
)
SLUG_PATTERN = f"[-\\w{_MARKS}]+"

_APOSTROPHES = re.compile("['’‘ʼ`´]")
_UNSEEN = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u00ad\u2060\ufeff]"
)
_NOT_SLUG = re.compile(f"(?:[^\\w{_MARKS}]|_)+")
_FALLBACK = "item"


def slugify(text: str, *, max_length: int = 80) -> str:
    """Return a Unicode (NFC) slug of at most `max_length` characters, cut between words.

    Never empty: a text without letters or digits gives "item".

    >>> slugify("Russia’s  “first” move"), slugify("روس کا فیصلہ"), slugify("🎉")
    ('russias-first-move', 'روس-کا-فیصلہ', 'item')
    """
    text = unicodedata.normalize("NFKC", text[: max_length * 20]).lower()
    text = _UNSEEN.sub("", _APOSTROPHES.sub("", text))
    slug = _NOT_SLUG.sub("-", unicodedata.normalize("NFC", text)).strip("-")
    if len(slug) > max_length:
        head = slug[: max_length + 1]
        slug = head.rpartition("-")[0] or head[:max_length]
    return slug.strip("-") or _FALLBACK
