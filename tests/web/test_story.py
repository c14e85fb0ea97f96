"""Full coverage: visible members in order, and a title that betrays nobody."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from articles import search
from articles.desk import stories as desk
from articles.enums import Kind, Rights, Trust
from articles.models import Article, Publication, Story
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
    for minutes in (0, 10, 20):
        source = factories.make_source(name=f"Source of {minutes}")
        at = EARLIER - timedelta(minutes=minutes)
        add(story, f"Flood at the bay: {minutes}", minutes, source=source, arrived_at=at)

    tree = read(client, f"/story/{story.pk}/flood/")

    assert "Flood at the bay: 20" not in tree.text_content()
    assert "reported by Source of 20 ·" in one(tree, FIRST)


def links(client: Client, path: str) -> set[str]:
    """The paths under `/story/` that are named in what the address answers."""
    response = client.get(path)
    assert response.status_code == 200, path
    return set(re.findall(r"/story/[^\"\\<>\s]*", response.content.decode()))


def named_by_the_oldest(story: Story) -> None:
    """Eight tell it, of whom only the oldest has the headline that the story was named after."""
    add(story, "Flood at the bay", 90, source=factories.make_source())
    for n in range(1, 8):
        add(story, f"Report {n}", n, source=factories.make_source())


def led_by_the_oldest(story: Story) -> None:
    """Named after what is hidden, so that the lead names it: our own piece, the oldest of eight."""
    factories.make_published(headline=story.title, story=story, embargoed_until=LATER)
    add(story, "Ours", 90)
    for n in range(1, 8):
        source = factories.make_source()
        add(story, f"Report {n}", n, source=source, kind=Kind.REPUBLISHED)


def pinned_to_the_oldest(story: Story) -> None:
    """As before, but the desk pinned the oldest of eight of our own."""
    factories.make_published(headline=story.title, story=story, embargoed_until=LATER)
    pinned = add(story, "Pinned", 90)
    for n in range(1, 8):
        add(story, f"Report {n}", n)
    Story.objects.filter(pk=story.pk).update(lead=pinned)


@pytest.mark.parametrize("tell", [named_by_the_oldest, led_by_the_oldest, pinned_to_the_oldest])
def test_every_link_to_a_story_is_its_own_address(
    client: Client, story: Story, tell: Callable[[Story], None]
) -> None:
    tell(story)
    listed = Article.objects.listed(NOW)
    listed.update(section=factories.make_section(slug="world"))
    search.index(list(listed.values_list("pk", flat=True)))
    address = client.get(f"/story/{story.pk}/x/")["Location"]
    teller = listed.exclude(source=None).first() or listed[0]
    feeds = [f"{address}feed.{form}" for form in ("rss", "atom", "json")]
    pages = ["/", "/section/world/", "/search/?q=report", teller.get_absolute_url(), address]

    found = {path: links(client, path) for path in (*pages, *feeds, "/api/v1/stories")}

    assert all(found.values())
    every = set().union(*found.values())
    assert {link: client.get(link).status_code for link in every} == dict.fromkeys(every, 200)
    assert every == {address, *feeds}


def test_story_has_one_address_beside_stories_of_more_members_than_are_counted(
    paper: Publication, story: Story
) -> None:
    """What names it is older than the rows that a list of stories reads at once."""
    long = factories.make_story(title="Long")
    add(story, "Flood at the bay", 90)
    add(story, "Again", 0)
    add(story, "And again", 0)
    model = add(long, "Long", 1)
    copies = [Article.objects.get(pk=model.pk) for _n in range(stories.MOST_COUNTED)]
    for copy in copies:
        copy.pk, copy.uid = None, uuid.uuid4()
    Article.objects.bulk_create(copies)

    found = stories.coverage([story.pk, long.pk], NOW)

    assert {told.title: (told.url, len(told.members)) for told in found.values()} == {
        "Flood at the bay": (f"/story/{story.pk}/flood/", 3),
        "Long": (f"/story/{long.pk}/long/", stories.MOST_MEMBERS),
    }


@pytest.mark.parametrize("count", [1, 3])
def test_story_takes_the_same_queries_for_one_source_and_for_three(
    client: Client, story: Story, django_assert_num_queries: Any, count: int
) -> None:
    add(story, "Flood at the bay")
    for minutes in range(count):
        add(story, "Report", minutes, source=factories.make_source())

    with django_assert_num_queries(5):
        client.get(f"/story/{story.pk}/flood/")
