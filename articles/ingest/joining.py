"""Joining an incoming article to its copy group and its story; only what readers cannot see."""

from dataclasses import dataclass

from articles.dedupe.judge import Judgement
from articles.enums import Status, StoryStatus, Verdict
from articles.history import Recorder
from articles.models import Article, Story
from articles.text.slugs import slugify

# Bands of the judge: only this one folds by itself, the rest waits for an editor.
AUTOMATIC = "automatic"
# A cut copy that came first gives its place to a text this much longer.
FULLER = 1.2


@dataclass(frozen=True)
class Pair:
    """Another article and what the judge said of the two."""

    other: Article
    judgement: Judgement


def join_copies(article: Article, pairs: list[Pair], denied: set[int], recorder: Recorder) -> None:
    """Fold the article under the representative of its best copy, or take that one's place.

    A star, never a chain: `copy_of` is always a representative. Writes one row, or the group's.
    """
    copies = [pair for pair in pairs if _folds(pair)]
    if not copies:
        return
    best = max(copies, key=lambda pair: (pair.judgement.copy_score, -pair.other.pk))
    leader = best.other.copy_of or best.other
    if leader.pk in denied or leader.pk == article.pk:
        return
    if not _is_fuller(article, leader):
        _repoint([*article.copies.all()], leader, recorder)
        recorder.change(article, copy_of_id=leader.pk)
        return
    recorder.change(article, copy_of_id=None)
    _repoint([leader, *leader.copies.exclude(pk=article.pk)], article, recorder)


def join_story(article: Article, pairs: list[Pair], denied: set[int], recorder: Recorder) -> None:
    """Put the article into the story of its likeliest match, or start one for the two.

    A story that holds an article of which the desk said "not the same" is left alone, and so is
    one that is paused or archived. An article in a story already stays there.
    """
    if article.story_id:
        return
    ranked = sorted(pairs, key=lambda p: (-_closeness(p), p.other.pk))
    for pair in ranked:
        story = pair.other.story
        if story is None:
            if pair.other.status == Status.INCOMING:
                _start(article, pair.other, recorder)
                return
            continue
        if _takes_in(story, denied):
            _enter(article, story, recorder)
            return


def _folds(pair: Pair) -> bool:
    judgement = pair.judgement
    return judgement.verdict == Verdict.SAME_COPY and judgement.evidence.get("band") == AUTOMATIC


def _is_fuller(article: Article, leader: Article) -> bool:
    return leader.status == Status.INCOMING and article.word_count > leader.word_count * FULLER


def _repoint(members: list[Article], leader: Article, recorder: Recorder) -> None:
    for member in members:
        if member.pk != leader.pk:
            recorder.change(member, copy_of_id=leader.pk)


def _closeness(pair: Pair) -> float:
    return max(pair.judgement.event_score, pair.judgement.copy_score)


def _takes_in(story: Story, denied: set[int]) -> bool:
    if story.status != StoryStatus.ACTIVE:
        return False
    return not denied or not story.articles.filter(pk__in=denied).exists()


def _start(article: Article, other: Article, recorder: Recorder) -> None:
    title = other.headline[:300]
    story = Story(
        title=title,
        slug=slugify(title),
        language=other.language,
        last_at=max(article.arrived_at, other.arrived_at),
    )
    recorder.create(story)
    recorder.change(other, story_id=story.pk)
    recorder.change(article, story_id=story.pk)


def _enter(article: Article, story: Story, recorder: Recorder) -> None:
    recorder.change(article, story_id=story.pk)
    if article.arrived_at > story.last_at:
        recorder.change(story, last_at=article.arrived_at)
