"""How a reader's words are shown: as plain text with its addresses made links, and no more."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Comment
from articles.text import links

SHOWN = 60  # letters of an address that are shown; the link leads to all of it


def in_paragraphs(comment: Comment) -> SafeString:
    """The words as paragraphs; a link tells search engines that a reader made it."""
    blocks = [block.strip("\n") for block in comment.text.split("\n\n") if block.strip()]
    return format_html_join("", "<p>{}</p>", ((_lines(block),) for block in blocks))


def _lines(block: str) -> SafeString:
    lines = ((_linked(line),) for line in block.split("\n"))
    return format_html_join(SafeString("<br>"), "{}", lines)


def _linked(line: str) -> SafeString:
    return format_html_join("", "{}", ((_piece(piece),) for piece in links.pieces(line)))


def _piece(piece: links.Piece) -> str:
    if not piece.url:
        return piece.text
    shown = piece.text if len(piece.text) <= SHOWN else f"{piece.text[: SHOWN - 1]}…"
    return format_html(
        '<a href="{}" rel="ugc nofollow noopener noreferrer"><bdi dir="ltr">{}</bdi></a>',
        piece.url,
        shown,
    )
