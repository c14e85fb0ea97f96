"""Where a row is used: everything that points at it, found from the models themselves."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst

from articles.desk import relations
from articles.models import Article

# Rows shown of each kind; beyond, "and more" says enough.
MOST = 10
# What machines keep about a row, and what it said or was: no use that anybody could mend.
UNTOLD = frozenset(
    {
        "articles.capture", "articles.fingerprint", "articles.fingerprinthash",
        "articles.fingerprintterm", "articles.label", "articles.match", "articles.merge",
        "articles.namesake", "articles.sealedreading", "articles.sitting", "articles.sourceline",
        "articles.suggestion", "articles.termday", "articles.withdrawal",
    }
)  # fmt: skip
# Rows that belong to the row itself, and go where it goes.
OWN = {
    "articles.article": frozenset(
        {
            "articles.contribution.article", "articles.correction.article",
            "articles.credit.article", "articles.relatedlink.article",
            "articles.tagging.content_object",
        }
    ),
    "articles.author": frozenset({"articles.authoralias.author"}),
    "articles.source": frozenset({"articles.sourcealias.source"}),
    "articles.tag": frozenset({"articles.tagalias.tag"}),
    "articles.section": frozenset({"articles.sectionmember.section"}),
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One row that uses it, in words, with the page on which that is changed."""

    name: str
    url: str
    is_public: bool


@dataclass(frozen=True)
class Use:
    """All rows that use it in one way."""

    label: str
    places: tuple[Place, ...]
    has_more: bool


def uses(row: models.Model, now: Any) -> list[Use]:
    """Who points at the row, kind by kind, newest first. One query for each kind."""
    model = type(row)
    own = OWN.get(model._meta.label_lower, frozenset())
    found = []
    for name, field in relations.pointers(model).items():
        if name in own or field.model._meta.label_lower in UNTOLD:
            continue
        joins = [f.name for f in field.model._meta.concrete_fields if _leads_on(f, field)]
        rows = field.model._base_manager.filter(**{field.name: row}).select_related(*joins)
        some = list(rows.order_by("-pk")[: MOST + 1])
        if some:
            places = tuple(_place(one, joins, now) for one in some[:MOST])
            found.append(Use(_label(field), places, len(some) > MOST))
    return found


def _leads_on(candidate: Any, field: Any) -> bool:
    """Whether this key of a row in between leads to what people call the place."""
    names = ("article", "content_object", "front", "story")
    return candidate.name in names and candidate.name != field.name and candidate.is_relation


def _label(field: Any) -> str:
    kind = capfirst(str(field.model._meta.verbose_name_plural))
    return f"{kind}: {field.verbose_name}"


def _place(row: Any, joins: list[str], now: Any) -> Place:
    target = next((found for name in joins if (found := getattr(row, name)) is not None), row)
    is_public = isinstance(target, Article) and target.is_published(now)
    # A slot names its front, its place and what stands there by itself.
    words = str(row if "front" in joins else target)
    return Place(words[:160], _url(target), is_public)


def _url(row: models.Model) -> str:
    try:
        return reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        return ""
