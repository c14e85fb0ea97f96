"""What every public address answers: the thing itself, where it went, or why it is gone."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from urllib.parse import unquote

from django.db.models import Model

from articles.enums import Status, WithdrawalKind
from articles.models import Address, Article, Author, Section, Source, Story, Tag, Withdrawal
from articles.models.prepared import Prepared

Thing = TypeVar("Thing", bound=Model)

_LONGEST_CHAIN = 20  # merges of merges: the desk keeps them short, this only ends a loop
_GONE = (WithdrawalKind.GONE, WithdrawalKind.LEGAL)
_NOUNS: dict[type[Model], Address.Noun] = {
    Section: Address.Noun.SECTION,
    Tag: Address.Noun.TAG,
    Source: Address.Noun.SOURCE,
    Author: Address.Noun.AUTHOR,
}


@dataclass(frozen=True)
class Answer:
    """200 and 301 carry the article (301: the one to go to), 410 and 451 perhaps a withdrawal.

    `changes_at` is the moment at which time alone changes this answer, None if none is known.
    """

    status: int
    article: Article | None = None
    withdrawal: Withdrawal | None = None
    changes_at: datetime | None = None


_ASKED: Prepared[Article] = Prepared(lambda pk: Article.objects.for_detail().filter(pk=pk))


def resolve(pk: int, slug: str, now: datetime) -> Answer:
    """What the article address with this id and slug answers at `now`; the id decides.

    200 for a readable article under its own slug, 301 for another slug or a merged article whose
    survivor is readable, 410 for what was public and is no longer (killed, unpublished, expired),
    451 for what the law withholds, 404 for what never was public, or is not yet. A merged
    article answers what its survivor answers. Nothing of a hidden article is told, its slug
    included. A fixed number of queries, and one more for each merge it follows.
    """
    asked = next(iter(_ASKED(pk=pk)), None)
    answer = state(asked, now)
    stays = answer.article is asked and asked is not None and slug == own_slug(asked)
    return answer if answer.status != 200 or stays else replace(answer, status=301)


def state(asked: Article | None, now: datetime) -> Answer:
    """What an article answers at `now`, whatever slug it was asked with; see `resolve`.

    301 only for a merged one whose survivor is readable.
    """
    if asked is None:
        return Answer(404)
    article = survivor_of(asked)
    answer = _state(article, now)
    is_moved = answer.status == 200 and article is not asked
    return replace(answer, status=301) if is_moved else answer


def forwarded(answer: Answer, now: datetime) -> Answer:
    """The answer, or 301 to where the desk leads readers of a withdrawn article instead of 410.

    One hop: what readers can open leads nowhere else.
    """
    target = answer.withdrawal.forward_to if answer.withdrawal else None
    if target is None or answer.status != 410:
        return answer
    there = _state(target, now)
    if there.status == 200:
        return replace(there, status=301)
    return replace(answer, changes_at=there.changes_at)


def own_slug(article: Article) -> str:
    """The slug that stands in the article's address."""
    return unquote(article.get_absolute_url()).rstrip("/").rpartition("/")[2]


def survivor_of(article: Article) -> Article:
    """What a merged article was merged into in the end; any other itself. A query a step."""
    for _step in range(_LONGEST_CHAIN):
        if article.status != Status.MERGED or article.survivor is None:
            break
        article = article.survivor
    return article


def _state(article: Article, now: datetime) -> Answer:
    if article.is_published(now):
        return Answer(200, article, changes_at=article.expires_at)
    if article.is_scheduled(now):
        return Answer(404, changes_at=article.visible_at)
    if article.status == Status.PUBLISHED:
        return Answer(410)
    return _withdrawn(article)


def _withdrawn(article: Article) -> Answer:
    standing = article.withdrawals.standing().select_related("forward_to")
    withdrawal = standing.filter(kind__in=_GONE).first()
    if withdrawal is None or _was_never_seen(article, withdrawal):
        return Answer(404)
    status = 451 if withdrawal.kind == WithdrawalKind.LEGAL else 410
    return Answer(status, withdrawal=withdrawal)


def _was_never_seen(article: Article, withdrawal: Withdrawal) -> bool:
    """Killed before its moment had come: readers never had it, so nothing is said of it."""
    return (
        article.status == Status.KILLED
        and article.visible_at is not None
        and withdrawal.at < article.visible_at
    )


def by_slug(model: type[Thing], slug: str) -> Thing | None:
    """The section, tag, source or author of this slug, or the one that once had it.

    In whatever case it was typed: slugs are in small letters but where somebody chose otherwise.
    """
    found = model._default_manager.filter(slug=slug).first() or _former(model, _NOUNS[model], slug)
    return found if found or slug == slug.lower() else by_slug(model, slug.lower())


def story(pk: int) -> Story | None:
    """The story of this id, or the one that it was joined into."""
    found = Story.objects.select_related("joined_into").filter(pk=pk).first()
    if found is None:
        return _former(Story, Address.Noun.STORY, str(pk))
    for _step in range(_LONGEST_CHAIN):
        if found.joined_into is None:
            break
        found = found.joined_into
    return found


def _former(model: type[Thing], noun: Address.Noun, key: str) -> Thing | None:
    address = Address.objects.filter(noun=noun, key=key).first()
    return model._default_manager.filter(pk=address.target_id).first() if address else None
