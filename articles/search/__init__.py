"""Search over SQLite and PostgreSQL: one language to ask in, one order of results on both.

`find` returns a page of article ids with their score and marked extracts; `index`, `outdate` and
`forget` keep the index; `complete` and `suggest` help with the words.
"""

from articles.search.extracts import Piece, excerpt, mark
from articles.search.finding import WINDOW, Count, Found, Hit, Page, find, find_ids, newest_ids
from articles.search.indexing import follow, forget, index, reread
from articles.search.query import READERS_FIELDS, Filter, Query, begun, parse, typed
from articles.search.tallying import Tally
from articles.search.vocabulary import complete, distance, looser, suggest

__all__ = [
    "READERS_FIELDS",
    "WINDOW",
    "Count",
    "Filter",
    "Found",
    "Hit",
    "Page",
    "Piece",
    "Query",
    "Tally",
    "begun",
    "complete",
    "distance",
    "excerpt",
    "find",
    "find_ids",
    "follow",
    "forget",
    "index",
    "looser",
    "mark",
    "newest_ids",
    "parse",
    "reread",
    "suggest",
    "typed",
]
