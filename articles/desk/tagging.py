"""Tags: put on and taken off articles; renamed, aliased and merged as a vocabulary."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.desk import acting, namesakes, naming, noun_moves, relations, rights
from articles.desk.noun_moves import Joining
from articles.enums import Door
from articles.errors import ActRefused
from articles.history import Recorder
from articles.models import Address, Article, Tag, TagAlias, Tagging
from articles.text import normalise
from articles.text.slugs import slugify

LONGEST = 100
# What points at a tag, and how a merge moves it.
MOVERS = {
    "articles.edition.rule_tag": noun_moves.follow,
    "articles.tagalias.tag": noun_moves.follow,
    "articles.tagging.tag": noun_moves.follow_once("content_object_id"),
}
FOLLOWING = frozenset(MOVERS)


@dataclass(frozen=True)
class TagMergePlan:
    """What merging a tag into another does: articles that move, and those that have both."""

    tag_id: int
    into_id: int
    moving_count: int
    both_count: int
    aliases: tuple[str, ...]


def tag(
    article: Article,
    *,
    names: Sequence[str],
    replace: bool = False,
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
) -> list[Tag]:
    """Put tags on an article by any of their spellings; `replace` takes all others off.

    A spelling that folds to a tag, or to an alias of one, is that tag; an unknown one becomes a
    new tag, which needs the right to add tags. Raises NotPermitted, ActRefused. Returns the tags
    meant, in the order of their names given, each once.
    """
    wanted = _spellings(names)
    with acting.act("tag", by=by, at=at, door=door, public=False) as recorder:
        article = acting.locked_for_edit(article, by=by)
        tags = _tags(wanted, by, recorder)
        mine = {row.tag_id: row for row in article.taggings.all()}
        for tag_id, row in mine.items():
            if replace and tag_id not in {tag.pk for tag in tags}:
                recorder.delete(row)
        for each in tags:
            if each.pk not in mine:
                recorder.create(Tagging(tag=each, content_object=article))
    return tags


def untag(
    article: Article, *, tags: Sequence[Tag], by: Any, at: datetime, door: Door = Door.FORM
) -> None:
    """Take these tags off an article; the tags stay."""
    with acting.act("untag", by=by, at=at, door=door, public=False) as recorder:
        article = acting.locked_for_edit(article, by=by)
        for row in article.taggings.filter(tag__in=tags).order_by("pk"):
            recorder.delete(row)


def plan_tag_merge(tag: Tag, into: Tag) -> TagMergePlan:
    """What merging `tag` into another would do; writes nothing. Three queries."""
    _refuse_same(tag, into)
    relations.refuse_unknown(Tag, FOLLOWING)
    both = Tagging.objects.filter(tag=tag, content_object__taggings__tag=into).count()
    return TagMergePlan(
        tag_id=tag.pk,
        into_id=into.pk,
        moving_count=Tagging.objects.filter(tag=tag).count() - both,
        both_count=both,
        aliases=(tag.name, *tag.aliases.values_list("name", flat=True)),
    )


def merge_tags(tag: Tag, *, into: Tag, by: Any, at: datetime, door: Door = Door.FORM) -> Tag:
    """Make two tags one: articles, aliases and former addresses follow, the name becomes an alias.

    Undone by `undoing.undo_act`. Raises NotPermitted, ActRefused. Returns the tag that stays.
    """
    rights.require(by, "change_tag")
    _refuse_same(tag, into)
    relations.refuse_unknown(Tag, FOLLOWING)
    with acting.act("merge-tags", by=by, at=at, door=door) as recorder:
        gone, stays = noun_moves.locked_pair(Tag, tag.pk, into.pk)
        noun_moves.refuse_too_many(sum(noun_moves.counted(Tag, gone.pk).values()))
        noun_moves.move_all(Joining(gone, stays, recorder), MOVERS)
        if not stays.description:
            recorder.change(stays, description=gone.description)
        namesakes.follow(Address.Noun.TAG, gone.pk, stays.pk, recorder)
        recorder.delete(gone)
        recorder.create(TagAlias(tag=stays, name=gone.name))
        naming.forward(gone, stays, recorder)
    return stays


def add_alias(tag: Tag, *, name: str, by: Any, at: datetime, door: Door = Door.FORM) -> TagAlias:
    """Let another spelling stand for the tag.

    Raises NotPermitted, and ActRefused for a spelling that is a tag or an alias already.
    """
    rights.require(by, "change_tag")
    with acting.act("add-alias", by=by, at=at, door=door, public=False) as recorder:
        spelling = _spelling(name)
        _refuse_taken(spelling, None)
        alias = TagAlias(tag=_locked(tag.pk), name=spelling)
        recorder.create(alias)
    return alias


def rename(tag: Tag, *, name: str, by: Any, at: datetime, door: Door = Door.FORM) -> Tag:
    """Give a tag another name and address; the former ones stay, as alias and as address.

    Raises NotPermitted, and ActRefused for a spelling that is another tag or its alias.
    """
    rights.require(by, "change_tag")
    with acting.act("rename", by=by, at=at, door=door) as recorder:
        fresh = _locked(tag.pk)
        spelling, former = _spelling(name), fresh.name
        _refuse_taken(spelling, fresh)
        for alias in fresh.aliases.filter(folded=_fold(spelling)):
            recorder.delete(alias)
        recorder.change(fresh, name=spelling, folded=_fold(spelling))
        if _fold(former) != _fold(spelling):
            recorder.create(TagAlias(tag=fresh, name=former))
        naming.move(fresh, _free_slug(fresh, spelling), recorder)
    return fresh


def _spellings(names: Sequence[str]) -> dict[str, str]:
    """The names as typed by what they fold to; blank ones and repeats left out."""
    wanted: dict[str, str] = {}
    for name in names:
        if name.strip():
            spelling = _spelling(name)
            wanted.setdefault(_fold(spelling), spelling)
    return wanted


def _spelling(name: str) -> str:
    spelling = " ".join(normalise.repair(name).split())
    if not spelling or not _fold(spelling):
        raise ActRefused(_("A tag needs a name."), _("Type at least one letter or digit."))
    if len(spelling) > LONGEST:
        raise ActRefused(
            _("“%(name)s…” is too long for a tag.") % {"name": spelling[:40]},
            _("Use at most %(count)d characters.") % {"count": LONGEST},
        )
    return spelling


def _fold(name: str) -> str:
    return normalise.fold(name)[:LONGEST]


def _tags(wanted: dict[str, str], by: Any, recorder: Recorder) -> list[Tag]:
    found = {tag.folded: tag for tag in Tag.objects.filter(folded__in=wanted)}
    for alias in TagAlias.objects.filter(folded__in=wanted).select_related("tag"):
        found.setdefault(alias.folded, alias.tag)
    for folded, spelling in wanted.items():
        if folded not in found:
            rights.require(by, "add_tag")
            made = Tag(name=spelling)
            made.slug = _free_slug(made, spelling)
            recorder.create(made)
            found[folded] = made
    unique = {found[folded].pk: found[folded] for folded in wanted}
    return list(unique.values())


def _free_slug(tag: Tag, name: str) -> str:
    """The name's slug, numbered where it leads, or once led, to another tag."""
    slug = slugify(name)
    taken = set(
        Tag.objects.filter(slug__startswith=slug).exclude(pk=tag.pk).values_list("slug", flat=True)
    )
    former = Address.objects.filter(noun=Address.Noun.TAG, key__startswith=slug)
    taken |= set(former.exclude(target_id=tag.pk or 0).values_list("key", flat=True))
    number = 2
    free = slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free


def _locked(tag_id: int) -> Tag:
    found: Tag | None = Tag.objects.select_for_update().filter(pk=tag_id).first()
    if found is None:
        raise ActRefused(_("This tag no longer exists."), _("Reload the list."))
    return found


def _refuse_same(tag: Tag, into: Tag) -> None:
    if tag.pk == into.pk:
        raise ActRefused(_("A tag cannot be merged with itself."), _("Choose another tag."))


def _refuse_taken(spelling: str, own: Tag | None) -> None:
    """Raise ActRefused for a spelling that stands for something; a tag's own may be its name."""
    folded = _fold(spelling)
    tag = Tag.objects.filter(folded=folded).first()
    alias = TagAlias.objects.filter(folded=folded).select_related("tag").first()
    holder = tag or (alias.tag if alias else None)
    if holder is not None and (own is None or holder.pk != own.pk):
        raise ActRefused(
            _("“%(spelling)s” stands for the tag “%(tag)s” already.")
            % {"spelling": spelling, "tag": holder.name},
            _("Merge the two tags if they mean the same."),
        )
