"""What the address of an article answers, in each of its states."""

from datetime import timedelta
from urllib.parse import quote, unquote

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.desk import publishing, takedown
from articles.enums import Status
from articles.models import Address, Article, Publication
from articles.public import addresses
from articles.text.slugs import slugify
from articles.web.converters import Slug
from tests import factories
from tests.factories import EARLIER, LATER, NOW

pytestmark = pytest.mark.django_db


def status_of(article: Article, slug: str | None = None) -> int:
    asked = addresses.own_slug(article) if slug is None else slug
    return addresses.resolve(article.pk, asked, NOW).status


def test_resolve_published_article_under_its_slug_is_200() -> None:
    article = factories.make_published(slug="dyke-breaks")

    answer = addresses.resolve(article.pk, "dyke-breaks", NOW)

    assert (answer.status, answer.article) == (200, article)


def test_resolve_published_article_under_another_slug_is_301_to_it() -> None:
    article = factories.make_published(slug="dyke-breaks")

    answer = addresses.resolve(article.pk, "old-words", NOW)

    assert (answer.status, answer.article) == (301, article)


def test_resolve_article_without_a_slug_is_read_under_its_headline() -> None:
    article = factories.make_published(headline="روس کا فیصلہ", slug="")

    assert addresses.resolve(article.pk, "روس-کا-فیصلہ", NOW).status == 200


@pytest.mark.parametrize("status", [Status.INCOMING, Status.DRAFT, Status.SPIKED])
def test_resolve_article_that_was_never_public_is_404(status: Status) -> None:
    assert status_of(factories.make_article(status=status, slug="x")) == 404


def test_resolve_unknown_id_is_404(db: None) -> None:
    assert addresses.resolve(10**17, "x", NOW) == addresses.Answer(404)


def test_resolve_scheduled_article_is_404_until_its_second() -> None:
    article = factories.make_published(published_at=LATER)

    before = addresses.resolve(article.pk, article.slug, LATER - timedelta(microseconds=1))
    at = addresses.resolve(article.pk, article.slug, LATER)

    assert (before.status, before.article, before.changes_at) == (404, None, LATER)
    assert at.status == 200


def test_resolve_embargoed_article_is_404_until_the_embargo_ends() -> None:
    article = factories.make_published(embargoed_until=LATER)

    assert status_of(article) == 404
    assert addresses.resolve(article.pk, article.slug, LATER).status == 200


def test_resolve_expired_article_is_410_from_its_second() -> None:
    article = factories.make_published(expires_at=NOW)

    before = addresses.resolve(article.pk, article.slug, NOW - timedelta(microseconds=1))

    assert (before.status, before.changes_at) == (200, NOW)
    assert addresses.resolve(article.pk, article.slug, NOW) == addresses.Answer(410)


def test_resolve_killed_article_is_410_with_the_note_under_any_slug() -> None:
    article = factories.make_published()
    publishing.kill(article, by=None, at=NOW, note="The agency withdrew it.")

    answer = addresses.resolve(article.pk, "anything", NOW)

    assert (answer.status, answer.article) == (410, None)
    assert answer.withdrawal is not None
    assert answer.withdrawal.note == "The agency withdrew it."


def test_resolve_article_killed_before_its_moment_is_404() -> None:
    article = factories.make_published(published_at=LATER)
    publishing.kill(article, by=None, at=NOW, note="Never mind.")

    assert status_of(article) == 404
    assert addresses.resolve(article.pk, article.slug, LATER + timedelta(days=1)).status == 404


def test_resolve_article_withheld_by_law_is_451() -> None:
    article = factories.make_published()
    takedown.take_down(article, by=None, at=NOW, note="By order of the court.")

    assert status_of(article) == 451


def test_resolve_unpublished_article_that_was_public_is_410() -> None:
    article = factories.make_published()
    publishing.unpublish(article, by=None, at=NOW, note="Out too early.")

    answer = addresses.resolve(article.pk, article.slug, NOW)

    assert answer.status == 410
    assert answer.withdrawal is not None
    assert answer.withdrawal.note == "Out too early."


def test_resolve_article_unpublished_before_its_moment_is_404() -> None:
    article = factories.make_published(published_at=LATER)
    publishing.unpublish(article, by=None, at=NOW)

    assert status_of(article) == 404


def test_resolve_retracted_article_keeps_its_page() -> None:
    article = factories.make_published()
    publishing.retract(article, by=None, at=NOW, note="It was not true.")

    assert status_of(article) == 200


def test_resolve_folded_copy_keeps_its_page() -> None:
    leader = factories.make_published()

    assert status_of(factories.make_published(copy_of=leader)) == 200


def test_resolve_merged_article_is_301_to_the_last_survivor() -> None:
    survivor = factories.make_published()
    middle = factories.make_merged(survivor)
    first = factories.make_merged(middle)

    answer = addresses.resolve(first.pk, "x", NOW)

    assert (answer.status, answer.article) == (301, survivor)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": Status.DRAFT}, 404),
        ({"status": Status.PUBLISHED, "published_at": LATER}, 404),
        ({"status": Status.PUBLISHED, "expires_at": EARLIER}, 410),
    ],
)
def test_resolve_merged_article_answers_what_its_survivor_answers(
    fields: dict[str, object], status: int
) -> None:
    merged = factories.make_merged(factories.make_article(**fields))

    assert status_of(merged) == status


def test_resolve_merged_article_of_a_killed_survivor_is_410_with_its_note() -> None:
    survivor = factories.make_published()
    merged = factories.make_merged(survivor)
    publishing.kill(survivor, by=None, at=NOW, note="Wrong man.")

    answer = addresses.resolve(merged.pk, "x", NOW)

    assert answer.status == 410
    assert answer.withdrawal is not None
    assert answer.withdrawal.note == "Wrong man."


def test_resolve_ring_of_merges_ends() -> None:
    one, other = factories.make_published(), factories.make_published()
    Article.objects.filter(pk=one.pk).update(status=Status.MERGED, survivor=other)
    Article.objects.filter(pk=other.pk).update(status=Status.MERGED, survivor=one)

    assert addresses.resolve(one.pk, "x", NOW).status == 404


# ---- over HTTP


def test_unpublished_article_leads_to_another_while_that_can_be_read(
    client: Client, paper: Publication
) -> None:
    article, other = factories.make_published(slug="one"), factories.make_published(slug="other")
    publishing.unpublish(article, by=None, at=NOW, note="See the other.", forward_to=other)
    path = f"/news/{article.pk}/one/"

    led = client.get(path)
    assert (led.status_code, led.headers["Location"]) == (301, other.get_absolute_url())

    publishing.unpublish(other, by=None, at=NOW)
    gone = client.get(path)
    assert (gone.status_code, b"See the other." in gone.content) == (410, True)

    publishing.publish(other, by=None, at=NOW)
    assert client.get(path).status_code == 301

    publishing.publish(article, by=None, at=NOW)
    publishing.unpublish(article, by=None, at=NOW)
    assert client.get(path).status_code == 410


def test_addresses_that_led_to_an_unpublished_article_lead_on_in_one_hop(
    client: Client, paper: Publication
) -> None:
    first, second, last = (factories.make_published() for _ in range(3))
    merged = factories.make_merged(first)
    publishing.unpublish(first, by=None, at=NOW, forward_to=second)
    publishing.unpublish(second, by=None, at=NOW, forward_to=last)

    found = {
        client.get(f"/news/{row.pk}/x/").headers["Location"] for row in (first, second, merged)
    }

    assert found == {last.get_absolute_url()}


def test_forward_to_an_article_ends_with_its_right(client: Client, paper: Publication) -> None:
    article, other = factories.make_published(), factories.make_published(expires_at=LATER)
    publishing.unpublish(article, by=None, at=NOW, forward_to=other)
    gone = addresses.resolve(article.pk, "x", NOW)

    before, after = (addresses.forwarded(gone, moment) for moment in (NOW, LATER))

    assert (before.status, before.article, before.changes_at) == (301, other, LATER)
    assert (after.status, after.withdrawal) == (410, gone.withdrawal)


@pytest.mark.parametrize(
    "form",
    ["/news/{pk}/", "/news/{pk}", "/news/{pk}/dyke-breaks", "/news/{pk}/old/", "/news/{pk}/old"],
)
def test_article_address_in_another_form_redirects_once(
    client: Client, paper: Publication, form: str
) -> None:
    article = factories.make_published(slug="dyke-breaks")

    response = client.get(form.format(pk=article.pk))

    assert (response.status_code, response["Location"]) == (301, f"/news/{article.pk}/dyke-breaks/")
    assert client.get(response["Location"]).status_code == 200


def test_redirect_of_a_merged_article_names_no_host(client: Client, paper: Publication) -> None:
    survivor = factories.make_published(slug="kept")
    merged = factories.make_merged(survivor, slug="lost")

    response = client.get(f"/news/{merged.pk}/lost/", headers={"host": "localhost"})

    assert (response.status_code, response["Location"]) == (301, f"/news/{survivor.pk}/kept/")


def test_hidden_article_under_a_wrong_slug_does_not_tell_its_slug(
    client: Client, paper: Publication
) -> None:
    article = factories.make_published(published_at=LATER, slug="the-secret")

    response = client.get(f"/news/{article.pk}/guess/")

    assert response.status_code == 404
    assert b"the-secret" not in response.content


@pytest.mark.parametrize("pk", ["0", "007", "-1", "9" * 19, "1.5", "abc"])
def test_article_address_with_an_impossible_id_is_404(
    client: Client, paper: Publication, pk: str
) -> None:
    assert client.get(f"/news/{pk}/x/").status_code == 404


@pytest.mark.parametrize(
    ("noun", "make"),
    [
        ("section", factories.make_section),
        ("source", factories.make_source),
        ("author", factories.make_author),
    ],
)
@pytest.mark.parametrize("form", ["/{noun}/old-name/", "/{noun}/old-name"])
def test_renamed_thing_redirects_once_from_its_former_address(
    client: Client, paper: Publication, noun: str, make: object, form: str
) -> None:
    thing = make(slug="new-name")  # type: ignore[operator]
    Address.objects.create(noun=noun, key="old-name", target_id=thing.pk)

    response = client.get(form.format(noun=noun))

    assert (response.status_code, response["Location"]) == (301, f"/{noun}/new-name/")


def test_renamed_section_keeps_its_page_key_and_its_feed(
    client: Client, paper: Publication
) -> None:
    section = factories.make_section(slug="new-name")
    Address.objects.create(noun="section", key="old-name", target_id=section.pk)
    key = "20261101T000000000000-5"

    page = client.get(f"/section/old-name/?before={key}&utm_source=x")
    feed = client.get("/section/old-name/feed.atom")

    assert (page.status_code, page["Location"]) == (301, f"/section/new-name/?before={key}")
    assert (feed.status_code, feed["Location"]) == (301, "/section/new-name/feed.atom")


def test_renamed_tag_redirects_once(client: Client, paper: Publication) -> None:
    tag = factories.make_tag("Sol")
    factories.tag_article(factories.make_published(), tag)
    Address.objects.create(noun="tag", key="the-sol", target_id=tag.pk)

    assert client.get("/tag/the-sol/")["Location"] == "/tag/sol/"


def test_joined_story_redirects_once_to_the_story_it_went_into(
    client: Client, paper: Publication
) -> None:
    last = factories.make_story(title="Flood", slug="flood")
    factories.make_published(story=last, headline="Flood")
    middle = factories.make_story(joined_into=last)
    first = factories.make_story(joined_into=middle)

    response = client.get(f"/story/{first.pk}/whatever/")

    assert (response.status_code, response["Location"]) == (301, f"/story/{last.pk}/flood/")


def test_story_row_that_is_gone_redirects_by_its_former_address(
    client: Client, paper: Publication
) -> None:
    story = factories.make_story(title="Flood", slug="flood")
    factories.make_published(story=story, headline="Flood")
    Address.objects.create(noun="story", key="987654", target_id=story.pk)

    assert client.get("/story/987654/")["Location"] == f"/story/{story.pk}/flood/"


@settings(max_examples=60, deadline=None)
@given(headline=st.text(min_size=1, max_size=120))
def test_every_slug_that_a_headline_gives_fits_the_address(headline: str) -> None:
    import re

    slug = slugify(headline)

    assert re.fullmatch(Slug.regex, slug)
    assert Slug().to_python(slug) == slug
    assert unquote(quote(slug)) == slug


@pytest.mark.parametrize(
    ("asked", "to"),
    [
        ("/news/{pk}/dyke-breaks/amp/", "/news/{pk}/dyke-breaks/"),
        ("/news/{pk}/dyke-breaks/amp", "/news/{pk}/dyke-breaks/"),
        ("/news/{pk}/old-words/amp/", "/news/{pk}/dyke-breaks/"),
        ("/news/{pk}/dyke-breaks/?amp=1", "/news/{pk}/dyke-breaks/"),
        ("/news/{pk}/?amp&utm_source=x", "/news/{pk}/dyke-breaks/"),
        ("/news/{pk}/dyke-breaks/?outputType=amp", "/news/{pk}/dyke-breaks/"),
        ("/news/{pk}/dyke-breaks?fbclid=1", "/news/{pk}/dyke-breaks/"),
        ("/News/{pk}/Dyke-Breaks/", "/news/{pk}/dyke-breaks/"),
        ("/news//{pk}/old-words", "/news/{pk}/dyke-breaks/"),
        ("/news/{merged}/x/amp/", "/news/{pk}/dyke-breaks/"),
        ("/section/World/", "/section/world/"),
        ("/SECTION/World", "/section/world/"),
        ("/section/Planet/feed.rss", "/section/world/feed.rss"),
        ("/Feed.RSS", "/feed.rss"),
        ("/feed.rss/", "/feed.rss"),
        ("/Robots.txt/", "/robots.txt"),
        ("/?amp=1", "/"),
    ],
)
def test_address_in_other_words_is_one_hop_from_the_plain_one(
    client: Client, paper: Publication, asked: str, to: str
) -> None:
    section = factories.make_section(slug="world")
    Address.objects.create(noun=Address.Noun.SECTION, key="planet", target_id=section.pk)
    article = factories.make_published(slug="dyke-breaks", section=section)
    middle = factories.make_merged(article)
    merged = factories.make_merged(middle)
    keys = {"pk": article.pk, "merged": merged.pk}

    response = client.get(asked.format(**keys))

    assert (response.status_code, response["Location"]) == (301, to.format(**keys))
    assert client.get(response["Location"]).status_code == 200


def test_address_in_other_words_of_nothing_is_404_or_what_the_plain_one_answers(
    client: Client, paper: Publication
) -> None:
    killed = factories.make_published(slug="gone")
    publishing.kill(killed, by=None, at=NOW, note="No.")

    assert client.get(f"/news/{killed.pk}/gone/amp/").status_code == 410
    assert client.get("/ADMIN/articles/").status_code == 404
    assert client.get("/Nothing/here/").status_code == 404
