"""Start-up checks: production says what is missing instead of running without it."""

import os
from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security, deploy=True)
def production_is_configured(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Errors for a production start without SECRET_KEY, ALLOWED_HOSTS or DATABASE_URL."""
    return [checks.Error(what, hint=hint, id=code) for code, what, hint in missing()]


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
