"""The frame of every act: one transaction, its history, and the page cache told afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from articles import cachekeys
from articles.enums import Door
from articles.errors import ActRefused
from articles.history import Recorder, record
from articles.models import Act, Article


@contextmanager
def act(
    verb: str,
    *,
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
    reason: str = "",
    plan: Any = None,
    undoes: Act | None = None,
    public: bool = True,
) -> Iterator[Recorder]:
    """Run a block as one act. `public` acts empty the page cache once they are committed."""
    with record(verb, by=by, at=at, door=door, reason=reason, plan=plan, undoes=undoes) as recorder:
        if public:
            cachekeys.touch(cachekeys.SITE)
        yield recorder


def locked(article: Article) -> Article:
    """The article's row as it stands now, locked until the transaction ends.

    PostgreSQL locks the row; SQLite's immediate transactions let one writer in at a time.
    Raises ActRefused when the row is gone.
    """
    fresh = Article.objects.select_for_update().filter(pk=article.pk).first()
    if fresh is None:
        raise ActRefused("This article no longer exists.", "Reload the list.")
    return fresh
