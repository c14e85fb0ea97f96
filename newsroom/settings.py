"""Settings, read from the environment; `.env.example` lists every variable with its meaning.

`NEWSROOM_MODE` is production (the default), demo or test. Production without a secret key,
hosts or a database is refused by `newsroom.checks`; commands that need none still run.
"""

import os
import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF

from newsroom import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("NEWSROOM_VAR", BASE_DIR / "var"))
MODE = environment.mode()
DEBUG = False

SECRET_KEY = environment.secret_key(MODE, VAR_DIR) or secrets.token_urlsafe(50)
# Former keys: what was signed or hashed with them is still known.
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")
SECRET_KEY_GIVEN = bool(environment.secret_key(MODE, VAR_DIR))
ALLOWED_HOSTS = environment.hosts(MODE)
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")
DATABASES: dict[str, dict[str, Any]] = {"default": environment.database(MODE, VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "articles.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "taggit",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "articles.apps.ArticlesConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.headers.same_for_all",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "newsroom.away.SearchServer",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        "NAME": "readers",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "articles.web.environment.environment"},
    },
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "articles.desk.granted.RightsAtOnce",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# Locks the pair of account and address, so that nobody can lock an editor out from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_ENABLED = MODE != "test"
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "articles.admin.visitor.address"
AXES_LOCKOUT_TEMPLATE = "admin/articles/locked.html"
# Our own log of sign-ins says more and forgets after 90 days.
AXES_DISABLE_ACCESS_LOG = True

# Who may publish works with a second factor; the logins of demo and tests are throw-away ones.
SECOND_FACTOR = environment.flag("SECOND_FACTOR", default=MODE == "production")
# One step of 30 seconds to either side is accepted; a clock that drifts further is set right.
OTP_TOTP_SYNC = False
# A one-time link to choose a password.
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
# Minutes after which one person may retract, kill or revive alone, with a reason; 0: no rule.
TWO_PERSON_MINUTES = environment.number(
    "TWO_PERSON_MINUTES", default=30 if MODE == "production" else 0
)

LANGUAGE_CODE = "en"
# The desk's; readers' pages are in the language of the publication.
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_PATH = "/admin/"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGES = [("en", "English"), ("ur", "اردو"), ("ar", "العربية")]
# The second holds what Django's own catalogues lack.
LOCALE_PATHS = [BASE_DIR / "articles" / "locale", BASE_DIR / "newsroom" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if MODE == "test"
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

# A fetched or pasted text may be large; the cleaner states its own limit.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "articles.admin.returning.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Work that need not be done before the answer; `manage.py db_worker` does it.
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if MODE == "test"
        else "django_tasks_db.DatabaseBackend"
    }
}

BEHIND_HTTPS = MODE == "production" and environment.flag("NEWSROOM_HTTPS", default=True)
if BEHIND_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

# No inline script or style anywhere; the admin's rich text editor alone asks for a nonce.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

# The fetcher refuses private networks; the demo and the tests may open their own machine to it.
FETCH_ALLOW_PRIVATE = environment.flag("FETCH_ALLOW_PRIVATE", default=False)
# A model that sees the pairs again which the words leave open; `articles.ingest.embedding` says
# what may stand here. Off by default: docs/operators.md has the figures.
EMBEDDINGS = os.environ.get("EMBEDDINGS", "").strip()
EMBEDDINGS_WEIGHTS = os.environ.get("EMBEDDINGS_WEIGHTS", "").strip()
# An OpenSearch server that keeps the search index, and the name of the index there; "" for the
# database's own. SEARCH_ENGINE: a class of yet another one, by its dotted path
# (articles.search.engine).
OPENSEARCH_URL = os.environ.get("OPENSEARCH_URL", "").strip()
OPENSEARCH_INDEX = os.environ.get("OPENSEARCH_INDEX", "").strip() or "newsroom"
SEARCH_ENGINE = os.environ.get("SEARCH_ENGINE", "").strip()
PAGE_CACHE = environment.flag("PAGE_CACHE", default=MODE != "test")
# Dotted path of a function that is asked about every comment: docs/operators.md. Off by default.
COMMENT_JUDGE = os.environ.get("COMMENT_JUDGE", "").strip()
# The read API: calls that one address may make a minute (0: no limit), and the sites whose pages
# may call it from a browser ("*": all), none unless named.
API_CALLS_A_MINUTE = environment.number("API_CALLS_A_MINUTE", default=0 if MODE == "test" else 120)
API_ORIGINS = environment.words("API_ORIGINS")
# A Redis server that several machines share their cached pages through; "" for a single machine.
CACHE_URL = os.environ.get("CACHE_URL", "").strip()
# The header that tells a cache in front the keys of a page (Surrogate-Key for Fastly, Cache-Tag for
# Cloudflare, xkey for Varnish), and how long a page may live there; neither unless asked for.
CACHE_KEYS_HEADER = os.environ.get("CACHE_KEYS_HEADER", "").strip()
CDN_SECONDS = environment.number("CDN_SECONDS", default=0)
