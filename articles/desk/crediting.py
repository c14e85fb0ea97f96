"""Bylines and credit lines: who wrote a text, and which organisations supplied it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.desk import acting
from articles.enums import Door, Role
from articles.errors import ActRefused
from articles.history import Recorder
from articles.models import Article, Contribution, Credit
from articles.text import normalise, urls


@dataclass(frozen=True)
class Name:
    """One name of a byline: an author's id, or a free name as printed; and the role."""

    author_id: int | None = None
    name: str = ""
    role: str = Role.WRITER


@dataclass(frozen=True)
class CreditLine:
    """A source's credit, with its own words and the address of its text where it has them."""

    source_id: int
    text: str = ""
    url: str = ""


def set_byline(
    article: Article, *, names: Sequence[Name], by: Any, at: datetime, door: Door = Door.FORM
) -> Article:
    """Make these the names of the byline, in this order; none for no byline.

    Raises NotPermitted, and ActRefused for a name that is neither an author nor a text.
    """
    wanted = [_tidy_name(name) for name in names]
    with acting.act("byline", by=by, at=at, door=door, public=False) as recorder:
        article = acting.locked_for_edit(article, by=by)
        write_byline(article, wanted, recorder)
    return article


def set_credits(
    article: Article,
    *,
    credits: Sequence[CreditLine],
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
) -> Article:
    """Make these the credits, in this order; a source may stand once for each address.

    Raises NotPermitted, and ActRefused for an address that is none.
    """
    wanted = {(line.source_id, line.url): line for line in map(_tidy_credit, credits)}
    with acting.act("credits", by=by, at=at, door=door, public=False) as recorder:
        article = acting.locked_for_edit(article, by=by)
        write_credits(article, list(wanted.values()), recorder)
    return article


def add_credit(article: Article, line: CreditLine, recorder: Recorder) -> None:
    """Put one more credit behind the others, within a running act; one that stands stays.

    The article must be locked. Raises ActRefused for an address that is none.
    """
    line = _tidy_credit(line)
    rows = list(article.credits.all())
    if any((row.source_id, row.url) == (line.source_id, line.url) for row in rows):
        return
    position = max((row.position for row in rows), default=-1) + 1
    recorder.create(
        Credit(
            article=article,
            source_id=line.source_id,
            text=line.text,
            url=line.url,
            position=position,
        )
    )


def write_byline(article: Article, names: Sequence[Name], recorder: Recorder) -> None:
    """Make these sound names the byline, within a running act on the locked article."""
    rows = list(article.contributions.order_by("position", "id"))
    for row in rows[len(names) :]:
        recorder.delete(row)
    for position, name in enumerate(names):
        values = {"author_id": name.author_id, "name": name.name, "role": name.role}
        if position < len(rows):
            recorder.change(rows[position], position=position, **values)
        else:
            recorder.create(Contribution(article=article, position=position, **values))


def write_credits(article: Article, lines: Sequence[CreditLine], recorder: Recorder) -> None:
    """Make these sound lines the credits, within a running act on the locked article."""
    rows = {(row.source_id, row.url): row for row in article.credits.all()}
    wanted = {(line.source_id, line.url) for line in lines}
    for key, row in rows.items():
        if key not in wanted:
            recorder.delete(row)
    for position, line in enumerate(lines):
        known = rows.get((line.source_id, line.url))
        if known is not None:
            recorder.change(known, text=line.text, position=position)
        else:
            recorder.create(
                Credit(
                    article=article,
                    source_id=line.source_id,
                    text=line.text,
                    url=line.url,
                    position=position,
                )
            )


def _tidy_name(name: Name) -> Name:
    printed = " ".join(normalise.repair(name.name).split())[:200]
    if name.author_id is None and not printed:
        raise ActRefused(
            _("A byline needs a name."), _("Choose an author or type the name as printed.")
        )
    if name.role not in Role.values:
        raise ActRefused(
            _("“%(role)s” is not a role of a byline.") % {"role": name.role},
            _("Choose one of: %(roles)s.") % {"roles": ", ".join(str(r) for r in Role.labels)},
        )
    return Name(name.author_id, printed, name.role)


def _tidy_credit(line: CreditLine) -> CreditLine:
    url = line.url.strip()
    if url and not (urls.is_web(url) and len(url) <= 2000):
        raise ActRefused(
            _("“%(url)s” is not a web address.") % {"url": url[:80]},
            _("Give the address of the original, starting with https://, or leave it empty."),
        )
    return CreditLine(line.source_id, " ".join(normalise.repair(line.text).split())[:300], url)
