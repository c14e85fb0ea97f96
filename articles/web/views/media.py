"""Pictures from the disk, where no web server in front hands them out."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

YEAR = 365 * 24 * 60 * 60


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture under the name that we gave it; the name changes with the picture.

    The address admits nothing but such names, and the browser is told to run nothing of it.
    """
    response = serve(request, f"images/{path}", document_root=str(settings.MEDIA_ROOT))
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
