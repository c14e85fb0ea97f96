"""A front as it would be: a draft, or any edition at a chosen moment, for the desk's eyes only.

The page is the public one, made by the same templates and the same rule of what may be seen; only
the edition and the clock are others. It is framed by the desk's own preview screen.
"""

from datetime import UTC, datetime
from urllib.parse import unquote

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from articles.models import Edition, Front, Publication
from articles.web.page import Page
from articles.web.views import home, lists


@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # typed for views without arguments
def front_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The front's page with `edition` (its number) at `at` (ISO 8601; now when it is left out).

    404 for everybody who is not logged in with the right to look at fronts: the address tells
    nobody that it exists. Never stored by any cache, never indexed.
    """
    if not (request.user.is_active and request.user.is_staff):
        raise Http404
    if not request.user.has_perm("articles.view_front"):
        raise Http404
    front = get_object_or_404(Front.objects.select_related("section", "live"), pk=pk)
    publication = Publication.current()
    at = _moment(request.GET.get("at", ""))
    page = Page(at, publication, None, request.path)
    page.edition = _edition(front, request.GET.get("edition", ""), at)
    with translation.override(publication.language), timezone.override(publication.tzinfo):
        response = _shown(page, front)
    response.headers["Content-Language"] = publication.language
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _shown(page: Page, front: Front) -> HttpResponse:
    if front.section is None:
        page.asked_path = "/"
        return home.show(page)
    page.asked_path = unquote(front.section.get_absolute_url())
    return lists.show_section(page, front.section)


def _edition(front: Front, number: str, at: datetime) -> Edition:
    """The edition of that number on this front; what readers see then when none is given."""
    if not number:
        return front.shown_at(at)
    if not number.isdecimal() or len(number) > 18:
        raise Http404
    return get_object_or_404(Edition, pk=int(number), front=front)


def _moment(text: str) -> datetime:
    if not text:
        return timezone.now()
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
