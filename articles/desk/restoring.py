"""Bringing back a former version of an article: all of it, or some of its parts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from articles.desk import acting, crediting, editing, rights
from articles.desk.crediting import CreditLine, Name
from articles.enums import Door
from articles.errors import ActRefused
from articles.history import Recorder, Version, values, version_after
from articles.models import (
    Act,
    Address,
    Article,
    Author,
    Change,
    Contribution,
    Credit,
    Section,
    Source,
    Tag,
    Tagging,
)

TAGS, BYLINE, CREDITS = "tags", "byline", "credits"
# The rows of an article that a version holds, by the name of their key to it.
PARTS: dict[type[models.Model], str] = {
    Tagging: "content_object_id",
    Contribution: "article_id",
    Credit: "article_id",
}
_NOUNS: dict[type[models.Model], Address.Noun] = {
    Section: Address.Noun.SECTION,
    Source: Address.Noun.SOURCE,
    Tag: Address.Noun.TAG,
    Author: Address.Noun.AUTHOR,
}


@dataclass(frozen=True)
class Lost:
    """What the version had and what cannot come back, because it is gone for good."""

    part: str
    name: str


@dataclass(frozen=True)
class RestorePlan:
    """What restoring a version would change; a part that is None or missing stays as it is.

    `fields` by attribute name of the article, `tags` as ids. `version` is that of the article
    when the plan was made.
    """

    article_id: int
    act_id: int
    version: int
    fields: Mapping[str, Any]
    tags: tuple[int, ...] | None
    byline: tuple[Name, ...] | None
    credits: tuple[CreditLine, ...] | None
    lost: tuple[Lost, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of what would change."""
        rows = ((TAGS, self.tags), (BYLINE, self.byline), (CREDITS, self.credits))
        return (*self.fields, *(name for name, value in rows if value is not None))


def plan_restore(article: Article, act: Act) -> RestorePlan:
    """What giving the article the state that it had after `act` would change; writes nothing.

    A tag, author or source that was merged since is followed to the one that stays; a section or
    picture that is gone is listed as lost and the rest comes back without it. An author who is
    gone is printed as a free name. A fixed number of queries, and two for each thing that is gone.
    """
    then = version_after(article, act, PARTS)
    lost: list[Lost] = []
    tags = _tags_then(then, lost)
    byline, credits = _byline_then(then, lost), _credits_then(then, lost)
    return RestorePlan(
        article_id=article.pk,
        act_id=act.pk,
        version=article.version,
        fields=_fields_then(article, then, lost),
        tags=None if set(tags) == _tags_now(article) else tags,
        byline=None if byline == byline_now(article) else byline,
        credits=None if credits == credits_now(article) else credits,
        lost=tuple(dict.fromkeys(lost)),
    )


def restore_version(
    article: Article,
    *,
    act: Act,
    parts: Collection[str] | None = None,
    version: int | None = None,
    material: bool = False,
    note: str = "",
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
) -> RestorePlan:
    """Give the article the state that it had after `act`, or only these parts of it, in one act.

    `parts` are names of a RestorePlan, None for all. `version` is the one that the preview showed:
    another one by now raises PlanOutdated. `material` and `note` are those of `editing.edit`.
    Raises NotPermitted, and ActRefused when nothing would change or the act is not one of this
    article's. Returns the plan as it was carried out, with what could not come back.
    """
    with acting.act("restore", by=by, at=at, door=door, reason=note, public=False) as recorder:
        article = acting.locked_for_edit(article, by=by)
        editing.refuse_stale(article, version)
        if not Change.objects.filter(act=act, article_id=article.pk).exists():
            raise ActRefused(
                _("That version is none of this article."), _("Choose one in its history.")
            )
        plan = plan_restore(article, act)
        chosen = set(plan.parts) if parts is None else set(parts) & set(plan.parts)
        if not chosen:
            raise ActRefused(_("Nothing would change."), _("Choose a part that differs."))
        _apply(article, plan, chosen, recorder, by, (material, note, at))
    return plan


def _apply(
    article: Article,
    plan: RestorePlan,
    chosen: set[str],
    recorder: Recorder,
    by: Any,
    told: tuple[bool, str, datetime],
) -> None:
    fields = {name: value for name, value in plan.fields.items() if name in chosen}
    if "section_id" in fields:
        rights.require(by, "change_article", section_id=fields["section_id"])
    editing.write(article, fields, *told, recorder)
    material, _note, at = told
    if material and chosen & {TAGS, BYLINE, CREDITS} and article.is_published(at):
        recorder.change(article, updated_at=at)
    if TAGS in chosen:
        _write_tags(article, plan.tags or (), recorder)
    if BYLINE in chosen:
        crediting.write_byline(article, plan.byline or (), recorder)
    if CREDITS in chosen:
        crediting.write_credits(article, plan.credits or (), recorder)


def byline_now(article: Article) -> tuple[Name, ...]:
    """The byline as it stands. One query."""
    rows = article.contributions.order_by("position", "id")
    return tuple(Name(row.author_id, row.name, row.role) for row in rows)


def credits_now(article: Article) -> tuple[CreditLine, ...]:
    """The credits as they stand. One query."""
    rows = article.credits.order_by("position", "id")
    return tuple(CreditLine(row.source_id, row.text, row.url) for row in rows)


def _tags_now(article: Article) -> set[int]:
    return set(article.taggings.values_list("tag_id", flat=True))


def _write_tags(article: Article, tag_ids: Collection[int], recorder: Recorder) -> None:
    mine = {row.tag_id: row for row in article.taggings.order_by("pk")}
    for tag_id, row in mine.items():
        if tag_id not in tag_ids:
            recorder.delete(row)
    for tag_id in tag_ids:
        if tag_id not in mine:
            recorder.create(Tagging(tag_id=tag_id, content_object=article))


def _fields_then(article: Article, then: Version, lost: list[Lost]) -> dict[str, Any]:
    found = {}
    for name, kept in then.fields.items():
        if name not in editing.EDITABLE:
            continue
        value = values.restored(Article, name, kept)
        target: Any = Article._meta.get_field(name).related_model
        if target is not None and value is not None and not _here(target, [value]):
            value = _stands_for(target, value, name, lost)
            if value is None:
                continue
        if value != getattr(article, name):
            found[name] = value
    return found


def _tags_then(then: Version, lost: list[Lost]) -> tuple[int, ...]:
    keys = [row["tag_id"] for row in then.rows[Tagging]]
    here = _here(Tag, keys)
    living = [pk if pk in here else _stands_for(Tag, pk, TAGS, lost) for pk in keys]
    return tuple(dict.fromkeys(pk for pk in living if pk is not None))


def _byline_then(then: Version, lost: list[Lost]) -> tuple[Name, ...]:
    names = []
    rows = _in_order(then.rows[Contribution])
    here = _here(Author, [row["author_id"] for row in rows])
    for row in rows:
        asked, printed = row["author_id"], str(values.unpack(row["name"]))
        author = asked
        if asked is not None and asked not in here:
            author = _stands_for(Author, asked, BYLINE, [])
        if author is None and not printed:
            printed = str(_last_image(Author, asked).get("name") or "")
        if author is None and not printed:
            lost.append(Lost(BYLINE, f"№ {asked}"))
        else:
            names.append(Name(author, printed, row["role"]))
    return tuple(names)


def _credits_then(then: Version, lost: list[Lost]) -> tuple[CreditLine, ...]:
    lines: dict[tuple[int, str], CreditLine] = {}
    rows = _in_order(then.rows[Credit])
    here = _here(Source, [row["source_id"] for row in rows])
    for row in rows:
        asked = row["source_id"]
        source = asked if asked in here else _stands_for(Source, asked, CREDITS, lost)
        if source is not None:
            url, text = str(values.unpack(row["url"])), str(values.unpack(row["text"]))
            lines.setdefault((source, url), CreditLine(source, text, url))
    return tuple(lines.values())


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: int(row["position"]))


def _here(model: type[models.Model], keys: list[Any]) -> set[int]:
    """Those of the keys whose rows are there. One query, none for no key."""
    wanted = {pk for pk in keys if pk is not None}
    rows = model._base_manager.filter(pk__in=wanted)
    return set(rows.values_list("pk", flat=True)) if wanted else set()


def _stands_for(model: type[models.Model], pk: int, part: str, lost: list[Lost]) -> int | None:
    """The row that one which is gone was merged into; None, and it is lost, when into none."""
    image = _last_image(model, pk)
    noun = _NOUNS.get(model)
    if noun is not None and image.get("slug"):
        forward = Address.objects.filter(noun=noun, key=image["slug"]).first()
        if forward and model._base_manager.filter(pk=forward.target_id).exists():
            return forward.target_id
    lost.append(Lost(part, str(image.get("name") or image.get("caption") or f"№ {pk}")))
    return None


def _last_image(model: type[models.Model], pk: int) -> dict[str, Any]:
    gone = Change.objects.filter(
        model=values.label(model), row=str(pk), field="", kind=Change.Kind.DELETE
    ).order_by("-id")
    last = gone.first()
    image = (last.before or {}) if last else {}
    return {name: values.unpack(value) for name, value in image.items()}
