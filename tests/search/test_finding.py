"""What a search finds, in which order, on either database."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import search
from articles.enums import Rights, Status
from articles.models import Article, SearchText
from articles.search import finding
from articles.text import normalise
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def indexed(*articles: Article) -> None:
    search.index(article.pk for article in articles)


def told(text: str, **fields: Any) -> Article:
    """An article that says this, in the index."""
    fields.setdefault("headline", "Untold")
    article = factories.make_article(body_html=f"<p>{text}</p>", **fields)
    indexed(article)
    return article


def found(text: str, **given: Any) -> list[str]:
    """Headlines of what the desk finds."""
    page = search.find(text, now=NOW, is_desk=True, **given)
    return [hit.article.headline for hit in page.hits]


class TestWords:
    @pytest.fixture(autouse=True)
    def _articles(self, db: None) -> None:
        told("The port strike goes on.", headline="Strike")
        told("A strike hit the port of Karvan.", headline="Port")
        told("Storks return to the harbour.", headline="Storks")

    @pytest.mark.parametrize(
        ("query", "headlines"),
        [
            ("port strike", {"Strike", "Port"}),
            ('"port strike"', {"Strike"}),
            ("strike -karvan", {"Strike"}),
            ("-strike", {"Storks"}),
            ('-"port strike"', {"Port", "Storks"}),
            ("harb*", {"Storks"}),
            ("-harb*", {"Strike", "Port"}),
            ("headline:strike", {"Strike"}),
            ("headline:sto*", {"Storks"}),
            ("-headline:strike strike", {"Port"}),
            ("PORT", {"Strike", "Port"}),
            ("h*", set()),
            ("the", {"Strike", "Port", "Storks"}),
            ("nothing", set()),
            ("“port strike”", {"Strike"}),
        ],
    )
    def test_query_finds_these(self, query: str, headlines: set[str]) -> None:
        assert set(found(query)) == headlines

    @pytest.mark.parametrize("query", ["", "   ", '"', "-", "*", "()", "- - -", "؟ ، ۔", '""'])
    def test_query_of_no_word_finds_nothing_and_no_fault(self, query: str) -> None:
        assert search.find(query, now=NOW, is_desk=True) == search.Page()


class TestLetters:
    @pytest.mark.parametrize(
        ("stored", "asked"),
        [
            ("كتابي", "کتابی"),  # Arabic kaf and yeh, Urdu ones asked
            ("کتابی", "كتابي"),
            ("مُحَمَّد", "محمد"),  # vowel signs
            ("می‌خواهم", "میخواهم"),  # half-space
            ("۱۲۳۴", "1234"),
            ("١٢٣٤", "۱۲۳۴"),
            ("Café", "cafe"),
            ("قطـــر", "قطر"),  # stretched
            ("مكة", "مکہ"),
            ("Straße", "STRASSE"),
            ("हिन्दी", "हिन्दी"),
            ("北京市", "北京"),
            ("O’Brien", "o'brien"),
            ("Russia’s", "russia"),
        ],
    )
    def test_variants_of_a_word_meet(self, stored: str, asked: str) -> None:
        told(f"Before {stored} after.", headline="Here")
        told("Another one.")

        assert found(asked) == ["Here"]

    def test_words_of_the_index_are_those_of_dedupe_and_tags(self) -> None:
        article = told("كتاب Café ١٢", headline="x")

        words = SearchText.objects.get(pk=article.pk).body.split()

        assert words == normalise.words("كتاب Café ١٢")


class TestOrder:
    def test_headline_goes_before_text(self) -> None:
        told("Nothing here.", headline="Storks return")
        told("The storks are seen.", headline="Birds")

        assert found("storks") == ["Storks return", "Birds"]

    def test_what_says_it_often_goes_before_what_says_it_once(self) -> None:
        told("Storks, storks and storks again.", headline="Often")
        told("Once there were storks and more.", headline="Once")

        assert found("storks") == ["Often", "Once"]

    def test_new_goes_before_old_where_both_say_the_same(self) -> None:
        told("The storks are seen.", headline="New")
        told("The storks are seen.", headline="Old", arrived_at=NOW - timedelta(days=300))

        assert found("storks") == ["New", "Old"]

    def test_old_with_the_word_in_the_headline_goes_before_new_that_mentions_it(self) -> None:
        told("x", headline="Storks return", arrived_at=NOW - timedelta(days=30))
        told(f"{'Many words of other things. ' * 50} Storks.", headline="New")

        assert found("storks") == ["Storks return", "New"]


class TestPages:
    def test_pages_go_on_where_the_last_ended(self) -> None:
        for number in range(5):
            told("Storks.", headline=str(number))

        first = search.find("storks", now=NOW, is_desk=True, limit=3)
        second = search.find("storks", now=NOW, is_desk=True, limit=3, after=first.next)

        assert [len(first.hits), len(second.hits), second.next] == [3, 2, ""]
        assert len({hit.article.pk for hit in (*first.hits, *second.hits)}) == 5

    def test_windows_follow_one_another(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(finding, "WINDOW", 2)
        made = [told("Storks.", headline=str(number)) for number in range(5)]

        seen, after = [], ""
        for _ in range(4):
            page = search.find("storks", now=NOW, is_desk=True, limit=2, after=after)
            seen += [hit.article.pk for hit in page.hits]
            after = page.next
            if not after:
                break

        assert sorted(seen) == [article.pk for article in made]

    def test_window_goes_by_arrival_and_a_day_reaches_behind_it(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What was published long after it came is found among the later ones by its day."""
        monkeypatch.setattr(finding, "WINDOW", 2)
        for headline, at in [("Late", NOW), *[("Old", NOW - timedelta(days=9))] * 3]:
            told("Storks.", headline=headline, status=Status.PUBLISHED, published_at=at)

        plain = search.find("storks", now=NOW)
        dated = search.find("storks after:2026-11-20", now=NOW)

        assert [hit.article.headline for hit in plain.hits] == ["Old", "Old"]
        assert [hit.article.headline for hit in dated.hits] == ["Late"]

    def test_count_is_exact_up_to_the_window(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for _ in range(3):
            told("Storks.")

        exact = search.find("storks", now=NOW, is_desk=True).count
        monkeypatch.setattr(finding, "WINDOW", 2)
        bounded = search.find("storks", now=NOW, is_desk=True).count

        assert [exact, bounded] == [search.Count(3), search.Count(2, is_more=True)]

    @pytest.mark.parametrize("after", ["x", "~", "1~x", "-1~2", "9" * 40 + "~1", "٣~٤"])
    def test_place_that_is_none_is_the_beginning(self, after: str) -> None:
        told("Storks.", headline="Here")

        assert found("storks", after=after) == ["Here"]

    def test_search_that_ran_out_of_time_says_how_far_it_looked(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(finding, "LOOKED", 2)
        monkeypatch.setattr(finding, "MOST_AT_ONCE", 2)
        told("Storks.", headline="Draft", status=Status.DRAFT)
        oldest = told("Storks.", arrived_at=NOW - timedelta(days=9))
        for _ in range(2):
            told("Storks.")

        drafts = Article.objects.filter(status=Status.DRAFT)
        page = search.find("storks", now=NOW, is_desk=True, among=drafts)
        older = search.find("storks", now=NOW, is_desk=True, among=drafts, after=page.next)

        assert (page.hits, page.looked_to) == ((), oldest.arrived_at)
        assert [hit.headline[0].text for hit in older.hits] == ["Draft"]

    def test_stretches_cover_every_id_once(self) -> None:
        for high in (0, 1, 16_383, 16_384, 40_000, 200_000, 3_000_000):
            spans = list(finding._stretches(high))

            assert spans[0].high == high
            assert spans[-1].low == 0
            assert [s.low - 1 for s in spans[:-1]] == [s.high for s in spans[1:]]

    def test_articles_far_apart_are_all_found(self) -> None:
        for pk in (1_000_005, 1_000_100, 900_000, 700_000, 5):
            told("Storks.", pk=pk, headline=str(pk))

        assert sorted(found("storks"), key=int) == ["5", "700000", "900000", "1000005", "1000100"]

    def test_as_many_queries_for_three_as_for_one(self) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as counted:
                search.find("storks", now=NOW)
            return len(counted)

        told("Storks.", status=Status.PUBLISHED, published_at=NOW, visible_at=NOW)
        one = queries()
        for _ in range(2):
            told("Storks.", status=Status.PUBLISHED, published_at=NOW, visible_at=NOW)

        assert queries() == one == 4


class TestReaders:
    def test_readers_find_what_is_listed_and_nothing_else(self) -> None:
        lead = factories.make_published(headline="Out storks")
        hidden = [
            factories.make_article(headline="Incoming storks"),
            factories.make_draft(headline="Draft storks"),
            factories.make_published(headline="Soon storks", published_at=factories.LATER),
            factories.make_published(headline="Wall storks", embargoed_until=factories.LATER),
            factories.make_published(headline="Over storks", expires_at=NOW),
            factories.make_published(headline="Retracted storks", retracted_at=NOW),
            factories.make_published(headline="Copy storks", copy_of=lead),
            factories.make_article(headline="Killed storks", status=Status.KILLED),
            factories.make_merged(lead, headline="Merged storks"),
        ]
        indexed(lead, *hidden)

        page = search.find("storks", now=NOW)

        assert [hit.article.pk for hit in page.hits] == [lead.pk]
        assert page.count == search.Count(1)
        assert len(found("storks")) == 10

    def test_story_is_shown_once_with_the_others_beside_it(self) -> None:
        story = factories.make_story()
        best = factories.make_published(headline="Storks return", story=story)
        others = [
            factories.make_published(headline="Birds", standfirst="Storks", story=story)
            for _ in range(2)
        ]
        alone = factories.make_published(headline="Elsewhere", standfirst="Storks")
        indexed(best, *others, alone)

        page = search.find("storks", now=NOW)

        assert [(hit.article.pk, len(hit.more)) for hit in page.hits] == [
            (best.pk, 2),
            (alone.pk, 0),
        ]

    def test_extract_shows_no_more_than_the_source_allows(self) -> None:
        source = factories.make_source(rights=Rights.LINK)
        article = factories.make_published(
            headline="Port", standfirst="Storks", body_html="<p>Storks.</p>", source=source
        )
        indexed(article)

        (seen,) = search.find("storks", now=NOW).hits
        (desk,) = search.find("storks", now=NOW, is_desk=True).hits

        assert seen.extract == ()
        assert "".join(piece.text for piece in desk.extract) == "Storks Storks."


class TestFilters:
    def test_fields_narrow(self) -> None:
        politics = factories.make_section(name="Politics", slug="politics")
        agency = factories.make_source(name="Marsa Wire", slug="marsa-wire")
        told("Storks.", headline="In section", section=politics)
        told("Storks.", headline="Of source", source=agency)
        told("Storks.", headline="Draft", status=Status.DRAFT)
        told("Storks.", headline="Urdu", language="ur-PK")
        written = told("Storks.", headline="Written")
        factories.make_contribution(written, author=factories.make_author(name="Ann Feld"))
        factories.tag_article(written, factories.make_tag("Birds of Prey"))
        indexed(written)
        told("Storks.", headline="Old", arrived_at=NOW - timedelta(days=400))
        rest = {"In section", "Of source", "Draft", "Urdu", "Written", "Old"}

        answers = {
            query: set(found(f"storks {query}"))
            for query in (
                "section:politics", "section:Politics", "-section:politics", "section:none",
                "source:marsa-wire", 'source:"marsa wire"', "-source:marsa-wire",
                "status:draft", "-status:draft", "lang:ur", "lang:ur-PK", "by:feld",
                'by:"ann feld"', "by:Lee", 'tag:"birds of prey"', "-by:feld",
                "before:2026", "after:2026-11-20", "after:2026-11 before:2026-12",
                "after:2026-11-21", "-after:2026-11",
            )
        }  # fmt: skip

        assert answers == {
            "section:politics": {"In section"},
            "section:Politics": {"In section"},
            "-section:politics": rest - {"In section"},
            "section:none": rest - {"In section"},
            "source:marsa-wire": {"Of source"},
            'source:"marsa wire"': {"Of source"},
            "-source:marsa-wire": rest - {"Of source"},
            "status:draft": {"Draft"},
            "-status:draft": rest - {"Draft"},
            "lang:ur": {"Urdu"},
            "lang:ur-PK": {"Urdu"},
            "by:feld": {"Written"},
            'by:"ann feld"': {"Written"},
            "by:Lee": set(),
            'tag:"birds of prey"': {"Written"},
            "-by:feld": rest - {"Written"},
            "before:2026": {"Old"},
            "after:2026-11-20": rest - {"Old"},
            "after:2026-11 before:2026-12": rest - {"Old"},
            "after:2026-11-21": set(),
            "-after:2026-11": {"Old"},
        }

    def test_filters_alone_list_the_newest_first(self) -> None:
        told("x", headline="One", status=Status.DRAFT)
        told("x", headline="Two", status=Status.DRAFT)
        told("x", headline="Other")

        assert found("status:draft") == ["Two", "One"]

    @pytest.mark.parametrize(
        ("query", "problem"),
        [
            ("section:nowhere", "There is no section “nowhere”."),
            ("source:nobody x", "There is no source “nobody”."),
            ("tag:nothing", "There is no tag “nothing”."),
            (
                "status:gone",
                "“gone” is no status. "
                "There are: incoming, draft, published, spiked, killed, merged.",
            ),
            (
                "after:soon",
                "“soon” is no day. Write after:2026-11-20, after:2026-11, or a year.",
            ),
            (
                "before:2026-13-01",
                "“2026-13-01” is no day. Write before:2026-11-20, before:2026-11, or a year.",
            ),
        ],
    )
    def test_filter_that_means_nothing_is_told(self, query: str, problem: str) -> None:
        told("x")

        page = search.find(query, now=NOW, is_desk=True)

        assert (page.hits, page.problems) == ((), (problem,))
