"""The API's addresses: ninja's operations in our frame, its document, and its page for people."""

from django.urls import URLPattern, path, re_path

from articles.api import document
from articles.api.call import answering
from articles.api.routes import api

app_name = "api"


def _framed(pattern: URLPattern) -> URLPattern:
    return URLPattern(
        pattern.pattern, answering(pattern.callback), pattern.default_args, pattern.name
    )


def _operations() -> list[URLPattern]:
    """All but ninja's own root, which has a page of ours."""
    found = [one for one in api.urls[0] if isinstance(one, URLPattern)]
    return [one for one in found if one.name != "api-root"]


urlpatterns: list[URLPattern] = [
    *map(_framed, _operations()),
    path("openapi.json", answering(document.document), name="document"),
    path("", answering(document.index), name="index"),
    re_path(r"^.+$", answering(document.unknown)),
]
