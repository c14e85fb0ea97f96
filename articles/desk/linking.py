"""Related links; and, by their names, the other acts that say what articles are to each other."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.desk import acting, groups, rights
from articles.desk.copies import set_copy, split_copy
from articles.desk.judging import judge_pair
from articles.desk.labelling import Labeller
from articles.desk.stories import edit_story, join_stories, move_to_story, start_story
from articles.enums import OPPOSITE, Door, Question, Relation
from articles.errors import ActRefused, PlanOutdated
from articles.history import Recorder
from articles.models import Article, RelatedLink
from articles.text import normalise, urls

__all__ = [
    "edit_story",
    "join_stories",
    "judge_pair",
    "link",
    "move_to_story",
    "reorder",
    "set_copy",
    "split_copy",
    "start_story",
    "unlink",
]


def link(
    article: Article,
    *,
    to: Article | None = None,
    url: str = "",
    title: str = "",
    kind: Relation = Relation.SEE_ALSO,
    position: int | None = None,
    reason: str = "",
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
) -> RelatedLink:
    """Link an article to another one, both ways, or to an outside address.

    `position` counts from 0 among the article's links; None puts the link last. Linking what is
    linked already changes kind, title and place. A link to a merged article leads to the one
    that it was merged into. Raises NotPermitted, ActRefused. Returns the row on `article`.
    """
    if (to is None) == (not url.strip()):
        raise ActRefused(
            _("A link leads to one article or to one outside address."), _("Choose one of the two.")
        )
    with acting.act("link", by=by, at=at, door=door, reason=reason) as recorder:
        target = None if to is None else groups.living(to)
        rows = acting.locked_all([article.pk] if target is None else [article.pk, target.pk])
        article = rows[article.pk]
        rights.require(by, "link_article", article)
        _refuse_ends(article, target and rows[target.pk])
        acting.keep_fit(*rows.values())
        text = " ".join(normalise.repair(title).split())[:300]
        values = {"title": text, "kind": kind, "reason": reason}
        made_by = {"made_at": at, "made_by": by}
        if target is None:
            key: dict[str, Any] = {"article": article, "url": _web(url)}
            row = _write(key, values, made_by, recorder)
        else:
            if kind == Relation.OTHER_ACCOUNT:
                told = [(article.pk, target.pk)]
                Labeller(by, at, recorder).answer(Question.EVENT, True, told)
            row = _write({"article": article, "target": target}, values, made_by, recorder)
            back = {"kind": OPPOSITE[Relation(kind)], "reason": reason}
            _write({"article": target, "target": article}, back, made_by, recorder)
        if position is not None:
            _put(row, position, recorder)
    return row


def unlink(link: RelatedLink, *, by: Any, at: datetime, door: Door = Door.FORM) -> None:
    """Remove a link and, between two articles, the one that leads back."""
    with acting.act("unlink", by=by, at=at, door=door) as recorder:
        rights.require(by, "link_article", link.article)
        rows = RelatedLink.objects.filter(pk=link.pk)
        if link.target_id is not None:
            rows |= RelatedLink.objects.filter(article=link.target_id, target=link.article_id)
        found = list(rows.select_for_update().order_by("pk"))
        if link.pk not in {row.pk for row in found}:
            raise ActRefused(_("This link is gone already."), _("Reload the page."))
        for row in found:
            recorder.delete(row)


def reorder(
    article: Article,
    *,
    link_ids: Sequence[int],
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
) -> list[RelatedLink]:
    """Put the article's links into this order; raises PlanOutdated unless all are named once."""
    with acting.act("reorder", by=by, at=at, door=door) as recorder:
        article = acting.locked(article)
        rights.require(by, "link_article", article)
        rows = {row.pk: row for row in article.links.all()}
        if sorted(link_ids) != sorted(rows):
            raise PlanOutdated(
                _("The links of this article changed since you saw them."),
                _("Reload the page and order them again."),
            )
        ordered = [rows[pk] for pk in link_ids]
        _number(ordered, recorder)
    return ordered


def _refuse_ends(article: Article, target: Article | None) -> None:
    acting.refuse_closed(article)
    if target is None:
        return
    if target.pk == article.pk:
        groups.refuse_itself()
    acting.refuse_closed(target)


def _write(
    key: dict[str, Any], values: dict[str, Any], made_by: dict[str, Any], recorder: Recorder
) -> RelatedLink:
    """The row of one direction: changed where it stands, or made at the end."""
    known = RelatedLink.objects.select_for_update().filter(**key).first()
    if known is not None:
        recorder.change(known, **values)
        return known
    last = RelatedLink.objects.filter(article=key["article"]).order_by("-position").first()
    made = RelatedLink(**key, **values, **made_by, position=last.position + 1 if last else 0)
    recorder.create(made)
    return made


def _put(link: RelatedLink, position: int, recorder: Recorder) -> None:
    rows = list(RelatedLink.objects.filter(article=link.article_id).exclude(pk=link.pk))
    rows.insert(max(position, 0), link)
    _number(rows, recorder)


def _number(rows: Sequence[RelatedLink], recorder: Recorder) -> None:
    for position, row in enumerate(rows):
        recorder.change(row, position=position)


def _web(url: str) -> str:
    url = url.strip()
    try:
        if not urls.is_web(url):
            raise ValidationError("")
        RelatedLink._meta.get_field("url").run_validators(url)
    except ValidationError as error:
        raise ActRefused(
            _("“%(url)s” is not a web address.") % {"url": url[:80]},
            _("Give a whole address, starting with https://."),
        ) from error
    return url
