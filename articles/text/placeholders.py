"""Words that stand for text which is still to come."""

import re
from typing import Final

# "TK" is the desk's "to come", in capitals; three X and more stand for a name or a figure. Only
# what is sure: one or two X are roman numerals, "tk" in small letters is a currency.
_PLACEHOLDER: Final = re.compile(
    r"(?<![\w.-])(?:(?:TK){1,4}|X{3,}|x{3,}|\?{3,}|(?i:lorem ipsum))(?![\w-])"
)


def find(text: str) -> str:
    """Return the first placeholder in the text, "" if it has none.

    >>> find("The mayor, TK, said so"), find("Super Bowl XXV"), find("Lorem ipsum dolor")
    ('TK', '', 'Lorem ipsum')
    """
    found = _PLACEHOLDER.search(text)
    return found[0] if found else ""
