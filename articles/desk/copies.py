"""Copy groups: a star of copies around one representative, never a chain."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.desk import acting, deciding, groups, rights, stories
from articles.desk.labelling import Labeller
from articles.enums import Decision, Door, Question, Status, Verdict
from articles.errors import ActRefused
from articles.history import Recorder
from articles.models import Article, Match


def set_copy(
    article: Article, *, of: Article, by: Any, at: datetime, door: Door = Door.FORM
) -> Article:
    """Fold an article, with its own copies, into the group of another one.

    The group keeps its representative, with two exceptions: what readers can see is never folded
    under what they cannot, so a published article takes the lead of an unpublished group; and
    folding a representative under one of its own copies makes that copy the lead. The group has
    one story: the representative's, or else the article's. A person's word is remembered for the
    pair. The machine may not fold a published article, nor a pair that the desk called not the
    same. Raises NotPermitted, ActRefused. Returns the article as it stands.
    """
    with acting.act("set-copy", by=by, at=at, door=door) as recorder:
        target = groups.living(of)
        rows = groups.locked_groups([article, target])
        article, target = rows[article.pk], rows[target.pk]
        rights.require(by, "link_article", article, target)
        _refuse_fold(article, target, by)
        Labeller(by, at, recorder).answer(Question.COPY, True, [(article.pk, target.pk)])
        leader = _leader_after(article, target, rows)
        members = _moving(article, target, leader, rows)
        _gather(leader, members, article, recorder)
        if by is not None:
            deciding.decide(
                article, target, Decision.CONFIRMED, Verdict.SAME_COPY, by, at, recorder
            )
    return article


def split_copy(article: Article, *, by: Any, at: datetime, door: Door = Door.FORM) -> Article:
    """Take an article out of its copy group; it stays in the story.

    Remembered for every member, so that no later arrival brings it back. When the representative
    itself leaves, the best of the others leads. Raises NotPermitted, ActRefused.
    """
    with acting.act("split-copy", by=by, at=at, door=door) as recorder:
        rows = groups.locked_groups([article])
        article = rows[article.pk]
        rights.require(by, "link_article", article)
        others = [row for row in rows.values() if row.pk != article.pk]
        if not others:
            raise ActRefused(
                _("“%(headline)s” stands in no copy group.") % {"headline": acting.named(article)},
                _("Reload the page: somebody may have split it since."),
            )
        apart = [(article.pk, other.pk) for other in others]
        Labeller(by, at, recorder).answer(Question.COPY, False, apart)
        groups.leave(article, others, recorder)
        for other in others:
            deciding.decide(
                article, other, Decision.NOT_THE_SAME, Verdict.UNRELATED, by, at, recorder
            )
    return article


def _refuse_fold(article: Article, target: Article, by: Any) -> None:
    if article.pk == target.pk:
        groups.refuse_itself()
    acting.refuse_closed(article)
    acting.refuse_closed(target)
    if by is not None:
        return
    leader_id = target.copy_of_id or target.pk
    if article.status == Status.PUBLISHED:
        raise ActRefused(
            _("Only a person may fold what readers can see."), _("Leave it to the desk.")
        )
    pairs = Match.objects.denied().of(article.pk)
    if {target.pk, leader_id} & {pair.other(article.pk) for pair in pairs}:
        raise ActRefused(
            _("The desk has said that these two are not the same."), _("Leave it to the desk.")
        )


def _leader_after(article: Article, target: Article, rows: dict[int, Article]) -> Article:
    leader = rows[target.copy_of_id or target.pk]
    if leader.pk == article.pk:
        return target
    if article.status == Status.PUBLISHED and leader.status != Status.PUBLISHED:
        return article
    return leader


def _moving(
    article: Article, target: Article, leader: Article, rows: dict[int, Article]
) -> list[Article]:
    """All who are in the group afterwards; former siblings of a copy that leaves stay behind."""
    heads = {article.pk, target.copy_of_id or target.pk}
    return [
        row
        for row in rows.values()
        if row.pk in heads or row.copy_of_id in heads or row.pk == leader.pk
    ]


def _gather(leader: Article, members: list[Article], article: Article, recorder: Recorder) -> None:
    former = [leader.story_id, article.story_id, *(row.story_id for row in members)]
    story_id = next((pk for pk in former if pk is not None), None)
    groups.lead(leader, members, recorder)
    for member in members:
        recorder.change(member, story_id=story_id)
    stories.freshen(former, recorder)
