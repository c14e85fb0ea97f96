"""On what terms machines may use a text (RSL 1.0): never more than whoever wrote it allows.

All articles live under one path, so no pattern can tell ours from what others wrote. The licence
of the site therefore reserves everything, and each article has a licence of its own that names
its one address.
"""

from dataclasses import dataclass

from articles.enums import AiTerms, Rights
from articles.models import Article, Publication
from articles.public import stories

# Most may be done with a text that costs nothing but a name, least with one that is reserved.
_FREEDOM = (AiTerms.RESERVED, AiTerms.FEE, AiTerms.CREDIT)


@dataclass(frozen=True)
class Grant:
    """The terms of one licence, ready to be written."""

    url: str
    terms: AiTerms
    holder: str
    contact: str
    licence_url: str


def terms_of(article: Article, publication: Publication) -> AiTerms:
    """What machines may do with this article. Needs `section` and `source` loaded.

    A text that another wrote follows its source's terms and nobody else's; ours follows the
    section's, or the publication's. Where we may not show the whole text ourselves, or a fee is
    asked that nobody can pay, everything is reserved. A report of ours that draws on a source
    gets the narrower of both terms.
    """
    own = AiTerms((article.section and article.section.ai_terms) or publication.ai_terms)
    terms = own if stories.is_ours(article) else AiTerms.CREDIT
    if article.source is not None:
        terms = min(terms, AiTerms(article.source.ai_terms), key=_FREEDOM.index)
    if article.effective_rights != Rights.FULL:
        return AiTerms.RESERVED
    if terms == AiTerms.FEE and not publication.licence_url:
        return AiTerms.RESERVED
    return terms


def of_article(article: Article, publication: Publication) -> Grant:
    """The licence of one article."""
    url = publication.absolute(article.get_absolute_url())
    source = article.source
    holder = source.name if source and not stories.is_ours(article) else publication.name
    return _grant(publication, url, terms_of(article, publication), holder)


def of_site(publication: Publication) -> Grant:
    """The licence of everything that has no licence of its own: all is reserved."""
    return _grant(publication, publication.absolute("/*"), AiTerms.RESERVED, publication.name)


def _grant(publication: Publication, url: str, terms: AiTerms, holder: str) -> Grant:
    return Grant(url, terms, holder, publication.email, publication.licence_url)
