"""Names that are mark-up, in every page that shows one: text everywhere, for people and machines.

Every address of the admin that can be looked at is taken from the table of rights, so that a new
page is walked in the commit that adds it.
"""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, Publication
from tests import factories
from tests.admin.test_article_form import errors, filled, fresh, save, url_of
from tests.test_permissions import LOOKING, OWN, World, client_of, make_all, url_to_look_at

EVIL = "<img src=x onerror=alert(1)>"
RAW = "<img src=x"


def poisoned(world: World) -> None:
    """Give every row that has a name a hostile one, and put the rows onto a live article."""
    for row, fields in {
        world.section: ("name",),
        world.story: ("title",),
        world.front: ("name",),
        world.tag: ("name", "folded"),
        world.author: ("name", "bio", "job_title"),
        world.source: ("name", "notes", "licence"),
        world.image: ("alt", "caption", "credit_line"),
    }.items():
        own = {field.name for field in row._meta.concrete_fields}
        values = {name: f"{row.pk} {EVIL}" for name in fields if name in own}
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    type(world.image).objects.update(file="images/pier.jpg", width=1200, height=800)
    names = ("headline", "kicker", "standfirst", "dateline", "slugline", "editor_note", "seo_title")
    Article.objects.update(
        **dict.fromkeys(names, f"Ship {EVIL}"), lead_image=world.image, story=world.story,
        source=world.source,
    )  # fmt: skip
    world.suggestion.offered = {"headline": EVIL, "standfirst": EVIL, "body_html": "<p>x</p>"}
    world.suggestion.save()
    world.capture.fields = {"headline": EVIL}
    world.capture.report = {"headline": EVIL, "cut": [{"line": EVIL, "reason": EVIL}]}
    world.capture.save()
    world.change.act.reason = EVIL
    world.change.act.save()
    for article in Article.objects.all():
        factories.tag_article(article, world.tag)
        factories.make_contribution(article, author=world.author)
        factories.make_contribution(article, name=EVIL)
        factories.make_credit(article, source=world.source, text=EVIL)
        factories.make_link(article, title=EVIL)
        factories.make_correction(article, text=EVIL)
    world.colleague.first_name = EVIL
    world.colleague.save()
    Publication.objects.update(name=EVIL, base_url="https://paper.example", tagline=EVIL)


def public_addresses(world: World) -> list[str]:
    live = world.articles["published"]
    slugs = {"section": world.section, "tag": world.tag, "author": world.author,
             "source": world.source}  # fmt: skip
    lists = [f"/{noun}/{row.slug}/" for noun, row in slugs.items()]
    feeds = [f"{page}feed.{form}" for page in ("/", *lists[:2]) for form in ("rss", "atom", "json")]
    story = f"/story/{world.story.pk}/{world.story.slug or '-'}/"
    return ["/", fresh(live).get_absolute_url(), *lists, *feeds, story, "/sitemap.xml",
            "/sitemap-news.xml", "/about/", "/corrections/", "/archive/2026/11/"]  # fmt: skip


def asked_by_scripts(world: World) -> list[str]:
    """What a field that completes names asks for, and lists that were searched or filtered."""
    listed = reverse("admin:articles_article_changelist")
    fields = [("credit", "source"), ("contribution", "author")]
    return [
        *(f"/admin/autocomplete/?app_label=articles&model_name={m}&field_name={f}&term=img"
          for m, f in fields),
        f"{listed}?q=Ship", f"{listed}?status__exact=published", "/admin/inbox/?q=Ship",
        reverse("admin:articles_act_changelist") + "?field=headline&age=7",
        reverse("admin:articles_article_act", args=[world.articles["published"].pk, "kill"]),
        reverse("admin:articles_article_act", args=[world.articles["published"].pk, "correct"]),
        reverse("admin:articles_article_field", args=[world.articles["draft"].pk, "tags"]),
        reverse("admin:articles_article_change", args=[world.articles["published"].pk]),
    ]  # fmt: skip


@pytest.mark.once
def test_no_answer_holds_a_name_as_mark_up(db: None) -> None:
    people, world = make_all(OWN)
    poisoned(world)
    client = client_of(people["superuser"])
    reader = Client()
    walked = [(client, url_to_look_at(name, world)) for name in sorted(LOOKING)]
    walked += [(client, url) for url in asked_by_scripts(world)]
    walked += [(reader, url) for url in public_addresses(world)]

    answers = {url: browser.get(url) for browser, url in walked}

    bodies = {url: content(answer) for url, answer in answers.items()}
    # In JSON a string is a string, as long as no browser takes the answer for a page.
    strings = {url for url, answer in answers.items() if is_json(answer)}
    assert {url for url, body in bodies.items() if RAW in body} - strings == set()
    # What was looked at did show the names: escaped, or as a string of JSON.
    shown = [url for url, body in bodies.items() if "img src=x" in body]
    assert len(shown) > 60, sorted(set(bodies) - set(shown))


def is_json(answer: Any) -> bool:
    told = answer.headers["Content-Type"].partition(";")[0]
    is_as_told = answer.headers.get("X-Content-Type-Options") == "nosniff"
    return told in ("application/json", "application/feed+json") and is_as_told


def content(answer: Any) -> str:
    parts = answer.streaming_content if answer.streaming else [answer.content]
    return b"".join(parts).decode()


@pytest.mark.parametrize("act", ["publish", "spike", "draft", "undo"])
def test_messages_tell_a_headline_as_text(desk: Client, act: str) -> None:
    article = factories.make_article(headline=f"Ship {EVIL}")

    desk.post("/admin/inbox/act/", {"act": act, "focus": article.pk})
    page = desk.get("/admin/inbox/").content.decode()

    assert RAW not in page


# What is typed as a headline, and what becomes of it.
HEADLINES = {
    "mark-up": (f"Ship {EVIL}", f"Ship {EVIL}"),
    "right-to-left override": ("Ship \u202egnp.exe", "Ship gnp.exe"),
    "isolates that never end": ("Ship \u2067aground", "Ship aground"),
    "NUL": ("Ship\x00 aground", "Ship aground"),
    "control characters": ("Ship\x07\x1b aground", "Ship aground"),
    "line breaks": ("Ship\r\naground\u2028again", "Ship aground again"),
}


@pytest.mark.parametrize("kind", HEADLINES)
def test_headline_is_stored_as_readable_text(desk: Client, kind: str) -> None:
    typed, stored = HEADLINES[kind]
    article = factories.make_draft(headline="Before")

    save(desk, article, headline=typed)

    assert fresh(article).headline == stored
    assert filled(desk.get(url_of(article)))["headline"].strip() == stored


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("x" * 10_000, "at most 500 characters"),
        ("   \u00a0 \u2003", "This field is required."),
    ],
    ids=["ten thousand characters", "only spaces"],
)
def test_headline_that_cannot_be_is_refused_and_stays_in_the_form(
    desk: Client, typed: str, said: str
) -> None:
    article = factories.make_draft(headline="Before")

    answer = save(desk, article, headline=typed, kicker="Kept")

    assert said in " ".join(errors(answer))
    assert filled(answer)["kicker"] == "Kept"
    assert fresh(article).headline == "Before"
