"""Addresses of the installation: admin, pictures, read API, and the public site for the rest."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

from articles.web.views import errors, media

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    re_path(
        r"^media/images/(?P<folder>[0-9a-f]{2})/(?P<name>[0-9a-f]{32}[-_0-9A-Za-z]{0,20})"
        r"\.(?P<suffix>[a-z0-9]{1,5})$",
        media.original,
    ),
    re_path(
        r"^media/renditions/(?P<folder>[0-9a-f]{2})/(?P<uid>[0-9a-f]{32})"
        r"/(?P<name>[0-9a-f]{12}-[wcs]\d{1,4}\.(?:avif|webp|jpg))$",
        media.rendition,
    ),
    path("api/v1/", include("articles.api.urls")),
    path("", include("articles.web.urls")),
]

handler404 = errors.not_found
