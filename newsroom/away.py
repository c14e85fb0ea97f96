"""What answers when a server that pages need is away."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse

from articles.errors import SearchAway
from articles.web.page import RETRY_AFTER

Answer = Callable[[HttpRequest], HttpResponseBase]


class SearchServer:
    """Middleware: a search that cannot be answered says so; all other pages go on."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing of its own."""
        return self._answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page with status 503 for `SearchAway`; Django deals with everything else."""
        if not isinstance(error, SearchAway):
            return None
        headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
        return TemplateResponse(request, "503.html", status=503, headers=headers).render()
