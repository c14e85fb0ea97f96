"""The one way out to the web: every address goes through `fetch`, or `post` for a form."""

from articles.net.compression import decompress
from articles.net.fetcher import DEFAULT_LIMITS, Fetched, Limits, fetch, post

__all__ = ["DEFAULT_LIMITS", "Fetched", "Limits", "decompress", "fetch", "post"]
