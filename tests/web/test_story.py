"""Full coverage: visible members in order, and a title that betrays nobody."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from articles.desk import stories as desk
from articles.enums import Kind, Rights, Trust
from articles.models import Publication, Story
from articles.public import stories
from tests import factories
from tests.factories import EARLIER, LATER, NOW
from tests.web.reading import headlines, one, read, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(paper: Publication) -> Story:
    return factories.make_story(title="Flood at the bay", slug="flood")


def add(story: Story, headline: str, minutes: int = 0, **fields: Any) -> Any:
    return factories.make_published(
        headline=headline, story=story, published_at=EARLIER - timedelta(minutes=minutes), **fields
    )


def test_story_shows_ours_first_then_the_most_trusted_source(client: Client, story: Story) -> None:
    low = factories.make_source(name="Blog", trust=Trust.LOW)
    high = factories.make_source(name="Wire", trust=Trust.HIGH)
    add(story, "Blog's", 0, source=low, kind=Kind.REPUBLISHED)
    add(story, "Wire's", 9, source=high, kind=Kind.REPUBLISHED)
    add(story, "Flood at the bay: ours, old", 20)
    add(story, "Ours, new", 5)

    tree = read(client, f"/story/{story.pk}/flood/")

    assert one(tree, "//h1") == "Flood at the bay"
    assert headlines(tree) == ["Ours, new", "Flood at the bay: ours, old", "Wire's", "Blog's"]
    assert text(tree, "//section/h2") == ["Our reports", "From the sources"]


def test_story_lead_is_what_the_desk_pinned(client: Client, story: Story) -> None:
    add(story, "Flood at the bay")
    pinned = add(story, "Pinned", 30)
    Story.objects.filter(pk=story.pk).update(lead=pinned)

    assert headlines(read(client, f"/story/{story.pk}/flood/"))[0] == "Pinned"


def test_story_pin_that_is_hidden_is_passed_over(client: Client, story: Story) -> None:
    add(story, "Flood at the bay")
    hidden = factories.make_draft(headline="Hidden", story=story)
    Story.objects.filter(pk=story.pk).update(lead=hidden)

    assert headlines(read(client, f"/story/{story.pk}/flood/")) == ["Flood at the bay"]


def test_story_timeline_runs_by_days_of_the_papers_zone(client: Client, story: Story) -> None:
    add(story, "Flood at the bay", 0)
    add(story, "Before midnight", 16 * 60 + 1)  # 18:59 UTC is 23:59 in Karachi
    add(story, "After midnight", 15 * 60 + 59)

    aside = read(client, f"/story/{story.pk}/flood/").xpath("//aside")[0]

    assert text(aside, "h3") == ["20 November 2026", "19 November 2026"]
    assert text(aside, ".//li") == [
        "16:00 The Test Paper Flood at the bay",
        "00:01 The Test Paper After midnight",
        "23:59 The Test Paper Before midnight",
    ]


def test_story_gives_no_more_of_a_source_than_its_rights(client: Client, story: Story) -> None:
    source = factories.make_source(rights=Rights.LINK)
    add(story, "Flood at the bay", standfirst="Not ours to show.", source=source)

    content = client.get(f"/story/{story.pk}/flood/").content

    assert b"Flood at the bay" in content
    assert b"Not ours to show" not in content


def test_story_counts_reports_and_sources(client: Client, story: Story) -> None:
    source = factories.make_source()
    add(story, "Flood at the bay", 30, source=source)
    add(story, "Again", 0, source=source)
    factories.make_draft(story=story)

    assert one(read(client, f"/story/{story.pk}/flood/"), "//header/p[@class='meta']") == (
        "2 reports · 1 source · Latest 1 h ago"
    )


def test_story_without_a_listed_member_is_404(client: Client, story: Story) -> None:
    factories.make_draft(story=story)
    add(story, "Later", -120)
    factories.make_published(story=story, retracted_at=NOW)

    response = client.get(f"/story/{story.pk}/flood/")

    assert response.status_code == 404
    assert b"Flood at the bay" not in response.content


def test_story_named_after_a_hidden_member_takes_its_leads_headline(
    client: Client, paper: Publication
) -> None:
    """The machine names a story after its first article, which may be under an embargo."""
    secret = factories.make_story(title="The secret deal", slug="the-secret-deal")
    factories.make_published(headline="The secret deal", story=secret, embargoed_until=LATER)
    article = factories.make_published(headline="Talks go on", story=secret)
    factories.make_published(headline="Talks, day two", story=secret)

    response = client.get(f"/story/{secret.pk}/the-secret-deal/")
    page = client.get(response["Location"])

    assert (response.status_code, response["Location"]) == (
        301,
        f"/story/{secret.pk}/talks-day-two/",
    )
    for body in (page.content, client.get(article.get_absolute_url()).content):
        assert b"secret" not in body


def test_story_title_that_a_person_chose_is_told(client: Client, paper: Publication) -> None:
    editor = factories.make_chief()
    article = factories.make_published(headline="Dyke breaks")
    story = desk.start_story([article], title="The flood of the year", by=editor, at=NOW)

    assert one(read(client, story.get_absolute_url()), "//h1") == "The flood of the year"


def test_coverage_counts_listed_members_of_stories_with_two(story: Story) -> None:
    alone = factories.make_story()
    add(alone, "Alone")
    add(story, "Flood at the bay")
    add(story, "Again")
    factories.make_draft(story=story)

    found = stories.coverage({story.pk, alone.pk}, NOW)

    assert {pk: (told.url, len(told.members)) for pk, told in found.items()} == {
        story.pk: (f"/story/{story.pk}/flood/", 2)
    }


FIRST = "//p[contains(@class, 'meta--first')]"


def test_story_names_the_source_that_reported_first(client: Client, story: Story) -> None:
    """Its own time counts, not the order in which we published the two."""
    wire = factories.make_source(name="Wire")
    add(story, "Flood at the bay", 20)
    early = add(story, "Dyke breaks", 0, source=wire, written_at=EARLIER - timedelta(hours=2))

    tree = read(client, f"/story/{story.pk}/flood/")

    assert one(tree, FIRST) == "Of these, first reported by Wire · 20 November 2026, 14:00 PKT"
    assert tree.xpath(f"{FIRST}//a/@href") == [early.get_absolute_url()]
    assert tree.xpath(f"{FIRST}//time/@datetime") == ["2026-11-20T14:00:00+05:00"]


def test_story_names_the_paper_itself_from_the_moment_readers_saw_it(
    client: Client, story: Story
) -> None:
    """A draft begun earlier is no report yet."""
    add(story, "Flood at the bay", 30, arrived_at=EARLIER - timedelta(days=1))
    add(story, "Again", source=factories.make_source(), arrived_at=EARLIER)

    found = one(read(client, f"/story/{story.pk}/flood/"), FIRST)

    assert found == "Of these, first reported by The Test Paper · 20 November 2026, 15:30 PKT"


@pytest.mark.parametrize(
    "claims", [(timedelta(days=400), timedelta(hours=1)), (-timedelta(days=2), timedelta(hours=1))]
)
def test_story_believes_no_time_that_cannot_be_true(
    client: Client, story: Story, claims: tuple[timedelta, timedelta]
) -> None:
    for headline, claim in zip(("Flood at the bay: boast", "Honest"), claims, strict=True):
        source = factories.make_source(name=headline)
        add(story, headline, source=source, written_at=EARLIER - claim)

    assert "reported by Honest ·" in one(read(client, f"/story/{story.pk}/flood/"), FIRST)


def test_story_of_one_teller_or_a_tie_names_nobody_as_first(client: Client, story: Story) -> None:
    source = factories.make_source()
    add(story, "Flood at the bay", 0, source=source, arrived_at=EARLIER)
    add(story, "Again", 9, source=source, arrived_at=NOW)
    assert read(client, f"/story/{story.pk}/flood/").xpath(FIRST) == []

    add(story, "Same moment", 9, source=factories.make_source(), arrived_at=EARLIER)

    assert read(client, f"/story/{story.pk}/flood/").xpath(FIRST) == []


def test_story_longer_than_the_page_still_knows_who_was_first(
    client: Client, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stories, "MOST_MEMBERS", 2)
    monkeypatch.setattr(stories.public_story, "__defaults__", (2,))
    for minutes in (0, 10, 20):
        source = factories.make_source(name=f"Source of {minutes}")
        at = EARLIER - timedelta(minutes=minutes)
        add(story, f"Flood at the bay: {minutes}", minutes, source=source, arrived_at=at)

    tree = read(client, f"/story/{story.pk}/flood/")

    assert "Flood at the bay: 20" not in tree.text_content()
    assert "reported by Source of 20 ·" in one(tree, FIRST)


@pytest.mark.parametrize("count", [1, 3])
def test_story_takes_the_same_queries_for_one_source_and_for_three(
    client: Client, story: Story, django_assert_num_queries: Any, count: int
) -> None:
    add(story, "Flood at the bay")
    for minutes in range(count):
        add(story, "Report", minutes, source=factories.make_source())

    with django_assert_num_queries(5):
        client.get(f"/story/{story.pk}/flood/")
