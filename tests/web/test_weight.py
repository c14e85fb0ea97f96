"""What a reader on a slow line loads before the pictures."""

import gzip
import random
from datetime import timedelta
from pathlib import Path

import lxml.html
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from articles.models import Article, Publication
from tests import factories
from tests.factories import EARLIER
from tests.web.pictures import make_image

pytestmark = [pytest.mark.django_db, pytest.mark.once]

MOST = 100 * 1000  # bytes, packed as nginx packs them
LONG_READ = 4000  # words
SECTIONS = 8
ARTICLES = 120

dice = random.Random(8)
# Words that no two texts share much of: real ones pack better.
WORDS = ["".join(dice.choices("etaoinshrdlucmfw", k=dice.randint(2, 11))) for _ in range(5000)]


def words(count: int) -> str:
    return " ".join(dice.choices(WORDS, k=count))


@pytest.fixture
def articles(paper: Publication) -> list[Article]:
    """A paper that fills every place of its pages: pictures, standfirsts, bylines, stories."""
    sections = [factories.make_section(slug=f"section-{n}") for n in range(SECTIONS)]
    sources = [factories.make_source(name=words(2)) for _ in range(5)]
    stories = [factories.make_story(title=words(9)) for _ in range(20)]
    made = []
    for n in range(ARTICLES):
        article = factories.make_published(
            headline=words(13), standfirst=words(30), kicker=words(2), section=sections[n % 8],
            source=sources[n % 5], story=stories[n % 20], lead_image=make_image(f"picture-{n}"),
            published_at=EARLIER - timedelta(minutes=n),
        )  # fmt: skip
        factories.make_contribution(article, author=factories.make_author(name=words(2)))
        made.append(article)
    long = made[0]
    long.body_html = "".join(f"<p>{words(50)}</p>" for _ in range(LONG_READ // 50))
    long.save()
    for other in made[1:30]:
        factories.make_link(long, other)
        factories.make_credit(long)
        factories.make_correction(long, text=words(30))
        factories.make_comment(long, text=words(40), status="approved")
        factories.tag_article(long, factories.make_tag(words(2)))
    return made


def weight(client: Client, path: str) -> int:
    """Bytes of the page with its style sheets and scripts, each packed by itself."""
    response = client.get(path)
    assert response.status_code == 200, path
    tree = lxml.html.fromstring(response.content)
    names = tree.xpath("//link[@rel='stylesheet']/@href | //script/@src")
    assert names, path
    files = [Path(str(finders.find(name.removeprefix("/static/")))) for name in names]
    parts = [response.content, *(file.read_bytes() for file in files)]
    return sum(len(gzip.compress(part, 6)) for part in parts)


def test_pages_weigh_less_than_a_hundred_kilobytes_before_pictures(
    client: Client, articles: list[Article]
) -> None:
    paths = {
        "home": "/",
        "article": articles[0].get_absolute_url(),
        "section": "/section/section-0/",
    }

    found = {name: weight(client, path) for name, path in paths.items()}

    assert {name: bytes_ for name, bytes_ in found.items() if bytes_ > MOST} == {}
