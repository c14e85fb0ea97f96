"""Open forms: the words in them are kept every few seconds, offered again, and handed over.

None of this changes an article or its history: a sitting is what somebody has not saved. Words
are kept for their writer, and for whoever took over; nobody else ever gets them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db.models import F, Q
from django.utils.translation import gettext as _

from articles.desk import acting, rights
from articles.errors import ActRefused, NotPermitted, TooLarge
from articles.models import Article, Sitting
from articles.text.markup import MAX_HTML_CHARS

Fields = Mapping[str, Sequence[str]]

# What nobody came back for.
KEPT_FOR = timedelta(days=30)
# A form without words, or whose words were saved or dropped.
EMPTY_FOR = timedelta(days=1)
# Rows cleared away at the opening of a form: more than are opened between two openings.
AT_ONCE = 50
# A form is at most as long as two of the longest texts.
LARGEST = 2 * MAX_HTML_CHARS
# Nobody works on more texts at once; it bounds what one account can fill.
MOST_UNSAVED = 100
# Offered on one form; the others stay on the list of the home page.
MOST_OFFERED = 5


@dataclass(frozen=True)
class Kept:
    """What became of words that were sent: kept, late (newer ones stand), or for a closed form."""

    sitting: Sitting
    is_late: bool = False
    is_closed: bool = False


def begin(article: Article | None, *, by: Any, at: datetime) -> Sitting:
    """Note that somebody opened a form, and clear away what outlived its time. Two queries."""
    stale = Q(opened_at__lt=at - KEPT_FOR, kept_at=None) | Q(kept_at__lt=at - KEPT_FOR)
    empty = Q(kept_at=None) | Q(closed_at__isnull=False)
    done = empty & Q(opened_at__lt=at - EMPTY_FOR)
    old = Sitting.objects.filter(opened_at__lt=at - EMPTY_FOR).filter(stale | done)
    Sitting.objects.filter(pk__in=old.order_by("opened_at").values("pk")[:AT_ONCE]).delete()
    return Sitting.objects.create(
        token=uuid4(), article=article, person=by, opened_at=at, seen_at=at
    )


def keep(
    token: UUID,
    *,
    by: Any,
    at: datetime,
    fields: Fields | None,
    count: int = 0,
    article_id: int | None = None,
    is_leaving: bool = False,
) -> Kept:
    """Keep the words of a form in place of those kept before, unless newer ones came already.

    `fields` None only says that the form is still open, or, `is_leaving`, that it is not. `count`
    rises with every sending. A form that is not known (any more) begins anew. Raises NotPermitted
    with what is missing, TooLarge, and ActRefused for an account that has too many. Two queries
    where the form is known.
    """
    if fields is not None and sum(len(v) for values in fields.values() for v in values) > LARGEST:
        raise TooLarge(
            _("This form has more than %(count)s characters.") % {"count": f"{LARGEST:,}"},
            _("What you typed is not kept. Split the text, or save it now."),
        )
    sitting = _permitted(token, by) or _known(token, article_id, by, at)
    if sitting.closed_at is not None:
        return Kept(sitting, is_closed=True)
    rows = Sitting.objects.filter(pk=sitting.pk, closed_at=None)
    seen_at = None if is_leaving else at
    if fields is None:
        rows.update(seen_at=seen_at)
        return Kept(sitting)
    if not rows.filter(count__lt=count).update(
        fields={name: list(values) for name, values in fields.items()},
        count=count,
        seen_at=seen_at,
        kept_at=at,
    ):
        return Kept(sitting, is_late=True)
    sitting.kept_at = at
    return Kept(sitting)


def store(
    article: Article | None, *, by: Any, at: datetime, fields: Fields, giver: Any = None
) -> Sitting:
    """Keep words that came without an open form: posted after the log-in had run out, or given.

    Raises what `keep` raises.
    """
    kept = keep(
        uuid4(), by=by, at=at, fields=fields, count=1, article_id=article.pk if article else None
    )
    Sitting.objects.filter(pk=kept.sitting.pk).update(seen_at=None, giver=giver)
    return kept.sitting


def take_over(sitting: Sitting, *, by: Any, at: datetime) -> Sitting | None:
    """Hand what another person has not saved to `by` as well; both have it from now on.

    The other's form stays open and is told; what it saves later is merged field by field. Returns
    the words as they are `by`'s from now on, None where there were none. Raises NotPermitted, and
    ActRefused for one's own form or one without an article.
    """
    article = sitting.article
    if article is None or sitting.person_id == by.pk:
        raise ActRefused(_("There is nothing to take over."), _("Reload the page."))
    acting.require_edit(article, by=by)
    Sitting.objects.filter(pk=sitting.pk).update(taken_by=by, taken_at=at)
    if sitting.kept_at is None or sitting.closed_at is not None:
        return None
    given = Sitting.objects.unsaved().filter(person=by, giver=sitting.person_id, article=article)
    for former in given[:MOST_OFFERED]:
        if former.fields == sitting.fields:
            return former
    return store(article, by=by, at=at, fields=sitting.fields, giver=sitting.person)


def close(sitting: Sitting, *, at: datetime) -> None:
    """The words were saved or dropped: they are offered no longer, and late ones not taken."""
    Sitting.objects.filter(pk=sitting.pk).update(closed_at=at)


def reopen(pk: int, *, by: Any) -> bool:
    """Offer again what this person dropped, as long as it is there (a day); whether it was."""
    rows = Sitting.objects.filter(pk=pk, person=by).exclude(kept_at=None)
    return bool(rows.exclude(closed_at=None).update(closed_at=None))


def refuse_saved(token: UUID | None, *, by: Any) -> None:
    """Raise ActRefused where the form of a new article made one already: a button pressed twice.

    Locks the form's row, so that of two at once the second one waits and finds the first one's
    article. Needs a transaction.
    """
    if token is None:
        return
    rows = Sitting.objects.select_for_update(of=("self",)).filter(token=token, person=by)
    saved = rows.first()
    if saved is not None and saved.closed_at is not None and saved.article_id is not None:
        raise ActRefused(
            _("This form was saved already, as article %(n)d.") % {"n": saved.article_id},
            _("Open that one to go on; copy what you wrote since."),
        )


def close_saved(token: UUID | None, *, by: Any, article: Article, at: datetime) -> Sitting | None:
    """The form of this token was saved as this article; returns it, None when it is not known."""
    if token is None:
        return None
    sitting = Sitting.objects.filter(token=token, person=by).select_related("taken_by").first()
    if sitting is not None:
        Sitting.objects.filter(pk=sitting.pk).update(closed_at=at, article=article)
    return sitting


def own(pk: int, *, by: Any) -> Sitting | None:
    """Words of this person by their key; None for anybody else's."""
    return Sitting.objects.unsaved().filter(pk=pk, person=by).first()


def offered(article: Article | None, *, by: Any, but: UUID) -> list[Sitting]:
    """What this person wrote, or was given, for the article and has not saved, newest first.

    `but` is the form that asks. One query.
    """
    rows = Sitting.objects.unsaved().filter(article=article, person=by).exclude(token=but)
    return list(rows.select_related("giver", "taken_by")[:MOST_OFFERED])


def unsaved(*, by: Any, limit: int) -> list[Sitting]:
    """What this person has not saved anywhere, newest first. One query."""
    rows = Sitting.objects.unsaved().filter(person=by)
    return list(rows.select_related("article", "giver")[:limit])


def others(article_id: int, *, by: Any, at: datetime) -> list[Sitting]:
    """Who else has the form of an article open, each once with their newest words. One query."""
    rows = Sitting.objects.present(at).filter(article=article_id).exclude(person=by)
    found: dict[int, Sitting] = {}
    for row in rows.select_related("person").defer("fields")[:AT_ONCE]:
        best = found.get(row.person_id)
        if best is None or (row.kept_at and (not best.kept_at or row.kept_at > best.kept_at)):
            found[row.person_id] = row
    return list(found.values())


def people_at(article_ids: Iterable[int], *, by: Any, at: datetime) -> dict[int, tuple[str, ...]]:
    """The names of the others who have each of these articles open. One query."""
    rows = Sitting.objects.present(at).filter(article__in=article_ids).exclude(person=by)
    found: dict[int, dict[str, None]] = {}
    for row in rows.select_related("person").defer("fields")[: 10 * AT_ONCE]:
        found.setdefault(row.article_id or 0, {})[row.person.get_username()] = None
    return {pk: tuple(names) for pk, names in found.items()}


def _permitted(token: UUID, by: Any) -> Sitting | None:
    """The open form, if it is this person's and the article may still be changed. One query."""
    may = Q(rights.may_change(by, "article_id"))
    may |= Q(article=None) & Q(rights.holds(by, "add_article"))
    rows = Sitting.objects.filter(token=token, person=by).filter(may)
    stands_at = F("article__version")
    return rows.annotate(stands_at=stands_at).select_related("taken_by").defer("fields").first()


def _known(token: UUID, article_id: int | None, by: Any, at: datetime) -> Sitting:
    """The form of this token, made when there is none; raises with the reason why it may not be."""
    known = Sitting.objects.filter(token=token).select_related("article").first()
    if known is not None and known.person_id != by.pk:
        raise NotPermitted(_("This form was opened by somebody else."), _("Open the article anew."))
    if known is not None:
        article_id = known.article_id
    if article_id is None:
        rights.require(by, "add_article")
    else:
        article = Article.objects.filter(pk=article_id).first()
        if article is None:
            raise ActRefused(
                _("This article no longer exists."), _("Copy your text out of the form.")
            )
        acting.require_edit(article, by=by)
    if known is not None:
        return known
    if Sitting.objects.unsaved().filter(person=by)[:MOST_UNSAVED].count() >= MOST_UNSAVED:
        raise ActRefused(
            _("You have %(count)d unsaved texts.") % {"count": MOST_UNSAVED},
            _("Take or drop some of them: they are listed on the first page of the desk."),
        )
    Sitting.objects.bulk_create(
        [Sitting(token=token, article_id=article_id, person=by, opened_at=at, seen_at=at)],
        ignore_conflicts=True,
    )
    return Sitting.objects.select_related("taken_by").get(token=token, person=by)
