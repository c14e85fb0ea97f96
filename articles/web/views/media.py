"""Pictures from the disk, where no web server in front hands them out."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from articles.models import Image

YEAR = 365 * 24 * 60 * 60
# Python's own table lacks some of these on a bare machine; nothing else is handed out.
TYPES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}


@require_safe
def picture(request: HttpRequest, folder: str, name: str, suffix: str) -> HttpResponseBase:
    """A picture under the name that we gave it; the name changes with the picture.

    The address admits nothing but such names, and the browser is told to run nothing of it. One
    that the law withholds is not on the disk any more and answers 451.
    """
    path = Path(settings.MEDIA_ROOT) / "images" / folder / f"{name}.{suffix}"
    if suffix not in TYPES or not path.is_file():
        if Image.objects.filter(file=f"images/{folder}/{name}.{suffix}").exclude(sealed_at=None):
            return HttpResponse(status=451)
        raise Http404
    known = get_conditional_response(request, etag=f'"{name}"')
    if known is not None:
        return known
    response = FileResponse(path.open("rb"), content_type=TYPES[suffix])
    response.headers["ETag"] = f'"{name}"'
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
