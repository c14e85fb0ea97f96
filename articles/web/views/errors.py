"""What readers see when an address is none of ours."""

import re

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone, translation

from articles.web.page import Page, nothing_here

_SLASHES = re.compile("/{2,}")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """One hop to what a mistyped address means, or the site's own page; the page is never cached.

    Meant are capitals, doubled slashes, and a slash behind the name of a file.
    """
    meant = _meant(request)
    if meant is not None and meant.status_code == 301:
        return meant
    page = Page.begin(request, timezone.now())
    with (
        translation.override(page.publication.language),
        timezone.override(page.publication.tzinfo),
    ):
        response = nothing_here(page)
    response.headers["Content-Language"] = page.publication.language
    return response


def _meant(request: HttpRequest) -> HttpResponse | None:
    """What the view of the plain address answers; asked under another, it redirects to its own."""
    path = _SLASHES.sub("/", request.path_info).lower()
    last = path.rstrip("/").rpartition("/")[2]
    path = path.rstrip("/") if "." in last else path
    if path == request.path_info:
        return None
    try:
        found = resolve(path, urlconf="articles.web.urls")
    except Resolver404:
        return None
    answer = found.func(request, *found.args, **found.kwargs)
    return answer if isinstance(answer, HttpResponse) else None
