"""The publication's clock: every admin page tells and takes times in its zone."""

from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.template.response import SimpleTemplateResponse
from django.utils import timezone

from articles.admin import once
from articles.models import Publication

_KEPT = "newsroom.publication"


def on_its_clock(view: Any) -> Any:
    """Run a view, its template included, in the publication's zone; loads its row once."""

    @wraps(view)
    def timed(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with timezone.override(publication_of(request).tzinfo), once.on_a_page():
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                return response.render()
            return response

    return timed


def publication_of(request: HttpRequest) -> Publication:
    """The publication, read once in a request."""
    found = request.META.get(_KEPT)
    if not isinstance(found, Publication):
        found = request.META[_KEPT] = Publication.current()
    return found
