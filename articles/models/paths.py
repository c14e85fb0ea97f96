"""Paths of this site by the names of their patterns, remembered: a front asks for a hundred."""

from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, reverse

KEPT = 8192  # of a few hundred bytes each


def path_to(name: str, *parts: Any) -> str:
    """The path of a page. Raises NoReverseMatch as `reverse` does."""
    return _reversed(get_script_prefix(), name, parts)


@lru_cache(KEPT)
def _reversed(_prefix: str, name: str, parts: tuple[Any, ...]) -> str:
    return reverse(name, args=parts)
