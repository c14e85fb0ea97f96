"""Moving the addresses of sections, sources, authors and tags; the former ones lead on."""

from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from articles.desk import acting, rights
from articles.enums import Door
from articles.errors import ActRefused
from articles.history import Recorder
from articles.models import Address, Author, Section, Source, Tag
from articles.text.slugs import slugify

Named = TypeVar("Named", Section, Source, Author, Tag)

_NOUNS: dict[type, Address.Noun] = {
    Section: Address.Noun.SECTION,
    Source: Address.Noun.SOURCE,
    Author: Address.Noun.AUTHOR,
    Tag: Address.Noun.TAG,
}


def move_address(
    thing: Named, *, slug: str, by: Any, at: datetime, door: Door = Door.FORM
) -> Named:
    """Give a section, source, author or tag another slug; the former address leads there.

    Moving back to a former slug of its own frees that address. Raises NotPermitted, and
    ActRefused for what is no slug and for a slug that is, or once was, another one's.
    """
    noun = noun_of(thing)
    section_id = thing.pk if isinstance(thing, Section) else None
    rights.require(by, f"change_{noun}", section_id=section_id)
    with acting.act("move-address", by=by, at=at, door=door) as recorder:
        fresh: Named = type(thing)._base_manager.select_for_update().get(pk=thing.pk)
        move(fresh, slug, recorder)
    return fresh


def move(thing: Section | Source | Author | Tag, slug: str, recorder: Recorder) -> None:
    """Change the slug within a running act and keep the former address."""
    if slug == thing.slug:
        return
    refuse_slug(thing, slug)
    former = thing.slug
    noun = noun_of(thing)
    for mine in Address.objects.filter(noun=noun, key=slug):
        recorder.delete(mine)
    recorder.change(thing, slug=slug)
    recorder.create(Address(noun=noun, key=former, target_id=thing.pk))


def forward(
    gone: Section | Source | Author | Tag,
    stays: Section | Source | Author | Tag,
    recorder: Recorder,
) -> None:
    """Within a merge: the address of what goes, and those it ever had, lead there in one hop."""
    noun = noun_of(stays)
    own = Address.objects.filter(noun=noun, key=gone.slug)
    for address in Address.objects.filter(noun=noun, target_id=gone.pk).exclude(key=gone.slug):
        recorder.change(address, target_id=stays.pk)
    if known := own.first():  # a slug chosen in a form may once have been another one's
        recorder.change(known, target_id=stays.pk)
    else:
        recorder.create(Address(noun=noun, key=gone.slug, target_id=stays.pk))


def refuse_slug(thing: Section | Source | Author | Tag, slug: str) -> None:
    """Raise ActRefused for what is no slug, or leads to another thing of this kind already."""
    limit = thing._meta.get_field("slug").max_length
    if not slug or slug != slugify(slug, max_length=limit or 80):
        raise ActRefused(
            _("“%(slug)s” cannot be part of an address.") % {"slug": slug[:80]},
            _("Use small letters, digits and hyphens, for example “%(slug)s”.")
            % {"slug": slugify(slug)},
        )
    others = type(thing)._base_manager.filter(slug=slug).exclude(pk=thing.pk)
    former = Address.objects.filter(noun=noun_of(thing), key=slug).exclude(target_id=thing.pk)
    if others.exists() or former.exists():
        raise ActRefused(
            _("The address “%(slug)s” is taken, or was another one's.") % {"slug": slug},
            _("Choose another one: links to the old page must not lead astray."),
        )


def noun_of(thing: Section | Source | Author | Tag) -> Address.Noun:
    """The kind of address that leads to a thing."""
    return _NOUNS[type(thing)]
