"""Small or material: asked once at the save of a live article, and true for every part of it."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime

from articles.enums import CheckLevel
from articles.models import Act, Article, Publication
from tests import factories
from tests.admin import pages
from tests.admin.test_article_form import errors, filled, fresh, save, url_of

# What is typed into the form of a live article, by the part that it changes.
PARTS: dict[str, Callable[[], dict[str, Any]]] = {
    "headline": lambda: {"headline": "Seven boats back"},
    "text": lambda: {"body_html": "<p>Seven boats came back.</p>"},
    "picture": lambda: {"lead_image": factories.make_image(alt="A boat").pk},
    "tags": lambda: {"tag_names": "Boats"},
    "byline": lambda: {"contributions-0-name": "Ida Fell", "contributions-0-role": "writer"},
    "author": lambda: {
        "contributions-0-name": factories.make_author(name="Ida Fell").name,
        "contributions-0-role": "writer",
    },
    "credits": lambda: {"credits-0-source": factories.make_source(name="Wire").name},
    "links": lambda: {"links-0-to": "https://example.org/boats", "links-0-kind": "see-also"},
}
UNSEEN = {"urgency": "2", "slugline": "boats-return", "seo_title": "Boats", "editor_note": "Ask."}


@pytest.fixture
def live(db: None) -> Article:
    Publication.objects.update_or_create(pk=1, defaults={"base_url": "https://paper.example"})
    return factories.make_published(
        section=factories.make_section(), source=factories.make_source(), language="en"
    )


def told(article: Article) -> tuple[bool, set[str]]:
    """Whether the page says "updated", and when it last changed by feed and JSON-LD."""
    page = Client().get(fresh(article).get_absolute_url()).content.decode()
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    (modified,) = {row["dateModified"] for row in data["@graph"] if "dateModified" in row}
    feed = Client().get("/feed.json").json()["items"][0]["date_modified"]
    return "Updated" in page, {modified[:16], feed[:16]}


def minute(moment: Any) -> str:
    return localtime(moment).isoformat()[:16]


@pytest.mark.parametrize("part", PARTS)
def test_only_a_material_change_moves_the_date_that_readers_see(
    desk: Client, live: Article, part: str
) -> None:
    typed = PARTS[part]()

    small = save(desk, live, **typed)
    first = told(live)
    undone = Act.objects.exclude(verb="add-source").count()
    desk.post(f"/admin/articles/act/{Act.objects.latest('pk').pk}/undo/")
    large = save(desk, live, weight="material", note="More boats", **typed)

    assert (small.status_code, large.status_code, undone) == (302, 302, 1)
    assert first == (False, {minute(factories.EARLIER)})
    assert told(live) == (True, {minute(factories.NOW)})
    assert "More boats" in Act.objects.values_list("reason", flat=True)


def test_what_readers_are_not_shown_is_never_an_update(desk: Client, live: Article) -> None:
    answer = save(desk, live, weight="material", note="Tidied", **UNSEEN)

    assert fresh(live).updated_at is None
    assert "Readers see nothing of this change, so the date stays." in pages.said(answer)


def test_part_of_a_live_article_meets_the_checks_of_publishing(desk: Client) -> None:
    """The only name goes: the form is shown again with the reason, and nothing of it is saved."""
    levels = {"byline-missing": CheckLevel.BLOCK, "section-missing": CheckLevel.BLOCK}
    Publication.objects.update_or_create(pk=1, defaults={"check_levels": levels})
    live = factories.make_published(section=factories.make_section())
    factories.make_contribution(live, name="Ida Fell")
    sent = filled(desk.get(url_of(live)))

    nameless = save(desk, live, sent, **{"contributions-0-DELETE": "on", "headline": "Other"})
    homeless = save(desk, live, sent, section="")
    source = factories.make_source(name="Wire")
    swapped = save(desk, live, sent, **{"contributions-0-DELETE": "on", "source": source.name})

    assert "It names neither a writer nor a source." in errors(nameless)[0]
    assert filled(nameless)["headline"].strip() == "Other"
    assert "It stands in no section." in errors(homeless)[0]
    assert swapped.status_code == 302
    assert fresh(live).source == source
    assert not live.contributions.exists()
