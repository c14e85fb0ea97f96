"""The story page tells who had it first; the source page tells how much is its own."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.admin import lineage
from articles.ingest import tracing
from articles.models import Article, Fingerprint, Publication, Story
from tests import factories
from tests.admin.pages import classed, texts, tree, values
from tests.factories import EARLIER, NOW
from tests.ingest.documents import FLOOD, HEAT, html

pytestmark = pytest.mark.django_db

ROWS = f"{classed('lineage-table')}/tbody/tr"


@pytest.fixture
def story() -> Story:
    Publication.objects.create(
        pk=1, name="Paper", base_url="https://paper.example", zone="Asia/Karachi"
    )
    return factories.make_story()


def url(story: Story) -> str:
    return f"/admin/articles/story/{story.pk}/change/"


def tell(story: Story, *parts: tuple[str, ...], minutes: int = 0, **fields: Any) -> Article:
    fields.setdefault("source", factories.make_source(name=f"Source at {minutes}"))
    fields.setdefault("arrived_at", EARLIER + timedelta(minutes=minutes))
    return factories.make_article(story=story, body_html=html(sum(parts, ())), **fields)


def cells(response: Any, column: int) -> list[str]:
    return texts(response, f"{ROWS}/*[{column}]")


class TestStoryPage:
    def test_table_says_who_took_how_much_from_whom(self, desk: Client, story: Story) -> None:
        blog = tell(story, FLOOD, HEAT, minutes=20, headline="Blog's")
        tell(story, FLOOD, headline="Wire's", language="en")
        tell(story, FLOOD, HEAT, minutes=10, headline="Paper's")

        response = desk.get(url(story))

        flood, heat = (len(" ".join(part).split()) for part in (FLOOD, HEAT))
        wired = round(100 * flood / (flood + heat))
        assert cells(response, 4) == ["Wire's", "Paper's", "Blog's"]
        assert cells(response, 3) == ["Source at 0", "Source at 10", "Source at 20"]
        assert cells(response, 6)[0] == "100 %"
        assert cells(response, 6)[2] == "0 %"
        took = [found.split() for found in cells(response, 7)]
        assert took[0] == ["–"]
        assert " ".join(took[1][1:]) == "% taken from Source at 0 (no. 1)"
        assert abs(int(took[1][0]) - wired) <= 2
        assert "taken from Source at 0 (no. 1)" in " ".join(took[2])
        assert "taken from Source at 10 (no. 2)" in " ".join(took[2])
        compare = values(response, f"{ROWS}[3]/td[6]//a/@href")
        assert [link.endswith(f"/{blog.pk}/") for link in compare] == [True, True]

    def test_times_are_the_papers_and_say_what_they_rest_on(
        self, desk: Client, story: Story
    ) -> None:
        tell(story, FLOOD, written_at=EARLIER - timedelta(hours=1))
        tell(story, HEAT, minutes=5, written_at=NOW + timedelta(days=1))
        factories.make_published(story=story, body_html=html(FLOOD), published_at=NOW)
        tell(story, HEAT, source=None)

        assert cells(desk.get(url(story)), 2) == [
            "20 Nov, 15:00 its own time",
            "20 Nov, 16:05 first seen here",
            "20 Nov, 17:00 published",
            "20 Nov, 17:00 not published yet",
        ]

    def test_first_is_told_in_a_sentence(self, desk: Client, story: Story) -> None:
        tell(story, FLOOD)
        tell(story, FLOOD, minutes=5)

        (told,) = texts(desk.get(url(story)), f"{classed('lineage')}/p")

        assert told == (
            "First: Source at 0, 20 Nov 2026, 16:00 (first seen here)."
            " 1 of 2 texts has most of its words from others."
        )

    def test_tie_is_told_as_one(self, desk: Client, story: Story) -> None:
        for _n in range(2):
            tell(story, FLOOD)

        response = desk.get(url(story))

        (told,) = texts(response, f"{classed('lineage')}/p")
        assert told.startswith("Several told it at the same moment: nobody can say who was first.")
        assert cells(response, 7) == [
            "100 % as Source at 0 at the same moment (no. 2)",
            "100 % as Source at 0 at the same moment (no. 1)",
        ]

    def test_version_and_short_text_are_named_as_such(self, desk: Client, story: Story) -> None:
        wire = factories.make_source(name="Wire")
        tell(story, FLOOD, source=wire)
        tell(story, FLOOD, source=wire, minutes=5)
        tell(story, ("Dyke breaks.",), minutes=9)

        response = desk.get(url(story))

        assert cells(response, 7) == [
            "–",
            "100 % its own earlier words (no. 1): a new version",
            "–",
        ]
        assert cells(response, 6) == ["100 %", "100 %", "too short to tell"]

    def test_single_passage_is_not_called_taken(self, desk: Client, story: Story) -> None:
        tell(story, HEAT, FLOOD[1:2])
        tell(story, FLOOD, minutes=5)

        response = desk.get(url(story))

        assert cells(response, 6) == ["100 %", "100 %"]
        assert cells(response, 7)[1].endswith(
            "% one passage that stands in Source at 0 too (no. 1): perhaps both quote it"
        )
        (arrow,) = tree(response).xpath("//svg[@role='img']/path[starts-with(@class, 'arrow')]")
        assert (arrow.get("class"), arrow.get("marker-end")) == ("arrow passage", None)

    def test_picture_shows_a_ring_a_text_and_an_arrow_a_taking(
        self, desk: Client, story: Story
    ) -> None:
        tell(story, FLOOD)
        tell(story, FLOOD, minutes=5)

        response = desk.get(url(story))

        picture = "//svg[@role='img']"
        assert texts(response, f"{picture}/text[@class='number']") == ["1", "2"]
        assert values(response, f"{picture}/circle[@class='ring-own']/@stroke-dasharray") == [
            "100 100",
            "0 100",
        ]
        assert values(response, f"{picture}/path[starts-with(@class, 'arrow')]/@class") == [
            "arrow copied"
        ]
        assert texts(response, f"{picture}/text[starts-with(@class, 'percent')]") == ["100 %"]
        assert texts(response, f"{classed('lineage-names')}/li") == ["Source at 0", "Source at 5"]
        assert texts(response, f"{picture}/text[@class='day-name']") == ["20 Nov"]

    def test_picture_has_a_name_and_points_to_nothing_that_is_missing(
        self, desk: Client, story: Story
    ) -> None:
        tell(story, FLOOD)

        response = desk.get(url(story))

        ids = values(response, "//@id")
        named = values(response, f"{classed('lineage')}//@aria-labelledby")
        named += values(response, "//svg/@aria-describedby")
        named += [ref[5:-1] for ref in values(response, "//@marker-end")]
        assert set(named) <= set(ids)
        mine = [found for found in ids if found.startswith("lineage")]
        assert len(mine) == len(set(mine)) > 4

    def test_right_to_left_time_runs_from_the_right(self, desk: Client, story: Story) -> None:
        tell(story, FLOOD)
        tell(story, FLOOD, minutes=60)

        response = desk.get(url(story), headers={"Accept-Language": "ur"})

        first, second = map(int, values(response, "//circle[@class='ring' and @r='10']/@cx"))
        assert first > second

    def test_headline_with_mark_up_is_escaped(self, desk: Client, story: Story) -> None:
        source = factories.make_source(name="<b>Bold</b>")
        tell(story, FLOOD, headline="<i>Italic</i>", source=source)

        response = desk.get(url(story))

        assert cells(response, 3) == ["<b>Bold</b>"]
        assert cells(response, 4) == ["<i>Italic</i>"]
        assert tree(response).xpath(f"{ROWS}//b") == []

    def test_story_without_a_text_has_no_lineage(self, desk: Client, story: Story) -> None:
        assert texts(desk.get(url(story)), classed("lineage")) == []

    def test_longer_story_says_that_it_is_cut(
        self, desk: Client, story: Story, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tracing, "MOST_TELLINGS", 2)
        for minutes in range(3):
            tell(story, FLOOD, minutes=minutes)

        response = desk.get(url(story))

        assert cells(response, 1) == ["1", "2"]
        assert "Shown are the 2 that came first." in texts(response, f"{classed('lineage')}/p")[0]

    def test_queries_do_not_grow_with_the_texts(self, desk: Client, story: Story) -> None:
        tell(story, FLOOD)
        desk.get(url(story))
        with CaptureQueriesContext(connection) as one:
            desk.get(url(story))

        tell(story, FLOOD, minutes=5)
        tell(story, HEAT, minutes=9)
        with CaptureQueriesContext(connection) as three:
            desk.get(url(story))

        assert len(three) == len(one) <= 20

    def test_lineage_numbers_lanes_and_lines_alike(self, story: Story) -> None:
        wire, paper = factories.make_source(), factories.make_source()
        for minutes, source in enumerate((wire, paper, wire)):
            tell(story, FLOOD, minutes=minutes, source=source)

        found = lineage.of_story(story, NOW)

        assert [line.number for line, _takes in found.lines] == [1, 2, 3]
        assert [article.source for article in found.lanes] == [wire, paper]
        assert [ring.y for ring in found.drawing.rings] == [
            found.drawing.lanes[lane] for lane in (0, 1, 0)
        ]
        assert (found.first, found.taken_count) == (found.lines[0][0], 1)


class TestSourcePage:
    def plain(self, source: Any, hours: int) -> Article:
        at = NOW - timedelta(days=1) + timedelta(hours=hours)
        article = factories.make_article(source=source, arrived_at=at)
        Fingerprint.objects.create(
            article=article, exact="", gram_count=100, version="1", day=at.date()
        )
        return article

    def copy(self, giver: Any, taker: Any, score: float = 1.0) -> None:
        factories.make_match(self.plain(giver, 0), self.plain(taker, 1), copy_score=score)

    def test_shares_and_givers_are_told(self, desk: Client) -> None:
        wire, paper = factories.make_source(name="Wire"), factories.make_source(name="Daily")
        self.copy(wire, paper, 0.4)

        response = desk.get(f"/admin/articles/source/{paper.pk}/change/")

        assert texts(response, f"{classed('originality')}/div") == [
            "Its own words60 %",
            "Copied40 %",
            "Articles measured1",
        ]
        assert texts(response, f"{classed('originality-givers')}/li") == ["Wire 40 %"]
        assert values(response, f"{classed('originality-givers')}//a/@href") == [
            f"/admin/articles/source/{wire.pk}/change/"
        ]

    def test_source_that_sent_nothing_has_no_shares(self, desk: Client) -> None:
        source = factories.make_source()

        response = desk.get(f"/admin/articles/source/{source.pk}/change/")

        assert texts(response, classed("originality")) == []
        assert "Nothing to measure" in response.content.decode()

    def test_new_source_has_no_panel(self, desk: Client) -> None:
        assert "originality" not in desk.get("/admin/articles/source/add/").content.decode()

    def test_queries_do_not_grow_with_the_articles(self, desk: Client) -> None:
        paper = factories.make_source()
        path = f"/admin/articles/source/{paper.pk}/change/"
        self.copy(factories.make_source(), paper)
        desk.get(path)
        with CaptureQueriesContext(connection) as one:
            desk.get(path)

        for _n in range(2):
            self.copy(factories.make_source(), paper)
        with CaptureQueriesContext(connection) as three:
            desk.get(path)

        assert len(three) == len(one) <= 12
