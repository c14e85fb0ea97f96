"""A small server that speaks as much of OpenSearch's protocol as the newsroom uses, strictly.

It is written from OpenSearch's documentation, not from our engine: whatever it does not know of a
request it refuses with 400, as the real one does. `TEST_OPENSEARCH_URL` names a real server to
hold the engine to in its place.
"""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Positions = dict[str, set[int]]
SETTINGS = {"sort.field", "sort.order", "number_of_shards", "auto_expand_replicas"}
TEXT = {"type", "analyzer", "norms", "position_increment_gap"}
BODY = {"query", "sort", "size", "track_total_hits"}
MOST = 10_000  # index.max_result_window


class Refused(Exception):
    """A request that a real server would not understand."""

    def __init__(self, why: str, status: int = 400) -> None:
        super().__init__(why)
        self.status = status


class Made:
    """An index: its documents as positions of words, and the version of each id ever seen."""

    def __init__(self, told: dict[str, Any]) -> None:
        only(told, {"settings", "mappings"})
        only(told["settings"], {"index"})
        only(told["settings"]["index"], SETTINGS)
        mappings = told["mappings"]
        only(mappings, {"dynamic", "_source", "properties"})
        self.fields: dict[str, dict[str, Any]] = mappings["properties"]
        for field in self.fields.values():
            only(field, TEXT if field["type"] == "text" else {"type"})
            if field.get("analyzer", "whitespace") != "whitespace":
                raise Refused(f"unknown analyzer {field}")
        self.documents: dict[str, dict[str, Any]] = {}
        self.versions: dict[str, int] = {}

    def put(self, pk: str, told: dict[str, Any]) -> None:
        only(told, set(self.fields))  # the mapping is strict
        self.documents[pk] = {
            name: self._positions(name, value) if self.fields[name]["type"] == "text" else value
            for name, value in told.items()
        }

    def _positions(self, name: str, value: str | list[str]) -> Positions:
        found: Positions = {}
        place = 0
        for text in [value] if isinstance(value, str) else value:
            for word in text.split():
                found.setdefault(word, set()).add(place)
                place += 1
            place += self.fields[name].get("position_increment_gap", 100)
        return found


def only(told: dict[str, Any], known: set[str]) -> None:
    if unknown := set(told) - known:
        raise Refused(f"unknown key {sorted(unknown)}")


def one(told: dict[str, Any]) -> tuple[str, Any]:
    if len(told) != 1:
        raise Refused(f"expected one key, found {sorted(told)}")
    return next(iter(told.items()))


def fits(document: dict[str, Any], query: dict[str, Any]) -> bool:
    kind, told = one(query)
    if kind == "bool":
        only(told, {"filter", "must_not", "should", "minimum_should_match"})
        should = [fits(document, part) for part in told.get("should", [])]
        return (
            all(fits(document, part) for part in told.get("filter", []))
            and not any(fits(document, part) for part in told.get("must_not", []))
            and sum(should) >= told.get("minimum_should_match", 0)
        )
    field, asked = one(told)
    if kind == "range":
        only(asked, {"gte", "lte"})
        return bool(asked["gte"] <= document[field] <= asked["lte"])
    words: Positions = document[field]
    if kind in ("term", "prefix"):
        only(asked, {"value"})
        value = asked["value"]
        return any(word.startswith(value) if kind == "prefix" else word == value for word in words)
    if kind == "match_phrase":
        only(asked, {"query"})
        rows = [words.get(word, set()) for word in asked["query"].split()]
    elif kind == "match_phrase_prefix":
        only(asked, {"query", "max_expansions"})
        *first, last = asked["query"].split()
        begun = sorted(word for word in words if word.startswith(last))[: asked["max_expansions"]]
        rows = [words.get(word, set()) for word in first]
        rows.append(set().union(*(words[word] for word in begun)))
    else:
        raise Refused(f"unknown query [{kind}]")
    return any(all(at + n in row for n, row in enumerate(rows)) for at in rows[0])


class Cluster:
    """What the server holds; a line of `log` for each request; `fails` is a status to answer."""

    def __init__(self) -> None:
        self.made: dict[str, Made] = {}
        self.aliases: dict[str, str] = {}
        self.log: list[str] = []
        self.fails = 0

    def answer(self, method: str, path: str, asked: dict[str, str], body: bytes) -> Any:
        match (method, path.strip("/").split("/")):
            case ("GET", ["_alias", name]):
                if name not in self.aliases:
                    raise Refused(f"alias [{name}] missing", 404)
                return {self.aliases[name]: {"aliases": {name: {}}}}
            case ("PUT", [name]):
                self.made[name] = Made(json.loads(body))
                return {"acknowledged": True, "index": name}
            case ("POST", ["_aliases"]):
                for action in json.loads(body)["actions"]:
                    self._act(*one(action))
                return {"acknowledged": True}
            case ("POST", [name, "_refresh"]):
                if name not in self.aliases:
                    raise Refused(f"no such index [{name}]", 404)
                return {"_shards": {"failed": 0}}
            case ("POST", [name, "_bulk"]):
                return self._bulk(name, asked, [json.loads(line) for line in body.splitlines()])
            case ("POST", [name, "_search"]):
                only(asked, set())
                return self._search(name, json.loads(body))
        raise Refused(f"no handler for {method} {path}")

    def _act(self, kind: str, told: dict[str, str]) -> None:
        if kind == "remove_index":
            del self.made[told["index"]]
        elif kind == "add":
            self.aliases[told["alias"]] = told["index"]
        else:
            raise Refused(f"unknown action [{kind}]")

    def _bulk(self, name: str, asked: dict[str, str], lines: list[dict[str, Any]]) -> Any:
        only(asked, {"require_alias"})
        items, rest = [], iter(lines)
        for line in rest:
            kind, meta = one(line)
            only(meta, {"_id", "version", "version_type"})
            told = next(rest) if kind == "index" else None
            result: dict[str, Any] = {"_id": meta["_id"]}
            if name not in self.aliases:
                result |= {"status": 404, "error": {"type": "index_not_found_exception"}}
            else:
                result |= self._write(self.made[self.aliases[name]], meta, told)
            items.append({kind: result})
        failed = any("error" in item for pair in items for item in pair.values())
        return {"took": 1, "errors": failed, "items": items}

    def _write(
        self, made: Made, meta: dict[str, Any], told: dict[str, Any] | None
    ) -> dict[str, Any]:
        if meta["version_type"] != "external_gte":
            raise Refused("unknown version type")
        if made.versions.get(meta["_id"], 0) > meta["version"]:
            return {"status": 409, "error": {"type": "version_conflict_engine_exception"}}
        made.versions[meta["_id"]] = meta["version"]
        if told is None:
            gone = made.documents.pop(meta["_id"], None)
            return {"status": 404 if gone is None else 200}
        made.put(meta["_id"], told)
        return {"status": 201}

    def _search(self, name: str, body: dict[str, Any]) -> Any:
        only(body, BODY)
        if body["size"] > MOST:
            raise Refused("Result window is too large")
        if body["sort"] != [{"article_id": "desc"}]:
            raise Refused("unknown sort")
        if name not in self.aliases:
            raise Refused(f"no such index [{name}]", 404)
        documents = self.made[self.aliases[name]].documents
        found = [pk for pk, document in documents.items() if fits(document, body["query"])]
        newest = sorted(map(int, found), reverse=True)[: body["size"]]
        return {"hits": {"hits": [{"_id": str(pk), "sort": [pk]} for pk in newest]}}


@contextmanager
def running(cluster: Cluster) -> Iterator[str]:
    """The address of a server that has this cluster behind it."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def respond(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            address = urlsplit(self.path)
            asked = {name: values[-1] for name, values in parse_qs(address.query).items()}
            cluster.log.append(f"{self.command} {address.path}")
            try:
                if cluster.fails:
                    raise Refused("as asked", cluster.fails)
                status, told = 200, cluster.answer(self.command, address.path, asked, body)
            except Refused as refused:
                status = refused.status
                told = {"error": {"type": "refused", "reason": str(refused)}, "status": status}
            sent = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = respond  # noqa: N815  named by the base

        def log_message(self, *told: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{httpd.server_port}"
        finally:
            httpd.shutdown()
            thread.join()
