"""What is looked at before an article goes out: faults that stop it, and faults that warn.

One rule for every way to publish: form, inbox, bulk, schedule, merge, import and undo all go
through `refuse_unfit` or `refuse_worse`. What each fault does is the publication's decision.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.enums import Check, CheckLevel, Kind, Rights, Status
from articles.errors import NotReady
from articles.models import Article, Image, Publication
from articles.text import lengths, markup, normalise, placeholders

# Where such an article is, no reader gets to it; drafts may still come out.
_DEAD: Final = (Status.SPIKED, Status.KILLED, Status.MERGED)


@dataclass(frozen=True)
class Finding:
    """A fault: what it does, what is wrong, what to do, the form's field, and what it is about."""

    check: Check
    level: CheckLevel
    message: str
    hint: str
    field: str
    about: str = ""

    @property
    def stops(self) -> bool:
        """Whether the article must not go out with it."""
        return self.level == CheckLevel.BLOCK

    @property
    def key(self) -> tuple[Check, str]:
        """The same for the same fault of an earlier state of the article."""
        return self.check, self.about


@dataclass(frozen=True)
class _Copy:
    """The article as readers would get it, and when they would."""

    article: Article
    chosen_at: datetime
    visible_at: datetime
    images: tuple[Image, ...]
    home: str


_Found = tuple[Check, str, str, str, str]


def find(
    article: Article, *, at: datetime, publication: Publication | None = None
) -> list[Finding]:
    """Return the faults with which it would go out at `at`, those that stop it first.

    A published one is looked at for its own moment. At most seven queries; writes nothing.
    """
    settings = publication or Publication.current()
    copy = _copy(article, at, settings.base_url)
    found = [
        Finding(check, level, message, hint, field, about)
        for look in _LOOKS
        for check, message, hint, field, about in look(copy)
        if (level := settings.level_of(check)) != CheckLevel.OFF
    ]
    return sorted(found, key=lambda finding: not finding.stops)


def refuse_unfit(article: Article, *, at: datetime) -> None:
    """Raise NotReady, naming every fault that stops the article and what to do about each."""
    _refuse(article, find(article, at=at))


def stopping(article: Article, *, at: datetime) -> frozenset[tuple[Check, str]]:
    """The keys of the faults that would stop it now, to tell later which ones an act brought."""
    return frozenset(finding.key for finding in find(article, at=at) if finding.stops)


def refuse_worse(article: Article, known: Collection[tuple[Check, str]], *, at: datetime) -> None:
    """Raise NotReady for faults of a public article that it did not have before.

    `known` are the `stopping` faults of before: whoever mends a comma must not be kept from it
    by a picture that somebody else let run out.
    """
    _refuse(article, [f for f in find(article, at=at) if f.key not in known])


def _refuse(article: Article, found: Iterable[Finding]) -> None:
    stops = [finding for finding in found if finding.stops]
    if not stops:
        return
    reasons = tuple(finding.message for finding in stops)
    headline = article.headline.strip()[:80] or _("No. %(number)s") % {"number": article.pk}
    raise NotReady(
        _("“%(headline)s” cannot go out: %(reasons)s")
        % {"headline": headline, "reasons": " ".join(reasons)},
        " ".join(dict.fromkeys(finding.hint for finding in stops)),
        reasons,
    )


def _copy(article: Article, at: datetime, home: str) -> _Copy:
    is_placed = article.status == Status.PUBLISHED and article.published_at is not None
    chosen = article.published_at if is_placed and article.published_at else at
    visible = max(filter(None, (chosen, article.embargoed_until)))
    # What readers can see already is looked at as it is from now on.
    return _Copy(article, chosen, max(visible, at), _images(article), home)


def _images(article: Article) -> tuple[Image, ...]:
    """The pictures of the library that readers would see, the lead first."""
    lead = [article.lead_image] if article.lead_image else []
    ids = [pk for pk in markup.image_ids(article.body_html) if pk != article.lead_image_id]
    found = Image.objects.in_bulk(ids) if ids else {}
    return (*lead, *(found[pk] for pk in ids if pk in found))


def _headline(copy: _Copy) -> Iterator[_Found]:
    article = copy.article
    if not article.headline.strip():
        yield (
            Check.HEADLINE_MISSING, _("An article needs a headline."),
            _("Write one and publish again."), "headline", "",
        )  # fmt: skip
    elif lengths.width(article.headline) > lengths.PAGE:
        yield (
            Check.HEADLINE_LONG,
            _("The headline has %(n)d characters; over %(most)d it fills a phone.")
            % {"n": lengths.width(article.headline), "most": lengths.PAGE},
            _("Shorten it."), "headline", "",
        )  # fmt: skip


def _titles(copy: _Copy) -> Iterator[_Found]:
    article = copy.article
    search = article.seo_title or article.headline
    if lengths.width(search) > lengths.SEARCH:
        yield (
            Check.SEARCH_LONG,
            _("Search results will show “%(cut)s”.") % {"cut": lengths.cut(search, lengths.SEARCH)},
            _("Write a search title of at most %(most)d characters.") % {"most": lengths.SEARCH},
            "seo_title", "",
        )  # fmt: skip
    social = article.social_title or article.headline
    if lengths.width(social) > lengths.SOCIAL:
        yield (
            Check.SOCIAL_LONG,
            _("Social media will show “%(cut)s”.") % {"cut": lengths.cut(social, lengths.SOCIAL)},
            _("Write a social title of at most %(most)d characters.") % {"most": lengths.SOCIAL},
            "social_title", "",
        )  # fmt: skip


def _standfirst(copy: _Copy) -> Iterator[_Found]:
    article = copy.article
    said = normalise.words(article.standfirst)
    if said and said == normalise.words(article.headline):
        yield (
            Check.STANDFIRST_ECHO, _("The standfirst says the headline again."),
            _("Say something more in it, or leave it empty."), "standfirst", "",
        )  # fmt: skip


def _text(copy: _Copy) -> Iterator[_Found]:
    article = copy.article
    is_link = article.effective_rights == Rights.LINK
    if is_link and not article.canonical_url:
        yield (
            Check.LINK_MISSING,
            _("This source allows a link only, and the article has no original address."),
            _("Enter the original address, or change the source's rights."), "canonical_url", "",
        )  # fmt: skip
    is_brief = article.kind == Kind.BRIEF and article.standfirst.strip()
    if article.body_html.strip() or is_brief or is_link:
        return
    if not article.canonical_url:
        yield (
            Check.TEXT_MISSING, _("It has no text, and no address that readers could be sent to."),
            _("Write the text, or enter the original address."), "body_html", "",
        )  # fmt: skip
    elif article.kind != Kind.LINK_OUT:
        yield (
            Check.TEXT_EMPTY, _("It has no text; readers get a headline and a link."),
            _("Write the text, or make it a link-out."), "body_html", "",
        )  # fmt: skip


def _placeholder(copy: _Copy) -> Iterator[_Found]:
    article = copy.article
    texts = {
        "headline": article.headline,
        "kicker": article.kicker,
        "standfirst": article.standfirst,
        "body_html": markup.to_text(article.body_html),
    }
    for field, text in texts.items():
        if found := placeholders.find(text):
            yield (
                Check.PLACEHOLDER, _("“%(found)s” still stands for something.") % {"found": found},
                _("Write what belongs there."), field, field,
            )  # fmt: skip


def _place(copy: _Copy) -> Iterator[_Found]:
    article = copy.article
    if article.section_id is None:
        yield (
            Check.SECTION_MISSING, _("It stands in no section."),
            _("Choose one, or it will be on no front but the first."), "section", "",
        )  # fmt: skip
    if not article.language:
        yield (
            Check.LANGUAGE_UNKNOWN, _("Its language is not known."),
            _("Enter it, for example en or ur: voices and searches need it."), "language", "",
        )  # fmt: skip
    if (
        article.source_id is None
        and not article.contributions.exists()
        and not article.credits.exists()
    ):
        yield (
            Check.BYLINE_MISSING, _("It names neither a writer nor a source."),
            _("Add a byline, a source or a credit."), "source", "",
        )  # fmt: skip


def _pictures(copy: _Copy) -> Iterator[_Found]:
    known = {image.pk for image in copy.images}
    for pk in markup.image_ids(copy.article.body_html):
        if pk not in known:
            yield (
                Check.PICTURE_MISSING,
                _("There is no picture %(number)s in the library.") % {"number": pk},
                _("Enter the number that the list of pictures shows."), "body_html", str(pk),
            )  # fmt: skip
    for url in markup.elsewhere(copy.article.body_html, home=copy.home)[:1]:
        yield (
            Check.PICTURE_MISSING, _("The text has a picture of another site; readers see none."),
            _("Add it to the library if you may, or take it out."), "body_html", url,
        )  # fmt: skip
    for image in copy.images:
        is_lead = image.pk == copy.article.lead_image_id
        field = "lead_image" if is_lead else "body_html"
        if not image.may_be_used(copy.visible_at):
            yield (
                Check.PICTURE_EXPIRED,
                _("The right to use picture %(number)s ends before it appears.")
                % {"number": image.pk},
                _("Take another picture, or enter the new end of the right."),
                field, str(image.pk),
            )  # fmt: skip
        if not image.alt.strip():
            yield (
                Check.PICTURE_WORDLESS,
                _("Picture %(number)s has no alternative text.") % {"number": image.pk},
                _("Say on the picture's form what it shows."), field, str(image.pk),
            )  # fmt: skip
        if not (image.credit_line or image.creator or image.rights_notice or image.source_id):
            yield (
                Check.PICTURE_OWNERLESS,
                _("Nobody is named to whom picture %(number)s belongs.") % {"number": image.pk},
                _("Enter credit, maker, copyright notice or source on the picture's form."),
                field, str(image.pk),
            )  # fmt: skip


def _times(copy: _Copy) -> Iterator[_Found]:
    article = copy.article
    if article.embargoed_until and article.embargoed_until > copy.chosen_at:
        yield (
            Check.EMBARGO_LATER,
            _("The embargo holds it back until %(moment)s.")
            % {"moment": _told(article.embargoed_until)},
            _("Lift the embargo if it is yours to lift."), "", "",
        )  # fmt: skip
    if article.expires_at and article.expires_at <= copy.visible_at:
        yield (
            Check.EXPIRES_FIRST,
            _("It expires on %(moment)s, before anybody sees it.")
            % {"moment": _told(article.expires_at)},
            _("Enter a later end, or none."), "expires_at", "",
        )  # fmt: skip


def _told(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j M Y, H:i")


def _links(copy: _Copy) -> Iterator[_Found]:
    if copy.article.pk is None:
        return
    ended = Q(target__expires_at__lte=copy.visible_at)
    dead = copy.article.links.filter(Q(target__status__in=_DEAD) | ended).count()
    if dead:
        yield (
            Check.LINKS_DEAD,
            ngettext(
                "%(n)d related link leads to what readers cannot open.",
                "%(n)d related links lead to what readers cannot open.",
                dead,
            )
            % {"n": dead},
            _("Take them off, or link what took their place."), "links", "",
        )  # fmt: skip


_LOOKS: Final[tuple[Callable[[_Copy], Iterator[_Found]], ...]] = (
    _headline, _text, _pictures, _placeholder, _times, _place, _standfirst, _titles, _links,
)  # fmt: skip
