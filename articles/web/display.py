"""What templates of the public site call: times, bylines, languages, pictures, files."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import cachekeys
from articles.enums import Role, Statement
from articles.models import Article, Author, Image
from articles.models.paths import path_to
from articles.public import bodies, bylines, pictures
from articles.public.bylines import CreditLine, Maker
from articles.text import language
from articles.web import structured
from articles.web.page import Page
from articles.web.structured import ShareImage, stamp

LOCALES = {"en": "en_GB", "ur": "ur_PK", "ar": "ar_AR"}
HUES = frozenset({"red", "blue", "teal", "amber", "violet", "green"})


def moment(when: datetime) -> SafeString:
    """Day and time in the publication's zone, with the zone named."""
    local = timezone.localtime(when)
    time = f"{date_format(local, 'H:i')} {_zone(local)}"
    text = _(", ").join((date_format(local, "j F Y"), time))
    return format_html('<time datetime="{}" dir="auto">{}</time>', stamp(when), text)


def is_live(kicker: str) -> bool:
    """Whether an article is told while it happens: its kicker says so, in the desk's own word."""
    return kicker.strip().casefold() in {"live", _("Live").casefold()}


def clock(when: datetime) -> SafeString:
    """The time of day, where the day stands beside it."""
    local = timezone.localtime(when)
    return format_html(
        '<time datetime="{}" dir="auto">{}</time>', stamp(when), date_format(local, "H:i")
    )


def ago(page: Page, when: datetime) -> SafeString:
    """Minutes or hours under a day old, else the date; the exact moment for machines."""
    text = _distance(page.now, when) or date_format(timezone.localtime(when), _day(page.now, when))
    return format_html('<time datetime="{}" dir="auto">{}</time>', stamp(when), text)


def _distance(now: datetime, when: datetime) -> str:
    passed = now - when
    if passed < timedelta(minutes=1):
        return _("just now")
    minutes = int(passed.total_seconds()) // 60
    if minutes < 60:
        return ngettext("%(count)d min ago", "%(count)d min ago", minutes) % {"count": minutes}
    hours = minutes // 60
    if hours < 24:
        return ngettext("%(count)d h ago", "%(count)d h ago", hours) % {"count": hours}
    return ""


def _day(now: datetime, when: datetime) -> str:
    this_year = timezone.localtime(when).year == timezone.localtime(now).year
    return "j F" if this_year else "j F Y"


def _zone(local: datetime) -> str:
    name = local.tzname() or "UTC"
    return f"UTC{name}" if name[0] in "+-" else name


def foreign(page: Page, thing: Any) -> SafeString | str:
    """A `lang` attribute for text in another language than the page's; "" otherwise."""
    tongue = _tongue(thing)
    if not tongue or _primary(tongue) == _primary(page.publication.language):
        return ""
    return format_html(' lang="{}"', tongue)


def way(page: Page, thing: Any) -> SafeString | str:
    """A `dir` attribute for what runs against the page; "" otherwise."""
    runs = _runs(_tongue(thing) or page.publication.language)
    return "" if runs == page.publication.direction else format_html(' dir="{}"', runs)


def way_abroad(page: Page, thing: Any) -> SafeString | str:
    """`lang` and `dir` for a text in a reader's app; "" for the paper's own from left to right.

    A feed can name its language and no direction, so what runs from the right always says so.
    """
    tongue = _tongue(thing) or page.publication.language
    runs = _runs(tongue)
    if runs == "ltr" and not foreign(page, thing):
        return ""
    return format_html(' lang="{}" dir="{}"', tongue, runs)


def _tongue(thing: Any) -> str:
    """Its language tag; guessed from the headline of an article that names none."""
    named: str = getattr(thing, "language", "")
    return named or (_guessed(thing.headline) if isinstance(thing, Article) else "")


# A line asks three times, and the same headlines stand on many pages.
_guessed = lru_cache(maxsize=4096)(language.guess)
_runs = lru_cache(maxsize=256)(language.direction)


def _primary(tongue: str) -> str:
    return tongue.partition("-")[0].lower()


def showable(page: Page, image: Image | None) -> Image | None:
    """The picture while its right of use runs; the page then ends with it."""
    if image is None or not image.may_be_shown(page.now):
        return None
    page.holds_until(image.expires_at)
    return image


def picture(image: Image, place: str, eager: bool = False) -> SafeString:
    """The picture for a place of the page: lead, second, feature, row, figure or text."""
    return pictures.element(image, place if place in pictures.PLACES else "row", is_eager=eager)


def portrait(page: Page, thing: Article | Author) -> SafeString:
    """The face of an author, or of whoever wrote an article alone; "" where none may be shown."""
    image = _portrait(thing)
    if image is not None:
        page.shown.add(cachekeys.names.image(image.pk))
    image = showable(page, image)
    return pictures.element(image, "portrait") if image else SafeString("")


def _portrait(thing: Article | Author) -> Image | None:
    if isinstance(thing, Author):
        return thing.portrait
    writers = [one for one in thing.contributions.all() if one.role == Role.WRITER]
    author = writers[0].author if len(writers) == 1 else None
    return author.portrait if author else None


def caption(image: Image) -> SafeString:
    """Caption, credit and what the picture is if no photograph; nothing where nothing is known."""
    return pictures.caption(image, image.caption)


def body(page: Page, article: Article, abroad: bool = False) -> str:
    """The text with the pictures that may be shown now; `abroad` with whole addresses."""
    return bodies.shown(page, article, is_abroad=abroad)


def share_image(page: Page, article: Article | None) -> ShareImage:
    """What other sites show beside a link to the page: the article's picture, else the card."""
    return structured.share_image(page, article)


def statements() -> list[tuple[str, str]]:
    """(path, title) of each page on which the paper states its rules."""
    return [(path_to("statement", kind.value), str(kind.label)) for kind in Statement]


def og_locale(tongue: str) -> str:
    """A language as Open Graph writes it, with a territory."""
    return LOCALES.get(_primary(tongue), tongue.replace("-", "_"))


def hue(section: Any) -> str:
    """The class of a section's colour; none for a colour that the design does not know."""
    named = getattr(section, "hue", "")
    return f"hue-{named}" if named in HUES else "hue-ink"


def byline(article: Article) -> SafeString:
    """ "By A and B" with links to their pages; the source where nobody is named."""
    writers = bylines.writers(article)
    if not writers:
        return SafeString("")
    return format_html(_("By {names}"), names=_listed(map(_linked, writers)))


def names(article: Article) -> str:
    """The writers' names alone, for a line in a list."""
    return str(_listed([maker.name for maker in bylines.writers(article)]))


def other_makers(article: Article) -> list[tuple[str, SafeString]]:
    """(what they did, their names) for each role but the writers'."""
    makers = bylines.makers(article)
    return [
        (str(role.label), _listed(_linked(maker) for maker in makers if maker.role == role))
        for role in Role
        if role != Role.WRITER and any(maker.role == role for maker in makers)
    ]


def credit_lines(article: Article) -> list[CreditLine]:
    """The sources to be named."""
    return bylines.credit_lines(article)


def author_urls(page: Page, article: Article) -> list[str]:
    """The absolute addresses of the writers' pages; the paper's own where there is none."""
    paths = [maker.path for maker in bylines.writers(article) if maker.path]
    return [page.absolute(path) for path in paths] or [page.absolute(path_to("about"))]


def original(article: Article) -> str:
    """Where the whole text stands: its own address, else the source's front; "" if unknown."""
    return article.canonical_url or (article.source.home_url if article.source else "")


def _linked(maker: Maker) -> SafeString:
    if not maker.path:
        return format_html("<span>{}</span>", maker.name)
    return format_html('<a href="{}" rel="author">{}</a>', maker.path, maker.name)


def _listed(items: Iterable[str]) -> SafeString:
    """ "a, b and c" in the page's language; each item is escaped unless it is safe."""
    *first, last = list(items) or [""]
    if not first:
        return format_html("{}", last)
    joined = format_html_join(_(", "), "{}", ((item,) for item in first))
    return format_html(_("{first} and {last}"), first=joined, last=last)


def host(url: str) -> str:
    """The host of an address, as a reader knows it."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
