"""What search engines are told of each article: ours is indexed, others' as agreed."""

from django.db.models import Q

from articles.enums import Indexing, Kind
from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.public import stories


def policy_of(article: Article) -> Indexing:
    """The policy of its source for a text of another; ours, and one without original: index.

    Needs `source` loaded.
    """
    if article.source is None or stories.is_ours(article):
        return Indexing.INDEX
    policy = Indexing(article.source.indexing)
    has_original = bool(article.canonical_url)
    return Indexing.INDEX if policy == Indexing.CANONICAL and not has_original else policy


def indexed(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Those whose own page is the one to be found: the same rule, for sitemaps."""
    ours = Q(source=None) | Q(kind=Kind.OWN)
    no_original = Q(source__indexing=Indexing.CANONICAL, canonical_url="")
    return articles.filter(ours | Q(source__indexing=Indexing.INDEX) | no_original)
