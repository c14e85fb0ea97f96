"""Merging duplicates into a survivor: plan, show, apply in one transaction, and the way back.

A merged article keeps its row and its address, which leads to the survivor in one hop; its rows
follow (see `moving`), its fields are chosen one by one (see `preselecting`).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.desk import (
    acting,
    choosing,
    groups,
    labelling,
    merge_checks,
    moving,
    preselecting,
    rights,
    stories,
)
from articles.desk.crediting import CreditLine
from articles.desk.labelling import Labeller
from articles.desk.merge_plan import FieldChoice, MergePlan, Move
from articles.enums import Door, Kind, Question, Rights, Status
from articles.errors import ActRefused, PlanOutdated
from articles.history import Recorder, Reverted, revert
from articles.models import Article, Change, Merge
from articles.text import markup

__all__ = [
    "FieldChoice",
    "MergePlan",
    "Move",
    "apply_merge",
    "choose_survivor",
    "plan_merge",
    "undo_merge",
]


def choose_survivor(articles: Sequence[Article]) -> tuple[Article, str]:
    """The article that should stay, by the one rule of `choosing`, and why."""
    return choosing.best(articles, choosing.LEAD_RULE)


def plan_merge(
    survivor: Article,
    duplicates: Sequence[Article],
    *,
    choices: Mapping[str, int] | None = None,
    by: Any,
) -> MergePlan:
    """What merging would do, as data; writes nothing. The number of queries is constant.

    `choices` takes fields by name from the article with that id, against the rule. Raises
    NotPermitted, IllegalMove, ActRefused as `apply_merge` would.
    """
    ids = _ids(survivor, duplicates)
    rows = _loaded(ids)
    merge_checks.refuse(rows, by)
    return _plan(rows, choices or {})


def apply_merge(plan: MergePlan, *, by: Any, at: datetime, door: Door = Door.MERGE) -> Merge:
    """Do what the plan says, in one transaction.

    Side effects in order: the rows are locked and the plan is checked; the pairs that the machine
    judged become examples (one event; one text where it thought so or asked); the survivor gets its
    place among copies and stories; every related row follows; the chosen fields are written; the
    duplicates become MERGED. `updated_at` moves when readers get another text. An embargo that
    still runs on a chosen text binds the survivor. Raises PlanOutdated when an article changed
    since the plan was made, and otherwise what `plan_merge` raises.
    """
    light = {"survivor": plan.survivor_id, "duplicates": plan.duplicate_ids}
    with acting.act("merge", by=by, at=at, door=door, plan=light) as recorder:
        locked = groups.locked_groups(Article.objects.filter(pk__in=plan.article_ids))
        rows = _checked(plan, locked, by, at)
        acting.keep_fit(rows[plan.survivor_id])
        merging = _merging(plan, locked, recorder)
        labeller = Labeller(by, at, recorder)
        labeller.among(Question.EVENT, plan.article_ids, labelling.was_judged)
        labeller.among(Question.COPY, plan.article_ids, labelling.may_be_copy)
        _take_places(merging)
        moving.move_all(merging)
        _write_fields(plan, rows, merging.survivor, at, recorder)
        for duplicate in merging.duplicates:
            recorder.change(duplicate, status=Status.MERGED, survivor_id=plan.survivor_id)
        former = {row.story_id for row in rows.values()}
        stories.freshen({*former, merging.survivor.story_id}, recorder)
        return Merge.objects.create(
            survivor_id=plan.survivor_id,
            act=recorder.act,
            plan=plan.as_json(),
            merged_at=at,
            merged_by=by,
        )


def undo_merge(merge: Merge, *, by: Any, at: datetime, door: Door = Door.MERGE) -> Reverted:
    """Put every row back as it was before the merge; the duplicates get their status back.

    What was changed since stays as it is and is listed. Raises NotPermitted, and ActRefused when
    the merge was undone before, or when its survivor has been merged itself since.
    """
    with acting.act("undo-merge", by=by, at=at, door=door) as recorder:
        merge = Merge.objects.select_for_update().get(pk=merge.pk)
        acting.refuse_undone(merge.act, recorder)
        touched = Change.objects.filter(act=merge.act, model="articles.article")
        ids = {int(row) for row in touched.values_list("row", flat=True)}
        rows = acting.locked_all(ids | {merge.survivor_id})
        _refuse_merged(rows[merge.survivor_id])
        everyone = (merge.survivor_id, *merge.plan["duplicate_ids"])
        rights.require(by, "merge_article", *(rows[pk] for pk in everyone))
        acting.keep_fit(*rows.values())
        former = {row.story_id for row in rows.values()}
        reverted = revert(merge.act, recorder)
        groups.mend(ids, recorder)
        now_in = set(Article.objects.filter(pk__in=ids).values_list("story_id", flat=True))
        stories.freshen(former | now_in, recorder)
        merge.undone_at, merge.undone_by = at, by
        merge.save(update_fields=["undone_at", "undone_by"])
    return reverted


def _ids(survivor: Article, duplicates: Iterable[Article]) -> tuple[int, ...]:
    ids = dict.fromkeys(article.pk for article in duplicates)
    if survivor.pk in ids:
        raise ActRefused(
            _("An article cannot be merged with itself."), _("Choose two different articles.")
        )
    if not ids:
        raise ActRefused(
            _("A merge needs two different articles or more."), _("Choose another one.")
        )
    return (survivor.pk, *ids)


def _loaded(ids: Sequence[int]) -> list[Article]:
    """The articles with all that a plan reads, in the order given. Five queries."""
    found = (
        Article.objects.select_related("section", "source", "lead_image", "story")
        .prefetch_related("contributions__author", "credits__source")
        .in_bulk(ids)
    )
    if len(found) < len(ids):
        raise ActRefused(_("One of these articles no longer exists."), _("Reload the list."))
    return [found[pk] for pk in ids]


def _plan(rows: Sequence[Article], choices: Mapping[str, int]) -> MergePlan:
    survivor, *duplicates = rows
    ids = tuple(row.pk for row in duplicates)
    fields = preselecting.choose_fields(rows, choices)
    lines = [
        CreditLine(line.source_id, row.printed_text if row else line.text, line.url)
        for row, line in moving.credits_after(rows)
    ]
    names = {row.source_id: row.source.credit_line for row in rows if row.source}
    return MergePlan(
        survivor_id=survivor.pk,
        duplicate_ids=ids,
        versions=tuple((row.pk, row.version) for row in rows),
        fields=fields,
        moves=moving.count_moves(ids),
        credits=tuple(
            CreditLine(line.source_id, line.text or names[line.source_id], line.url)
            for line in lines
        ),
        warnings=tuple(merge_checks.warnings(rows, fields)),
    )


def _checked(
    plan: MergePlan, locked: Mapping[int, Article], by: Any, at: datetime
) -> dict[int, Article]:
    """The articles as they stand, when the plan still fits them."""
    if plan.survivor_id in plan.duplicate_ids:
        _ids(locked[plan.survivor_id], [locked[plan.survivor_id]])
    rows = _loaded(plan.article_ids)
    if any(locked[pk].version != version for pk, version in plan.versions):
        _refuse_outdated()
    merge_checks.refuse(rows, by)
    fresh = _plan(rows, plan.choices)
    shown, stands = ([(f.name, f.values) for f in each.fields] for each in (plan, fresh))
    if shown != stands:
        _refuse_outdated()
    survivor, *duplicates = rows
    for row in duplicates:
        if row.is_published(at) and not survivor.is_published(at):
            merge_checks.refuse_dead_address(row, survivor)
    return {row.pk: row for row in rows}


def _refuse_outdated() -> None:
    raise PlanOutdated(
        _("One of these articles was changed or merged after the plan was made."),
        _("Look at the new plan and confirm it again."),
    )


def _merging(plan: MergePlan, locked: Mapping[int, Article], recorder: Recorder) -> moving.Merging:
    survivor = locked[plan.survivor_id]
    outside = survivor.copy_of_id is not None and survivor.copy_of_id not in plan.duplicate_ids
    leader = locked[survivor.copy_of_id] if outside and survivor.copy_of_id else survivor
    duplicates = tuple(locked[pk] for pk in plan.duplicate_ids)
    return moving.Merging(survivor, duplicates, leader, recorder)


def _take_places(merging: moving.Merging) -> None:
    """Duplicates leave groups and stories; the survivor leads where its lead goes.

    A story comes along when the survivor's group has none.
    """
    survivor, recorder = merging.survivor, merging.recorder
    inherited = next((row.story_id for row in merging.duplicates if row.story_id), None)
    story_id = merging.leader.story_id or survivor.story_id or inherited
    group = [merging.leader, *Article.objects.filter(copy_of=merging.leader).order_by("pk")]
    for row in merging.duplicates:
        recorder.change(row, copy_of_id=None, story_id=None)
    recorder.change(
        survivor, copy_of_id=None if merging.leader is survivor else survivor.copy_of_id
    )
    for row in group:
        if row.pk not in merging.gone:
            recorder.change(survivor if row.pk == survivor.pk else row, story_id=story_id)


def _write_fields(
    plan: MergePlan,
    rows: Mapping[int, Article],
    survivor: Article,
    at: datetime,
    recorder: Recorder,
) -> None:
    chosen = {name: rows[pk] for name, pk in plan.choices.items()}
    _write_byline(chosen.pop(preselecting.BYLINE), survivor, recorder)
    values = {name: getattr(row, name) for name, row in chosen.items()}
    body = chosen[preselecting.BODY]
    values |= {name: getattr(body, name) for name in preselecting.WITH_BODY}
    values["rights"] = preselecting.rights_after(body, chosen["standfirst"])
    values["word_count"] = markup.word_count(body.body_html)
    texts = {chosen[name] for name in ("headline", "standfirst", preselecting.BODY)}
    running = [t.embargoed_until for t in texts if t.embargoed_until and t.embargoed_until > at]
    if running:
        embargo = max([*running, *([survivor.embargoed_until] if survivor.embargoed_until else [])])
        values["embargoed_until"] = embargo
        if survivor.visible_at is not None:
            values["visible_at"] = max(survivor.visible_at, embargo)
    if survivor.is_published(at) and values[preselecting.BODY] != survivor.body_html:
        values["updated_at"] = at
    recorder.change(survivor, **values)
    if survivor.status == Status.PUBLISHED and survivor.effective_rights == Rights.LINK:
        recorder.change(survivor, kind=Kind.LINK_OUT)


def _write_byline(chosen: Article, survivor: Article, recorder: Recorder) -> None:
    if chosen.pk == survivor.pk:
        return
    for row in survivor.contributions.order_by("pk"):
        recorder.delete(row)
    for row in chosen.contributions.order_by("pk"):
        recorder.change(row, article_id=survivor.pk)


def _refuse_merged(survivor: Article) -> None:
    if survivor.status == Status.MERGED:
        raise ActRefused(
            _("“%(headline)s” has been merged itself since.")
            % {"headline": acting.named(survivor)},
            _("Undo that later merge first."),
        )
