"""The editor's day: ten tasks by keyboard alone, in English and in Urdu, each with its steps.

`python -m pytest tests/browser/test_editors_day.py -n 0 -s` prints the table. Nothing here looks
for words of the interface: they are another language's in half of the runs.
"""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import Browser, BrowserContext, expect

from articles.desk import editing, handing_over
from articles.enums import Relation, Status
from articles.models import (
    Act,
    Article,
    Correction,
    Front,
    Match,
    Merge,
    Proposal,
    Publication,
    RelatedLink,
    Section,
)
from tests import factories
from tests.browser import night
from tests.browser.conftest import Desk, log_in, watch
from tests.browser.steps import Steps, strike

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

KARACHI = ZoneInfo("Asia/Karachi")
INBOX = "/admin/inbox/"
MORNING = "Tasks 1 to 6, the whole morning"
MINUTES = 6

NAMES = {"en": "Mira Sandhu", "ur": "میرا سندھو"}
NOTES = {
    "en": ("It was sixty-three passengers.", "The report was made up."),
    "ur": ("مسافر تریسٹھ تھے۔", "یہ خبر من گھڑت نکلی۔"),
}
RETITLED = {"en": "Cable car stalls, everyone safe", "ur": "کیبل کار رکی، سب محفوظ رہے"}

by_language = pytest.mark.parametrize("language", ["en", "ur"])


@pytest.fixture
def hands(chief_desk: Desk, language: str) -> Steps:
    """A chief editor's keyboard; her admin is in her language."""
    publication = Publication.current()
    publication.zone = KARACHI.key
    publication.save()
    speak(chief_desk, language)
    return Steps(chief_desk, layout=language)


def speak(desk: Desk, language: str) -> None:
    """Show this browser the interface in that language."""
    name = django_settings.LANGUAGE_COOKIE_NAME
    desk.page.context.add_cookies([{"name": name, "value": language, "url": desk.url}])


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def form_of(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def said(desk: Desk) -> Any:
    return desk.page.locator(".messagelist")


def focused(desk: Desk) -> int:
    """The article whose row has the focus."""
    script = "Number(document.activeElement.closest('[data-row]').dataset.row)"
    return int(desk.page.evaluate(script))


def direction(desk: Desk) -> str:
    return str(desk.page.evaluate("getComputedStyle(document.body).direction"))


def fill_the_front(language: str) -> list[Article]:
    """Yesterday's paper on a front of three places, newest first."""
    factories.make_front(slot_count=3)
    now = timezone.now()
    return [
        factories.make_published(
            headline=f"{NAMES[language]} {hours}",
            language=language,
            published_at=now - timedelta(hours=12 + hours),
        )
        for hours in range(3)
    ]


def next_half_past_six(now: datetime) -> datetime:
    local = now.astimezone(KARACHI)
    today = local.replace(hour=6, minute=30, second=0, microsecond=0)
    return today if today > local else today + timedelta(days=1)


@by_language
def test_morning_of_forty_items_is_done_by_keys_within_its_targets(
    hands: Steps, language: str
) -> None:
    desk, page = hands.desk, hands.desk.page
    fill_the_front(language)
    wire = night.arrive(language, timezone.now())
    agency = Article.objects.get(headline=wire.agency.headline)
    desk.open(INBOX)

    # What the machine made of the night: 32 rows, the event is one, and says why.
    assert direction(desk) == ("rtl" if language == "ur" else "ltr")
    expect(page.locator("tbody.group")).to_have_count(32)
    group = page.locator("tbody.group", has=page.locator(".fold"))
    expect(group).to_have_count(1)
    expect(group.locator("tr.row")).to_have_count(9)
    reason = group.locator(".why").first.inner_text()
    with override(language):
        assert reason in {match.why for match in Match.objects.all()}

    with hands.task(MORNING, 60) as morning:
        while (row := focused(desk)) != agency.pk:
            triage(hands, row)
        change_ones_mind(hands, agency)
        handle_the_event(hands, agency, wire)
        while Article.objects.incoming().exists():
            triage(hands, focused(desk))

    expect(page.locator("tbody.group")).to_have_count(0)
    counts = {s: Article.objects.filter(status=s).count() for s in Status}
    assert counts[Status.MERGED] == 4
    assert counts[Status.INCOMING] == 0
    assert counts[Status.DRAFT] + counts[Status.SPIKED] + counts[Status.PUBLISHED] == 36 + 3
    assert morning.seconds < MINUTES * 60
    assert desk.problems == []
    print(hands.table(f"The morning ({language})"))


TRIAGE = ("1 triage of 40 items, 9 of them one event", 45)


def triage(hands: Steps, row: int) -> None:
    """One key for one row, which is gone after it; another account becomes a draft."""
    ways = (("t", Status.DRAFT), ("d", Status.SPIKED), ("p", Status.PUBLISHED))
    is_account = RelatedLink.objects.filter(article=row).exists()
    key, status = ways[0 if is_account else Article.objects.incoming().count() % 3]
    with hands.task(*TRIAGE):
        hands.go(key)
    assert Article.objects.get(pk=row).status == status


def change_ones_mind(hands: Steps, agency: Article) -> None:
    """Merge under another canonical, by its digit, and take all of it back with one key."""
    hands.go("m")
    with hands.task("3 pick another canonical than the rule", 1):
        hands.go("2")
    other = int(hands.desk.page.locator("input[name=survivor]:checked").input_value())
    hands.go("Enter")
    assert Merge.objects.get().survivor_id == other != agency.pk
    with hands.task("2 undo the merge", 1):
        hands.go("u")
    assert Merge.objects.get().undone_at is not None
    assert Article.objects.filter(status=Status.MERGED).count() == 0
    assert focused(hands.desk) == agency.pk


def handle_the_event(hands: Steps, agency: Article, wire: night.Night) -> None:
    """Merge the copies, link the accounts, front, schedule: the acts of tasks 2 to 6."""
    page = hands.desk.page
    copiers = {copy.source for copy in wire.copies}
    listed = list(Article.objects.listed(timezone.now()))
    with hands.task(*TRIAGE):
        with hands.task("2 merge 4 copies into the agency's report", 2):
            hands.go("m")
            shown = page.locator("#preview li").all_inner_texts()
            hands.go("Enter")
        expect(said(hands.desk)).to_contain_text("5")
        with hands.task("3 canonical, by the rule", 0):
            assert Merge.objects.get(undone_at=None).survivor == agency
        with hands.task("4 credit lines", 0):
            assert copiers <= {credit.source.name for credit in agency.credits.all()}
            assert all(any(name in text for text in shown) for name in copiers)

        hands.go("l")
        links = RelatedLink.objects.filter(target=agency, kind=Relation.OTHER_ACCOUNT)
        accounts = {account.headline for account in wire.accounts}
        assert {link.article.headline for link in links} == accounts
        assert focused(hands.desk) == agency.pk

        with hands.task("6 front, slot 1, from the inbox", 2):
            hands.go("f")
            out = dropping_out(hands.desk)
            hands.go("1")
        assert slot_one() == agency
        assert out in {article.headline for article in listed}
        expect(said(hands.desk)).to_contain_text(out)

        with hands.task("5 schedule for 06:30", 2):
            moment = next_half_past_six(timezone.now())
            hands.press("s")
            hands.type(hands.digits("0630"))
            echo = page.locator("#when output")
            expect(echo).to_contain_text("06:30 Asia/Karachi")
            expect(echo).to_contain_text("01:30 UTC")
            hands.enter()
        expect(said(hands.desk)).to_contain_text("06:30 Asia/Karachi")
        expect(said(hands.desk)).to_contain_text("01:30 UTC")
    assert (fresh(agency).status, fresh(agency).published_at) == (Status.PUBLISHED, moment)
    assert not Article.objects.published(moment - timedelta(seconds=1)).filter(pk=agency.pk)
    assert Article.objects.published(moment).filter(pk=agency.pk).exists()


def dropping_out(desk: Desk) -> str:
    """What the page of the `f` key says will drop out of the front."""
    denied = desk.page.locator("#content-main .badge-denied")
    return denied.first.locator("xpath=following-sibling::bdi").inner_text()


def slot_one() -> Article | None:
    edition = Front.objects.get(section=None).live
    slot = edition.slots.filter(position=1).first() if edition else None
    return slot.article if slot else None


@by_language
def test_front_is_two_keys_from_list_form_and_story(hands: Steps, language: str) -> None:
    desk, page = hands.desk, hands.desk.page
    paper = fill_the_front(language)
    story = factories.make_story(title=NAMES[language], language=language)
    lead = factories.make_published(
        headline=RETITLED[language],
        language=language,
        story=story,
        published_at=timezone.now() - timedelta(hours=30),
    )
    places: dict[str, str] = {
        "the article's form": form_of(lead),
        "the list of articles": "/admin/articles/article/",
        "the story": f"/admin/articles/story/{story.pk}/change/",
    }

    for name, address in places.items():
        desk.open(address)
        with hands.task(f"6 front, slot 1, from {name}", 2):
            hands.go("f")
            assert dropping_out(desk) == paper[-1].headline
            hands.go("1")
        expect(said(desk)).to_contain_text(paper[-1].headline)
        assert page.url.startswith(desk.url + address)
        assert slot_one() == lead
        desk.open(INBOX)
        hands.go("u")
        assert slot_one() is None

    assert desk.problems == []
    print(hands.table(f"Front, slot 1 ({language})"))


@by_language
def test_correction_is_issued_in_four_acts_and_read_everywhere(hands: Steps, language: str) -> None:
    desk = hands.desk
    article = factories.make_published(headline=RETITLED[language], language=language)
    text = NOTES[language][0]
    desk.open(form_of(article))

    with hands.task("7 correction", 4):
        hands.go("c")
        hands.press("2")
        hands.type(text)
        hands.go("Control+Enter")

    expect(said(desk)).to_contain_text(RETITLED[language])
    assert list(Correction.objects.values_list("kind", "text")) == [("clarification", text)]
    for address in (article.get_absolute_url(), "/corrections/", "/feed.atom"):
        assert text in desk.page.request.get(desk.url + address).text()
    assert desk.problems == []
    print(hands.table(f"Correction ({language})"))


@pytest.fixture
def second(chromium: Browser, live_server: Any, ground: None, language: str) -> Any:
    """Another chief editor, at another machine."""
    context: BrowserContext = chromium.new_context(viewport={"width": 1440, "height": 1080})
    context.set_default_timeout(10_000)
    log_in(context, factories.make_chief(username="kamal"), live_server.url)
    window = Desk(context.new_page(), live_server.url)
    watch(window)
    speak(window, language)
    yield Steps(window, layout=language)
    context.close()


@by_language
def test_retraction_takes_two_people_and_ends_with_the_places_it_reached(
    hands: Steps, second: Steps, language: str, settings: Any
) -> None:
    settings.TWO_PERSON_MINUTES = 30
    section = factories.make_section(name=NAMES[language])
    article = factories.make_published(
        headline=RETITLED[language], language=language, section=section
    )
    factories.make_slot(factories.make_front(), article)
    copy = factories.make_published(language=language, headline=NAMES[language])
    factories.make_match(article, copy)
    note = NOTES[language][1]
    hands.desk.open(form_of(article))

    with hands.task("8 retract", 4):
        hands.go("r")
        hands.type(note)
        hands.go("Control+Enter")
    assert Proposal.objects.get().note == note
    assert fresh(article).retracted_at is None
    second.desk.open("/admin/")
    with second.task("8 from the desk's first page to the request", 1):
        second.go("y")
    expect(second.desk.page.locator("#content-main")).to_contain_text(note)
    with second.task("8 the second person", 1):
        second.go("y")

    assert fresh(article).retracted_at is not None
    rows = second.desk.page.locator(".reached li")
    badges = rows.locator(".badge")
    found = list(zip(rows.locator("a").all(), badges.all(), strict=True))
    kinds = {link.get_attribute("href"): badge.get_attribute("class") for link, badge in found}
    assert kinds[article.get_absolute_url()] == "badge badge-retracted"
    assert kinds[section.get_absolute_url()] == kinds["/feed.rss"] == "badge badge-none"
    assert kinds[form_of(copy)] == "badge badge-waiting"
    for address in ("/", section.get_absolute_url(), "/feed.rss", "/sitemap-news.xml"):
        public = hands.desk.page.request.get(hands.desk.url + address).text()
        assert RETITLED[language] not in public
    page = hands.desk.page.request.get(hands.desk.url + article.get_absolute_url()).text()
    assert note in page
    assert hands.desk.problems + second.desk.problems == []
    print(hands.table(f"Retraction ({language})"), second.table(""), sep="")


@by_language
def test_one_key_tells_who_changed_the_headline(hands: Steps, language: str) -> None:
    desk, page = hands.desk, hands.desk.page
    before = night.read(language).agency.headline
    ann = factories.make_chief(username="ann")
    article = factories.make_draft(headline=before, language=language)
    editing.edit(article, by=ann, at=timezone.now(), fields={"headline": RETITLED[language]})
    at = Act.objects.get(verb="edit").at
    desk.open(form_of(article))
    expect(page.locator("[data-clock]").first).to_be_visible()

    with hands.task("9 who changed the headline", 1):
        hands.press("Alt+h")
        window = page.locator("dialog[open]")
        expect(window.locator(".act-head strong")).to_have_text("ann")

    told = window.locator(".act-head time").get_attribute("datetime") or ""
    assert datetime.fromisoformat(told) == at
    expect(window.locator(".badge-door")).not_to_be_empty()
    assert spoken(window, "del") == spoken_only(before, RETITLED[language])
    assert spoken(window, "ins") == spoken_only(RETITLED[language], before)
    assert desk.problems == []
    print(hands.table(f"History ({language})"))


def spoken(window: Any, tag: str) -> set[str]:
    """The words marked so; what only a screen reader is told is left out."""
    script = """(marks) => marks.map((mark) => {
        const own = mark.cloneNode(true);
        own.querySelectorAll(".visually-hidden").forEach((hidden) => hidden.remove());
        return own.textContent;
    })"""
    marks: list[str] = window.locator(tag).evaluate_all(script)
    return {word for mark in marks for word in mark.split()}


def spoken_only(text: str, other: str) -> set[str]:
    return set(text.split()) - set(other.split())


@by_language
def test_section_gets_a_new_owner_in_three_acts(hands: Steps, language: str) -> None:
    desk = hands.desk
    first, last = NAMES[language].split()
    owner = factories.make_user(
        factories.SECTION_EDITOR, username="mira", first_name=first, last_name=last
    )
    former = factories.make_user(factories.SECTION_EDITOR, username="zoya")
    sections = [factories.make_section(position=place) for place in range(3)]
    handing_over.hand_over(sections[1], to=former, by=None, at=timezone.now())
    desk.open("/admin/articles/section/")

    with hands.task("10 section's new owner", 3):
        hands.go("2")
        hands.type(first)
        hands.go("Control+Enter")

    expect(said(desk)).to_contain_text(sections[1].name)
    assert handing_over.owner_at(Section.objects.get(pk=sections[1].pk), timezone.now()) == owner
    act = Act.objects.filter(verb="edit-sectionmember").latest("at")
    assert str(act.by) == "chief"
    assert desk.problems == []
    print(hands.table(f"Section ({language})"))


# The key at the place of a Latin letter says something else under each layout.
LAYOUTS: dict[str, dict[str, str]] = {
    "Urdu, phonetic": {"j": "ج", "x": "ش", "?": "؟", "/": "/"},
    "Arabic": {"j": "ت", "x": "ء", "?": "؟", "/": "ظ"},
    "Russian": {"j": "о", "x": "ч", "/": "/", "?": "?"},
}


def test_keys_work_by_their_place_under_other_layouts_and_fields_stay_as_typed(
    chief_desk: Desk,
) -> None:
    articles = [factories.make_article(headline=name) for name in ("First", "Then")]
    for name, keys in LAYOUTS.items():
        page = chief_desk.open(INBOX)
        strike(chief_desk, keys["j"], "j")
        assert focused(chief_desk) == articles[0].pk, name
        strike(chief_desk, keys["x"], "x")
        box = page.locator(f"input[name=pick][value='{articles[0].pk}']")
        expect(box).to_be_checked()
        strike(chief_desk, keys["?"], "?", shift=True)
        expect(page.locator("#sheet[open]")).to_have_count(1)
        strike(chief_desk, keys["/"], "/")
        expect(page.locator("#inbox-search")).to_be_focused()
        strike(chief_desk, keys["j"], "j")
        expect(page.locator("#inbox-search")).to_have_value(keys["j"])
    assert chief_desk.problems == []


def test_capital_keys_follow_shift_and_not_caps_lock(chief_desk: Desk) -> None:
    front = factories.make_front(slot_count=3)
    chief_desk.open(f"/admin/articles/front/{front.pk}/change/")

    with chief_desk.page.expect_navigation(wait_until="load"):
        strike(chief_desk, "د", "d", shift=True)

    assert Front.objects.get(pk=front.pk).draft is not None
