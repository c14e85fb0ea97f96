"""Tags, sources and authors that may be one: which pairs, and the desk's "not the same"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from articles.dedupe.namesakes import NamePair, find_namesakes
from articles.dedupe.spelling import NameKind
from articles.desk import acting, rights
from articles.enums import Decision, Door
from articles.errors import ActRefused
from articles.history import Recorder
from articles.models import Author, AuthorAlias, Namesake, Source, SourceAlias, Tag, TagAlias

Kind = Namesake.Noun

MODELS: Mapping[Namesake.Noun, type[models.Model]] = {
    Kind.TAG: Tag,
    Kind.SOURCE: Source,
    Kind.AUTHOR: Author,
}
ALIASES: Mapping[Namesake.Noun, type[models.Model]] = {
    Kind.TAG: TagAlias,
    Kind.SOURCE: SourceAlias,
    Kind.AUTHOR: AuthorAlias,
}

# Names are compared when the page is asked for: 20,000 take 1 to 2 s of one process after a change
# and 50 ms while nothing changes. Beyond, the newest names are compared, where the new
# double is.
MOST_COMPARED = 20_000


@dataclass(frozen=True)
class Namesakes:
    """Pairs that may be one, the surest first; `is_cut` when older names were left out."""

    pairs: tuple[NamePair, ...]
    is_cut: bool


def find(noun: Namesake.Noun) -> Namesakes:
    """Pairs of this kind of which the desk has not said that they differ. Three queries."""
    model, alias = MODELS[noun], ALIASES[noun]
    newest = model._base_manager.order_by("-pk").values_list("pk", "name")
    names = list(newest[: MOST_COMPARED + 1])
    is_cut = len(names) > MOST_COMPARED
    names = names[:MOST_COMPARED]
    known = {row_id for row_id, _name in names}
    former = alias._base_manager.order_by("-pk").values_list(f"{noun.value}_id", "name")
    names += [found for found in former[:MOST_COMPARED] if found[0] in known]
    said = Namesake.objects.filter(noun=noun, decision=Decision.NOT_THE_SAME).order_by("-pk")
    apart = set(said.values_list("first_id", "second_id")[:MOST_COMPARED])
    pairs = find_namesakes(names, NameKind(noun.value))
    return Namesakes(tuple(p for p in pairs if (p.one, p.other) not in apart), is_cut)


def tell_apart(
    noun: Namesake.Noun, one: int, other: int, *, by: Any, at: datetime, door: Door = Door.FORM
) -> Namesake:
    """Say for ever that two rows are not the same; the pair is not shown again.

    Needs the right to change them. Raises NotPermitted, and ActRefused when they are one row or
    one of them is gone.
    """
    rights.require(by, f"change_{noun.value}")
    with acting.act(f"tell-{noun.value}s-apart", by=by, at=at, door=door, public=False) as recorder:
        _refuse_gone(noun, one, other)
        first, second = sorted((one, other))
        word = {
            "decision": Decision.NOT_THE_SAME,
            "decided_at": at,
            "decided_by_id": None if by is None else by.pk,
        }
        pair = Namesake.objects.select_for_update().between(noun, one, other).first()
        if pair is None:
            pair = Namesake(noun=noun, first_id=first, second_id=second, **word)
            recorder.create(pair)
        elif pair.decision != Decision.NOT_THE_SAME:
            recorder.change(pair, **word)
    return pair


def follow(noun: str, gone_id: int, stays_id: int, recorder: Recorder) -> None:
    """Within a merge: what was said of the row that goes is said of the one that stays."""
    for pair in Namesake.objects.of(noun, gone_id).order_by("pk"):
        other = pair.second_id if pair.first_id == gone_id else pair.first_id
        is_known = Namesake.objects.between(noun, stays_id, other).exclude(pk=pair.pk).exists()
        if other == stays_id or is_known:
            recorder.delete(pair)
        else:
            first, second = sorted((other, stays_id))
            recorder.change(pair, first_id=first, second_id=second)


def _refuse_gone(noun: Namesake.Noun, one: int, other: int) -> None:
    found = MODELS[noun]._base_manager.filter(pk__in={one, other}).count()
    if one == other or found < 2:
        raise ActRefused(
            _("These are one and the same, or one of them no longer exists."),
            _("Reload the page."),
        )
