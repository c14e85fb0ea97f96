"""What forbids a merge, and what an editor should know before confirming one."""

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from articles.desk import acting, moving, preselecting, relations, rights
from articles.desk.merge_plan import FieldChoice
from articles.enums import Decision, Status, Verdict, may_move
from articles.errors import ActRefused, IllegalMove
from articles.models import Article, Match


def refuse(rows: Sequence[Article], by: Any) -> None:
    """Raise what forbids merging these articles; the survivor comes first.

    NotPermitted without the right in each section, IllegalMove for a status that takes no part
    and for a published duplicate of what is not published, ActRefused otherwise.
    """
    survivor, *duplicates = rows
    rights.require(by, "merge_article", *rows)
    relations.refuse_unknown(Article, moving.MOVERS)
    for row in rows:
        acting.refuse_closed(row)
        if row.retracted_at is not None:
            raise ActRefused(
                _("“%(headline)s” is retracted; its page stays with the notice.")
                % {"headline": acting.named(row)},
                _("Reinstate it first, or leave it out of the merge."),
            )
        if not may_move(row.status, Status.MERGED):
            raise IllegalMove(
                _("“%(headline)s” is spiked and takes no part in a merge.")
                % {"headline": acting.named(row)},
                _("Revive it first, or leave it out."),
            )
    published = [row for row in duplicates if row.status == Status.PUBLISHED]
    if published and survivor.status != Status.PUBLISHED:
        refuse_dead_address(published[0], survivor)


def refuse_dead_address(duplicate: Article, survivor: Article) -> NoReturn:
    """Raise IllegalMove: readers of the duplicate would be led to what they may not see."""
    raise IllegalMove(
        _("“%(gone)s” is published, but “%(stays)s” is not: its address would lead nowhere.")
        % {"gone": acting.named(duplicate), "stays": acting.named(survivor)},
        _("Let the published one survive, or publish the other one first."),
    )


def warnings(rows: Sequence[Article], fields: Sequence[FieldChoice]) -> list[str]:
    """What an editor should know before confirming; one query."""
    survivor, *duplicates = rows
    by_id = {row.pk: row for row in rows}
    chosen = {field.name: by_id[field.chosen_id] for field in fields}
    told = [_pair_warning(pair, by_id) for pair in _doubtful(by_id)]
    if len({row.language for row in rows if row.language}) > 1:
        told.append(_("They are in different languages. A translation is better linked."))
    for row in duplicates:
        if row.story is not None and survivor.story_id not in (None, row.story_id):
            told.append(
                _("“%(headline)s” leaves the story “%(story)s”.")
                % {"headline": acting.named(row), "story": row.story}
            )
    for row in dict.fromkeys(chosen[name] for name in ("headline", "standfirst", "body_html")):
        if row.embargoed_until is not None and row.pk != survivor.pk:
            told.append(
                _("“%(headline)s” has an embargo. While it runs, it binds the survivor.")
                % {"headline": acting.named(row)}
            )
    body = chosen[preselecting.BODY]
    if preselecting.rights_after(body, chosen["standfirst"]) != body.rights:
        told.append(_("The standfirst's source allows less: its rights bind the whole."))
    return told


def _doubtful(by_id: Mapping[int, Article]) -> list[Match]:
    """Pairs within the merge that the desk denied or that are other accounts, not copies."""
    pairs = Match.objects.filter(a__in=by_id, b__in=by_id).order_by("pk")
    copies = (Verdict.SAME_COPY, Verdict.NEW_VERSION)
    return [
        pair
        for pair in pairs
        if pair.decision == Decision.NOT_THE_SAME or pair.verdict not in copies
    ]


def _pair_warning(pair: Match, by_id: Mapping[int, Article]) -> str:
    names = {"a": acting.named(by_id[pair.a_id]), "b": acting.named(by_id[pair.b_id])}
    if pair.decision == Decision.NOT_THE_SAME:
        return _("“%(a)s” and “%(b)s” were called not the same.") % names
    return _("“%(a)s” and “%(b)s” are two accounts, not copies of one text.") % names
