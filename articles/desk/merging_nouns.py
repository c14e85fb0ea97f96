"""Merging two tags, two sources or two authors: plan, show, apply; one act, and one way back."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from articles.desk import (
    acting,
    merging_sources,
    namesakes,
    naming,
    noun_moves,
    relations,
    repeating,
    rights,
    tagging,
)
from articles.desk.merge_plan import Move
from articles.desk.noun_moves import Joining, Mover
from articles.desk.noun_plan import NounPlan, Question
from articles.enums import Door
from articles.errors import ActRefused, NewsroomError, PlanOutdated
from articles.models import Author, AuthorAlias, Namesake, Source, Tag
from articles.text import normalise

Mergeable = Tag | Source | Author

# Taken over where the author that stays says nothing.
FILLED = ("job_title", "bio", "user_id")


@dataclass(frozen=True)
class _Way:
    """How one kind of noun is merged."""

    movers: Mapping[str, Mover]
    questions: Callable[[Any, Any], tuple[Question, ...]]
    take_over: Callable[[Joining], None]


def plan_merge(gone: Mergeable, into: Mergeable) -> NounPlan:
    """What merging `gone` into another of its kind would do; writes nothing.

    A constant number of queries. Raises ActRefused as `merge` would.
    """
    _refuse_two_kinds(gone, into)
    model = type(gone)
    relations.refuse_unknown(model, _known(model))
    counts = noun_moves.counted(model, gone.pk)
    noun_moves.refuse_too_many(sum(counts.values()))
    way = _WAYS.get(model)
    if isinstance(gone, Author):
        _refuse_two_accounts(gone, into)
    return NounPlan(
        gone_id=gone.pk,
        stays_id=into.pk,
        moves=tuple(
            Move(found._meta.label_lower, str(found._meta.verbose_name_plural), count)
            for found, count in counts.items()
            if count
        ),
        names=(gone.name, *gone.aliases.order_by("pk").values_list("name", flat=True)[:50]),
        questions=way.questions(gone, into) if way else (),
    )


def merge(
    gone: Mergeable,
    *,
    into: Mergeable,
    agreed: Collection[str] = (),
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
) -> Mergeable:
    """Make two tags, sources or authors one, in one act that `undoing.undo_act` takes back.

    Side effects in order: both rows are locked; every row that points at the one that goes
    follows; what the other lacks is taken over; "not the same" of it is said of the other; its
    name becomes an alias, its address leads to the other; it goes. `agreed` are the keys of the
    plan's questions. Raises NotPermitted, PlanOutdated when a question is open, ActRefused.
    """
    _refuse_two_kinds(gone, into)
    if isinstance(gone, Tag) and isinstance(into, Tag):
        return tagging.merge_tags(gone, into=into, by=by, at=at, door=door)
    model = type(gone)
    noun = naming.noun_of(gone)
    way = _WAYS[model]
    rights.require(by, f"change_{noun.value}")
    light = {"gone": gone.pk, "stays": into.pk, "agreed": sorted(agreed)}
    with acting.act(f"merge-{noun.value}s", by=by, at=at, door=door, plan=light) as recorder:
        leaving, stays = noun_moves.locked_pair(model, gone.pk, into.pk)
        _refuse_open(way.questions(leaving, stays), agreed)
        noun_moves.refuse_too_many(sum(noun_moves.counted(model, gone.pk).values()))
        joining = Joining(leaving, stays, recorder)
        noun_moves.move_all(joining, way.movers)
        way.take_over(joining)
        namesakes.follow(noun, leaving.pk, stays.pk, recorder)
        naming.forward(leaving, stays, recorder)
        recorder.delete(leaving)
    return stays


@dataclass(frozen=True)
class Outcome:
    """How many of the pairs were merged, and why others were not."""

    done_count: int
    refusals: tuple[NewsroomError, ...]


def merge_all(
    noun: Namesake.Noun,
    pairs: Iterable[tuple[int, int]],
    *,
    by: Any,
    at: datetime,
    door: Door = Door.BULK,
) -> Outcome:
    """Merge the first of each pair into the second, each as an act of its own with one time.

    A row that was merged on the way means the one that it was merged into. What asks something
    is left for a person, with what it asks.
    """
    means: dict[int, int] = {}
    done_count, refusals = 0, []
    for gone_id, stays_id in pairs:
        ids = [_meant(pk, means) for pk in (gone_id, stays_id)]
        rows = namesakes.MODELS[noun]._base_manager.in_bulk(ids)
        if len(rows) < 2:
            continue
        try:
            gone, stays = rows[ids[0]], rows[ids[1]]
            repeating.once_more(partial(merge, gone, into=stays, by=by, at=at, door=door))  # type: ignore[arg-type]  # one of the three
        except NewsroomError as refusal:
            refusals.append(refusal)
        else:
            means[ids[0]] = ids[1]
            done_count += 1
    return Outcome(done_count, tuple(refusals))


def _meant(pk: int, means: Mapping[int, int]) -> int:
    while pk in means:
        pk = means[pk]
    return pk


def _known(model: type[Mergeable]) -> Collection[str]:
    return tagging.FOLLOWING if model is Tag else _WAYS[model].movers


def _nothing_asked(gone: Author, stays: Author) -> tuple[Question, ...]:
    return ()


def _take_over_author(joining: Joining) -> None:
    """The name, and what the author that stays does not say: an account goes from one to one."""
    gone, stays, recorder = joining.gone, joining.stays, joining.recorder
    _refuse_two_accounts(gone, stays)
    filled = {n: getattr(gone, n) for n in FILLED if getattr(gone, n) and not getattr(stays, n)}
    recorder.change(gone, user_id=None)
    recorder.change(stays, **filled)
    folded = normalise.fold(gone.name)[:200]
    known = {normalise.fold(stays.name)[:200], *stays.aliases.values_list("folded", flat=True)}
    if folded not in known:
        recorder.create(AuthorAlias(author=stays, name=gone.name))


def _refuse_two_accounts(gone: Author, stays: Any) -> None:
    if gone.user_id and stays.user_id and gone.user_id != stays.user_id:
        raise ActRefused(
            _("“%(one)s” and “%(other)s” have an account each and are two people.")
            % {"one": gone.name, "other": stays.name},
            _("If they are one, take the account off one of the two first."),
        )


def _refuse_two_kinds(gone: Mergeable, into: Mergeable) -> None:
    if type(gone) is not type(into):
        raise ActRefused(
            _("Only two of one kind can be merged."), _("Choose two tags, sources or authors.")
        )
    if gone.pk == into.pk:
        raise ActRefused(
            _("“%(name)s” cannot be merged with itself.") % {"name": gone.name},
            _("Choose another one."),
        )


def _refuse_open(asked: tuple[Question, ...], agreed: Collection[str]) -> None:
    open_ = [question.text for question in asked if question.key not in agreed]
    if open_:
        raise PlanOutdated(
            " ".join(open_), _("Look at what the merge does, agree to it, and merge again.")
        )


_WAYS: dict[type[Any], _Way] = {
    Source: _Way(merging_sources.MOVERS, merging_sources.questions, merging_sources.take_over),
    Author: _Way(
        {
            "articles.authoralias.author": noun_moves.follow_once("folded"),
            "articles.contribution.author": noun_moves.follow_once("article_id", "role"),
        },
        _nothing_asked,
        _take_over_author,
    ),
}
