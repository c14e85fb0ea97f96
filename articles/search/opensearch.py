"""The index on an OpenSearch server, for archives that one database server is too small for.

The database stays what is true: an act marks the articles that it changed, and once it has
committed they are read again, sent and unmarked. What could not be sent, whatever was the reason,
stays marked for the next round (`indexing.reread`). Each entry carries the moment at which it was
read, so that a request which comes late overtakes no later one. The server is asked for ids alone.
`OPENSEARCH_URL` names it, with user and password. Only `rebuild_search --fresh` makes an index, for
one that made itself would lack all older articles, and nobody would know.

Words come folded with blanks between, so the server only cuts at blanks. Documents lie in the
order in which they are asked for, newest first, so that a common word costs as much as a rare one.
"""

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from articles.errors import SearchAway
from articles.models import SearchText
from articles.search import indexing
from articles.search.engine import Atom, Match, Stretch
from articles.search.terms import Entry

_log = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds for an answer; searches take some milliseconds
PATIENCE_MAKING = 10.0
PAUSE = 5.0  # seconds in which a server that failed is not asked again, so that nobody waits for it
MOST_BEGUN = 1000  # words that the last one in a row may have begun
_OVERTAKEN = 409  # the server has a later reading of this article
_MISSING = 404
_BUSY, _BROKEN = (408, 429), 500

_WORDS = {"type": "text", "analyzer": "whitespace", "norms": False}
MADE_AS = {
    "settings": {
        "index": {
            "sort.field": "article_id",
            "sort.order": "desc",
            "number_of_shards": 1,
            "auto_expand_replicas": "0-1",
        }
    },
    "mappings": {
        "dynamic": "strict",
        "_source": {"enabled": False},
        "properties": {
            "article_id": {"type": "long"},
            "headline": _WORDS,
            # A value for each column; the gap keeps a row of words from reaching into the next.
            "words": {**_WORDS, "position_increment_gap": 100},
        },
    },
}


class Index:
    """An alias on the server, `OPENSEARCH_INDEX`, and behind it the index that it stands for."""

    def __init__(self) -> None:
        self._server = server(settings.OPENSEARCH_URL, settings.OPENSEARCH_INDEX)

    def write(self, entries: Sequence[Entry], former: Sequence[Entry]) -> None:
        """See `Engine`. Sent once the transaction has committed."""
        if entries:
            ids = [entry.article_id for entry in entries]
            SearchText.objects.outdate(ids)
            transaction.on_commit(lambda: self._send(ids), robust=True)

    def _send(self, ids: list[int]) -> None:
        with suppress(SearchAway), transaction.atomic():
            indexing.lock(ids)
            moment = _moment()
            entries = indexing.read(ids)
            lines: list[dict[str, Any]] = []
            for entry in entries:
                lines += [{"index": _named(entry.article_id, moment)}, _document(entry)]
            refused = self._server.send(lines)
            indexing.keep(entry for entry in entries if entry.article_id not in refused)

    def erase(self, former: Sequence[Entry]) -> None:
        """See `Engine`. What could not be erased stays, found by nobody: its row is gone."""
        if former:
            moment = _moment()
            lines = [{"delete": _named(entry.article_id, moment)} for entry in former]
            transaction.on_commit(lambda: self._erase(lines), robust=True)

    def _erase(self, lines: list[dict[str, Any]]) -> None:
        with suppress(SearchAway):
            self._server.send(lines)

    def clear(self) -> None:
        """See `Engine`. At once: a new, empty index takes the place of the old one."""
        self._server.make()

    def refresh(self) -> None:
        """Let searches see what was sent, as tests do; the server does so within a second."""
        self._server.refresh()

    def newest(self, match: Match, stretch: Stretch, most: int) -> list[int]:
        """See `Engine`. Raises SearchAway while the server does not answer."""
        return self._server.ids(expression(match, stretch), most)


class Server:
    """One alias of one server, or of a cluster; safe for many threads."""

    def __init__(self, url: str, name: str) -> None:
        import opensearchpy  # an optional extra: only where OPENSEARCH_URL asks for it

        self._failure = opensearchpy.exceptions.OpenSearchException
        hosts = [one.strip() for one in url.split(",")]
        self._client: Any = opensearchpy.OpenSearch(
            hosts,
            timeout=PATIENCE,
            max_retries=len(hosts) - 1,  # on another one
            retry_on_timeout=True,
            http_compress=True,
        )
        self._name = name
        self._lock = threading.Lock()
        self._silent_until = 0.0

    def send(self, lines: list[dict[str, Any]]) -> set[int]:
        """Hand in these lines of a bulk request; the ids that the server did not take."""
        if not lines:
            return set()
        with self._asking():
            # Without an alias a server would make an index that cuts words as it likes.
            answer = self._client.bulk(body=lines, index=self._name, require_alias=True)
        told = [next(iter(item.values())) for item in answer["items"]] if answer["errors"] else []
        refused = [item for item in told if "error" in item and item["status"] != _OVERTAKEN]
        if refused:
            _log.error("OpenSearch refused %d entries: %s", len(refused), refused[0]["error"])
        return {int(item["_id"]) for item in refused}

    def ids(self, query: dict[str, Any], most: int) -> list[int]:
        """The newest articles that fit, at most so many."""
        body = {
            "query": query,
            "sort": [{"article_id": "desc"}],
            "size": most,
            "track_total_hits": False,
        }
        with self._asking():
            found = self._client.search(body=body, index=self._name)
        return [int(hit["sort"][0]) for hit in found["hits"]["hits"]]

    def refresh(self) -> None:
        """See `Index`."""
        with self._asking():
            self._client.indices.refresh(index=self._name)

    def remove(self) -> None:
        """Take the alias away, and what it stands for."""
        with self._asking():
            for index in self._behind():
                self._client.indices.delete(index=index)

    def make(self) -> None:
        """Put a new, empty index behind the alias; what stood there goes."""
        with self._asking():
            former = self._behind()
            made = f"{self._name}-{time.time_ns()}"
            self._client.indices.create(index=made, body=MADE_AS, request_timeout=PATIENCE_MAKING)
            actions = [{"remove_index": {"index": index}} for index in former]
            actions.append({"add": {"index": made, "alias": self._name}})
            self._client.indices.update_aliases(
                body={"actions": actions}, request_timeout=PATIENCE_MAKING
            )

    def _behind(self) -> list[str]:
        """The indexes that the alias stands for."""
        found = self._client.indices.get_alias(name=self._name, ignore=_MISSING)
        return [] if "error" in found else list(found)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        if time.monotonic() < self._silent_until:
            raise SearchAway()
        try:
            yield
        except self._failure as error:
            status = getattr(error, "status_code", None)  # no number where no answer came
            if not isinstance(status, int) or status in _BUSY or status >= _BROKEN:
                with self._lock:
                    self._silent_until = time.monotonic() + PAUSE
            hint = "; is there no index yet? Run manage.py rebuild_search --fresh"
            _log.error("OpenSearch failed: %s%s.", error, hint if status == _MISSING else "")
            raise SearchAway() from error


@lru_cache(maxsize=4)
def server(url: str, name: str) -> Server:
    """The server with its connections, once a process."""
    return Server(url, name)


def _moment() -> int:
    """Microseconds by the clock that all writers share: a later reading has a later moment."""
    if connection.vendor != "postgresql":
        return time.time_ns() // 1000
    with connection.cursor() as cursor:
        cursor.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        return int(cursor.fetchone()[0])


def _named(article_id: int, moment: int) -> dict[str, Any]:
    return {"_id": str(article_id), "version": moment, "version_type": "external_gte"}


def _document(entry: Entry) -> dict[str, Any]:
    return {
        "article_id": entry.article_id,
        "headline": entry.headline,
        "words": list(entry.columns),
    }


def expression(match: Match, stretch: Stretch) -> dict[str, Any]:
    """The match in OpenSearch's own language.

    >>> found = expression(Match(((Atom(("port",)),),), (Atom(("sea", "side")),)), Stretch(0, 9))
    >>> found["bool"]["filter"][0]
    {'term': {'words': {'value': 'port'}}}
    >>> found["bool"]["must_not"]
    [{'match_phrase': {'words': {'query': 'sea side'}}}]
    """
    within = {"range": {"article_id": {"gte": stretch.low, "lte": stretch.high}}}
    return {
        "bool": {
            "filter": [*map(_clause, match.wanted), within],
            "must_not": [_atom(atom) for atom in match.unwanted],
        }
    }


def _clause(clause: Sequence[Atom]) -> dict[str, Any]:
    if len(clause) == 1:
        return _atom(clause[0])
    return {"bool": {"should": [_atom(atom) for atom in clause], "minimum_should_match": 1}}


def _atom(atom: Atom) -> dict[str, Any]:
    field = "headline" if atom.in_headline else "words"
    told = " ".join(atom.words)
    if len(atom.words) == 1:
        return {"prefix" if atom.is_prefix else "term": {field: {"value": told}}}
    if atom.is_prefix:
        return {"match_phrase_prefix": {field: {"query": told, "max_expansions": MOST_BEGUN}}}
    return {"match_phrase": {field: {"query": told}}}
