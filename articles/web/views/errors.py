"""What readers see when an address is none of ours."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from articles.web.page import Page, render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The site's own page for addresses that no view knows; never cached."""
    page = Page.begin(request, timezone.now())
    with (
        translation.override(page.publication.language),
        timezone.override(page.publication.tzinfo),
    ):
        return render(page, "404.html", status=404)
