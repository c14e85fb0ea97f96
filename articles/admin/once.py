"""What a page says in several places and carries once, as the names that many inputs offer."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_said: ContextVar[set[str] | None] = ContextVar("said", default=None)


@contextmanager
def on_a_page() -> Iterator[None]:
    """Remember what was said within, while one page is made; a page within a page has its own."""
    former = _said.set(set())
    try:
        yield
    finally:
        _said.reset(former)


def is_first(name: str) -> bool:
    """Whether the page says this for the first time; always where no page is made."""
    said = _said.get()
    if said is None:
        return True
    is_new = name not in said
    said.add(name)
    return is_new
