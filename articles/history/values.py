"""Field values as JSON and back, exactly: what is packed unpacks to the same value."""

import hashlib
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from articles.models import Text

# Longer strings are kept once in Text and referred to by hash.
LONG = 200
# What names the article that a row belongs to, by the row's model.
ARTICLE_KEYS = ("article_id", "content_object_id", "survivor_id", "a_id")


def pack(value: Any) -> Any:
    """A JSON value for a field's value; a long string becomes `{"text": sha256}`. May write."""
    if isinstance(value, str) and len(value) > LONG:
        return {"text": Text.keep(value).pk}
    return packed(value)


def packed(value: Any) -> Any:
    """What `pack` gives, for comparing: writes nothing. Times are told in UTC."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, models.fields.files.FieldFile):
        return value.name or ""
    if isinstance(value, str) and len(value) > LONG:
        return {"text": hashlib.sha256(value.encode()).hexdigest()}
    return value


def unpack(kept: Any) -> Any:
    """The JSON value with a long string put back in place. Queries for a long string."""
    if isinstance(kept, dict) and set(kept) == {"text"}:
        return Text.objects.get(pk=kept["text"]).value
    return kept


def restored(model: type[models.Model], field: str, kept: Any) -> Any:
    """The Python value that `pack` was given for this field."""
    return model._meta.get_field(field).to_python(unpack(kept))  # type: ignore[union-attr]  # only concrete fields are recorded


def field_names(model: type[models.Model]) -> list[str]:
    """Attribute names of the columns that history records, the key left out.

    A model names as `bookkeeping` what machines write on it and no act ever does.
    """
    left_out = getattr(model, "bookkeeping", ())
    return [
        f.attname
        for f in model._meta.concrete_fields
        if not f.primary_key and f.name not in left_out
    ]


def worked_out_later(model: type[models.Model]) -> frozenset[str]:
    """Columns that are filled in after the act, by no act of their own."""
    return frozenset(getattr(model, "WORKED_OUT_LATER", ()))


def label(model: type[models.Model]) -> str:
    """The name a change carries for its model."""
    return model._meta.label_lower


def model_of(name: str) -> type[models.Model]:
    """The model behind a change's name."""
    return apps.get_model(name)


def article_id_of(instance: models.Model) -> int | None:
    """The article that a row belongs to, so that its history finds the row's changes."""
    if label(type(instance)) == "articles.article":
        return instance.pk  # type: ignore[no-any-return]  # integer key
    for name in ARTICLE_KEYS:
        if (value := getattr(instance, name, None)) is not None:
            return value  # type: ignore[no-any-return]  # integer key
    return None
