"""Joining an incoming article to its copy group and its story; only what readers cannot see."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from articles.dedupe.cluster import (
    LEAST_FIT,
    MOST_ACCOUNTS,
    SUREST,
    Voice,
    groups_to_join,
    takes_lead,
    voices_fit,
)
from articles.dedupe.judge import Judgement, Limits, Verdict
from articles.dedupe.match import EVENTS
from articles.desk import groups, stories
from articles.enums import Decision, Status, StoryStatus
from articles.history import Recorder
from articles.ingest import autopilot
from articles.ingest.candidates import LIVING
from articles.models import Article, Match, Story
from articles.text.slugs import slugify

# The judge's rule for identical texts.
EXACT = "exact"
# Members of the stories in question that are heard, the latest ones.
MOST_MEMBERS = 200


@dataclass(frozen=True)
class Pair:
    """Another article and what the judge said of the two."""

    other: Article
    judgement: Judgement


@dataclass(frozen=True)
class Told:
    """The day of an arrival; and of other articles how likely each tells its event, and whether
    in another script."""

    day: date
    scores: Callable[[Sequence[int]], Mapping[int, tuple[float, bool]]]


@dataclass(frozen=True)
class Group:
    """An article's copy group as it stands, locked: who leads and all who are in it."""

    leader: Article
    members: tuple[Article, ...]

    @property
    def ids(self) -> frozenset[int]:
        """The members' ids."""
        return frozenset(member.pk for member in self.members)

    @property
    def is_unseen(self) -> bool:
        """Whether no reader can have seen a member."""
        return all(member.status != Status.PUBLISHED for member in self.members)


def join(
    article: Article,
    pairs: Iterable[Pair],
    recorder: Recorder,
    *,
    limits: Limits,
    told: Told,
    now: datetime,
) -> None:
    """Fold the article under the representative of the group that it is a copy of, then find its
    story.

    A star, never a chain, with one story for the whole group. An identical text is always folded,
    a changed one where the source's licence allows it; it waits for a person otherwise, shown
    beside what it is taken for a copy of. Two articles of which the desk
    said "not the same" never come into one group or story again, through no third lookalike.
    """
    found = list(pairs)
    versions = {p.other.pk for p in found if p.judgement.verdict == Verdict.NEW_VERSION}
    copies = _copies(found, versions, limits)
    if copies:
        _join_copies(article, _free(article, copies, limits, now), versions, recorder)
    else:
        _leave_former_group(article, recorder)
    _join_story(article, found, told, recorder)


def _copies(found: list[Pair], versions: Collection[int], limits: Limits) -> list[Pair]:
    """The best copy of each group that takes the article, best group first. At most one query."""
    likes = [p for p in found if p.judgement.copy_score >= limits.review]
    likes = [pair for pair in likes if pair.other.pk not in versions]
    if not likes:
        return []
    likes.sort(key=lambda pair: (-pair.judgement.copy_score, pair.other.pk))
    leaders = {pair.other.pk: groups.leader_id(pair.other) for pair in likes}
    heads = set(leaders.values())
    folded = Article.objects.filter(copy_of__in=heads).values_list("copy_of_id", flat=True)
    sizes = Counter([*heads, *(pk for pk in folded if pk is not None)])
    joined = groups_to_join(
        {pair.other.pk: pair.judgement.copy_score for pair in likes},
        leaders,
        sizes,
        same_copy=limits.same_copy,
        review=limits.review,
    )
    exact = [pair for pair in likes if pair.judgement.ruling.rule == EXACT]
    best = [next(p for p in likes if leaders[p.other.pk] == leader) for leader in joined]
    return [*exact, *(pair for pair in best if pair not in exact)]


def _join_copies(
    article: Article, copies: list[Pair], versions: Collection[int], recorder: Recorder
) -> None:
    """Into the first group that takes it, best copy first; it leads when it is much fuller.

    Not into a group of which it is a new version, for then its news would lie folded under what
    it replaces: the agency's update is the same copy as what others reprinted of the first.
    """
    for pair in copies:
        mine, theirs = _groups_of(article, pair.other)
        if mine.ids & theirs.ids:
            return
        if mine.is_unseen and not theirs.ids & set(versions) and not _are_parted(mine, theirs):
            _gather(mine, theirs, recorder)
            return


def _gather(mine: Group, theirs: Group, recorder: Recorder) -> None:
    """One group of the two, in the story of the one that readers may know."""
    takes_lead = theirs.is_unseen and _is_fuller(mine.leader, theirs.leader)
    leader = mine.leader if takes_lead else theirs.leader
    members = [*theirs.members, *mine.members]
    groups.lead(leader, members, recorder)
    story_id = theirs.leader.story_id
    if story_id is None and theirs.is_unseen:
        story_id = mine.leader.story_id
    if any(member.story_id != story_id for member in members):
        story = None if story_id is None else Story.objects.get(pk=story_id)
        stories.place(members, story, recorder)


def _leave_former_group(article: Article, recorder: Recorder) -> None:
    """A text that changed so much that it is no copy any more must not stay hidden under one.

    What a person confirmed stays.
    """
    if article.copy_of_id is None:
        return
    pair = Match.objects.between(article.pk, article.copy_of_id)
    if not pair.filter(decision=Decision.CONFIRMED).exists():
        recorder.change(groups.locked_groups([article])[article.pk], copy_of_id=None)


def _join_story(article: Article, found: list[Pair], told: Told, recorder: Recorder) -> None:
    """Into the story that it fits best and that takes it; else start one for two groups.

    A story that is paused or archived is left alone. An article in a story stays there. A story
    needs two accounts: folded copies alone make none, and copies that wait for a person stand in
    one until then, so that they are looked at together.
    """
    for pair in _by_fit(found, told):
        mine, theirs = _groups_of(article, pair.other)
        if mine.leader.story_id is not None or not mine.is_unseen:
            return
        if mine.ids & theirs.ids or _are_parted(mine, theirs):
            continue
        story = theirs.leader.story
        if story is not None and story.status == StoryStatus.ACTIVE:
            stories.place(mine.members, story, recorder)
            return
        if story is None and theirs.leader.status == Status.INCOMING and theirs.is_unseen:
            _start([*theirs.members, *mine.members], theirs.leader, recorder)
            return


def _by_fit(found: list[Pair], told: Told) -> list[Pair]:
    """The pairs whose story, or whose text where there is none, the article fits, best first.

    At most three queries.
    """
    ranked = sorted(found, key=lambda p: (-closeness(p.judgement), p.other.pk))
    ranked = [pair for pair in ranked if _may_share_a_story(pair.other)]
    sure = {p.other.pk: closeness(p.judgement) for p in ranked}
    fits = _fits({p.other.story_id for p in ranked if p.other.story_id}, sure, told)
    fit = {
        p.other.pk: fits.get(p.other.story_id or 0, voices_fit([Voice(sure[p.other.pk])]))
        for p in ranked
    }
    fitting = [pair for pair in ranked if fit[pair.other.pk] >= LEAST_FIT]
    return sorted(fitting, key=lambda pair: -fit[pair.other.pk])


def _fits(ids: Collection[int], sure: Mapping[int, float], told: Told) -> dict[int, float]:
    """How well each of these stories fits, by what its accounts of these days say.

    `sure` are the scores of those that were judged in full.
    """
    if not ids:
        return {}
    since = datetime.combine(told.day - timedelta(days=EVENTS.days), time.min, UTC)
    near = Article.objects.filter(story__in=ids, arrived_at__gte=since, status__in=LIVING)
    latest = near.order_by("-arrived_at", "-pk").values_list("story_id", "copy_of_id", "pk")
    members = list(latest[:MOST_MEMBERS])
    scores = told.scores([pk for _story, _leader, pk in members])
    voices: dict[int, dict[int, Voice]] = {pk: {} for pk in ids}
    for story_id, leader_id, pk in members:
        score, is_across = scores.get(pk, (0.0, False))
        voice = Voice(sure.get(pk, score), is_across)
        heard, group = voices[story_id or 0], leader_id or pk
        if group in heard or len(heard) < MOST_ACCOUNTS:
            heard[group] = max(heard.get(group, voice), voice)
    return {
        story_id: voices_fit(heard.values()) if heard else -SUREST
        for story_id, heard in voices.items()
    }


def _may_share_a_story(other: Article) -> bool:
    """Whether a look at its group is worth while: what readers can see starts no story."""
    return bool(other.story_id or other.copy_of_id or other.status == Status.INCOMING)


def _start(members: list[Article], first: Article, recorder: Recorder) -> None:
    title = first.headline[:300]
    story = Story(
        title=title,
        slug=slugify(title),
        language=first.language,
        last_at=max(member.arrived_at for member in members),
    )
    recorder.create(story)
    stories.place(members, story, recorder)


def _groups_of(article: Article, other: Article) -> tuple[Group, Group]:
    rows = groups.locked_groups([article, other])
    return _group(rows[article.pk], rows), _group(rows[other.pk], rows)


def _group(article: Article, rows: dict[int, Article]) -> Group:
    """The group as an arrival may join it.

    A representative that the desk has spiked, merged or killed must not hide anybody: the copy
    that was found leads those of its siblings that are still worked on.
    """
    head = article.copy_of_id or article.pk
    members = [row for row in rows.values() if head in (row.pk, row.copy_of_id)]
    leader = rows[head]
    if leader.status in LIVING:
        return Group(leader, tuple(members))
    return Group(article, tuple(row for row in members if row.status in LIVING))


def _are_parted(mine: Group, theirs: Group) -> bool:
    """Whether the desk called any pair across the two, or across their stories, not the same."""
    return _are_denied(_reach(mine), _reach(theirs))


def _reach(group: Group) -> Q:
    """The articles that joining the group means joining."""
    story_id = group.leader.story_id
    return Q(pk__in=group.ids) | (Q(story=story_id) if story_id else Q())


def _are_denied(these: Q, those: Q) -> bool:
    """One query."""
    here, there = (Article.objects.filter(reach).values("pk") for reach in (these, those))
    across = Q(a__in=here, b__in=there) | Q(a__in=there, b__in=here)
    return Match.objects.denied().filter(across).exists()


def _free(article: Article, copies: list[Pair], limits: Limits, now: datetime) -> list[Pair]:
    """The copies that may be folded without a look. One query where a changed one is among them."""
    exact = [pair for pair in copies if pair.judgement.ruling.rule == EXACT]
    if len(exact) < len(copies) and autopilot.licence_of(article.source, limits, now).is_open:
        return copies
    return exact


def _is_fuller(article: Article, leader: Article) -> bool:
    return leader.status == Status.INCOMING and takes_lead(article.word_count, leader.word_count)


def closeness(judgement: Judgement) -> float:
    """How near two articles are, from 0 to 1, as copies or as accounts of one event."""
    return max(judgement.event_score, judgement.copy_score)
