"""The desk's word on a pair of articles, and what follows when they are not the same."""

from datetime import datetime
from typing import Any

from articles.desk import acting, deciding, groups, labelling, rights, stories
from articles.desk.labelling import Labeller
from articles.enums import Decision, Door, Question, Verdict
from articles.history import Recorder
from articles.models import Article, Match, Story


def judge_pair(
    a: Article,
    b: Article,
    *,
    decision: Decision,
    verdict: Verdict | None = None,
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
) -> Match:
    """Write the desk's word on a pair, in either order; UNDECIDED takes it back.

    "Not the same" is remembered for ever and parts the two where only this pair joined them: a
    copy leaves its representative; of two in one group or story, the one that nothing else ties
    to the rest leaves with its copies (the later one when nothing ties either; never the pinned
    lead). Confirming moves nothing. `verdict` is for a pair that the machine never judged. Raises
    NotPermitted, ActRefused.
    """
    with acting.act("judge-pair", by=by, at=at, door=door) as recorder:
        rows = groups.locked_groups([a, b])
        one, other = rows[a.pk], rows[b.pk]
        rights.require(by, "link_article", one, other)
        if one.pk == other.pk:
            groups.refuse_itself()
        denies = decision == Decision.NOT_THE_SAME
        stands_for = verdict or (Verdict.UNRELATED if denies else Verdict.SAME_EVENT)
        _label(one, other, decision, stands_for, Labeller(by, at, recorder))
        pair = deciding.decide(one, other, decision, stands_for, by, at, recorder)
        if denies:
            _part_copies(one, other, recorder)
            _part_story(one, other, recorder)
    return pair


def _label(
    one: Article, other: Article, decision: Decision, verdict: Verdict, labeller: Labeller
) -> None:
    """Denying answers both questions, that of the copy only where the machine raised it.

    Confirming says yes to what the machine had said, or else to `verdict`.
    """
    pair = [(one.pk, other.pk)]
    if decision == Decision.UNDECIDED:
        labeller.withdraw(one.pk, other.pk)
    elif decision == Decision.NOT_THE_SAME:
        labeller.answer(Question.EVENT, False, pair)
        labeller.answer(Question.COPY, False, pair, labelling.spoke_of_copy)
    else:
        labeller.answer(Question.EVENT, True, pair)
        labeller.answer(
            Question.COPY,
            True,
            pair,
            lambda found: (found.verdict if found else verdict) in labelling.COPIES,
        )


def _part_copies(one: Article, other: Article, recorder: Recorder) -> None:
    if one.copy_of_id == other.pk:
        recorder.change(one, copy_of_id=None)
    elif other.copy_of_id == one.pk:
        recorder.change(other, copy_of_id=None)
    elif one.copy_of_id is not None and one.copy_of_id == other.copy_of_id:
        leaver = _untied(one, [one.pk], other, [other.pk], {one.copy_of_id})
        if leaver is not None:
            recorder.change(leaver, copy_of_id=None)


def _part_story(one: Article, other: Article, recorder: Recorder) -> None:
    """Only where the copy groups differ: a group has one story."""
    if one.story_id is None or one.story_id != other.story_id or _group(one) == _group(other):
        return
    mine, theirs = _members(one), _members(other)
    story = Story.objects.get(pk=one.story_id)
    rest = set(story.articles.values_list("pk", flat=True)) - set(mine) - set(theirs)
    pinned = story.lead_id
    if pinned in mine:
        leaver: Article | None = None if deciding.ties(theirs, rest) else other
    elif pinned in theirs:
        leaver = None if deciding.ties(mine, rest) else one
    else:
        leaver = _untied(one, list(mine), other, list(theirs), rest)
    if leaver is not None:
        stories.place((mine if leaver is one else theirs).values(), None, recorder)


def _untied(
    one: Article, mine: list[int], other: Article, theirs: list[int], rest: set[int]
) -> Article | None:
    """Which of the two nothing else ties to the rest; the later one when that is both."""
    loose = [
        article
        for article, group in ((one, mine), (other, theirs))
        if not deciding.ties(group, rest)
    ]
    return max(loose, key=lambda article: (article.arrived_at, article.pk), default=None)


def _group(article: Article) -> int:
    return article.copy_of_id or article.pk


def _members(article: Article) -> dict[int, Article]:
    """The article's copy group as it stands after the parting."""
    return groups.locked_groups([article])
