"""A legal takedown: the words are nowhere but in the sealed copy, and come back with it."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image as Picture

from articles.desk import editing, merging, publishing, sealing, takedown, undoing
from articles.enums import Decision, Relation, Status, Verdict
from articles.errors import ActRefused, NotPermitted, PlanOutdated
from articles.models import (
    Act,
    Article,
    FrontSlot,
    Image,
    RelatedLink,
    SealedReading,
    Suggestion,
    Withdrawal,
)
from tests import factories
from tests.factories import LATER, NOW

pytestmark = pytest.mark.django_db

SECRET = "Quagga bribed the mayor"


def libel(**fields: Any) -> Article:
    values = {"headline": SECRET, "body_html": f"<p>{SECRET}, he said.</p>", **fields}
    return factories.make_published(**values)


def take_down(article: Article, *also: Article, **more: Any) -> list[Article]:
    ids = [row.pk for row in also]
    given = {"note": "By order of the court", "by": None, "at": NOW, **more}
    return takedown.take_down(article, also=ids, **given)


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def rows_that_say(text: str) -> set[str]:
    """The tables, but for the history's and the raw arrivals, that hold the words."""
    kept = {"articles.change", "articles.text", "articles.raw", "articles.capture"}
    return {
        model._meta.label_lower
        for model in apps.get_app_config("articles").get_models()
        if model._meta.label_lower not in kept
        for row in model._base_manager.values()
        if text in repr(row)
    }


def test_words_stand_in_no_row_any_more() -> None:
    story = factories.make_story(title=SECRET)
    article = libel(story=story, kicker=SECRET, standfirst=SECRET, seo_title=SECRET)
    editing.edit(article, by=None, at=NOW, fields={"social_title": SECRET})
    factories.make_slot(factories.make_front(), article, headline=SECRET)
    factories.make_link(factories.make_published(), article, title=SECRET)
    Suggestion.objects.create(
        article=article,
        capture=factories.make_capture(article),
        offered={"headline": SECRET},
        made_at=NOW,
    )
    before = rows_that_say(SECRET)

    take_down(article)

    assert before >= {"articles.article", "articles.frontslot", "articles.suggestion"}
    assert rows_that_say(SECRET) == set()
    assert (fresh(article).status, fresh(article).sealed_at) == (Status.KILLED, NOW)
    assert fresh(article).headline == "Withdrawn for legal reasons"


def test_address_answers_451_with_the_note(client: Client) -> None:
    article = libel()
    take_down(article, at=factories.EARLIER)

    response = client.get(f"/news/{article.pk}/anything/")

    assert response.status_code == 451
    assert "By order of the court" in response.content.decode()
    assert SECRET not in response.content.decode()


def test_companions_are_found_each_once_with_the_reason() -> None:
    article = libel()
    merged = factories.make_merged(article)
    copy = factories.make_article(copy_of=article)
    version, denied = factories.make_draft(), factories.make_draft()
    factories.make_match(article, version, verdict=Verdict.NEW_VERSION)
    factories.make_match(article, denied, decision=Decision.NOT_THE_SAME)
    factories.make_match(article, copy)
    translation = factories.make_published()
    factories.make_link(translation, article, kind=Relation.TRANSLATION)
    factories.make_link(factories.make_published(), article)

    found = {one.article.pk: one.why for one in takedown.companions(article)}

    assert found == {
        merged.pk: "Merged into it; the address leads here",
        copy.pk: "Folded copy of one text",
        version.pk: "New version",
        translation.pk: "Translation",
    }


def test_companions_of_a_copy_are_its_whole_group() -> None:
    leader = libel()
    copy, other = (factories.make_published(copy_of=leader) for _ in range(2))

    found = [one.article.pk for one in takedown.companions(copy)]

    assert sorted(found) == sorted([leader.pk, other.pk])


def test_companions_cost_the_same_however_many_there_are() -> None:
    counts = []
    for number in (1, 3):
        article = libel()
        for _each in range(number):
            factories.make_article(copy_of=article)
            factories.make_match(article, factories.make_draft())
        with CaptureQueriesContext(connection) as queries:
            takedown.companions(article)
        counts.append(len(queries))

    assert counts == [5, 5]


def test_ticked_companions_go_with_it_whatever_their_status(client: Client) -> None:
    article = libel()
    copy = factories.make_article(copy_of=article, headline=SECRET)
    merged = factories.make_merged(article, headline=SECRET)
    left = libel(copy_of=article, headline="Left")

    take_down(article, copy, merged, at=factories.EARLIER)

    assert [fresh(row).status for row in (copy, merged, left)] == [
        Status.KILLED, Status.MERGED, Status.PUBLISHED,
    ]  # fmt: skip
    assert rows_that_say(SECRET) == {"articles.article"}  # the one that was not ticked
    answers = [client.get(f"/news/{row.pk}/").status_code for row in (copy, merged, left)]
    assert answers == [404, 451, 301]  # readers never knew of the first


def test_stranger_is_no_companion() -> None:
    with pytest.raises(PlanOutdated, match="no copy"):
        take_down(libel(), factories.make_published())


def test_needs_a_note_and_the_right_in_every_section() -> None:
    mine = factories.make_section()
    article = libel(section=mine)
    editor = factories.make_user(factories.SECTION_EDITOR, (mine,))

    with pytest.raises(ActRefused, match="needs a note"):
        take_down(article, note=" ")
    with pytest.raises(NotPermitted):
        take_down(article, by=editor)

    assert fresh(article).headline == SECRET


def test_lifting_gives_all_of_it_back() -> None:
    article = libel()
    copy = factories.make_article(copy_of=article, headline=SECRET)
    factories.make_slot(factories.make_front(), article)
    link = factories.make_link(factories.make_published(), article, title=SECRET)
    take_down(article, copy)

    reverted = undoing.undo_act(Act.objects.latest("pk"), by=None, at=LATER)

    assert reverted.kept == ()
    assert (fresh(article).headline, fresh(article).body_text) == (SECRET, f"{SECRET}, he said.")
    assert fresh(article).is_published(LATER)
    assert fresh(copy).status == Status.INCOMING
    assert FrontSlot.objects.filter(article=article).exists()
    assert RelatedLink.objects.get(pk=link.pk).title == SECRET
    assert not Withdrawal.objects.standing().exists()


def test_sealed_article_is_neither_published_nor_revived_nor_restored() -> None:
    article = libel()
    editing.edit(article, by=None, at=NOW, fields={"headline": f"{SECRET} twice"})
    edit = Act.objects.latest("pk")
    take_down(article)

    with pytest.raises(ActRefused, match="taken down"):
        publishing.revive(article, by=None, at=LATER)
    with pytest.raises(ActRefused, match="changed again since"):
        undoing.undo_act(edit, by=None, at=LATER)

    assert SECRET not in fresh(article).headline


def test_duplicate_that_leaves_a_merge_sealed_stays_sealed() -> None:
    survivor, duplicate = libel(), factories.make_published(headline=SECRET)
    merge = merging.apply_merge(merging.plan_merge(survivor, [duplicate], by=None), by=None, at=NOW)
    take_down(fresh(survivor), fresh(duplicate))

    merging.undo_merge(merge, by=None, at=LATER)

    assert SECRET not in fresh(duplicate).headline
    assert fresh(duplicate).sealed_at == NOW


# --- The sealed copy -------------------------------------------------------------------------


def test_reading_gives_the_words_and_is_logged_as_an_act() -> None:
    chief = factories.make_chief()
    article = libel(kicker="City")
    take_down(article)

    copy = sealing.read_sealed(article, reason="Counsel asked", by=chief, at=LATER)

    assert (copy.words["headline"], copy.words["kicker"]) == (SECRET, "City")
    assert SECRET in copy.words["body_html"]
    act = Act.objects.latest("pk")
    assert (act.verb, act.by, act.at, act.reason) == ("read-sealed", chief, LATER, "Counsel asked")
    assert list(act.changes.values_list("model", "article_id")) == [
        ("articles.sealedreading", article.pk)
    ]
    assert SealedReading.objects.get().by == chief


def test_reading_without_reason_or_right_gives_nothing() -> None:
    article = libel()
    take_down(article)

    with pytest.raises(ActRefused, match="needs a reason"):
        sealing.read_sealed(article, reason=" ", by=None, at=LATER)
    with pytest.raises(NotPermitted):
        sealing.read_sealed(
            article, reason="Curious", by=factories.make_user(factories.SECTION_EDITOR), at=LATER
        )

    assert not SealedReading.objects.exists()


def test_article_that_is_not_sealed_has_no_sealed_copy() -> None:
    with pytest.raises(ActRefused, match="not sealed"):
        sealing.read_sealed(libel(), reason="Counsel asked", by=None, at=LATER)


# --- Its picture -----------------------------------------------------------------------------


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def make_picture(media: Path) -> tuple[Image, str]:
    name = f"images/ab/{'ab' * 16}.png"
    (media / "images/ab").mkdir(parents=True)
    Picture.new("RGB", (30, 20), "teal").save(media / name)
    return factories.make_image(uid="ab" * 16, file=name), f"/media/{name}"


def ask(client: Client, url: str, etag: str = "") -> tuple[int, str]:
    response = client.get(url, headers={"If-None-Match": etag} if etag else {})
    if response.streaming:
        list(response)  # which closes it, too
    return response.status_code, response.headers.get("ETag", "")


def test_picture_goes_with_it_and_comes_back(
    client: Client, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    picture, url = make_picture(media)
    article = libel(lead_image=picture)
    shown, etag = ask(client, url)

    with django_capture_on_commit_callbacks(execute=True):
        take_down(article)
    gone = ask(client, url)[0], ask(client, url, etag)[0]
    on_disk = sorted(path.name for path in media.rglob("*") if path.is_file())
    with django_capture_on_commit_callbacks(execute=True):
        undoing.undo_act(Act.objects.latest("pk"), by=None, at=LATER)

    assert (shown, gone, on_disk) == (200, (451, 451), [])
    assert ask(client, url)[0] == 200


def test_picture_that_another_article_shows_stays(
    client: Client, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    picture, url = make_picture(media)
    article = libel(lead_image=picture)
    factories.make_published(lead_image=picture)

    with django_capture_on_commit_callbacks(execute=True):
        take_down(article)

    assert ask(client, url)[0] == 200
