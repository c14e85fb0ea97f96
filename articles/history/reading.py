"""Reading history: what happened to an article, and what a field said at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Prefetch

from articles.history import values
from articles.models import Act, Change, Text


@dataclass(frozen=True)
class Entry:
    """One act as it touched an article, with the changes it made there."""

    act: Act
    changes: tuple[Change, ...]


def entries_of_article(article_id: int, *, limit: int = 50) -> list[Entry]:
    """The newest acts that touched the article or rows of its own, newest first. Three queries."""
    ids = (
        Change.objects.filter(article_id=article_id)
        .order_by("-act_id")
        .values_list("act_id", flat=True)
        .distinct()[:limit]
    )
    mine = Change.objects.filter(article_id=article_id).order_by("id")
    acts = (
        Act.objects.filter(pk__in=list(ids))
        .select_related("by")
        .prefetch_related(Prefetch("changes", queryset=mine, to_attr="mine"))
        .order_by("-at", "-id")
    )
    return [Entry(act, tuple(act.mine)) for act in acts]


def field_entries(instance: models.Model, field: str, *, limit: int = 50) -> list[Change]:
    """Changes of one field of one row, newest first, each with its act and person."""
    return list(
        Change.objects.filter(
            model=values.label(type(instance)),
            row=str(instance.pk),
            field=field,
            kind=Change.Kind.UPDATE,
        )
        .select_related("act__by")
        .order_by("-id")[:limit]
    )


def former_value(
    instance: models.Model, field: str, is_it: Callable[[Any], bool], *, limit: int = 50
) -> tuple[bool, Any]:
    """The newest former value of the field that `is_it` knows: whether there is one, and it.

    Looks at the last changes only. Two queries.
    """
    kept = [change.before for change in field_entries(instance, field, limit=limit)]
    keys = [value["text"] for value in kept if isinstance(value, dict) and set(value) == {"text"}]
    texts = Text.objects.in_bulk(keys)
    column = type(instance)._meta.get_field(field)
    for value in kept:
        if isinstance(value, dict) and set(value) == {"text"}:
            value = texts[value["text"]].value
        found = column.to_python(value)  # type: ignore[union-attr]  # only concrete fields are recorded
        if is_it(found):
            return True, found
    return False, None


def value_at(instance: models.Model, field: str, at: datetime) -> Any:
    """What the field said at that moment, by undoing the changes made since."""
    later = (
        Change.objects.filter(
            model=values.label(type(instance)),
            row=str(instance.pk),
            field=field,
            kind=Change.Kind.UPDATE,
            act__at__gt=at,
        )
        .order_by("id")
        .first()
    )
    if later is None:
        return getattr(instance, field)
    return values.restored(type(instance), field, later.before)
