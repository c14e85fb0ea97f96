"""The API's description of itself: the OpenAPI document, and the page that people read."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.urls import reverse

from articles.api import call, examples, limits
from articles.api.call import Call
from articles.api.problems import not_found
from articles.api.routes import api
from articles.api.shapes import ArticleOut
from articles.models import Publication, Section
from articles.public import selection

HEADERS = {
    "ETag": "Strong validator: send it back as If-None-Match to get 304.",
    "Last-Modified": "Not after the last change: send it back as If-Modified-Since.",
    "Cache-Control": "How long the answer may be kept; at most a minute.",
    "Link": 'The next page, as rel="next"; on lists that have one.',
    "RateLimit": "What this address has left in this minute.",
    "RateLimit-Policy": "What an address has in a minute.",
}
DESCRIPTION = (
    "What readers of this publication may see, for other programs. Read only: GET and HEAD. No "
    "key is needed. Rights are kept: of a text that may not be shown whole you get an excerpt or "
    "the headline. Lists are cut by cursors: follow `next`. To hold a copy of the whole paper, "
    "use /sync."
)


@lru_cache(maxsize=1)
def _paths_and_shapes() -> dict[str, Any]:
    found: dict[str, Any] = deepcopy(dict(api.get_openapi_schema(path_prefix=_prefix())))
    for path, methods in found["paths"].items():
        methods.pop("head", None)  # the same as GET without the body; an id stands once
        _complete(path, methods["get"])
    return found


def _complete(path: str, operation: dict[str, Any]) -> None:
    headers = {
        name: {"description": text, "schema": {"type": "string"}} for name, text in HEADERS.items()
    }
    if "{" not in path:
        operation["responses"].pop(404, None)
    for status, told in operation["responses"].items():
        if status == 200:
            told["headers"] = headers
            told["content"]["application/json"]["example"] = examples.OF[operation["operationId"]]
        elif status in examples.ERRORS:
            told["content"]["application/json"]["example"] = examples.ERRORS[status]
        if status == 429:
            told["headers"] = {
                "Retry-After": {
                    "description": "Seconds to wait.", "schema": {"type": "integer"},
                },
                **headers,
            }  # fmt: skip
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            parameter["example"] = examples.PATHS[parameter["name"]]


def _prefix() -> str:
    return reverse("api:index")


def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    here = call.of(request)
    found = {**_paths_and_shapes()}
    contact = {"contact": {"email": here.publication.email}} if here.publication.email else {}
    found["info"] = {
        **found["info"],
        "title": f"{here.publication.name}: read API",
        "description": DESCRIPTION,
        **contact,
    }
    found["servers"] = [{"url": here.absolute("/").rstrip("/")}]
    return call.write(found)


@dataclass
class Frame:
    """What the site's own frame reads of a page, for the one page of the API that people read."""

    call: Call
    feeds: tuple[()] = ()

    @property
    def now(self) -> datetime:
        """The moment of the answer."""
        return self.call.now

    @property
    def publication(self) -> Publication:
        """The paper."""
        return self.call.publication

    @property
    def url(self) -> str:
        """Its own address."""
        return self.call.api("index")

    @cached_property
    def sections(self) -> list[Section]:
        """The menu. One query."""
        return selection.MENU()

    def absolute(self, path: str) -> str:
        """The public address of a path."""
        return self.call.absolute(path)


def index(request: HttpRequest) -> HttpResponse:
    """The page for people: every operation with its parameters, no script, no third party."""
    here = call.of(request)
    found = _paths_and_shapes()
    operations = [{"path": path, **methods["get"]} for path, methods in found["paths"].items()]
    context = {
        "page": Frame(here),
        "here": here.api("index"),
        "prefix": _prefix().rstrip("/"),
        "description": DESCRIPTION,
        "operations": operations,
        "document": here.api("document"),
        "sync": here.api("sync"),
        "limit": settings.API_CALLS_A_MINUTE,
        "window": limits.WINDOW,
        "fields": [(name, field.description) for name, field in ArticleOut.model_fields.items()],
    }
    return HttpResponse(loader.get_template("api/index.jinja", using="readers").render(context))


def unknown(request: HttpRequest) -> HttpResponse:
    """An address below the API that is none."""
    raise not_found("operation")
