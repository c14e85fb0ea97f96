"""Pictures for readers: only ever files that we made, and only while they may be shown."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from articles.errors import NewsroomError
from articles.media import rendering, renditions
from articles.models import Image

YEAR = timedelta(days=365)
HOUR = timedelta(hours=1)
# Python's own table lacks some of these on a bare machine; nothing else is handed out.
TYPES = {".avif": "image/avif", ".jpg": "image/jpeg", ".webp": "image/webp"}


@require_safe
def rendition(request: HttpRequest, folder: str, uid: str, name: str) -> HttpResponseBase:
    """A file made from a picture; a name that was there once leads to the present one."""
    image = _asked(uid, folder)
    if refused := _refused(request, image):
        return refused
    path = Path(settings.MEDIA_ROOT) / renditions.folder(image.uid) / name
    if path.is_file():
        return _file(request, image, path, YEAR)
    present = renditions.standing_in(image, name)
    if present and not present.endswith(name):
        return HttpResponseRedirect(f"{settings.MEDIA_URL}{present}")
    return HttpResponseRedirect(image.file.url)


@require_safe
def original(request: HttpRequest, folder: str, name: str, suffix: str) -> HttpResponseBase:
    """What readers get at an original's address: the picture, made anew without its metadata.

    Pages name it only while there are no renditions yet. The bytes that were uploaded are for the
    desk (`admin.image`).
    """
    image = _asked(name[:32], folder)
    if refused := _refused(request, image):
        return refused
    try:
        return _file(request, image, rendering.first(image), HOUR)
    except (OSError, NewsroomError) as error:
        raise Http404 from error


def _asked(uid: str, folder: str) -> Image:
    image = Image.objects.filter(uid=uid).first() if uid.startswith(folder) else None
    if image is None:
        raise Http404
    return image


def _refused(request: HttpRequest, image: Image) -> HttpResponse | None:
    """451 for what the law withholds; 410 once the right has ended, but for the desk."""
    if image.sealed_at is not None:
        return HttpResponse(status=451, headers={"Cache-Control": "no-cache"})
    if image.may_be_used(timezone.now()) or request.user.is_staff:
        return None
    return HttpResponse(status=410, headers={"Cache-Control": "no-cache"})


def _file(request: HttpRequest, image: Image, path: Path, life: timedelta) -> HttpResponseBase:
    etag = f'"{path.stem}"'
    headers = {
        "ETag": etag,
        "Cache-Control": _life(image, timezone.now(), life),
        "Content-Security-Policy": "default-src 'none'; sandbox",
        # Web feed readers show the pictures of an article on pages of their own.
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        known.headers["Cache-Control"] = headers["Cache-Control"]
        known.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return known
    return FileResponse(path.open("rb"), content_type=TYPES[path.suffix], headers=headers)


def _life(image: Image, now: datetime, life: timedelta) -> str:
    """How long caches may keep it: never beyond the right of use."""
    if image.expires_at is None:
        return f"public, max-age={int(life.total_seconds())}" + (
            ", immutable" if life == YEAR else ""
        )
    left = min(life, image.expires_at - now)
    if left <= timedelta():
        return "private, no-store"
    return f"public, max-age={int(left.total_seconds())}"
