"""The one way out to the web: every address that the product fetches goes through `fetch`."""

from articles.net.compression import decompress
from articles.net.fetcher import DEFAULT_LIMITS, Fetched, Limits, fetch

__all__ = ["DEFAULT_LIMITS", "Fetched", "Limits", "decompress", "fetch"]
