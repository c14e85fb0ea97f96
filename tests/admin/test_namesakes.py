"""“Same name?”: what it shows, what its buttons do, and what it costs."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.admin import namesake_rows
from articles.desk import namesakes
from articles.enums import Decision, Rights
from articles.models import Act, Author, Contribution, Namesake, Source, SourceAlias, Tag, TagAlias
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in
from tests.admin.test_curating_screens import resave
from tests.factories import NOW

pytestmark = pytest.mark.django_db

URL = "/admin/namesakes/"


def act(client: Client, deed: str, **fields: Any) -> Any:
    return client.post(reverse("admin:namesakes-act"), {"kind": "tag", "act": deed, **fields})


def two_tags() -> tuple[Tag, Tag]:
    return factories.make_tag("Port strike"), factories.make_tag("Port strikes")


def shown(response: Any) -> list[list[str]]:
    """The names and the reason of each pair on the page."""
    rows = pages.tree(response).xpath("//ol[@class='pairs']/li")
    paths = (".//a[@class='headline']", ".//p[@class='why']")
    return [[e.text_content().strip() for path in paths for e in row.xpath(path)] for row in rows]


def test_page_shows_pairs_with_reason_and_use(desk: Client) -> None:
    one, other = two_tags()
    factories.make_tag("Seagrass")
    for _number in range(2):
        factories.tag_article(factories.make_draft(), other)

    response = desk.get(URL)

    assert shown(response) == [["Port strike", "Port strikes", "singular and plural"]]
    used = pages.texts(response, "//ol[@class='pairs']//div[@class='name']/p[2]")
    assert used == ["on 0 articles", "on 2 articles"]
    values = pages.values(response, "//ol//button/@value")
    assert values == [
        f"keep {one.pk} {other.pk} 0",
        f"keep {other.pk} {one.pk} 0",
        f"apart {one.pk} {other.pk} 0",
    ]
    keys = pages.values(response, "//button/@data-row-key | //button/@data-key")
    assert sorted(keys) == ["1", "2", "n", "u"]


def test_each_kind_has_its_tab_and_tells_what_parts_two_of_one_name(desk: Client) -> None:
    factories.make_source(name="Sol Post", poll_url="https://sol.example/feed")
    factories.make_source(name="The Sol Post", rights=Rights.LINK, active=False)
    factories.make_author(name="J. Roe", job_title="Reporter")
    factories.make_author(name="Jane Roe", user=factories.make_user())

    notes = {
        kind: pages.texts(desk.get(URL, {"kind": kind}), "//div[@class='name']/p[2]")
        for kind in ("source", "author", "no such kind")
    }

    assert notes == {
        "source": [
            "on 0 articles · Full text · sol.example",
            "on 0 articles · Headline and link · switched off",
        ],
        "author": ["on 0 articles · Reporter", "on 0 articles · has an account"],
        "no such kind": [],
    }


def test_counting_stops_at_its_bound(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(namesake_rows, "MOST_COUNTED", 2)
    _one, other = two_tags()
    for _number in range(4):
        factories.tag_article(factories.make_draft(), other)

    response = desk.get(URL)

    assert pages.texts(response, "//div[@class='name']/p[2]")[1] == "on 2+ articles"


@pytest.mark.parametrize("kind", ["tag", "source", "author"])
@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_as_many_queries_for_three_pairs_as_for_one(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries, kind: str, count: int
) -> None:
    make: dict[str, Any] = {
        "tag": factories.make_tag,
        "source": factories.make_source,
        "author": factories.make_author,
    }
    for word in ["Harbour", "Seagrass", "Ferry"][:count]:
        for end in ("", "s"):
            if kind == "author":
                make[kind](name=f"{'J.' if end else 'Jane'} {word}")
            else:
                make[kind](name=f"{word} line{end}")

    # session, person, permissions; publication; names, former names, what was told apart; rows
    # with their counts; my last act
    with django_assert_num_queries(9):
        response = desk.get(URL, {"kind": kind})

    assert len(shown(response)) == count


def test_keeping_one_merges_the_other_and_goes_on_at_the_same_place(desk: Client) -> None:
    one, other = two_tags()
    factories.tag_article(factories.make_draft(), one)

    response = act(desk, f"keep {other.pk} {one.pk} 3", why="plural", p="2")

    assert response["Location"] == f"{URL}?kind=tag&why=plural&p=2&at=3"
    assert list(TagAlias.objects.values_list("tag__name", "name")) == [
        ("Port strikes", "Port strike")
    ]
    assert pages.said(response) == ["“Port strike” is now “Port strikes”. Undo it with u."]


def test_not_the_same_takes_the_pair_off_the_page_for_ever(desk: Client, chief: Any) -> None:
    one, other = two_tags()

    act(desk, f"apart {one.pk} {other.pk} 0")

    assert shown(desk.get(URL)) == []
    pair = Namesake.objects.get()
    assert (pair.decision, pair.decided_by, pair.decided_at) == (
        Decision.NOT_THE_SAME,
        chief,
        NOW,
    )


def test_undo_takes_back_what_this_page_did(desk: Client) -> None:
    one, other = two_tags()
    act(desk, f"keep {one.pk} {other.pk} 0")

    response = act(desk, "undo")

    assert pages.said(response)[-1] == "Undid: merge tags."
    assert Tag.objects.count() == 2


@pytest.mark.parametrize(
    "deed", ["", "keep", "keep 1 1", "keep 99999999999999999999 2", "burn 1 2"]
)
def test_nonsense_is_refused_and_changes_nothing(desk: Client, deed: str) -> None:
    two_tags()

    response = act(desk, deed, p="nonsense", why="nonsense", kind="nonsense")

    assert (response.status_code, len(pages.said(response))) == (302, 1)
    assert (Tag.objects.count(), Act.objects.count()) == (2, 0)


def test_sources_whose_terms_differ_are_merged_only_after_agreeing(desk: Client) -> None:
    gone = factories.make_source(name="Sol Post", rights=Rights.LINK)
    stays = factories.make_source(name="The Sol Post")
    article = factories.make_article(source=gone)

    asked = act(desk, f"keep {stays.pk} {gone.pk} 0", kind="source")
    page = desk.get(asked["Location"])
    form = dict(pages.tree(page).xpath("//form[@method='post']")[-1].form_values())
    refused = desk.post(reverse("admin:namesakes-merge"), {**form, "confirm": "1"})
    still_two = Source.objects.count()
    keys = pages.values(page, "//input[@name='agreed']/@value")
    done = desk.post(reverse("admin:namesakes-merge"), {**form, "agreed": keys, "confirm": "1"})

    assert asked["Location"].startswith("/admin/namesakes/merge/?kind=source")
    assert keys == ["rights:link>full"]
    assert (refused.status_code, still_two) == (200, 2)
    assert done["Location"] == f"{URL}?kind=source"
    article.refresh_from_db()
    assert (article.source_id, article.rights) == (stays.pk, Rights.LINK)


def test_merge_page_finds_the_other_by_name_and_says_when_there_is_none(desk: Client) -> None:
    gone, stays = factories.make_author(name="J. Roe"), factories.make_author(name="Jane Roe")
    factories.make_contribution(factories.make_draft(), author=gone)
    url = reverse("admin:namesakes-merge")

    asked = desk.get(url, {"kind": "author", "gone": gone.pk})
    unknown = desk.get(url, {"kind": "author", "gone": gone.pk, "into": "Nobody"})
    plan = desk.get(url, {"kind": "author", "gone": gone.pk, "into": "jane roe"})
    missing = desk.get(url, {"kind": "author", "gone": "0"})

    assert pages.values(asked, "//input[@id='id_into']/@name") == ["into"]
    assert pages.texts(unknown, "//ul[@class='errorlist']/li") == [
        "There is no author “Nobody”. Choose one, or add it under Authors."
    ]
    assert pages.texts(plan, "//section//li")[0] == "1 × contributions"
    assert pages.values(plan, "//input[@name='stays']/@value") == [str(stays.pk)]
    assert missing["Location"] == f"{URL}?kind=author"
    assert Act.objects.count() == 0


def test_all_of_one_reason_are_merged_after_a_look_and_undone_at_once(desk: Client) -> None:
    one, other = two_tags()
    dams = [factories.make_tag(name) for name in ("Dam wall", "Dam walls")]
    factories.make_tag("Strike port")
    factories.tag_article(factories.make_draft(), other)
    url = reverse("admin:namesakes-bulk")

    page = desk.get(url, {"kind": "tag", "why": "plural"})
    picks = pages.values(page, "//input[@name='pick']/@value")
    response = desk.post(url, {"kind": "tag", "why": "plural", "pick": picks})
    names = sorted(Tag.objects.values_list("name", flat=True))
    undone = act(desk, "undo")

    assert pages.said(undone)[-1] == f"Undid: merge tags. {len(picks)} acts."
    assert f"{one.pk} {other.pk}" in picks
    assert f"{dams[1].pk} {dams[0].pk}" in picks
    assert pages.said(response)[0].startswith("Merged ")
    assert {"Dam wall", "Port strikes"} <= set(names)
    assert not {"Dam walls", "Port strike"} & set(names)
    assert Tag.objects.count() == 5


@pytest.mark.parametrize("count", [1, 3])
def test_preview_and_plan_take_as_many_queries_for_three_as_for_one(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for word in ["Harbour", "Seagrass", "Ferry"][:count]:
        for end in ("", "s"):
            tag = factories.make_tag(f"{word} line{end}")
    for _number in range(count):
        factories.tag_article(factories.make_draft(), tag)
    bulk_url, plan_url = reverse("admin:namesakes-bulk"), reverse("admin:namesakes-merge")
    pair = {"kind": "tag", "gone": tag.pk, "stays": Tag.objects.exclude(pk=tag.pk)[0].pk}

    # as for the review, less my last act
    with django_assert_num_queries(8):
        preview = desk.get(bulk_url, {"kind": "tag", "why": "plural"})
    # the two tags, what points at them (three relations), their former names
    with django_assert_num_queries(12):
        plan = desk.get(plan_url, pair)

    assert len(pages.values(preview, "//input[@name='pick']/@value")) == count
    assert pages.texts(plan, "//section//li")[0] == f"{count} × taggings"


def test_chain_of_pairs_ends_in_one(desk: Client) -> None:
    tags = [factories.make_tag(name) for name in ("Ferry", "Ferry line", "Ferry lines")]
    picks = [
        f"{tags[0].pk} {tags[1].pk}",
        f"{tags[1].pk} {tags[2].pk}",
        f"{tags[0].pk} {tags[2].pk}",
    ]

    desk.post(reverse("admin:namesakes-bulk"), {"kind": "tag", "why": "plural", "pick": picks})

    assert list(Tag.objects.values_list("name", flat=True)) == ["Ferry lines"]


def test_bulk_leaves_what_asks_something_and_says_so(desk: Client) -> None:
    gone = factories.make_source(name="Sol Post", rights=Rights.LINK)
    stays = factories.make_source(name="The Sol Post")

    response = desk.post(
        reverse("admin:namesakes-bulk"),
        {"kind": "source", "why": "words", "pick": [f"{gone.pk} {stays.pk}", "x", ""]},
    )

    (said,) = pages.said(response)
    assert "keep to “Headline and link”" in said
    assert Source.objects.count() == 2


def test_bulk_without_a_reason_or_a_pick_does_nothing(desk: Client) -> None:
    two_tags()
    url = reverse("admin:namesakes-bulk")

    no_reason = desk.get(url, {"kind": "tag"})
    no_pick = desk.post(url, {"kind": "tag", "why": "plural"})

    assert pages.said(no_reason) == ["Choose a reason first; only pairs of one kind are merged."]
    assert "No pair was chosen. Tick one and try again." in pages.said(no_pick)
    assert Tag.objects.count() == 2


def test_pages_follow_one_another_and_end(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(namesake_rows, "SHOWN", 1)
    for word in ("Harbour", "Seagrass"):
        for end in ("", "s"):
            factories.make_tag(f"{word} line{end}")

    first = desk.get(URL)
    second = desk.get(*pages.values(first, "//p[@class='pages']/a[@rel='next']/@href"))

    assert [shown(page)[0][0] for page in (first, second)] == ["Harbour line", "Seagrass line"]
    assert pages.values(second, "//p[@class='pages']/a/@rel") == ["prev"]


def test_page_says_when_older_names_were_left_out(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(namesakes, "MOST_COMPARED", 2)
    factories.make_tag("Older")
    two_tags()

    response = desk.get(URL)

    assert len(shown(response)) == 1
    assert "Only the newest 2 names are compared" in response.content.decode()


def test_reporter_sees_the_pairs_and_why_the_buttons_are_off() -> None:
    two_tags()

    response = logged_in(factories.make_user(factories.REPORTER)).get(URL)

    assert len(pages.values(response, "//ol//button/@disabled")) == 3
    assert "You lack the right “change_tag”." in pages.texts(response, "//details/p")[0]


def test_lists_and_forms_lead_here(desk: Client) -> None:
    source = factories.make_source(name="Sol Post")
    SourceAlias.objects.create(source=source, name="Sol Daily", poll_url="https://old.example/f")

    listed = {
        kind: pages.values(desk.get(f"/admin/articles/{kind}/"), "//a[text()='Same name?']/@href")
        for kind in ("tag", "source", "author")
    }
    form = desk.get(f"/admin/articles/source/{source.pk}/change/")

    assert all(f"{URL}?kind={kind}" in found for kind, found in listed.items())
    assert URL in pages.values(desk.get("/admin/"), "//section//a/@href")
    merging = f"/admin/namesakes/merge/?kind=source&gone={source.pk}"
    assert merging in pages.values(form, "//a/@href")
    assert "Sol Daily https://old.example/f" in pages.texts(form, "//section//li")


def test_former_name_is_understood_where_a_source_is_typed(desk: Client) -> None:
    source = factories.make_source(name="Sol Post")
    SourceAlias.objects.create(source=source, name="Sol Daily")

    desk.post(
        reverse("admin:paste"),
        {"text": "Ferry aground\n\nNobody was hurt.", "source": "SOL DAILY", "take": "1"},
    )

    assert source.articles.count() == 1


def test_former_name_in_a_byline_means_the_author(desk: Client) -> None:
    author = factories.make_author(name="Jane Roe")
    author.aliases.create(name="J. Roe")
    twins = [factories.make_author(name=f"Ann {number}") for number in range(2)]
    for twin in twins:
        twin.aliases.create(name="A. Ann")
    article = factories.make_draft()
    for name in ("x", "y"):
        factories.make_contribution(article, name=name)

    from tests.admin.test_article_form import filled

    url = reverse("admin:articles_article_change", args=[article.pk])
    form = filled(desk.get(url))
    desk.post(url, {**form, "contributions-0-name": "J. Roe", "contributions-1-name": "A. Ann"})

    found = Contribution.objects.order_by("position").values_list("author", "name")
    assert list(found) == [(author.pk, ""), (None, "A. Ann")]
    assert Author.objects.count() == 3


def test_tag_form_still_saves(desk: Client) -> None:
    tag = factories.make_tag("Dam")

    resave(desk, "tag", tag.pk, description="Of the river")

    assert Tag.objects.get().description == "Of the river"
