"""How the variable parts of public addresses look."""

import unicodedata

from articles.text.slugs import SLUG_PATTERN


class Slug:
    """A readable part in any script; Django's own converter knows ASCII only."""

    regex = SLUG_PATTERN

    def to_python(self, value: str) -> str:
        """The composed (NFC) form, which is how slugs are stored."""
        return unicodedata.normalize("NFC", value)

    def to_url(self, value: str) -> str:
        """The slug as it stands."""
        return value


class Key:
    """The id of a row: no leading zero, and never more than the database can hold."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """The number in digits."""
        return str(value)


class Year:
    """Four digits that Python's calendar knows."""

    regex = "[12][0-9]{3}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """The number in digits."""
        return f"{value:04d}"


class Month:
    """01 to 12, always two digits, so that each month has one address."""

    regex = "0[1-9]|1[0-2]"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """The number in two digits."""
        return f"{value:02d}"
