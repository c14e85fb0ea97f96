"""Which requests the page cache may answer, and what makes two of them the same."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http.request import split_domain_port, validate_host
from django.urls import reverse

from articles.web import searching

Environ = dict[str, Any]

PARAMETERS = ("before",)  # what public views read of a query; all else is noise


def key_of(environ: Environ) -> tuple[str, str, str, str] | None:
    """Scheme, host, path and allow-listed query of a request that may be answered from here."""
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    if (
        environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or path.startswith(_passed())
        or environ.get("HTTP_AUTHORIZATION")
        or ("HTTP_COOKIE" in environ and _own_cookies().search(environ["HTTP_COOKIE"]))
        or not _is_ours(environ.get("HTTP_HOST", ""))
    ):
        return None
    return _scheme(environ), environ["HTTP_HOST"].lower(), path, _query(environ, path)


def _query(environ: Environ, path: str) -> str:
    given = environ.get("QUERY_STRING", "")
    if not given:
        return ""
    # The view reads the last of several; where that is blank, it is none.
    named = dict(parse_qsl(given, keep_blank_values=True))
    names = searching.PARAMETERS if path.startswith(_search()) else PARAMETERS
    read = [(name, named[name]) for name in names if named.get(name)]
    return urlencode([*read, ("amp", "1")] if asks_for_amp(named) else read)


def asks_for_amp(named: Mapping[str, str]) -> bool:
    """Whether a query asks for the AMP form that we never had; others link to it all the same."""
    return "amp" in named or named.get("outputType", "").lower() == "amp"


def _scheme(environ: Environ) -> str:
    if settings.SECURE_PROXY_SSL_HEADER:
        header, secure = settings.SECURE_PROXY_SSL_HEADER
        given = environ.get(header, "").split(",")[0].strip()
        return "https" if given == secure else str(environ["wsgi.url_scheme"])
    return str(environ["wsgi.url_scheme"])


@lru_cache(maxsize=256)
def _is_ours(host: str) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


@lru_cache(maxsize=1)
def _passed() -> tuple[str, ...]:
    """Paths that never hold a public page: the admin, the API, static files, pictures."""
    return reverse("admin:index"), reverse("api:index"), settings.STATIC_URL, settings.MEDIA_URL


@lru_cache(maxsize=1)
def _search() -> str:
    """Where the words that are looked for stand in the query."""
    return reverse("search").rstrip("/")


@lru_cache(maxsize=1)
def _own_cookies() -> re.Pattern[str]:
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, CookieStorage.cookie_name)
    return re.compile(rf"(?:^|;)\s*(?:{'|'.join(map(re.escape, names))})=")
