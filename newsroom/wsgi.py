"""The WSGI entry point: the page cache around Django; production refuses to start half set up."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = get_wsgi_application()

from django.conf import settings  # noqa: E402  settings must be named first

from articles import cachekeys  # noqa: E402  the apps must be loaded first
from articles.web.pagecache import PageCache, shared  # noqa: E402  the apps must be loaded first
from newsroom import checks  # noqa: E402  settings must be loaded first

if _missing := [*checks.missing(), *checks.unready()]:
    raise ImproperlyConfigured(" ".join(f"{what} {hint}" for _, what, hint in _missing))

if settings.PAGE_CACHE:
    cachekeys.touch_now(cachekeys.SITE)  # other code or other settings may make other pages
    application = PageCache(application, shared=shared())  # type: ignore[assignment]  # both are WSGI applications
