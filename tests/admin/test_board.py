"""Where the articles of a story differ, what only one says, and the paragraphs it leads to."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from articles.admin import board
from articles.dedupe.board import MOST_ACCOUNTS
from articles.enums import Kind, Rights, SourceKind, Status
from articles.models import Act, Article, Story
from articles.text import markup
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in

WIRE = "The ferry Saltmaiden ran on a sandbank off Oreva with 214 passengers aboard."
DAILY = "All 217 passengers of the ferry Saltmaiden were safe after it hit a sandbank off Oreva."
ALONE = "The ship was built in 1987."
ROWS = "//table[contains(@class, 'board-rows')]"
GAPS = f"{ROWS}//tr[@class='gap']"


def member(story: Story | None, *texts: str, **fields: Any) -> Article:
    """An incoming article of a source in the story, with these paragraphs."""
    if "source" not in fields:
        fields["source"] = factories.make_source()
    body = "".join(f"<p>{text}</p>" for text in texts)
    return factories.make_article(story=story, body_html=body, **fields)


@pytest.fixture
def story(db: None) -> Story:
    """A story of two accounts that differ in a count; the second has a year of its own."""
    story = factories.make_story(title="Ferry aground")
    source = factories.make_source(name="Wire")
    member(story, WIRE, headline="Ferry aground", source=source, status=Status.DRAFT)
    source = factories.make_source(name="Daily")
    url = "https://daily.example/ferry"
    member(story, DAILY, ALONE, headline="All safe", source=source, canonical_url=url)
    return story


def articles(story: Story) -> list[Article]:
    return list(Article.objects.filter(story=story).order_by("pk"))


def url_of(story: Story, **query: Any) -> str:
    return reverse("admin:articles_story_board", args=[story.pk], query=query or None)


def form_of(response: Any, row: int = 0) -> dict[str, str]:
    """What the button of a gap posts."""
    form = pages.tree(response).xpath(f"{GAPS}//form")[row]
    return {field.name: field.value for field in form.xpath(".//input") if field.name}


# --- What is shown -------------------------------------------------------------------------


def test_board_lists_the_difference_with_both_values_marked(desk: Client, story: Story) -> None:
    response = desk.get(url_of(story))

    statement = f"{ROWS}/tbody[@class='statement']"
    assert pages.texts(response, f"{statement}//td[@class='value']") == [
        "214 passengers",
        "217 passengers",
    ]
    assert pages.texts(response, f"{statement}//blockquote") == [WIRE, DAILY]
    assert pages.texts(response, f"{statement}//mark") == ["214 passengers", "217 passengers"]
    assert pages.texts(response, f"{statement}//th/span") == [
        "Count",
        "They differ",
        "ferry Saltmaiden sandbank off Oreva",
    ]


def test_both_paragraphs_are_one_click_away(desk: Client, story: Story) -> None:
    [link] = pages.values(desk.get(url_of(story)), "//a[@data-open]/@href")

    response = desk.get(link)

    panel = "//section[@id='pointed']"
    assert pages.texts(response, f"{panel}//div[@class='side']/p") == [
        f"{WIRE} in the text",
        f"{DAILY} in the text",
    ]
    targets = pages.values(response, f"{panel}//a/@href")
    marked = pages.values(response, "//article//p[@class='pointed']/@id")
    assert [target.removeprefix("#") for target in targets] == marked
    assert urlsplit(link).fragment == "pointed"


def test_paragraph_of_each_side_is_one_click_away(desk: Client, story: Story) -> None:
    page = desk.get(url_of(story))
    link = pages.values(page, "//tbody[@class='statement']//p/a[1]/@href")[1]

    response = desk.get(link)

    assert pages.texts(response, "//li[contains(@class, 'pointed')]") == [DAILY]
    anchor = urlsplit(link).fragment
    assert parse_qs(urlsplit(link).query) == {"p": [anchor]}
    assert pages.texts(response, f"//*[@id='{anchor}']") == [DAILY]


def test_text_that_contradicts_itself_leads_to_both_of_its_paragraphs(
    desk: Client, db: None
) -> None:
    story = factories.make_story()
    one, between, other = (
        "The Tarnow dam broke in March 2019 and drowned the lower town.",
        "It rained.",
        "The lower town was drowned when the Tarnow dam broke in May 2019.",
    )
    member(story, one, between, other)
    [link] = pages.values(desk.get(url_of(story)), "//a[@data-open]/@href")

    response = desk.get(link)

    pointed = "//section[@id='pointed']//div[@class='side']/p[1]"
    assert pages.texts(response, pointed) == [one, other]


def test_gap_is_listed_with_its_facts_marked(desk: Client, story: Story) -> None:
    response = desk.get(url_of(story))

    assert pages.texts(response, f"{GAPS}//blockquote") == [ALONE]
    assert pages.texts(response, f"{GAPS}//mark") == ["1987"]
    assert pages.texts(response, f"{GAPS}//span[@class='chip']") == ["Date"]


def test_month_without_a_year_says_how_it_was_reckoned(desk: Client, db: None) -> None:
    story = factories.make_story()
    texts = "The Tarnow dam broke in April 2024.", "The Tarnow dam broke in April."
    for text in texts:
        member(story, text, written_at=factories.NOW)

    response = desk.get(url_of(story))

    notes = pages.texts(response, "//tbody[@class='statement']//span[@class='note']")
    assert notes == ["April 2026, reckoned from the date of the article"]


def test_of_many_accounts_with_one_value_the_rest_is_named(desk: Client, db: None) -> None:
    story = factories.make_story()
    for number in range(6):
        source = factories.make_source(name=f"Paper {number}")
        told = WIRE if number < 2 else WIRE.replace("The", f"On deck {'abcdef'[number]} the")
        member(story, told, source=source, arrived_at=factories.NOW - timedelta(hours=number))
    member(story, DAILY)

    response = desk.get(url_of(story))

    sides = "//tbody[@class='statement']"
    assert len(pages.texts(response, f"{sides}//blockquote")) == 3 + 1
    assert [text for text in pages.texts(response, f"{sides}//p") if text.startswith("So do:")] == [
        "So do: Paper 1 · Paper 4 · Paper 5"
    ]


def test_rounded_values_stand_apart_from_differences(desk: Client, db: None) -> None:
    story = factories.make_story()
    member(story, "About 15,000 people fled the lower town of Tarnow.")
    member(story, "In Tarnow 14,870 people fled the lower town.")

    response = desk.get(url_of(story))

    section = "//section[@aria-labelledby='rounded-title']"
    assert pages.texts(response, f"{section}//mark") == ["15,000 people", "14,870 people"]
    assert pages.texts(response, "//section[@aria-labelledby='differ-title']//table") == []


def test_words_of_each_account_run_in_their_own_direction(desk: Client, db: None) -> None:
    story = factories.make_story()
    member(story, "تارنو بند مارچ 2019 میں ٹوٹا۔", language="ur")
    member(story, "The dam broke.", language="en")

    response = desk.get(url_of(story))

    quoted = f"{GAPS}//blockquote"
    assert pages.values(response, f"{quoted}/@dir") == ["rtl"]
    assert pages.values(response, f"{quoted}/@lang") == ["ur"]


def test_text_with_markup_in_it_stays_text(desk: Client, db: None) -> None:
    story = factories.make_story(title="<b>Bold</b>")
    member(story, "The mill &lt;img src=x&gt; cost $4.2 million.", headline="<i>x</i>")
    member(story, "The mill burnt.")

    response = desk.get(url_of(story))

    assert pages.texts(response, f"{GAPS}//blockquote") == [
        "The mill <img src=x> cost $4.2 million."
    ]
    assert pages.values(response, "//img/@src") == []


def test_board_of_a_story_without_members_says_so(desk: Client, db: None) -> None:
    response = desk.get(url_of(factories.make_story()))

    assert "There is no second account to compare with." in pages.texts(response, "//section/p")
    assert pages.texts(response, ROWS) == []


def test_board_needs_no_script(desk: Client, story: Story) -> None:
    response = desk.get(url_of(story))

    assert pages.texts(response, f"{GAPS}//button") == ["Add with credit a"]
    inline = "//main//script | //main//*[@style or @onclick] | //main//style"
    assert pages.texts(response, inline) == []


# --- Which articles are compared ------------------------------------------------------------


def test_copies_count_once_and_dead_articles_not_at_all(db: None) -> None:
    story = factories.make_story()
    original = member(story, WIRE)
    member(story, WIRE, copy_of=original)
    member(story, DAILY, status=Status.SPIKED)
    factories.make_published(story=story, retracted_at=factories.EARLIER)

    found, left_out = board.accounts_of(story)

    assert ([article.pk for article in found], left_out) == ([original.pk], 0)


def test_lead_comes_first_then_the_newest(db: None) -> None:
    story = factories.make_story()
    rows = [
        member(story, WIRE, arrived_at=factories.NOW - timedelta(hours=hours))
        for hours in (3, 1, 2)
    ]
    story.lead = rows[0]

    found, _left_out = board.accounts_of(story)

    assert [article.pk for article in found] == [rows[0].pk, rows[1].pk, rows[2].pk]


def test_of_a_long_story_the_newest_are_compared_and_the_rest_counted(db: None) -> None:
    story = factories.make_story()
    for hours in range(MOST_ACCOUNTS + 3):
        member(story, WIRE, arrived_at=factories.NOW - timedelta(hours=hours))

    found, left_out = board.accounts_of(story)

    assert (len(found), left_out) == (MOST_ACCOUNTS, 3)
    assert found[0].arrived_at == factories.NOW


@pytest.mark.parametrize(
    ("kind", "written", "known"),
    [
        (SourceKind.FEED, False, True),
        (SourceKind.WIRE, False, True),
        (SourceKind.FILE, False, False),
        (SourceKind.FILE, True, True),
    ],
)
def test_day_of_a_pasted_text_is_known_only_when_it_names_one(
    db: None, kind: SourceKind, written: bool, known: bool
) -> None:
    source = factories.make_source(kind=kind)
    moment = factories.NOW if written else None

    article = member(None, WIRE, source=source, written_at=moment)

    assert (board.day_of(article) is not None) == known


@pytest.mark.parametrize("count", [1, 3])
def test_board_costs_the_same_for_one_member_and_for_three(
    desk: Client, db: None, django_assert_num_queries: Any, count: int
) -> None:
    section = factories.make_section()
    story = factories.make_story()
    for number in range(count):
        status = Status.DRAFT if number != 1 else Status.INCOMING
        text = f"The mill cost ${number + 4}.2 million in 198{number}."
        member(story, text, section=section, status=status)
    desk.get("/admin/")

    with django_assert_num_queries(8):
        response = desk.get(url_of(story))

    assert response.status_code == 200


# --- Adding --------------------------------------------------------------------------------


def test_add_puts_the_fact_into_the_chosen_article_with_credit(
    desk: Client, story: Story, chief: Any
) -> None:
    into, account = articles(story)

    response = desk.post(url_of(story), form_of(desk.get(url_of(story))))

    into.refresh_from_db()
    assert [text for _id, text in markup.paragraphs(into.body_html)] == [WIRE, ALONE, "— Daily"]
    assert [credit.source for credit in into.credits.all()] == [account.source]
    assert (Act.objects.get().verb, Act.objects.get().by) == ("quote", chief)
    assert pages.said(response) == [
        "Added to “Ferry aground”, with credit to Daily. Undo it with u in the inbox."
    ]
    assert response.url == f"{url_of(story)}?into={into.pk}#gaps"


def test_fact_in_a_text_with_a_dateline_can_be_added(desk: Client, story: Story) -> None:
    wire = "KARVAN, 3 March (Reuters) — The inquiry of 1999 cost $4.2 million."
    account = member(story, wire)

    page = desk.get(url_of(story))
    row = pages.texts(page, f"{GAPS}//blockquote").index(wire.partition("— ")[2])
    desk.post(url_of(story), form_of(page, row))

    into = articles(story)[0]
    assert [credit.source for credit in into.credits.all()] == [account.source]


def test_quotation_over_two_sentences_is_added_whole(desk: Client, story: Story) -> None:
    quotation = "“We saw nothing. We heard it,” said Ilse Varnow."
    source = factories.make_source(rights=Rights.EXCERPT)
    member(story, f"It was dark. {quotation} It rained.", source=source)

    page = desk.get(url_of(story))
    forms = [form_of(page, row)["sentence"] for row in range(2)]
    desk.post(url_of(story), form_of(page, forms.index(quotation)))

    into = articles(story)[0]
    assert markup.paragraphs(into.body_html)[1][1] == quotation


def test_added_fact_is_no_gap_any_more(desk: Client, story: Story) -> None:
    desk.post(url_of(story), form_of(desk.get(url_of(story))))

    assert pages.texts(desk.get(url_of(story)), GAPS) == []


def test_article_that_takes_the_facts_is_named_and_can_be_chosen(
    desk: Client, story: Story
) -> None:
    own = factories.make_draft(
        story=story, headline="Our piece", kind=Kind.OWN, body_html="<p>It ran aground.</p>"
    )
    wire = articles(story)[0]

    by_rule = desk.get(url_of(story))
    chosen = desk.get(url_of(story, into=wire.pk))

    selected = "//select[@name='into']/option[@selected]"
    assert pages.texts(by_rule, selected) == ["Our piece (Draft)"]
    assert form_of(by_rule)["into"] == str(own.pk)
    assert pages.texts(chosen, selected) == ["Ferry aground (Draft)"]
    assert form_of(chosen)["into"] == str(wire.pk)


def test_pinned_lead_takes_the_facts(desk: Client, story: Story) -> None:
    factories.make_draft(story=story, headline="Our piece", body_html="<p>It ran aground.</p>")
    Story.objects.filter(pk=story.pk).update(lead=articles(story)[0])

    response = desk.get(url_of(story))

    assert pages.texts(response, "//option[@selected]") == ["Ferry aground (Draft)"]


def test_live_article_is_called_live(desk: Client, story: Story) -> None:
    factories.make_published(story=story, headline="Live", body_html="<p>It ran aground.</p>")

    response = desk.get(url_of(story))

    form = pages.texts(response, "//form[contains(@class, 'into')]")
    assert "It is live: readers see an addition at once, as an update." in form[0]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"rights": Rights.LINK}, "Daily may only be linked to, not quoted."),
        ({"embargoed_until": factories.LATER}, "It is under embargo."),
        ({"source": None}, "It has no source that could be credited; it is ours to copy."),
    ],
)
def test_gap_that_cannot_be_added_says_why_instead_of_a_button(
    desk: Client, story: Story, fields: dict[str, Any], reason: str
) -> None:
    account = articles(story)[1]
    Article.objects.filter(pk=account.pk).update(**fields)

    response = desk.get(url_of(story))

    assert pages.texts(response, f"{GAPS}/td[@class='add']") == [reason]
    assert pages.values(response, f"{GAPS}//button") == []


def test_facts_of_the_article_itself_are_not_offered_to_it(desk: Client, story: Story) -> None:
    account = articles(story)[1]
    Article.objects.filter(pk=account.pk).update(status=Status.DRAFT)

    response = desk.get(url_of(story, into=account.pk))

    assert pages.texts(response, f"{GAPS}/td[@class='add']") == ["It stands in this article."]


def test_story_without_an_article_on_the_desk_says_what_to_do(desk: Client, story: Story) -> None:
    Article.objects.filter(story=story).update(status=Status.INCOMING)

    response = desk.get(url_of(story))

    assert [text[:51] for text in pages.texts(response, "//section/p")] == [
        "None of these articles is on the desk and yours to "
    ]
    assert pages.texts(response, f"{GAPS}//button") == []


@pytest.mark.parametrize(
    "broken",
    [
        {"into": "x"},
        {"into": ""},
        {"account": "0"},
        {"account": "99999999999999999999"},
        {"anchor": ""},
        {"sentence": ""},
        {"into": "2147483647"},
        {"sentence": "Somebody else said this."},
        {"anchor": "p-none"},
        {"anchor": "p" * 50},
    ],
)
def test_broken_form_adds_nothing_and_says_what_to_do(
    desk: Client, story: Story, broken: dict[str, str]
) -> None:
    form = form_of(desk.get(url_of(story))) | broken

    response = desk.post(url_of(story), form)

    assert Act.objects.count() == 0
    assert "eload" in pages.said(response)[0]


def test_article_of_another_story_cannot_be_given_facts_here(desk: Client, story: Story) -> None:
    stranger = factories.make_draft()
    form = form_of(desk.get(url_of(story))) | {"into": str(stranger.pk)}

    response = desk.post(url_of(story), form)

    assert Act.objects.count() == 0
    assert pages.said(response) == ["That article is not on this board. Reload the page."]


def test_person_of_another_section_is_offered_nothing_and_refused(story: Story) -> None:
    section = factories.make_section()
    Article.objects.filter(story=story).update(section=section)
    reporter = logged_in(factories.make_user(factories.REPORTER))
    into, account = articles(story)
    [_first, (anchor, text)] = markup.paragraphs(account.body_html)
    form = {"into": into.pk, "account": account.pk, "anchor": anchor, "sentence": text}

    page = reporter.get(url_of(story))
    response = reporter.post(url_of(story), form)

    assert pages.texts(page, f"{GAPS}//button") == []
    assert pages.said(response)[0].startswith(f"The section {section.name} is not yours.")
    assert Act.objects.count() == 0


# --- Two articles, and the ways in -----------------------------------------------------------


def test_two_articles_have_a_board_without_a_story(desk: Client, db: None) -> None:
    one, other = member(None, WIRE), member(None, DAILY)

    response = desk.get(reverse("admin:compare-board", args=[one.pk, other.pk]))

    assert pages.texts(response, "//td[@class='value']") == ["214 passengers", "217 passengers"]


@pytest.mark.parametrize("pair", [(1, 1), (1, 2)])
def test_board_of_no_two_articles_is_not_found(desk: Client, pair: tuple[int, int]) -> None:
    assert desk.get(reverse("admin:compare-board", args=pair)).status_code == 404


def test_story_and_comparison_lead_to_the_board(desk: Client, story: Story) -> None:
    one, other = articles(story)
    pair = [one.pk, other.pk]

    of_story = desk.get(reverse("admin:articles_story_change", args=[story.pk]))
    of_pair = desk.get(reverse("admin:compare", args=pair))

    by_key = "//a[@data-key='w']/@href"
    assert pages.values(of_story, by_key) == [url_of(story)]
    assert pages.values(of_pair, by_key) == [reverse("admin:compare-board", args=pair)]


def test_reading_page_numbers_the_paragraphs_and_marks_none_unasked(
    desk: Client, story: Story
) -> None:
    account = articles(story)[1]

    response = desk.get(reverse("admin:articles_article_reading", args=[account.pk]))

    assert pages.texts(response, "//ol[@class='numbered-text']/li") == [DAILY, ALONE]
    assert pages.values(response, "//ol/li/@id") == [
        anchor for anchor, _text in markup.paragraphs(account.body_html)
    ]
    assert pages.texts(response, "//*[contains(@class, 'pointed')]") == []


def test_reading_page_of_a_missing_article_is_not_found(desk: Client) -> None:
    assert desk.get("/admin/articles/article/1/reading/").status_code == 404
