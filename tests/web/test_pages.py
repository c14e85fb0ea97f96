"""What every page of the site keeps to: no script or style inside, one h1, headings in order."""

import itertools
import re
from pathlib import Path

import lxml.html
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import search
from articles.desk import takedown
from articles.models import Article, Publication
from tests import factories
from tests.factories import NOW
from tests.web.pictures import make_image
from tests.web.reading import text

pytestmark = pytest.mark.django_db

TEMPLATES = Path(settings.BASE_DIR) / "templates"
SHEET = Path(settings.BASE_DIR) / "articles" / "static" / "articles" / "site.css"
PUBLIC = sorted(TEMPLATES.rglob("*.jinja"))
PATHS = (
    "/",
    "/section/world/",
    "/tag/sol/",
    "/source/wire/",
    "/author/ann/",
    "/archive/",
    "/archive/2026/11/",
    "/corrections/",
    "/about/",
    "/about/standards/",
    "/about/corrections-policy/",
    "/search/",
    "/search/?q=flood",
    "/search/?q=nothing",
    "/feeds/",
    "/nothing/here/",
)


@pytest.fixture
def paths(paper: Publication) -> list[str]:
    """One of each page, with a bit of everything on it."""
    section = factories.make_section(name="World", slug="world", hue="violet")
    source = factories.make_source(slug="wire", home_url="https://wire.example/")
    author = factories.make_author(slug="ann")
    tag = factories.make_tag("Sol")
    story = factories.make_story(title="Flood", slug="flood")
    made = []
    for n in range(12):
        article = factories.make_published(
            headline=f"Flood {n}",
            section=section,
            source=source if n % 2 else None,
            story=story if n < 4 else None,
            language="ur" if n % 3 == 0 else "en",
            lead_image=make_image(f"p{n}") if n % 4 == 0 else None,
            updated_at=NOW,
        )
        factories.make_contribution(article, author=author)
        factories.make_correction(article)
        factories.tag_article(article, tag)
        search.index([article.pk])
        made.append(article)
    for n in range(1, 4):
        factories.make_link(made[0], made[4 + n])
    gone = factories.make_published(expires_at=NOW)
    withheld = factories.make_published()
    takedown.take_down(withheld, by=None, at=NOW, note="A court forbids it.")
    return [
        *PATHS,
        made[0].get_absolute_url(),
        made[1].get_absolute_url(),
        story.get_absolute_url(),
        gone.get_absolute_url(),
        withheld.get_absolute_url(),
    ]


def test_no_page_has_script_style_or_handlers_of_its_own(client: Client, paths: list[str]) -> None:
    for path in paths:
        tree = lxml.html.fromstring(client.get(path).content)

        assert tree.xpath("//style | //*[@style]") == [], path
        own = tree.xpath("//script[not(@src)]")
        assert {s.get("type") for s in own} <= {"application/ld+json"}, path
        assert all(src.startswith("/static/") for src in tree.xpath("//script/@src")), path
        assert [a for a in tree.xpath("//@*") if a.attrname.startswith("on")] == [], path
        assert [a for a in tree.xpath("//@href | //@src") if "javascript:" in a.lower()] == [], path


def test_every_page_has_one_h1_and_skips_no_level(client: Client, paths: list[str]) -> None:
    for path in paths:
        tree = lxml.html.fromstring(client.get(path).content)
        levels = [int(h.tag[1]) for h in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]

        assert levels.count(1) == 1, path
        jumps = [b - a for a, b in itertools.pairwise(levels)]
        assert max(jumps, default=0) <= 1, path
        assert all(text(tree, "//h1 | //h2 | //h3")), path


def test_every_page_names_language_title_and_a_way_past_the_header(
    client: Client, paths: list[str]
) -> None:
    for path in paths:
        tree = lxml.html.fromstring(client.get(path).content)

        assert (tree.get("lang"), tree.get("dir")) == ("en", "ltr"), path
        assert 10 <= len(tree.xpath("//title")[0].text_content()) <= 110, path
        assert tree.xpath("//body/*")[0].get("href") == "#content", path
        assert len(tree.xpath("//main[@id='content']")) == 1, path
        labels = tree.xpath("//nav/@aria-label")
        assert len(labels) == len(set(labels)) == len(tree.xpath("//nav")), path
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids)), path


def test_every_readable_page_has_description_canonical_and_share_tags(
    client: Client, paths: list[str]
) -> None:
    for path in paths:
        response = client.get(path)
        if response.status_code != 200:
            continue
        tree = lxml.html.fromstring(response.content)

        (canonical,) = tree.xpath("//link[@rel='canonical']/@href")
        assert canonical == f"https://paper.example{path}", path
        (licence,) = tree.xpath("//link[@rel='license']/@href")
        own = path.startswith("/news/")
        assert re.fullmatch(r"/news/\d+/rsl\.xml" if own else r"/rsl\.xml", licence), path
        (description,) = tree.xpath("//meta[@name='description']/@content")
        assert 5 <= len(description) <= 320, path
        for name in ("title", "type", "url", "image", "description", "site_name", "locale"):
            assert len(tree.xpath(f"//meta[@property='og:{name}']/@content")[0]) > 1, (path, name)


def test_every_picture_has_alt_and_size(client: Client, paths: list[str]) -> None:
    found = 0
    for path in paths:
        for img in lxml.html.fromstring(client.get(path).content).xpath("//img"):
            assert (img.get("alt", "")[:4], img.get("width"), img.get("height")) == (
                "What",
                "1280",
                "854",
            ), path
            found += 1
    assert found > 5


def test_every_headline_in_a_foreign_language_says_so(client: Client, paths: list[str]) -> None:
    urdu = {f"Flood {n}" for n in range(0, 12, 3)}
    seen = 0
    for path in paths:
        tree = lxml.html.fromstring(client.get(path).content)
        for heading in tree.xpath("//main//*[self::h1 or self::h2 or self::h3][a]"):
            foreign = heading.text_content().strip() in urdu
            assert heading.get("lang") == ("ur" if foreign else None), path
            seen += foreign
    assert seen > 10


def test_pages_send_a_strict_policy_and_no_cookie(client: Client, paths: list[str]) -> None:
    for path in paths:
        response = client.get(path)

        policy = response["Content-Security-Policy"]
        assert "unsafe" not in policy, path
        assert "nonce" not in policy, path
        assert not response.cookies, path
        assert "Cookie" not in response.get("Vary", ""), path


def test_pages_read_no_column_of_a_row_afterwards(client: Client, paths: list[str]) -> None:
    """Lists hold what they show; a row that lacked a column would ask for it once a line."""
    story = f"/story/{Article.objects.exclude(story=None)[0].story_id}/flood/"
    articles = [article.get_absolute_url() for article in Article.objects.all()[:6]]
    feeds = ["/feed.rss", "/feed.atom", "/feed.json", "/tag/sol/feed.rss"]
    for path in (*paths, story, *articles, *feeds, f"{articles[0]}comments/"):
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        asked = [
            sql
            for query in queries
            if (sql := query["sql"]).endswith("LIMIT 21")
            and sql.startswith('SELECT "articles_')
            and '"articles_publication"' not in sql  # a statement is read on its page alone
        ]
        assert asked == [], path


def test_landmarks_of_one_kind_have_names_of_their_own(client: Client, paths: list[str]) -> None:
    """Screen readers list them: two of one name are one too many to choose from."""
    seen = 0
    for path in paths:
        page = lxml.html.fromstring(client.get(path).content)
        found = page.xpath("//*[@role='search'] | //nav | //aside | //form[@aria-label]")
        marks = [(mark.get("role") or mark.tag, _name(page, mark)) for mark in found]
        seen += len(marks)
        assert len(set(marks)) == len(marks), (path, marks)
    assert seen > 3 * len(paths)


def _name(page: lxml.html.HtmlElement, mark: lxml.html.HtmlElement) -> str:
    named_by = mark.get("aria-labelledby")
    return mark.get("aria-label") or " ".join(text(page, f"//*[@id='{named_by}']"))


def test_templates_trust_nothing_but_the_cleaned_body() -> None:
    trusted = {
        path.name: re.findall(r"\|\s*safe\b|Markup|autoescape", path.read_text()) for path in PUBLIC
    }

    assert {name: found for name, found in trusted.items() if found} == {
        "_text.jinja": ["|safe"],
        "item.jinja": ["|safe"],
    }


def test_templates_translate_their_own_words_only() -> None:
    """A translation is trusted as HTML; what it is filled with is escaped."""
    texts = "".join(path.read_text() for path in PUBLIC)
    calls = re.findall(r"\b(?:_|ngettext)\(.", texts)

    assert len(calls) > 150
    assert {call[-1] for call in calls} == {'"'}


def test_partials_say_what_they_take() -> None:
    for path in PUBLIC:
        if path.name.startswith("_"):
            assert re.match(r"\{# .*Takes: ", path.read_text()), path.name


def test_sheet_is_small_and_knows_no_left_and_right() -> None:
    import gzip

    sheet = SHEET.read_text()

    assert len(gzip.compress(sheet.encode(), 9)) <= 12 * 1024
    physical = r"(?:margin|padding|border)-(?:left|right)|(?:text-align|float):\s*(?:left|right)"
    assert re.findall(physical, sheet) == []


def _light(hex_: str) -> float:
    digits = hex_ * 2 if len(hex_) == 3 else hex_
    if len(hex_) == 3:
        digits = "".join(c * 2 for c in hex_)
    values = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_of_text_stands_out_from_both_grounds(scheme: str) -> None:
    sheet = SHEET.read_text()
    light, dark = re.findall(r":root \{(.*?)\n\s*\}", sheet, re.S)[:2]
    colours = dict(re.findall(r"--(\w+): #([0-9a-f]{3,6});", light if scheme == "light" else dark))

    for ground in ("paper", "tint"):
        for name in ("ink", "soft", "red", "blue", "teal", "amber", "violet", "green"):
            pair = sorted((_light(colours[ground]), _light(colours[name])))
            assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, (scheme, ground, name)
        ring = sorted((_light(colours[ground]), _light(colours["focus"])))
        assert (ring[1] + 0.05) / (ring[0] + 0.05) >= 3, (scheme, ground, "focus")


def test_longest_headline_and_no_standfirst_keep_the_page_whole(
    client: Client, paper: Publication
) -> None:
    factories.make_published(headline="word " * 99 + "end")
    Article.objects.update(standfirst="")

    heading = text(lxml.html.fromstring(client.get("/").content), "//main//h2")[0]

    assert (len(heading), heading[-1]) == (180, "…")
