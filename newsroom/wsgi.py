"""The WSGI entry point; production refuses to start half configured."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = get_wsgi_application()

from newsroom import checks  # noqa: E402  settings must be loaded first

if _missing := checks.missing():
    raise ImproperlyConfigured(" ".join(f"{what} {hint}" for _, what, hint in _missing))
