"""What becomes of every row that points at a duplicate when it is merged: one decision each.

A row comes over to the survivor; where the survivor has its like already, it goes, recorded
like everything else, so that undoing the merge brings it back with its own key.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from articles.desk import relations
from articles.desk.crediting import CreditLine
from articles.desk.merge_plan import Move
from articles.enums import Decision
from articles.history import Recorder
from articles.models import Article, Credit, FrontSlot, Match, RelatedLink


@dataclass(frozen=True)
class Merging:
    """A merge under way: the survivor, its duplicates, the lead of its copy group afterwards."""

    survivor: Article
    duplicates: tuple[Article, ...]
    leader: Article
    recorder: Recorder

    @property
    def gone(self) -> set[int]:
        """Ids of the duplicates."""
        return {article.pk for article in self.duplicates}

    def after(self, article_id: int | None) -> int | None:
        """Where a key that leads to this article leads after the merge."""
        return self.survivor.pk if article_id in self.gone else article_id


Mover = Callable[[Merging, Any], None]


def move_all(merging: Merging) -> None:
    """Let every relation follow; raises ActRefused before anything when one is not decided."""
    relations.refuse_unknown(Article, MOVERS)
    for name, field in relations.pointers(Article).items():
        if (mover := MOVERS[name]) is not None:
            mover(merging, field)


def count_moves(duplicate_ids: Sequence[int]) -> tuple[Move, ...]:
    """How many rows of each kind would follow, kinds with none left out. One query a relation."""
    relations.refuse_unknown(Article, MOVERS)
    counts: dict[type[models.Model], int] = {}
    for name, field in relations.pointers(Article).items():
        if MOVERS[name] is None:
            continue
        rows = field.model._base_manager.filter(**{f"{field.name}__in": duplicate_ids})
        counts[field.model] = counts.get(field.model, 0) + rows.count()
    return tuple(
        Move(model._meta.label_lower, str(model._meta.verbose_name_plural), count)
        for model, count in counts.items()
        if count
    )


def credits_after(articles: Sequence[Article]) -> list[tuple[Credit | None, CreditLine]]:
    """The survivor's credit lines: its own, the duplicates', and one for every uncredited source.

    The survivor comes first; `credits__source` and `source` must be loaded. A row comes with the
    line that it already carries; None stands for a line to be made.
    """
    lines: list[tuple[Credit | None, CreditLine]] = []
    taken: set[tuple[int, str]] = set()
    for place, article in enumerate(articles):
        for row in article.credits.all():
            if place == 0 or _is_new(row.source_id, row.url, taken):
                lines.append((row, CreditLine(row.source_id, row.text, row.url)))
                taken.add((row.source_id, row.url))
    for article in articles:
        source_id = article.source_id
        credited = {row.source_id for row in article.credits.all()}
        if source_id is None or source_id in credited:
            continue
        if _is_new(source_id, article.canonical_url, taken):
            lines.append((None, CreditLine(source_id, "", article.canonical_url)))
            taken.add((source_id, article.canonical_url))
    return lines


def _is_new(source_id: int, url: str, taken: set[tuple[int, str]]) -> bool:
    """A second line for a source needs an address of its own."""
    if not url:
        return all(source_id != known for known, _url in taken)
    return (source_id, url) not in taken


def _rows(merging: Merging, field: Any) -> Iterable[Any]:
    rows: models.QuerySet[Any] = field.model._base_manager.filter(
        **{f"{field.name}__in": merging.gone}
    )
    return rows.select_for_update().order_by("pk")


def _follow(merging: Merging, field: Any) -> None:
    for row in _rows(merging, field):
        merging.recorder.change(row, **{field.attname: merging.survivor.pk})


def _follow_all(merging: Merging, field: Any) -> None:
    """Follow, however many there are, in one statement: a thread may have thousands."""
    rows = field.model._base_manager.filter(**{f"{field.name}__in": merging.gone})
    merging.recorder.change_all(rows, **{field.attname: merging.survivor.pk})


def _follow_once(key: str) -> Mover:
    """Follow, unless the survivor has a row with this key already."""

    def move(merging: Merging, field: Any) -> None:
        mine = field.model._base_manager.filter(**{field.name: merging.survivor})
        taken = set(mine.values_list(key, flat=True))
        for row in _rows(merging, field):
            if getattr(row, key) in taken:
                merging.recorder.delete(row)
            else:
                taken.add(getattr(row, key))
                merging.recorder.change(row, **{field.attname: merging.survivor.pk})

    return move


def _join_leader(merging: Merging, field: Any) -> None:
    """Copies of a duplicate point at the one representative, never at a copy."""
    for copy in _rows(merging, field):
        if copy.pk != merging.leader.pk:
            merging.recorder.change(
                copy, copy_of_id=merging.leader.pk, story_id=merging.leader.story_id
            )


def _lead_story(merging: Merging, field: Any) -> None:
    """A pinned lead stays the lead where the survivor is a member; elsewhere the pin goes."""
    for story in _rows(merging, field):
        stays = story.pk == merging.survivor.story_id
        merging.recorder.change(story, lead_id=merging.survivor.pk if stays else None)


def _credit(merging: Merging, field: Any) -> None:
    """Every source of every article is credited, each with its own words and address."""
    everyone = [merging.survivor.pk, *merging.gone]
    found = Article.objects.select_related("source").prefetch_related("credits__source")
    rows = found.in_bulk(everyone)
    articles = [rows[merging.survivor.pk], *(rows[a.pk] for a in merging.duplicates)]
    lines = credits_after(articles)
    kept = {row.pk for row, _line in lines if row is not None}
    for article in articles[1:]:
        for row in article.credits.all():
            if row.pk not in kept:
                merging.recorder.delete(row)
    for position, (known, line) in enumerate(lines):
        if known is not None:
            merging.recorder.change(known, article_id=merging.survivor.pk, position=position)
        else:
            made = Credit(
                article=merging.survivor,
                source_id=line.source_id,
                text=line.text,
                url=line.url,
                position=position,
            )
            merging.recorder.create(made)


def _keep_best_slot(merging: Merging, field: Any) -> None:
    """On each edition of a front the survivor stands once, at the highest place any of them had."""
    everyone = {merging.survivor.pk, *merging.gone}
    best: dict[int, FrontSlot] = {}
    for slot in FrontSlot.objects.filter(article__in=everyone).order_by("edition", "position"):
        if slot.edition_id in best:
            merging.recorder.delete(slot)
        else:
            best[slot.edition_id] = slot
    for slot in best.values():
        merging.recorder.change(slot, article_id=merging.survivor.pk)


def _judge(merging: Merging, field: Any) -> None:
    """What is known of a duplicate's pairs is known of the survivor; the desk's word wins."""
    recorder, survivor_id = merging.recorder, merging.survivor.pk
    known = {pair.other(survivor_id): pair for pair in Match.objects.of(survivor_id)}
    for pair in Match.objects.of(*merging.gone).order_by("pk"):
        ends = {merging.after(pair.a_id), merging.after(pair.b_id)} - {survivor_id}
        other = ends.pop() if ends else None
        mine = known.get(other) if other is not None else None
        if other is not None and mine is None:
            a, b = sorted((survivor_id, other))
            recorder.change(pair, a_id=a, b_id=b)
            known[other] = pair
            continue
        if mine is not None and mine.decision == Decision.UNDECIDED and pair.decision:
            word = ("decision", "decided_at", "decided_by_id")
            recorder.change(mine, **{name: getattr(pair, name) for name in word})
        recorder.delete(pair)


def _link(merging: Merging, field: Any) -> None:
    """Links in both directions follow; one to the survivor itself, or a second one, goes."""
    everyone = {merging.survivor.pk, *merging.gone}
    rows = RelatedLink.objects.filter(
        models.Q(article__in=everyone) | models.Q(target__in=everyone)
    ).order_by("position", "pk")
    taken: set[Hashable] = set()
    place = 0
    for row in sorted(rows, key=lambda row: _touches(row, merging.gone)):
        article_id, target_id = merging.after(row.article_id), merging.after(row.target_id)
        key = (article_id, target_id, row.url)
        if _touches(row, merging.gone) and (article_id == target_id or key in taken):
            merging.recorder.delete(row)
            continue
        taken.add(key)
        position = row.position
        if article_id == merging.survivor.pk:
            position = place if row.article_id in merging.gone else row.position
            place = max(place, position + 1)
        merging.recorder.change(row, article_id=article_id, target_id=target_id, position=position)


def _touches(row: RelatedLink, gone: set[int]) -> bool:
    return row.article_id in gone or row.target_id in gone


def _with_the_other_end(merging: Merging, field: Any) -> None:
    """Nothing: the rows moved whole when their first key did."""


# None: the row tells of the duplicate itself and stays with it.
MOVERS: dict[str, Mover | None] = {
    "articles.article.copy_of": _join_leader,
    "articles.article.survivor": _follow,
    "articles.capture.article": _follow,  # so that the next version finds the survivor
    "articles.comment.article": _follow_all,  # answers move with what they answer
    "articles.contribution.article": None,  # a byline is chosen as a field, not heaped up
    "articles.correction.article": _follow,
    "articles.credit.article": _credit,
    "articles.fingerprint.article": None,  # made from the duplicate's text
    "articles.fingerprinthash.article": None,
    "articles.fingerprintterm.article": None,
    "articles.frontslot.article": _keep_best_slot,
    "articles.hold.article": None,  # each keeps its own row from being removed
    "articles.label.a": None,  # what a person said of the two texts as they were
    "articles.label.b": None,
    "articles.match.a": _judge,
    "articles.match.b": _with_the_other_end,
    "articles.merge.survivor": None,  # an earlier merge; its articles follow by `survivor`
    "articles.plannedchange.article": None,  # planned for the words of the duplicate
    "articles.proposal.article": None,  # asked about the duplicate, and outdated by the merge
    "articles.relatedlink.article": _link,
    "articles.relatedlink.target": _with_the_other_end,
    "articles.searchtext.article": None,  # the words of the duplicate, found as merged
    "articles.sitting.article": None,  # unsaved words of the duplicate's own form
    "articles.sealedprint.article": None,  # by what that very text is known
    "articles.sealedreading.article": None,  # who read that very copy
    "articles.story.lead": _lead_story,
    "articles.suggestion.article": _follow,  # with its capture
    "articles.tagging.content_object": _follow_once("tag_id"),
    "articles.versionname.article": None,  # names a version of the duplicate's own history
    "articles.withdrawal.article": None,  # a notice for the duplicate's own address
    "articles.withdrawal.forward_to": _follow,
}
