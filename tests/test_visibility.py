"""The wall: every public address against every state in which an article is hidden.

An article in such a state hangs on everything that is visible: section, source, author, tag,
story (which is named after it), front slot, related link, correction. None of its words may show.
A new address fails here until it has an entry in `PATHS`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, URLResolver

from articles import search
from articles.api import urls as api
from articles.api.articles import WHOLE
from articles.desk import publishing, takedown
from articles.enums import Status
from articles.models import Article, Front, Image, Publication
from articles.web import urls as web
from newsroom import urls as newsroom
from tests import factories
from tests.factories import EARLIER, LATER, NOW

pytestmark = pytest.mark.django_db

HEADLINE = "Quagga seen in Karvan"
SLUG = "quagga-seen-in-karvan"
WORDS = (HEADLINE, SLUG, "Standfirst of the quagga", "Body of the quagga", "Kicker-quagga")
WORDS += ("DATELINE-QUAGGA", "quagga-picture", "Correction of the quagga")
WORDS += ("Comment on the quagga",)
OF_PAGES = {"Comment on the quagga"}  # which the API does not give
NOTE = "A note to readers."


@dataclass(frozen=True)
class World:
    """The hidden article, and a visible one on everything that it hangs on."""

    hidden: Article
    visible: Article


def make_world() -> World:
    sellers = "seller.example, 1, DIRECT"
    Publication.objects.create(
        pk=1,
        name="Paper",
        base_url="https://paper.example",
        email="desk@paper.example",
        ads_text=sellers,
        app_ads_text=sellers,
    )
    section = factories.make_section(slug="world")
    source = factories.make_source(slug="wire", home_url="https://wire.example/")
    story = factories.make_story(title=HEADLINE, slug=SLUG)
    shared = {"section": section, "source": source, "story": story}
    picture = Image.objects.create(
        file="images/aa/quagga-picture.jpg", width=1200, height=800, caption="quagga-picture"
    )
    hidden = factories.make_published(
        headline=HEADLINE,
        slug=SLUG,
        standfirst="Standfirst of the quagga",
        body_html="<p>Body of the quagga</p>",
        kicker="Kicker-quagga",
        dateline="DATELINE-QUAGGA",
        lead_image=picture,
        urgency=1,
        **shared,
    )
    visible = factories.make_published(
        headline="In plain sight", slug="in-plain-sight", body_html="<p>Plain text</p>", **shared
    )
    factories.make_published(headline="Another account", story=story)
    author, tag = factories.make_author(slug="ann"), factories.make_tag("Zoo")
    for article in (hidden, visible):
        factories.make_contribution(article, author=author)
        factories.tag_article(article, tag)
    factories.make_correction(hidden, text="Correction of the quagga")
    factories.make_correction(visible, text="A name was wrong.")
    factories.make_comment(hidden, text="Comment on the quagga", status="approved")
    said = factories.make_comment(visible, text="Well said: https://a.example", status="approved")
    factories.make_comment(visible, parent=said, text="سچ کہا", language="ur", status="approved")
    factories.make_link(visible, hidden)
    factories.make_slot(factories.make_front(), hidden, position=1, headline=HEADLINE)
    factories.make_slot(factories.make_front(section), hidden, position=1, headline=HEADLINE)
    search.index(Article.objects.values_list("pk", flat=True))
    return World(hidden, visible)


def kill(world: World) -> None:
    publishing.kill(world.hidden, by=None, at=NOW, note=NOTE)


def take_down(world: World) -> None:
    takedown.take_down(world.hidden, by=None, at=NOW, note=NOTE)


def set_(**fields: object) -> Callable[[World], None]:
    def act(world: World) -> None:
        for name, value in fields.items():
            setattr(world.hidden, name, value)
        world.hidden.save()

    return act


def merge(world: World) -> None:
    set_(status=Status.MERGED, survivor=world.visible)(world)


def fold(world: World) -> None:
    set_(copy_of=world.visible)(world)


# Each state, how an article gets into it, and what its own address answers then.
STATES: dict[str, tuple[Callable[[World], None], int]] = {
    "incoming": (set_(status=Status.INCOMING, published_at=None, visible_at=None), 404),
    "draft": (set_(status=Status.DRAFT, published_at=None, visible_at=None), 404),
    "spiked": (set_(status=Status.SPIKED, published_at=None, visible_at=None), 404),
    "scheduled": (set_(published_at=LATER, visible_at=LATER), 404),
    "embargoed": (set_(embargoed_until=LATER, visible_at=LATER), 404),
    "expired": (set_(expires_at=NOW), 410),
    "killed": (kill, 410),
    "legal": (take_down, 451),
    "unpublished": (
        lambda world: _ignore(publishing.unpublish(world.hidden, by=None, at=NOW, note=NOTE)),
        410,
    ),
    "merged": (merge, 301),
    "retracted": (
        lambda world: _ignore(publishing.retract(world.hidden, by=None, at=NOW, note=NOTE)),
        200,
    ),
    "folded copy": (fold, 200),
}


def _ignore(_article: Article) -> None:
    """An act returns the row; the states here are told by what they do."""


def _feeds(noun: str, path: str) -> dict[str, Callable[[World], str]]:
    return {
        f"feed-{noun}-{form}": lambda world, form=form: _at(world, path) + f"feed.{form}"
        for form in ("rss", "atom", "json")
    }


def _at(world: World, path: str) -> str:
    """The path, with the story's as its readers find it while the article is hidden."""
    return path.format(story=world.visible.story_id)


STORY = "/story/{story}/in-plain-sight/"

# Every public address by its name. All but the article's own are asked in every state.
PATHS: dict[str, Callable[[World], str]] = {
    "home": lambda world: "/",
    "article-detail": lambda world: f"/news/{world.visible.pk}/in-plain-sight/",
    "article-short": lambda world: f"/news/{world.visible.pk}/",
    "comments": lambda world: f"/news/{world.visible.pk}/in-plain-sight/comments/",
    "reply": lambda world: f"/news/{world.visible.pk}/in-plain-sight/reply/",
    "reply-received": lambda world: f"/news/{world.visible.pk}/in-plain-sight/reply/received/",
    "article-amp": lambda world: f"/news/{world.visible.pk}/in-plain-sight/amp/",
    "article-licence": lambda world: f"/news/{world.visible.pk}/rsl.xml",
    "article-ninjs": lambda world: f"/news/{world.visible.pk}/ninjs.json",
    "article-newsml": lambda world: f"/news/{world.visible.pk}/newsml.xml",
    "story-detail": lambda world: _at(world, STORY),
    "story-short": lambda world: _at(world, "/story/{story}/"),
    "section-detail": lambda world: "/section/world/",
    "tag-detail": lambda world: "/tag/zoo/",
    "source-detail": lambda world: "/source/wire/",
    "author-detail": lambda world: "/author/ann/",
    "archive-index": lambda world: "/archive/",
    "archive": lambda world: "/archive/2026/11/",
    "corrections": lambda world: "/corrections/",
    "search": lambda world: "/search/?q=body",
    "search-complete": lambda world: "/search/complete?q=quag",
    "search-description": lambda world: "/opensearch.xml",
    "about": lambda world: "/about/",
    "statement": lambda world: "/about/standards/",
    "sitemap-index": lambda world: "/sitemap.xml",
    "sitemap-pages": lambda world: "/sitemap-pages.xml",
    "sitemap-news": lambda world: "/sitemap-news.xml",
    "sitemap-articles": lambda world: "/sitemap-articles-2026-11.xml",
    "robots": lambda world: "/robots.txt",
    "trust": lambda world: "/trust.txt",
    "trust-known": lambda world: "/.well-known/trust.txt",
    "ads": lambda world: "/ads.txt",
    "app-ads": lambda world: "/app-ads.txt",
    "security": lambda world: "/.well-known/security.txt",
    "security-root": lambda world: "/security.txt",
    "licence": lambda world: "/rsl.xml",
    "feed-list": lambda world: "/feeds/",
    "feed-opml": lambda world: "/feeds.opml",
    "feed-style": lambda world: "/feeds/feed.css",
    **_feeds("latest", "/"),
    **_feeds("section", "/section/world/"),
    **_feeds("tag", "/tag/zoo/"),
    **_feeds("source", "/source/wire/"),
    **_feeds("author", "/author/ann/"),
    **_feeds("story", STORY),
    **_feeds("corrections", "/corrections/"),
}

# The read API, by the same crossing: what it must not show is the same.
API_PATHS: dict[str, Callable[[World], str]] = {
    "articles": lambda world: "/api/v1/articles?fields=" + ",".join(WHOLE),
    "sync": lambda world: "/api/v1/sync",
    "article": lambda world: f"/api/v1/articles/{world.visible.pk}",
    "article-by-uid": lambda world: f"/api/v1/articles/uid/{world.visible.uid}",
    "stories": lambda world: "/api/v1/stories",
    "story": lambda world: _at(world, "/api/v1/stories/{story}"),
    "fronts": lambda world: "/api/v1/fronts",
    "site-front": lambda world: "/api/v1/fronts/site",
    "section-front": lambda world: "/api/v1/fronts/section/world",
    "sections": lambda world: "/api/v1/sections",
    "section": lambda world: "/api/v1/sections/world",
    "tags": lambda world: "/api/v1/tags",
    "tag": lambda world: "/api/v1/tags/zoo",
    "sources": lambda world: "/api/v1/sources",
    "source": lambda world: "/api/v1/sources/wire",
    "authors": lambda world: "/api/v1/authors",
    "author": lambda world: "/api/v1/authors/ann",
    "corrections": lambda world: "/api/v1/corrections",
    "document": lambda world: "/api/v1/openapi.json",
    "index": lambda world: "/api/v1/",
}
# Those that name no article at all.
API_SILENT = frozenset(
    {"article", "article-by-uid", "fronts", "sections", "section", "tags", "tag", "sources"}
    | {"source", "authors", "author", "document", "index"}
)

# Addresses that show the desk what readers would see; readers are told that there are none.
OF_THE_DESK = frozenset({"front-preview"})

# Pages that name no single article, or only the one that they are about.
SILENT = frozenset(
    {
        "comments",
        "reply",
        "reply-received",
        "archive-index",
        "about",
        "statement",
        "sitemap-index",
        "sitemap-pages",
        "robots",
        "search-description",
        "article-short",
        "article-amp",
        "article-ninjs",
        "article-newsml",
        "article-licence",
        "trust",
        "trust-known",
        "ads",
        "app-ads",
        "security",
        "security-root",
        "licence",
        "feed-style",
    }
)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_every_public_address_has_an_entry() -> None:
    named = {pattern.name for pattern in web.urlpatterns if pattern.name}
    routes = {str(pattern.pattern) for pattern in web.urlpatterns if pattern.name}
    twins = {f"{pattern.pattern}/" for pattern in web.urlpatterns if not pattern.name}

    assert named == set(PATHS) | OF_THE_DESK
    assert twins <= routes  # the same address without its last slash


def test_every_address_of_the_api_has_an_entry() -> None:
    assert {pattern.name for pattern in api.urlpatterns if pattern.name} == set(API_PATHS)


@pytest.mark.parametrize("state", STATES)
def test_hidden_article_shows_nowhere_in_the_api(client: Client, state: str) -> None:
    world = make_world()
    begun = client.get("/api/v1/sync").json()["cursor"]
    hide, _status = STATES[state]
    hide(world)
    paths = {name: path(world) for name, path in API_PATHS.items()}
    paths["sync since then"] = f"/api/v1/sync?changed_since={begun}"
    paths["sync since a time"] = f"/api/v1/sync?changed_since={EARLIER:%Y-%m-%dT%H:%M:%SZ}"

    for name, path in paths.items():
        response = client.get(path)

        body = response.content.decode()
        assert response.status_code == 200, (name, body)
        assert [word for word in WORDS if word in body] == [], (state, name)


@pytest.mark.parametrize("state", STATES)
def test_hidden_article_tells_the_api_no_more_than_its_page(client: Client, state: str) -> None:
    world = make_world()
    hide, status = STATES[state]
    hide(world)

    answers = [
        client.get(f"/api/v1/articles/{key}")
        for key in (world.hidden.pk, f"uid/{world.hidden.uid}")
    ]

    for response in answers:
        told = {word for word in WORDS if word in response.content.decode()}
        known = {"folded copy": set(WORDS) - OF_PAGES, "retracted": {HEADLINE, SLUG}}
        page = known.get(state, set())
        assert (response.status_code, told) == (status, page)


def test_visible_article_shows_everywhere_in_the_api(client: Client) -> None:
    world = make_world()

    for name, path in API_PATHS.items():
        body = client.get(path(world)).content.decode()
        assert (HEADLINE in body) == (name not in API_SILENT), name


def test_every_part_of_the_site_is_known_here() -> None:
    """Another door to articles beside the public site needs its own wall test."""
    kinds = [
        str(part.pattern) if isinstance(part, URLResolver) else type(part).__name__
        for part in newsroom.urlpatterns
    ]

    pictures = [URLPattern.__name__] * 2  # tests/web/test_media.py
    assert kinds == ["admin/", *pictures, "api/v1/", ""]


@pytest.mark.parametrize("state", STATES)
def test_hidden_article_shows_at_no_address(client: Client, state: str) -> None:
    world = make_world()
    hide, _status = STATES[state]
    hide(world)

    for name, path in PATHS.items():
        response = client.get(path(world), follow=True)

        body = response.content.decode()
        assert response.status_code == 200, (name, response.status_code)
        assert [word for word in WORDS if word in body] == [], (state, name)


@pytest.mark.parametrize("name", ["ninjs.json", "newsml.xml"])
@pytest.mark.parametrize("state", STATES)
def test_hidden_article_is_gone_from_the_wire_as_from_its_page(
    client: Client, state: str, name: str
) -> None:
    world = make_world()
    hide, status = STATES[state]
    hide(world)

    response = client.get(f"/news/{world.hidden.pk}/{name}")

    # What keeps a page without its text, or under another's address, is no item of the wire.
    assert response.status_code == {"retracted": 410, "folded copy": 404}.get(state, status)
    shown = response.content.decode()
    assert [word for word in WORDS if word in shown] == []
    survivor = f"/news/{world.visible.pk}/{name}" if state == "merged" else ""
    assert response.headers.get("Location", "") == survivor
    told = {"killed", "legal", "unpublished", "retracted"}
    assert (NOTE in shown) == (state in told)


@pytest.mark.parametrize("state", STATES)
def test_hidden_article_shows_in_no_preview_of_a_front(client: Client, state: str) -> None:
    """The preview lifts the wall for nobody: it shows what readers would see at its moment."""
    world = make_world()
    hide, _status = STATES[state]
    hide(world)
    client.force_login(factories.make_chief())

    for front in Front.objects.order_by("pk"):
        response = client.get(f"/preview/front/{front.pk}/")

        body = response.content.decode()
        told = [name for name in ("In plain sight", "Another account") if name in body]
        assert (bool(told), response.status_code) == (True, 200)
        assert [word for word in WORDS if word in body] == [], (state, front)


def test_preview_of_a_front_is_nothing_to_readers(client: Client) -> None:
    make_world()
    reader = factories.make_user(is_staff=False, is_superuser=True)

    answers = [client.get("/preview/front/1/").status_code]
    client.force_login(reader)
    front = Front.objects.first()
    assert front is not None
    answers.append(client.get(f"/preview/front/{front.pk}/").status_code)
    client.force_login(factories.make_user())
    answers.append(client.get(f"/preview/front/{front.pk}/").status_code)

    assert answers == [404, 404, 404]


def make_first(world: World) -> None:
    """The hidden article becomes the first report, of a source that nothing else names."""
    Article.objects.filter(pk=world.hidden.pk).update(
        source=factories.make_source(name="Quagga Gazette"),
        written_at=EARLIER - timedelta(days=1),
    )


def story_page(client: Client, world: World) -> str:
    return str(client.get(_at(world, STORY), follow=True).content.decode())


@pytest.mark.parametrize("state", STATES)
def test_hidden_article_is_not_named_as_the_first_report(client: Client, state: str) -> None:
    """Nor does the page tell by a word more or less that there is an earlier one."""
    world = make_world()
    Article.objects.filter(pk=world.visible.pk).update(written_at=EARLIER - timedelta(hours=1))
    hide, _status = STATES[state]
    hide(world)
    before = story_page(client, world)

    make_first(world)

    assert story_page(client, world) == before
    assert "Of these, first reported by" in before
    assert "Quagga Gazette" not in before


def test_visible_article_is_named_as_the_first_report(client: Client) -> None:
    world = make_world()

    make_first(world)

    assert "Of these, first reported by" in story_page(client, world)
    assert "Quagga Gazette" in story_page(client, world)


@pytest.mark.parametrize("state", STATES)
def test_hidden_article_tells_nothing_at_its_own_address(client: Client, state: str) -> None:
    world = make_world()
    hide, status = STATES[state]
    hide(world)

    response = client.get(f"/news/{world.hidden.pk}/{SLUG}/")
    guessed = client.get(f"/news/{world.hidden.pk}/")

    told = [word for word in WORDS if word in response.content.decode()]
    assert response.status_code == status
    if state == "folded copy":
        assert set(WORDS) == set(told)
    elif state == "retracted":
        assert told == [HEADLINE, SLUG]
        assert NOTE in response.content.decode()
    else:
        assert told == []
        assert SLUG not in guessed.get("Location", "")
    if status in (410, 451) and state != "expired":
        assert NOTE in response.content.decode()
    if state == "merged":
        assert response["Location"] == f"/news/{world.visible.pk}/in-plain-sight/"


# What an article offers to machines beside its page.
FORMS_OF_IT = ("rsl.xml", "ninjs.json", "newsml.xml")


@pytest.mark.parametrize("state", STATES)
def test_hidden_article_has_no_other_form(client: Client, state: str) -> None:
    world = make_world()
    STATES[state][0](world)

    for name in FORMS_OF_IT:
        body = client.get(f"/news/{world.hidden.pk}/{name}").content.decode()

        told = {word for word in WORDS if word in body}
        assert told <= ({SLUG} if state in ("folded copy", "retracted") else set()), (state, name)


def test_visible_article_shows_at_every_address(client: Client) -> None:
    """What the tests above would miss if nothing were ever shown."""
    world = make_world()

    for name, path in PATHS.items():
        if name in SILENT:
            continue
        body = client.get(path(world), follow=True).content.decode()
        wanted = SLUG if name == "sitemap-articles" else HEADLINE

        assert wanted in body, name


def test_hidden_article_shows_everywhere_once_its_moment_has_come(client: Client) -> None:
    world = make_world()
    STATES["embargoed"][0](world)

    with time_machine.travel(LATER - timedelta(microseconds=1), tick=False):
        assert HEADLINE not in client.get("/feed.rss").content.decode()
    with time_machine.travel(LATER, tick=False):
        for name, path in PATHS.items():
            if name not in SILENT and name != "sitemap-articles":
                assert HEADLINE in client.get(path(world), follow=True).content.decode(), name


def test_search_for_words_covers_what_the_article_holds() -> None:
    world = make_world()

    held = [world.hidden.headline, world.hidden.slug, world.hidden.standfirst]
    held += ["Body of the quagga", world.hidden.kicker, world.hidden.dateline]

    assert tuple(held) == WORDS[:6]
    assert world.hidden.body_text == "Body of the quagga"
    assert world.hidden.is_listed(NOW)
    assert world.hidden.visible_at == EARLIER
