"""Copy groups as they lie in the table: who is in one, who leads, and how it stays a star."""

from collections.abc import Iterable
from typing import NoReturn

from django.db.models import Q
from django.utils.translation import gettext as _

from articles.desk import acting, choosing
from articles.errors import ActRefused, PlanOutdated
from articles.history import Recorder
from articles.models import Article


def leave(article: Article, others: Iterable[Article], recorder: Recorder) -> None:
    """Take the article out of the group that it forms with `others`."""
    if article.copy_of_id is not None:
        recorder.change(article, copy_of_id=None)
        return
    leader, _reason = choosing.best(list(others))
    lead(leader, others, recorder)


def lead(leader: Article, members: Iterable[Article], recorder: Recorder) -> None:
    """Make one article the representative of the others."""
    recorder.change(leader, copy_of_id=None)
    for member in members:
        if member.pk != leader.pk:
            recorder.change(member, copy_of_id=leader.pk)


def mend(article_ids: Iterable[int], recorder: Recorder) -> None:
    """Turn any chain around these articles into a star again, in its representative's story.

    For acts that were taken back while others changed the same group. One query, and one for each
    link of a chain.
    """
    ids = set(article_ids)
    touched = Article.objects.filter(Q(pk__in=ids) | Q(copy_of__in=ids), copy_of__isnull=False)
    for copy in touched.select_related("copy_of").order_by("pk"):
        leader = copy.copy_of
        seen = {copy.pk}
        while leader is not None and leader.copy_of_id is not None and leader.pk not in seen:
            seen.add(leader.pk)
            leader = leader.copy_of
        if leader is None or leader.pk == copy.copy_of_id:
            continue
        if leader.pk in seen:
            recorder.change(copy, copy_of_id=None)
        else:
            recorder.change(copy, copy_of_id=leader.pk, story_id=leader.story_id)


def living(article: Article) -> Article:
    """The article, or the one that it was merged into."""
    fresh = Article.objects.select_related("survivor").get(pk=article.pk)
    return fresh.survivor or fresh


def leader_of(article: Article) -> Article:
    """The representative of the article's copy group; the article itself outside one."""
    return article.copy_of or article


def leader_id(article: Article) -> int:
    """The id of the representative of the article's copy group. No query."""
    return article.copy_of_id or article.pk


def locked_groups(articles: Iterable[Article]) -> dict[int, Article]:
    """The articles with all members of their copy groups, by id, as they stand now, locked.

    Raises PlanOutdated when another act regrouped them while this one waited for the lock.
    """
    ids = {article.pk for article in articles}
    leaders = {
        leader or pk
        for pk, leader in Article.objects.filter(pk__in=ids).values_list("pk", "copy_of_id")
    }
    members = Article.objects.filter(Q(pk__in=leaders) | Q(copy_of__in=leaders))
    rows = acting.locked_all(ids | set(members.values_list("pk", flat=True)))
    if any(row.copy_of_id not in (None, *rows) for row in rows.values()):
        raise PlanOutdated(
            _("Somebody regrouped these articles at this moment."), _("Reload and try again.")
        )
    return rows


def refuse_itself() -> NoReturn:
    """Raise ActRefused for an article compared with itself."""
    raise ActRefused(_("These are one and the same article."), _("Choose another article."))
