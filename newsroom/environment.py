"""What the environment says, turned into values for the settings; raises nothing at import."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

MODES = ("production", "demo", "test")
# An act waits so long for rows that somebody else holds.
LOCK_SECONDS = 10
LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]


def words(name: str) -> list[str]:
    """The comma-separated entries of a variable, without blanks; [] when unset."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def flag(name: str, *, default: bool) -> bool:
    """A yes/no variable; 1, true, yes and on mean yes."""
    value = os.environ.get(name, "").strip().lower()
    return default if not value else value in ("1", "true", "yes", "on")


def number(name: str, *, default: int) -> int:
    """A whole number of 0 or more; raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdigit():
        raise ImproperlyConfigured(f"{name} is {value!r}. Set a whole number, 0 or more.")
    return int(value)


def mode() -> str:
    """`NEWSROOM_MODE`, production when unset; raises ImproperlyConfigured on an unknown word."""
    value = os.environ.get("NEWSROOM_MODE", "production").strip() or "production"
    if value not in MODES:
        raise ImproperlyConfigured(
            f"NEWSROOM_MODE is {value!r}. Use one of: {', '.join(MODES)}, or leave it unset."
        )
    return value


def hosts(mode_name: str) -> list[str]:
    """`ALLOWED_HOSTS`; demo and test answer on this machine's own names only."""
    given = words("ALLOWED_HOSTS")
    if mode_name == "demo":
        return given or LOCAL_HOSTS
    if mode_name == "test":
        return ["testserver", *LOCAL_HOSTS]
    return given


def secret_key(mode_name: str, var: Path) -> str:
    """`SECRET_KEY`, or the demo's own, kept in `var/` readable by its owner alone; "" if none."""
    given = os.environ.get("SECRET_KEY", "")
    if given or mode_name == "production":
        return given
    if mode_name == "test":
        return "a key for tests, which guards nothing"
    path = var / "demo-secret-key"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()


def database(mode_name: str, var: Path) -> dict[str, Any]:
    """Connection settings from `DATABASE_URL`; SQLite in `var/` when it is unset.

    Accepts `postgres://`, `postgresql://` (any libpq parameter may follow as a query) and
    `sqlite:///path`. Raises ImproperlyConfigured on another scheme.
    """
    url = os.environ.get("DATABASE_URL", "")
    scheme = urlsplit(url).scheme
    if scheme in ("postgres", "postgresql"):
        return _postgresql(url, mode_name)
    if scheme == "sqlite":
        return _sqlite(Path(url.removeprefix("sqlite:///")))
    if url:
        raise ImproperlyConfigured(
            f"DATABASE_URL starts with {scheme or url[:12]!r}. "
            "Use postgres://user:password@host/name or sqlite:///path/to/file."
        )
    return _sqlite(var / "newsroom.sqlite3")


def _postgresql(url: str, mode_name: str) -> dict[str, Any]:
    from psycopg.conninfo import conninfo_to_dict  # only where PostgreSQL is asked for

    parts = conninfo_to_dict(url)
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST"}
    settings: dict[str, Any] = {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {}}
    settings["PORT"] = str(parts.pop("port", "") or "")
    for theirs, ours in named.items():
        settings[ours] = parts.pop(theirs, "")
    settings["OPTIONS"].update(parts)
    # Who waits longer for a row is told so and may try again; SQLite has its own limit below.
    settings["OPTIONS"].setdefault("options", f"-c lock_timeout={LOCK_SECONDS}s")
    # Measured: a new connection for each request costs 40 % of a page.
    if mode_name != "test":
        settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8}
    return settings


def _sqlite(path: Path) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            # Measured with three writers: deferred transactions lost 65 % to "database is
            # locked", immediate ones none.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA cache_size=-64000; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY"
            ),
        },
    }
