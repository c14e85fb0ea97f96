"""Legal takedown: an article and all that tells the same, gone everywhere in one act."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk import acting, publishing, rights, sealing
from articles.desk.second_name import Leave
from articles.enums import Decision, Door, Grave, Relation, Status, Verdict, WithdrawalKind
from articles.errors import ActRefused, PlanOutdated
from articles.models import Article, Match, RelatedLink

# More than anybody reads through; the rest is taken down from its own page.
MOST_OFFERED = 200
_SAME = (Verdict.SAME_COPY, Verdict.NEW_VERSION)


@dataclass(frozen=True)
class Companion:
    """Another article that says what this one says, and why it is thought to."""

    article: Article
    why: str


def companions(article: Article) -> list[Companion]:
    """What a takedown should reach, too: merged ones, copies, versions, translations.

    Each once, for its first reason, none that is sealed already. Five queries.
    """
    leader_id = article.copy_of_id or article.pk
    pairs = Match.objects.standing().of(article.pk).filter(verdict__in=_SAME)
    like: dict[int, str] = {}
    for match in pairs.exclude(decision=Decision.NOT_THE_SAME).order_by("pk")[:MOST_OFFERED]:
        other = match.b_id if match.a_id == article.pk else match.a_id
        like[other] = str(Verdict(match.verdict).label)
    links = RelatedLink.objects.filter(
        Q(article=article) | Q(target=article), kind=Relation.TRANSLATION
    ).exclude(target=None)
    tongues = {pk for row in links[:MOST_OFFERED] for pk in (row.article_id, row.target_id)}
    groups: list[tuple[Any, Any]] = [
        (Q(survivor=article), gettext_lazy("Merged into it; the address leads here")),
        (Q(copy_of=leader_id) | Q(pk=leader_id), gettext_lazy("Folded copy of one text")),
        (Q(pk__in=like), None),
        (Q(pk__in=tongues), gettext_lazy("Translation")),
    ]
    found: dict[int, Companion] = {}
    for chosen, why in groups:
        rows = Article.objects.filter(chosen, sealed_at=None).exclude(pk=article.pk)
        for row in rows.select_related("source").defer("body_html").order_by("pk")[:MOST_OFFERED]:
            found.setdefault(row.pk, Companion(row, str(why) if why else like[row.pk]))
    return list(found.values())


def take_down(
    article: Article,
    *,
    also: Collection[int] = (),
    note: str,
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
    leave: Leave | None = None,
) -> list[Article]:
    """Withdraw for legal reasons: 451 at every address, the words sealed, in the admin as well.

    `also` are ids of its companions that go with it. Side effects in order, for each: the words
    leave the row (`sealing.seal`), it is killed whatever its status was (a merged one stays
    merged: its address answers what its survivor answers), the withdrawal with the note is
    written; then the page cache is told. Undone by `undoing.undo_act`, which gives everything its
    words and its status back. Needs a second name where the newsroom keeps that rule:
    SecondPersonNeeded. Raises NotPermitted without the right to kill in each one's
    section, PlanOutdated for an id that is no companion, ActRefused.
    """
    if not note.strip():
        raise ActRefused(
            _("A takedown needs a note."), _("Say to readers on whose order it is withheld.")
        )
    with acting.act(sealing.VERB, by=by, at=at, door=door, reason=note) as recorder:
        known = {one.article.pk for one in companions(article)} if also else set()
        if strangers := sorted(set(also) - known):
            raise PlanOutdated(
                _("Article %(n)d is no copy of this one any more.") % {"n": strangers[0]},
                _("Reload the page and tick again."),
            )
        rows = acting.locked_all([article.pk, *also])
        rights.require(by, "kill_article", *rows.values())
        _refuse_unfit(rows[article.pk])
        publishing.second(Grave.TAKE_DOWN, rows[article.pk], recorder, by=by, at=at, leave=leave)
        for row in _in_order(rows.values(), article.pk):
            was_public = _was_public(row)
            sealing.seal(row, at, recorder)
            if row.status != Status.MERGED:
                recorder.change(row, status=Status.KILLED)
            if was_public:
                publishing.withdraw(row, WithdrawalKind.LEGAL, note, by, at, recorder)
    return list(rows.values())


def _in_order(rows: Iterable[Article], first: int) -> list[Article]:
    return sorted(rows, key=lambda row: (row.pk != first, row.pk))


def _was_public(article: Article) -> bool:
    """Whether readers may know of it; of what never was public no address tells anything."""
    if article.status in (Status.PUBLISHED, Status.KILLED):
        return True
    return article.withdrawals.standing().exists()


def _refuse_unfit(article: Article) -> None:
    publishing.refuse_sealed(article)
    if article.status == Status.MERGED:
        raise ActRefused(
            _("“%(headline)s” was merged into another article.")
            % {"headline": acting.named(article)},
            _("Take down the article that it was merged into; this one goes with it."),
        )
