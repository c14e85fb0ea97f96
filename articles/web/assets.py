"""Addresses of static files; a missing one is never an error of the page that names it."""

from django.conf import settings
from django.templatetags.static import static


def asset_path(path: str) -> str:
    """The hashed address of a static file; the plain one where the manifest lacks it."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"
