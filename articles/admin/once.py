"""What a page needs in several places and reads once: kept while one page is made, no longer.

Only what is shown is kept, never what an act decides by: a request that writes begins to keep when
its page is rendered, after the act.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")

_kept: ContextVar[dict[object, object] | None] = ContextVar("kept", default=None)


@contextmanager
def keeping() -> Iterator[None]:
    """Keep what is read within; a page within a page keeps for itself."""
    former = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(former)


def read(reader: Callable[[], T]) -> T:
    """What the reader returns; read anew where nothing is kept."""
    kept = _kept.get()
    if kept is None:
        return reader()
    if reader not in kept:
        kept[reader] = reader()
    return kept[reader]  # type: ignore[return-value]  # kept under the reader that returned it


def is_first(name: str) -> bool:
    """Whether the page says this for the first time; always where nothing is kept."""
    kept = _kept.get()
    if kept is None:
        return True
    is_new = name not in kept
    kept[name] = True
    return is_new
