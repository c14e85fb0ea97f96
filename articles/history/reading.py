"""Reading history: what happened to an article, and what a field said at a time."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Prefetch, Q

from articles.history import values
from articles.models import Act, Article, Change, Text


@dataclass(frozen=True)
class Entry:
    """One act as it touched an article, with the changes it made there."""

    act: Act
    changes: tuple[Change, ...]


def entries_of_article(
    article_id: int, *, limit: int = 50, only: Collection[int] | None = None
) -> list[Entry]:
    """The newest acts that touched the article or rows of its own, newest first. Two queries.

    `only` are the acts looked at, however old; all when it is None.
    """
    of_these = Q() if only is None else Q(act__in=only)
    ids = (
        Change.objects.filter(of_these, article_id=article_id)
        .order_by("-act_id")
        .values_list("act_id", flat=True)
        .distinct()[:limit]
    )
    mine = Change.objects.filter(article_id=article_id).order_by("id")
    acts = (
        Act.objects.filter(pk__in=ids)
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


def changed_parts(article_id: int) -> set[tuple[str, str]]:
    """What of the article has a past: (model, field) of its own fields that were changed.

    A row of its own (a tag, a name of the byline) counts with field "" once it was made, removed
    or changed. One query, along the article's index.
    """
    own = values.label(Article)
    is_past = Q(kind=Change.Kind.UPDATE) | ~Q(model=own)
    pairs = Change.objects.filter(is_past, article_id=article_id).values_list("model", "field")
    return {(model, field if model == own else "") for model, field in pairs.distinct()}


def part_entries(article_id: int, model: type[models.Model], *, limit: int = 50) -> list[Change]:
    """Changes of the article's rows of one kind, newest first, each with its act and person."""
    changes = Change.objects.filter(article_id=article_id, model=values.label(model))
    return list(changes.select_related("act__by").order_by("-id")[:limit])


@dataclass(frozen=True)
class Version:
    """An article after one of its acts: what differed from now, and its rows of some kinds.

    `fields` are values as `pack` keeps them, by attribute name; `rows` are images by model.
    """

    fields: dict[str, Any]
    rows: dict[type[models.Model], list[dict[str, Any]]]


def version_after(article: Article, act: Act, parts: dict[type[models.Model], str]) -> Version:
    """The article as it stood after the act, by undoing in thought what came later.

    `parts` are the kinds of rows of its own to follow, with the name of their key to the article.
    One query for the changes and one for each of the parts.
    """
    own = values.label(Article)
    kinds = {values.label(model): model for model in parts}
    last = Change.objects.filter(act=act, article_id=article.pk).order_by("-id").first()
    later = Change.objects.filter(
        article_id=article.pk, model__in=[own, *kinds], pk__gt=last.pk if last else 0
    ).order_by("-id")
    rows: dict[str, dict[str, dict[str, Any]]] = {
        label: {
            str(row.pk): {n: values.packed(getattr(row, n)) for n in values.field_names(model)}
            for row in model._base_manager.filter(**{parts[model]: article.pk}).order_by("pk")
        }
        for label, model in kinds.items()
    }
    fields: dict[str, Any] = {}
    for change in later:
        if change.model == own:
            if change.kind == Change.Kind.UPDATE:
                fields[change.field] = change.before
        else:
            _take_back(rows[change.model], change)
    return Version(fields, {kinds[label]: list(found.values()) for label, found in rows.items()})


def _take_back(rows: dict[str, dict[str, Any]], change: Change) -> None:
    if change.kind == Change.Kind.CREATE:
        rows.pop(change.row, None)
    elif change.kind == Change.Kind.DELETE:
        rows[change.row] = dict(change.before or {})
    elif change.row in rows:
        rows[change.row][change.field] = change.before


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
