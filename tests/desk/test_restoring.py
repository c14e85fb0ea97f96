"""A former version comes back: all of it, some of it, and what is gone is said."""

from datetime import timedelta
from typing import Any

import pytest

from articles.desk import acting, editing, merging_nouns, restoring, tagging, undoing
from articles.desk.restoring import Lost
from articles.errors import ActRefused, NotPermitted, PlanOutdated
from articles.models import Act, Article, Author, Change, Section, Tag
from tests import factories
from tests.factories import NOW


def later(minutes: int) -> Any:
    return NOW + timedelta(minutes=minutes)


def edit(article: Article, minutes: int, **fields: Any) -> Act:
    editing.edit(article, by=None, at=later(minutes), fields=fields)
    return Act.objects.latest("pk")


def restore(article: Article, act: Act, **more: Any) -> restoring.RestorePlan:
    return restoring.restore_version(article, act=act, **{"by": None, "at": later(60), **more})


@pytest.fixture
def written(db: None) -> tuple[Article, Act]:
    """A draft with its first version, and much changed since."""
    source, author = factories.make_source(), factories.make_author(name="Ann Feld")
    article = factories.make_draft(headline="One", kicker="")
    tagging.tag(article, names=["Zoo", "Ape"], by=None, at=later(0))
    names = [editing.Name(author.pk), editing.Name(None, "A. Stringer")]
    editing.set_byline(article, names=names, by=None, at=later(0))
    lines = [editing.CreditLine(source.pk, "By Wire", "https://wire.example/1")]
    editing.set_credits(article, credits=lines, by=None, at=later(0))
    first = edit(article, 1, headline="Two", body_html="<p>First.</p>")
    edit(article, 2, headline="Three", kicker="New", body_html="<p>Second.</p>")
    tagging.tag(article, names=["Zoo", "Bee"], replace=True, by=None, at=later(3))
    editing.set_byline(article, names=[editing.Name(None, "B. Other")], by=None, at=later(3))
    editing.set_credits(article, credits=[], by=None, at=later(3))
    edit(article, 4, headline="Four")
    article.refresh_from_db()
    return article, first


def state(article: Article) -> tuple[Any, ...]:
    fresh = Article.objects.get(pk=article.pk)
    return (
        fresh.headline,
        fresh.kicker,
        fresh.body_text,
        fresh.word_count,
        sorted(fresh.tags.names()),
        [row.printed_name for row in fresh.contributions.order_by("position")],
        [(row.text, row.url) for row in fresh.credits.all()],
    )


def test_plan_names_what_would_change_and_writes_nothing(written: tuple[Article, Act]) -> None:
    article, first = written
    before = (state(article), Change.objects.count())

    plan = restoring.plan_restore(article, first)

    assert set(plan.parts) == {"headline", "kicker", "body_html", "tags", "byline", "credits"}
    assert plan.fields["headline"] == "Two"
    assert plan.lost == ()
    assert (state(article), Change.objects.count()) == before


def test_whole_version_comes_back_in_one_act(written: tuple[Article, Act]) -> None:
    article, first = written
    acts = Act.objects.count()

    restore(article, first)

    assert state(article) == (
        "Two", "", "First.", 1, ["Ape", "Zoo"], ["Ann Feld", "A. Stringer"],
        [("By Wire", "https://wire.example/1")],
    )  # fmt: skip
    assert Act.objects.count() == acts + 1
    assert Act.objects.latest("pk").verb == "restore"


def test_only_the_chosen_parts_come_back(written: tuple[Article, Act]) -> None:
    article, first = written

    restore(article, first, parts=["headline", "tags"])

    found = state(article)
    assert found[:3] == ("Two", "New", "Second.")
    assert found[4:6] == (["Ape", "Zoo"], ["B. Other"])


def test_restoring_is_undone_whole(written: tuple[Article, Act]) -> None:
    article, first = written
    before = state(article)
    restore(article, first)

    undoing.undo_act(Act.objects.latest("pk"), by=None, at=later(61))

    assert state(article) == before


def test_gone_section_is_lost_and_the_rest_comes_back(db: None) -> None:
    section = factories.make_section(name="Ships")
    article = factories.make_draft(headline="One", section=section)
    first = edit(article, 1, kicker="Now")
    edit(article, 2, headline="Two", section_id=None)
    with_history_deleted(section)

    plan = restore(article, first)

    article.refresh_from_db()
    assert plan.lost == (Lost("section_id", "Ships"),)
    assert (article.headline, article.section_id) == ("One", None)


def with_history_deleted(row: Any) -> None:
    with acting.act("remove", by=None, at=NOW) as recorder:
        recorder.delete(row)


def test_gone_tag_is_lost_and_the_others_come_back(written: tuple[Article, Act]) -> None:
    article, first = written
    with_history_deleted(Tag.objects.get(name="Ape"))

    plan = restore(article, first)

    assert plan.lost == (Lost("tags", "Ape"),)
    assert state(article)[4] == ["Zoo"]


def test_merged_tag_and_author_are_followed(written: tuple[Article, Act]) -> None:
    article, first = written
    tagging.merge_tags(
        Tag.objects.get(name="Ape"), into=factories.make_tag("Primate"), by=None, at=later(5)
    )
    stays = factories.make_author(name="Ann Feldt")
    goes = Author.objects.get(name="Ann Feld")
    merging_nouns.merge(goes, into=stays, by=None, at=later(5))

    plan = restore(article, first)

    assert plan.lost == ()
    assert state(article)[4:6] == (["Primate", "Zoo"], ["Ann Feldt", "A. Stringer"])


def test_version_of_another_article_is_refused(written: tuple[Article, Act]) -> None:
    _article, first = written

    with pytest.raises(ActRefused, match="none of this article"):
        restore(factories.make_draft(), first)


def test_stale_preview_is_refused(written: tuple[Article, Act]) -> None:
    article, first = written

    with pytest.raises(PlanOutdated):
        restore(article, first, version=article.version - 1)


def test_nothing_to_restore_is_refused(written: tuple[Article, Act]) -> None:
    article, _first = written

    with pytest.raises(ActRefused, match="Nothing would change"):
        restore(article, Act.objects.latest("pk"))


def test_section_of_the_version_must_be_ones_own(db: None) -> None:
    mine, foreign = factories.make_section(), factories.make_section()
    article = factories.make_draft(section=foreign)
    first = edit(article, 1, kicker="Now")
    edit(article, 2, section_id=mine.pk)
    editor = factories.make_user(factories.SECTION_EDITOR, (mine,))

    with pytest.raises(NotPermitted):
        restore(article, first, by=editor)

    assert Section.objects.get(articles=article) == mine


def test_material_restoring_of_a_live_article_moves_updated_and_needs_a_note(db: None) -> None:
    article = factories.make_published(headline="One")
    first = edit(article, 1, kicker="Now")
    edit(article, 2, headline="Two")

    with pytest.raises(ActRefused, match="needs a note"):
        restore(article, first, material=True)
    restore(article, first, material=True, note="The first was right.")

    article.refresh_from_db()
    assert (article.headline, article.updated_at) == ("One", later(60))
