"""The moments by which tags and authors list their articles follow every act."""

from datetime import datetime, timedelta

import pytest

from articles.desk import crediting, publishing, tagging, undoing
from articles.models import Act, Article, Contribution, Tagging
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def moments(article: Article) -> list[datetime | None]:
    tagged = Tagging.objects.filter(content_object=article).values_list("listed_at", flat=True)
    written = Contribution.objects.filter(article=article, author__isnull=False)
    return [*tagged, *written.order_by("pk").values_list("listed_at", flat=True)]


def test_moments_follow_what_lists_may_show_and_come_back_when_it_is_undone() -> None:
    article = factories.make_published()
    factories.tag_article(article, factories.make_tag("Ports"))
    factories.make_contribution(article, author=factories.make_author())
    seen = [moments(article)]

    publishing.unpublish(article, by=None, at=NOW, note="Not yet.")
    seen.append(moments(article))
    undoing.undo_act(Act.objects.latest("pk"), by=None, at=NOW)
    seen.append(moments(article))
    publishing.retract(article, by=None, at=NOW, note="Wrong.")
    seen.append(moments(article))
    publishing.reinstate(article, by=None, at=NOW)
    seen.append(moments(article))

    there, gone = [article.visible_at] * 2, [None, None]
    assert seen == [there, gone, there, gone, there]


def test_new_tag_and_new_name_of_a_byline_list_the_article() -> None:
    article = factories.make_published()

    tagging.tag(article, names=["Ports"], by=None, at=NOW)
    names = [crediting.Name(author_id=factories.make_author().pk)]
    crediting.set_byline(article, names=names, by=None, at=NOW)

    assert moments(article) == [article.visible_at] * 2


def test_author_who_stands_in_a_byline_twice_lists_it_once() -> None:
    author = factories.make_author()
    article = factories.make_published()
    factories.make_contribution(article, author=author)
    factories.make_contribution(article, author=author, role="photographer")

    listed = Article.objects.listed(NOW).written_by(author.pk).newest_first()

    assert (moments(article), list(listed)) == ([article.visible_at, None], [article])


def test_lists_of_a_tag_are_in_the_order_of_the_moments_whatever_the_ids() -> None:
    tag = factories.make_tag("Ports")
    rows = [factories.make_published() for _ in range(3)]
    for number, article in enumerate(rows):
        moment = NOW - timedelta(hours=number)
        Article.objects.filter(pk=article.pk).update(published_at=moment, visible_at=moment)
        factories.tag_article(article, tag)
    Article.objects.filter(pk=rows[1].pk).update(expires_at=NOW)

    listed = Article.objects.listed(NOW).tagged(tag.pk).newest_first()

    assert list(listed) == [rows[0], rows[2]]
