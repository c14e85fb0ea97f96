"""Find the addresses in a plain text that its writer meant as links."""

import re
from dataclasses import dataclass

from articles.text import urls

# Nobody reads more, and nothing is gained by trying: the rest stays as it was typed.
MOST_LINKS = 20
LONGEST_LINK = 500
_ADDRESS = re.compile(r"""\bhttps?://[^\s<>"'`{}|\\^\u2018-\u201f]{1,500}""", re.IGNORECASE)
_CLOSING = ".,;:!?…*_~)]»،؛؟۔"
# What promises a link to whoever reads it; for counting, not for making links.
_PROMISED = re.compile(r"https?:|\bwww\.|\[url|<a\s|javascript:", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """A stretch of the text; with an address where it is one."""

    text: str
    url: str = ""


def pieces(text: str) -> list[Piece]:
    """Cut the text at its addresses; together the pieces are the text, letter for letter.

    Only whole http and https addresses become links, at most `MOST_LINKS` of them; one with a user
    name in it, which poses as another host, stays text. Closing punctuation is not part of one.
    Takes time in proportion to the text.

    >>> [piece.url for piece in pieces("See https://example.org/a_(b), javascript:alert(1)")]
    ['', 'https://example.org/a_(b)', '']
    """
    found: list[Piece] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        url = _without_closing(match[0])
        if not _is_plain(url):
            continue
        if match.start() > end:
            found.append(Piece(text[end : match.start()]))
        end = match.start() + len(url)
        found.append(Piece(url, url))
        if sum(1 for piece in found if piece.url) == MOST_LINKS:
            break
    if end < len(text):
        found.append(Piece(text[end:]))
    return found


def count(text: str) -> int:
    """How many links the text has or promises, whatever they look like.

    >>> count("http://a.example www.b.example [url=c] <a href=d>")
    4
    """
    return len(_PROMISED.findall(text))


def _without_closing(url: str) -> str:
    while url and url[-1] in _CLOSING:
        if url[-1] == ")" and url.count("(") >= url.count(")"):
            break
        url = url[:-1]
    return url


def _is_plain(url: str) -> bool:
    host = url.partition("://")[2].partition("/")[0]
    return len(url) < LONGEST_LINK and "@" not in host and urls.is_web(url)
