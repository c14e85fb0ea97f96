"""What readers see when an address is none of ours."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from articles.web.page import PERMISSIONS, Page, nothing_here


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The site's own page for addresses that no view knows; never cached."""
    page = Page.begin(request, timezone.now())
    with (
        translation.override(page.publication.language),
        timezone.override(page.publication.tzinfo),
    ):
        response = nothing_here(page)
    response.headers["Content-Language"] = page.publication.language
    response.headers["Permissions-Policy"] = PERMISSIONS
    return response
