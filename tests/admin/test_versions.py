"""What changed between two versions: on the compare page, the match, the suggestion, the inbox."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.enums import SuggestionStatus, Verdict
from articles.models import Article, Match, Suggestion
from articles.text import markup
from tests import factories
from tests.admin import pages
from tests.admin.test_inbox import post

TOLL = "A blast at the Tarnow mill killed {} people on Monday, the governor said."
RAIN = "It rained in the valley all night, and the road to the mill was shut."
INQUIRY = "Judge Greta Holmsund will lead an inquiry into the boiler of the mill."

CHANGE = pages.classed("change-list", "ul") + "/li"
ROW = pages.classed("version-rows", "table") + "/tbody/tr"


def body(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def make_versions(**fields: Any) -> tuple[Article, Article, Match]:
    """The newer version has the smaller id; the match says that it is one."""
    source = factories.make_source(name="Valley Wire")
    fields = {"source": source, "language": "en", **fields}
    newer = factories.make_article(
        headline="Mill blast kills 5",
        body_html=body(RAIN, TOLL.format("five"), INQUIRY),
        written_at=factories.NOW - timedelta(hours=2),
        **fields,
    )
    older = factories.make_article(
        headline="Mill blast kills 3",
        body_html=body(TOLL.format("3"), RAIN),
        written_at=factories.NOW - timedelta(hours=4),
        **fields,
    )
    match = factories.make_match(
        newer, older, verdict=Verdict.NEW_VERSION, reason="Later text of the same source."
    )
    return older, newer, match


@pytest.fixture
def versions(db: None) -> tuple[Article, Article, Match]:
    return make_versions()


def anchors(article: Article) -> list[str]:
    return [own for own, _text in markup.paragraphs(article.body_html)]


def compare_url(one: Article, other: Article) -> str:
    return reverse("admin:compare", args=[one.pk, other.pk])


def test_head_lists_what_changed_first_then_what_came_then_paragraphs(
    desk: Client, versions: tuple[Article, Article, Match]
) -> None:
    older, newer, _match = versions

    response = desk.get(compare_url(newer, older))

    told = pages.texts(response, CHANGE)
    assert [line.partition("paragraph")[0].strip() for line in told] == [
        "Number deaths was: 3 people → is: five people",
        "Name is: Greta Holmsund",
        "1 added: Judge Greta Holmsund will lead an inquiry …",
        "1 moved",
    ]
    toll, inquiry = anchors(newer)[1], anchors(newer)[2]
    assert pages.values(response, f"{CHANGE}/a[@data-change]/@href") == [
        f"#right-{toll}",
        f"#right-{inquiry}",
        f"#right-{inquiry}",
    ]


@pytest.mark.parametrize("is_turned", [False, True])
def test_older_version_stands_on_the_left_in_either_order_of_the_address(
    desk: Client, versions: tuple[Article, Article, Match], is_turned: bool
) -> None:
    older, newer, _match = versions
    pair = (newer, older) if is_turned else (older, newer)

    response = desk.get(compare_url(*pair))

    heads = pages.classed("version-heads") + "//h2"
    assert pages.texts(response, heads) == [
        "Older Mill blast kills 3",
        "Newer Mill blast kills 5",
    ]
    rows = [pages.texts(response, f"({ROW})[{n}]/td") for n in (1, 2, 3, 4)]
    assert rows == [
        ["Mill blast kills removed: 3", "Mill blast kills added: 5"],
        [RAIN, RAIN],
        [TOLL.format("removed: 3"), f"{TOLL.format('added: five')} moved here"],
        ["", f"added: {INQUIRY} added"],
    ]
    assert pages.values(response, f"{ROW}/td/@id") == [
        "left-headline",
        "right-headline",
        f"left-{anchors(older)[1]}",
        f"right-{anchors(newer)[0]}",
        f"left-{anchors(older)[0]}",
        f"right-{anchors(newer)[1]}",
        f"right-{anchors(newer)[2]}",
    ]


def test_every_link_of_the_list_leads_to_a_paragraph_of_the_page(
    desk: Client, versions: tuple[Article, Article, Match]
) -> None:
    response = desk.get(compare_url(*versions[:2]))

    links = pages.values(response, f"{CHANGE}//a/@href")
    ids = pages.values(response, "//@id")
    assert links
    assert "{#" not in response.content.decode()
    assert {link for link in links if link.removeprefix("#") not in ids} == set()
    assert len(ids) == len(set(ids))


def test_sentences_are_shown_when_asked_for_in_the_order_of_the_address(
    desk: Client, versions: tuple[Article, Article, Match]
) -> None:
    older, newer, _match = versions

    response = desk.get(compare_url(newer, older), {"view": "sentences"})

    assert pages.texts(response, "//article//h2") == ["Mill blast kills 5", "Mill blast kills 3"]
    assert pages.texts(response, CHANGE) == []
    assert pages.values(response, "//a[@data-key='v']/@href") == ["?view=words"]


def test_any_two_are_compared_by_words_when_asked_for(desk: Client, db: None) -> None:
    older, newer, match = make_versions()
    match.delete()
    newer.source = factories.make_source()
    newer.save()

    plain = desk.get(compare_url(older, newer))
    asked = desk.get(compare_url(older, newer), {"view": "words"})

    assert pages.texts(plain, CHANGE) == []
    assert len(pages.texts(asked, CHANGE)) == 4


def test_paragraph_pointed_at_keeps_its_article_when_the_sides_change_places(
    desk: Client, versions: tuple[Article, Article, Match]
) -> None:
    older, newer, _match = versions
    pointed = {"left": anchors(newer)[2], "right": anchors(older)[0]}

    response = desk.get(compare_url(newer, older), pointed)

    shown = pages.classed("pointed-panel") + "//p"
    assert pages.texts(response, shown) == [
        f"{TOLL.format('3')} in the text",
        f"{INQUIRY} in the text",
    ]


def test_urdu_versions_keep_their_digits_language_and_direction(desk: Client, db: None) -> None:
    source = factories.make_source()
    texts = "تارنو مل میں دھماکے سے {} افراد ہلاک ہوئے اور سڑک بند رہی۔"
    older, newer = (
        factories.make_article(
            headline="تارنو میں دھماکا",
            body_html=body(texts.format(count)),
            language="ur",
            source=source,
        )
        for count in ("۳", "۵")
    )

    response = desk.get(compare_url(older, newer), {"view": "words"})

    assert pages.texts(response, f"{CHANGE}/a") == ["deaths was: ۳ افراد → is: ۵ افراد"]
    cells = f"({ROW})[2]/td"
    assert pages.values(response, f"{cells}/@lang") == ["ur", "ur"]
    assert pages.values(response, f"{cells}/@dir") == ["rtl", "rtl"]


def test_versions_with_markup_in_their_words_stay_text(desk: Client, db: None) -> None:
    source = factories.make_source()
    older, newer = (
        factories.make_article(
            source=source,
            headline="<b>Mill</b>",
            body_html=body(f"It hurt {count} people, said &lt;script&gt;x&lt;/script&gt; Varnow."),
        )
        for count in (3, 5)
    )

    response = desk.get(compare_url(older, newer), {"view": "words"})

    assert pages.texts(response, f"({ROW})[1]/td") == ["<b>Mill</b>", "<b>Mill</b>"]
    assert pages.values(response, "//table//script") == []
    assert "<script>x" in pages.texts(response, f"({ROW})[2]/td")[0]


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow_with_the_text(
    desk: Client, db: None, django_assert_num_queries: Any, count: int
) -> None:
    source = factories.make_source()
    older, newer = (
        factories.make_article(
            source=source, body_html=body(*(f"Mill {n} lost {n + k} men." for n in range(count)))
        )
        for k in (3, 7)
    )
    url = compare_url(older, newer) + "?view=words"
    desk.get(url)

    with django_assert_num_queries(7):
        response = desk.get(url)

    assert len(pages.texts(response, ROW)) == count + 1


def test_match_of_a_new_version_tells_what_changed_and_leads_there(
    desk: Client, versions: tuple[Article, Article, Match]
) -> None:
    older, newer, match = versions

    response = desk.get(reverse("admin:articles_match_change", args=[match.pk]))

    assert pages.texts(response, f"{CHANGE}/a")[0] == "deaths was: 3 people → is: five people"
    link = pages.values(response, f"{CHANGE}/a/@href")[0]
    assert link == f"{compare_url(older, newer)}?view=words#right-{anchors(newer)[1]}"


def test_match_of_another_verdict_lists_no_changes(
    desk: Client, versions: tuple[Article, Article, Match]
) -> None:
    Match.objects.update(verdict=Verdict.SAME_EVENT)

    response = desk.get(reverse("admin:articles_match_change", args=[versions[2].pk]))

    assert pages.texts(response, CHANGE) == []


class TestSuggestion:
    @pytest.fixture
    def suggestion(self, db: None) -> Suggestion:
        article = factories.make_draft(
            headline="Mill blast", language="en", body_html=body(TOLL.format("4"), RAIN)
        )
        return Suggestion.objects.create(
            article=article,
            capture=factories.make_capture(article),
            base={"headline": "Mill blast", "body_html": body(TOLL.format("3"), RAIN)},
            offered={"headline": "Mill blast", "body_html": body(TOLL.format("5"), RAIN)},
            made_at=factories.NOW,
        )

    def url(self, suggestion: Suggestion) -> str:
        arguments = [suggestion.article_id, suggestion.pk]
        return reverse("admin:articles_article_suggestion_changes", args=arguments)

    def test_offer_is_compared_with_ours(self, desk: Client, suggestion: Suggestion) -> None:
        response = desk.get(self.url(suggestion))

        assert pages.texts(response, f"{CHANGE}/a") == ["deaths was: 4 people → is: 5 people"]
        heads = pages.classed("version-rows", "table") + "/thead//th"
        assert pages.texts(response, heads) == ["Ours", "Offered"]

    def test_offer_is_compared_with_what_the_source_said_before(
        self, desk: Client, suggestion: Suggestion
    ) -> None:
        response = desk.get(self.url(suggestion), {"against": "former"})

        assert pages.texts(response, f"{CHANGE}/a") == ["deaths was: 3 people → is: 5 people"]

    def test_form_leads_here_and_here_it_can_be_taken_over(
        self, desk: Client, suggestion: Suggestion
    ) -> None:
        form = desk.get(reverse("admin:articles_article_change", args=[suggestion.article_id]))
        [link] = pages.values(form, "//section//a[@data-key='c']/@href")
        [action] = pages.values(desk.get(link), "//main//form/@action | //section//form/@action")[
            :1
        ]

        desk.post(action, {"fields": "body_html", "accept": "1"})

        suggestion.refresh_from_db()
        assert link == self.url(suggestion)
        assert suggestion.status == SuggestionStatus.ACCEPTED

    def test_suggestion_of_another_article_is_not_found(
        self, desk: Client, suggestion: Suggestion
    ) -> None:
        other = factories.make_article()
        url = reverse("admin:articles_article_suggestion_changes", args=[other.pk, suggestion.pk])

        assert desk.get(url).status_code == 404


class TestInbox:
    def test_new_version_beside_what_is_out_leads_to_what_changed(
        self, desk: Client, db: None
    ) -> None:
        story = factories.make_story()
        older = factories.make_published(story=story, headline="Mill blast kills 3")
        newer = factories.make_article(story=story, headline="Mill blast kills 5")
        factories.make_match(older, newer, verdict=Verdict.NEW_VERSION, reason="Later text.")

        response = desk.get(reverse("admin:inbox"))

        badge = pages.classed("badge-new-version", "a")
        assert pages.texts(response, badge) == ["New version"]
        assert pages.values(response, f"{badge}/@href") == [compare_url(older, newer)]

    def test_compare_of_one_row_opens_it_beside_its_former_version(
        self, desk: Client, versions: tuple[Article, Article, Match]
    ) -> None:
        older, newer, _match = versions

        response = post(desk, "compare", focus=str(newer.pk))

        assert response.url == compare_url(older, newer)

    def test_compare_of_one_row_that_is_like_nothing_says_what_to_do(
        self, desk: Client, versions: tuple[Article, Article, Match]
    ) -> None:
        Match.objects.update(verdict=Verdict.SAME_EVENT)

        response = post(desk, "compare", focus=str(versions[1].pk))

        assert pages.said(response) == ["Tick two articles to compare, or move onto a group."]
