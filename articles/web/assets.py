"""Addresses of static files; a missing one is never an error of the page that names it."""

from functools import lru_cache

from django.conf import settings
from django.templatetags.static import static


def asset_path(path: str) -> str:
    """The hashed address of a static file; the plain one where the manifest lacks it.

    Remembered: a manifest is read when a process starts and holds until it ends.
    """
    kept_by = settings.STORAGES["staticfiles"]["BACKEND"]
    return _found(kept_by, str(settings.STATIC_ROOT), settings.STATIC_URL, path)


@lru_cache(256)
def _found(_kept_by: str, _root: str, url: str, path: str) -> str:
    try:
        return static(path)
    except ValueError:
        return f"{url}{path}"
