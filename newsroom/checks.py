"""Start-up checks: production says what is missing instead of running without it."""

import importlib.util
import os
from typing import Any

from django.conf import settings
from django.core import checks

from articles.errors import BadInput

# Fastly, Cloudflare, Varnish with its xkey module.
CACHE_KEYS_HEADERS = ("Surrogate-Key", "Cache-Tag", "xkey")


@checks.register(checks.Tags.security, deploy=True)
def production_is_configured(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Errors for a production start without SECRET_KEY, ALLOWED_HOSTS or DATABASE_URL."""
    return [checks.Error(what, hint=hint, id=code) for code, what, hint in missing()]


@checks.register()
def embeddings_are_ready(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """An error for a model in EMBEDDINGS that cannot be had, a warning for one that is no use."""
    found: list[checks.CheckMessage] = [
        checks.Error(what, hint=hint, id=code) for code, what, hint in unready()
    ]
    if settings.EMBEDDINGS and not found and not _weight():
        what = f"The model {settings.EMBEDDINGS} has a weight of 0: it is not asked."
        hint = "Leave EMBEDDINGS unset, or fit it to pairs of your own (docs/operators.md)."
        found.append(checks.Warning(what, hint=hint, id="newsroom.W001"))
    return found


@checks.register()
def cache_in_front_is_known(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """An error for a header that no cache reads: pages would live there unpurged."""
    if settings.CACHE_KEYS_HEADER in ("", *CACHE_KEYS_HEADERS):
        return []
    what = f"CACHE_KEYS_HEADER is {settings.CACHE_KEYS_HEADER!r}, which no cache reads."
    hint = f"Set it to one of {', '.join(CACHE_KEYS_HEADERS)}, or leave it unset."
    return [checks.Error(what, hint=hint, id="newsroom.E005")]


@checks.register()
def search_server_can_be_asked(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """An error where OPENSEARCH_URL is set without the package that speaks to the server."""
    if not settings.OPENSEARCH_URL or importlib.util.find_spec("opensearchpy"):
        return []
    what = "OPENSEARCH_URL is set, but the client for OpenSearch is not installed."
    hint = 'Install it: pip install "newsroom[opensearch]". Or leave OPENSEARCH_URL unset.'
    return [checks.Error(what, hint=hint, id="newsroom.E006")]


def unready() -> list[tuple[str, str, str]]:
    """(id, what is wrong, what to do) for a model that is asked for and cannot be had."""
    if not settings.EMBEDDINGS:
        return []
    try:
        _weight()
    except BadInput as error:
        return [("newsroom.E004", error.message, error.hint)]
    return []


def _weight() -> float:
    from articles.ingest import embedding  # only where a model is asked for

    return embedding.inspect(settings.EMBEDDINGS, settings.EMBEDDINGS_WEIGHTS).weight


def missing() -> list[tuple[str, str, str]]:
    """(id, what is missing, what to do) for each thing production cannot start without."""
    if settings.MODE != "production":
        return []
    found = []
    if not settings.SECRET_KEY_GIVEN:
        found.append(("newsroom.E001", "SECRET_KEY is not set.", "Set it to 50 random characters."))
    if not settings.ALLOWED_HOSTS:
        found.append(
            ("newsroom.E002", "ALLOWED_HOSTS is not set.", "Name the hosts, parted by commas.")
        )
    if not os.environ.get("DATABASE_URL"):
        found.append(
            (
                "newsroom.E003",
                "DATABASE_URL is not set.",
                "Set postgres://user:password@host/name, or sqlite:///path to use SQLite.",
            )
        )
    return found
