"""Who made an article, in one structure that page, feeds and structured data all render."""

from dataclasses import dataclass

from articles.enums import Role
from articles.models import Article


@dataclass(frozen=True)
class Maker:
    """A person or organisation named on an article; `path` is "" where there is no page."""

    name: str
    path: str
    role: Role
    is_person: bool


@dataclass(frozen=True)
class CreditLine:
    """An organisation whose text it is: its words, its own address, its page here."""

    text: str
    url: str
    source_path: str
    source_name: str


def makers(article: Article) -> list[Maker]:
    """Everybody named, in the byline's order; the source where it names nobody.

    Needs `contributions__author` and `source` loaded; [] for an article without either.
    """
    people = [
        Maker(
            contribution.printed_name,
            contribution.author.get_absolute_url() if contribution.author else "",
            Role(contribution.role),
            True,
        )
        for contribution in article.contributions.all()
    ]
    if any(maker.role == Role.WRITER for maker in people) or article.source is None:
        return people
    source = article.source
    return [Maker(source.name, source.get_absolute_url(), Role.WRITER, False), *people]


def writers(article: Article) -> list[Maker]:
    """Those who stand after "By"."""
    return [maker for maker in makers(article) if maker.role == Role.WRITER]


def credit_lines(article: Article) -> list[CreditLine]:
    """Every source that must be named, the article's own first where no credit names it.

    A credit of the article's own source without an address leads to the original, too. Needs
    `credits__source` loaded.
    """
    source = article.source
    lines = [
        CreditLine(
            credit.printed_text,
            credit.url or (article.canonical_url if credit.source_id == article.source_id else ""),
            credit.source.get_absolute_url(),
            credit.source.name,
        )
        for credit in article.credits.all()
    ]
    if source is None or any(credit.source_id == source.pk for credit in article.credits.all()):
        return lines
    own = CreditLine(
        source.credit_line, article.canonical_url, source.get_absolute_url(), source.name
    )
    return [own, *lines]
