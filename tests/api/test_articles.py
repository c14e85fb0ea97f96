"""Articles by the API: what they say, how they are chosen, cut, checked and kept."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from articles.api import articles as fields_of
from articles.api import limits
from articles.desk import merging, publishing
from articles.enums import Rights
from articles.models import Address, Article, Publication
from tests import factories
from tests.api.reading import API, everything, get
from tests.factories import EARLIER, LATER, NOW

pytestmark = pytest.mark.django_db


def make_whole(**fields: Any) -> Article:
    """An article with all that one can have."""
    source = fields.pop("source", None) or factories.make_source(
        slug="wire", name="Wire", home_url="https://wire.example/", rights=Rights.FULL
    )
    article = factories.make_published(
        headline="On the river",
        slug="on-the-river",
        standfirst="A standfirst.",
        body_html='<p id="p-00000001">See <a href="/about/">us</a>.</p>',
        language="ur",
        section=factories.make_section(slug="world", name="World"),
        source=source,
        lead_image=factories.make_image(file="images/aa/a.jpg", alt="Boats", expires_at=LATER),
        canonical_url="https://wire.example/1",
        **fields,
    )
    factories.make_contribution(article, author=factories.make_author(slug="ann", name="Ann"))
    factories.tag_article(article, factories.make_tag("Sol"))
    factories.make_correction(article, text="A name was wrong.")
    return article


def test_article_tells_all_that_its_page_does(paper: Publication) -> None:
    article = make_whole()
    site, api = "https://paper.example", "https://paper.example/api/v1"

    assert get(f"/articles/{article.pk}") == {
        "id": article.pk,
        "uid": str(article.uid),
        "url": f"{site}/news/{article.pk}/on-the-river/",
        "api_url": f"{api}/articles/{article.pk}",
        "headline": "On the river",
        "kicker": "",
        "standfirst": "A standfirst.",
        "body_html": f'<p id="p-00000001">See <a href="{site}/about/" '
        'rel="noopener noreferrer">us</a>.</p>',
        "rights": "full",
        "kind": "own",
        "dateline": "",
        "language": "ur",
        "direction": "rtl",
        "published_at": "2026-11-20T16:00:00+05:00",
        "updated_at": "2026-11-20T16:00:00+05:00",
        "section": {
            "slug": "world",
            "name": "World",
            "url": f"{site}/section/world/",
            "api_url": f"{api}/sections/world",
        },
        "tags": [
            {
                "slug": "sol",
                "name": "Sol",
                "url": f"{site}/tag/sol/",
                "api_url": f"{api}/tags/sol",
            }
        ],
        "story": None,
        "source": {
            "slug": "wire",
            "name": "Wire",
            "home_url": "https://wire.example/",
            "url": f"{site}/source/wire/",
            "api_url": f"{api}/sources/wire",
        },
        "original_url": "https://wire.example/1",
        "contributions": [
            {
                "name": "Ann",
                "role": "writer",
                "author": {
                    "slug": "ann",
                    "url": f"{site}/author/ann/",
                    "api_url": f"{api}/authors/ann",
                },
            }
        ],
        "credits": [{"text": "Wire", "url": "https://wire.example/1", "source": "Wire"}],
        "picture": {
            "url": f"{site}/media/images/aa/a.jpg",
            "width": 1200,
            "height": 800,
            "alt": "Boats",
            "caption": "",
            "credit": "",
            "expires_at": "2026-11-20T18:00:00+05:00",
        },
        "corrections": [
            {
                "kind": "correction",
                "text": "A name was wrong.",
                "paragraph": "",
                "made_at": "2026-11-20T16:00:00+05:00",
            }
        ],
        "retraction": None,
        "copy_of": None,
    }


@pytest.mark.parametrize(
    ("rights", "standfirst", "is_cut"),
    [(Rights.EXCERPT, "A standfirst.", True), (Rights.LINK, "", True)],
)
def test_rights_of_the_source_are_kept_on_every_way(
    paper: Publication, rights: Rights, standfirst: str, is_cut: bool
) -> None:
    source = factories.make_source(rights=rights)
    words = " ".join(f"word{n}" for n in range(200))
    article = factories.make_published(
        source=source, standfirst="A standfirst.", body_html=f"<p>{words}</p>"
    )
    asked = {"fields": "standfirst,body_html,rights"}

    answers = [
        get(f"/articles/{article.pk}", **asked),
        get(f"/articles/uid/{article.uid}", **asked),
        get("/articles", **asked)["articles"][0],
        get("/fronts/site", **asked)["slots"][0]["article"],
        {k: v for k, v in get("/sync", **asked)["articles"][0].items() if k != "uid"},
    ]

    assert all(answer == answers[0] for answer in answers)
    assert (answers[0]["standfirst"], answers[0]["rights"]) == (standfirst, rights)
    assert ("word199" not in answers[0]["body_html"]) == is_cut
    assert ("word1" in answers[0]["body_html"]) == (rights == Rights.EXCERPT)


def test_picture_whose_right_ended_is_not_told(paper: Publication) -> None:
    picture = factories.make_image(expires_at=NOW)
    body = f'<p>Words.</p><figure data-image="{picture.pk}"></figure>'
    article = factories.make_published(lead_image=picture, body_html=body)

    answer = get(f"/articles/{article.pk}", fields="picture,body_html")

    assert answer["picture"] is None
    assert "<img" not in answer["body_html"]


def test_retracted_article_is_its_notice(paper: Publication) -> None:
    article = make_whole()
    publishing.retract(article, by=None, at=NOW, note="Made up.")

    answer = get(f"/articles/{article.pk}")

    at = "2026-11-20T17:00:00+05:00"
    assert answer["retraction"] == {"at": at, "note": "Made up."}
    hidden = ("body_html", "standfirst", "picture", "tags", "corrections")
    assert [answer[name] for name in hidden] == ["", "", None, [], []]
    assert get("/articles")["articles"] == []


def test_merged_article_leads_to_its_survivor(client: Client, paper: Publication) -> None:
    survivor, merged = factories.make_published(), factories.make_published()
    chief = factories.make_chief(is_superuser=True)
    plan = merging.plan_merge(survivor, [merged], by=chief)
    merging.apply_merge(plan, by=chief, at=NOW)

    response = client.get(f"{API}/articles/{merged.pk}")

    location = f"https://paper.example/api/v1/articles/{survivor.pk}"
    assert (response.status_code, response["Location"]) == (301, location)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"section": "world"}, ["B", "A"]),
        ({"section": "globe"}, ["B", "A"]),  # its former slug
        ({"section": "nowhere"}, []),
        ({"tag": "sol"}, ["A"]),
        ({"source": "wire"}, ["B"]),
        ({"author": "ann"}, ["C"]),
        ({"language": "ur"}, ["C"]),
        ({"from": "2026-11-20T10:58:00Z"}, ["C", "B"]),
        ({"to": "2026-11-20T15:58:00+05:00"}, ["A"]),
        ({"order": "oldest"}, ["A", "B", "C"]),
        ({"section": "world", "source": "wire"}, ["B"]),
    ],
)
def test_filters_and_order(paper: Publication, query: dict[str, str], expected: list[str]) -> None:
    world = factories.make_section(slug="world")
    Address.objects.create(noun=Address.Noun.SECTION, key="globe", target_id=world.pk)
    one = factories.make_published(
        headline="A", section=world, published_at=EARLIER - timedelta(minutes=3)
    )
    factories.tag_article(one, factories.make_tag("Sol"))
    factories.make_published(
        headline="B", section=world, source=factories.make_source(slug="wire"),
        published_at=EARLIER - timedelta(minutes=2),
    )  # fmt: skip
    other = factories.make_published(headline="C", language="ur")
    factories.make_contribution(other, author=factories.make_author(slug="ann"))

    rows = everything("/articles", "articles", limit=1, fields="headline", **query)

    assert rows == [{"headline": headline} for headline in expected]


def test_pages_hold_each_article_once_even_where_moments_are_the_same(paper: Publication) -> None:
    made = [factories.make_published() for _ in range(7)]

    rows = everything("/articles", "articles", limit=2, fields="id")

    assert rows == [{"id": article.pk} for article in reversed(made)]


def test_next_page_is_named_in_the_link_header_too(client: Client, paper: Publication) -> None:
    factories.make_published(), factories.make_published()

    response = client.get(f"{API}/articles", {"limit": 1, "fields": "id"})

    assert response["Link"] == f'<{response.json()["next"]}>; rel="next"'
    assert response.json()["next"].startswith("https://paper.example/api/v1/articles?limit=1")


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("colour=red", "colour"),
        ("status=draft", "status"),
        ("section__name=x", "section__name"),
        ("order=random()", "order"),
        ("fields=headline,password", "fields"),
        ("limit=0", "limit"),
        ("limit=51", "limit"),
        ("limit=two", "limit"),
        ("limit=1&limit=2", "limit"),
        ("from=2026", "from"),
        ("from=2026-11-20T12:00:00", "from"),
        ("to=9999-12-31T23:59:59Z", "to"),
        ("tag=a%00b", "tag"),
        ("story=99999999999999999999", "story"),
        ("language=x' OR 1", "language"),
        ("cursor=abc", "cursor"),
        ("cursor=" + "a" * 700, "cursor"),
    ],
)
def test_what_is_not_allowed_is_refused_by_name(
    client: Client, paper: Publication, query: str, parameter: str
) -> None:
    response = client.get(f"{API}/articles?{query}")

    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (422, "bad-parameter")
    assert [detail["parameter"] for detail in error["details"]] == [parameter]


def test_refusal_says_what_is_allowed(client: Client, paper: Publication) -> None:
    (order,) = client.get(f"{API}/articles?order=up").json()["error"]["details"]
    (fields,) = client.get(f"{API}/articles?fields=body").json()["error"]["details"]

    assert order["allowed"] == ["newest", "oldest"]
    assert fields["allowed"] == list(fields_of.PARTS)


def test_cursor_of_another_list_is_refused(client: Client, paper: Publication) -> None:
    for _ in range(2):
        factories.make_section()
    cursor = client.get(f"{API}/sections?limit=1").json()["next"].rpartition("=")[2]

    answers = [
        client.get(f"{API}/{path}?cursor={cursor}").status_code for path in ("articles", "sync")
    ]

    assert answers == [422, 422]


def test_unchanged_answer_is_304_by_tag_and_by_time(client: Client, paper: Publication) -> None:
    article = factories.make_published()
    factories.make_section(slug="world")
    paths = ["articles", f"articles/{article.pk}", "fronts/site", "sections", "openapi.json", ""]

    for path in paths:
        first = client.get(f"{API}/{path}")
        tagged = client.get(f"{API}/{path}", headers={"If-None-Match": first["ETag"]})
        timed = client.get(f"{API}/{path}", headers={"If-Modified-Since": first["Last-Modified"]})

        assert not first["ETag"].startswith("W/")
        assert (tagged.status_code, tagged.content) == (304, b"")
        assert (timed.status_code, timed.content) == (304, b"")


def test_changed_answer_is_whole_again(client: Client, paper: Publication) -> None:
    article = factories.make_published()
    first = client.get(f"{API}/articles")
    publishing.kill(article, by=None, at=NOW, note="Wrong.")

    tagged = client.get(f"{API}/articles", headers={"If-None-Match": first["ETag"]})
    timed = client.get(f"{API}/articles", headers={"If-Modified-Since": first["Last-Modified"]})

    assert [tagged.json()["articles"], timed.json()["articles"]] == [[], []]


def test_head_is_get_without_the_body(client: Client, paper: Publication) -> None:
    factories.make_published()

    got, head = client.get(f"{API}/articles"), client.head(f"{API}/articles")

    assert (head.status_code, head.content) == (200, b"")
    assert (head["ETag"], head["Content-Length"]) == (got["ETag"], got["Content-Length"])


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", ["/articles", "/articles/1", "/openapi.json", "/", "/nowhere"])
def test_nothing_is_written(client: Client, paper: Publication, method: str, path: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(f"{API}{path}")

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert response.json()["error"]["code"] == "read-only"


def test_answer_ends_with_the_next_edge_and_bears_no_cookie(
    client: Client, paper: Publication
) -> None:
    factories.make_published()
    factories.make_published(published_at=NOW + timedelta(seconds=20))

    response = client.get(f"{API}/articles")

    assert response["Cache-Control"] == "public, max-age=20"
    assert response.cookies == {}
    assert "Access-Control-Allow-Origin" not in response.headers


def test_origin_is_let_in_where_the_setting_names_it(client: Client, paper: Publication) -> None:
    with override_settings(API_ORIGINS=["https://app.example"]):
        named = client.get(f"{API}/sections", headers={"Origin": "https://app.example"})
        other = client.get(f"{API}/sections", headers={"Origin": "https://evil.example"})

    assert named["Access-Control-Allow-Origin"] == "https://app.example"
    assert "Access-Control-Allow-Origin" not in other.headers
    assert "Origin" in other["Vary"]


def test_limit_of_calls_is_told_and_kept(client: Client, paper: Publication) -> None:
    def call(address: str) -> Any:
        return client.get(f"{API}/sections", REMOTE_ADDR=address)

    with override_settings(API_CALLS_A_MINUTE=2):
        answers = [call("203.0.113.7") for _ in range(3)]
        others = [call(each).status_code for each in ("203.0.113.8", "2001:db8::1")]
        household = [call(f"2001:db8::{n}").status_code for n in (2, 3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0]["RateLimit"] == '"address";r=1;t=60'
    assert answers[0]["RateLimit-Policy"] == '"address";q=2;w=60'
    assert answers[2]["Retry-After"] == "60"
    assert answers[2].json()["error"]["retry_after"] == 60
    assert others == [200, 200]
    assert household == [200, 429]  # one /64 is one caller


def test_calls_are_counted_in_one_place_for_all_processes() -> None:
    counts = [limits._count(12345, 1), limits._count(12345, 1)]
    file, _mapped = limits._mapped(Path(settings.VAR_DIR) / "api-calls")
    limits._mapped.cache_clear()  # another process opens the file for itself
    file.close()

    assert [*counts, limits._count(12345, 1), limits._count(12345, 2)] == [1, 2, 3, 1]


ROWS = {
    "/articles": 9,
    "/articles?fields=headline,url": 3,
    "/sync": 13,
    "/stories": 6,
    "/fronts": 3,
    "/fronts/site": 14,
    "/sections": 3,
    "/tags": 3,
    "/sources": 3,
    "/authors": 3,
    "/corrections": 3,
}


@pytest.mark.parametrize("path", ROWS)
@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_rows(
    client: Client, paper: Publication, path: str, count: int
) -> None:
    for _ in range(count):
        story = factories.make_story()
        source = factories.make_source(rights=Rights.FULL)
        article = factories.make_published(
            section=factories.make_section(), source=source, story=story,
            lead_image=factories.make_image(),
        )  # fmt: skip
        factories.make_contribution(article, author=factories.make_author())
        factories.tag_article(article, factories.make_tag())
        factories.make_correction(article)
        factories.make_credit(article, source=factories.make_source())
        if path == "/stories":
            factories.make_published(story=story, published_at=EARLIER - timedelta(hours=1))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(f"{API}{path}").status_code == 200

    # PostgreSQL is asked which transactions still run, and while one does, for what lies beyond it.
    also = 3 if path == "/sync" and connection.vendor == "postgresql" else 0
    assert ROWS[path] <= len(queries) <= ROWS[path] + also
