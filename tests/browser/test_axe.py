"""WCAG 2.2 AA on every screen of the desk and every public page, light and dark, both directions.

axe reads each page as it loads, and again on a telephone with everything unfolded, dark, and
mirrored. What axe cannot see is measured by measure.js. The screens come from the table of
addresses in tests/test_permissions.py, so that a new one cannot be forgotten.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Route

from articles.desk import editing, takedown
from articles.enums import Decision, Door, Status, Verdict
from articles.history import record
from articles.models import Article, Ban, Source
from tests import factories, test_permissions, test_visibility
from tests.browser.conftest import Desk, log_in
from tests.browser.test_admin_pages import DOUBTFUL
from tests.test_permissions import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {
    "runOnly": {"type": "tag", "values": TAGS},
    "resultTypes": ["violations"],
    # Ships switched off; 2.5.8 is AA in WCAG 2.2.
    "rules": {"target-size": {"enabled": True}},
    # The frames of a front's preview are public pages; they are read by themselves.
    "iframes": False,
    "preload": False,
}
# A colour hangs on the scheme, hardly on the direction or the width; finding it out is half the
# work. So light is read whole, then dark by its colours, then mirrored and narrow by the rest.
COLOURS = {**ALL, "runOnly": {"type": "rule", "values": ["color-contrast"]}, "rules": {}}
SHAPES = {**ALL, "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}}}
MENU = "#header"

# A box to tick a row, whose headline names it; a search, and the number of a place, beside the
# button that says what they are for (WCAG technique G167).
SELF_EVIDENT = (
    "input[type=search], .action-select, #action-toggle, [name=pick], [name=member], "
    ".places [name=position], .candidates [name=position]"
)
DESKTOP = {"width": 1440, "height": 1080}
TELEPHONE = {"width": 390, "height": 844}
NARROWEST = {"width": 320, "height": 640}
WIDEST = {"width": 2560, "height": 1440}
LIMITS = {"smallest": 11, "most": 24, "evident": SELF_EVIDENT}

AXE = Axe().axe_script
MEASURE = Path(__file__).with_name("measure.js").read_text()
AT_A_DESK = """({ smallest, most, evident }) => [...measure.head("en", "ltr"),
    ...measure.small(smallest), ...measure.labels(evident), ...measure.focus(most)]"""
ON_A_TELEPHONE = """({ smallest, most, evident }) => [...measure.sideways(),
    ...measure.small(smallest), ...measure.labels(evident)]"""
# One answers a script, the other leads to the form of the only row.
NO_PAGES = {"bulk-state", "complete", "articles_publication_changelist"}
HOUR = timedelta(hours=1)
LONG = "Dockers of Karvan leave the port after a night of talks about pay and pensions " * 2
URDU = "بندرگاہ کے مزدوروں نے رات بھر کے مذاکرات کے بعد ہڑتال ختم کر دی"

Screens = dict[str, str]


def furnish(world: World, chief: Any) -> None:
    """What a working newsroom shows: long words, copies, doubts, pictures, an ailing source."""
    articles = world.articles
    now = timezone.now()
    picture = factories.make_image(alt="A pier", caption=LONG, credit_line="Agency")
    for number in range(3):
        copy = factories.make_article(
            story=world.story, headline=f"{number} {LONG}", source=world.source,
            section=world.section, language="en", copy_of=articles["incoming"],
            body_html=f"<p>In 198{number} it cost Karvan £{number + 3}.4 million.</p>",
        )  # fmt: skip
        factories.make_match(articles["incoming"], copy, reason=LONG, found_at=now)
    urdu = factories.make_article(headline=URDU, language="ur", story=world.story)
    factories.make_match(
        articles["incoming"], urdu, verdict=Verdict.SAME_EVENT, reason="Same names.",
        found_at=now, evidence={"weighed": DOUBTFUL},
    )  # fmt: skip
    factories.make_match(
        articles["draft"], articles["incoming"], decision=Decision.NOT_THE_SAME, found_at=now
    )
    live = articles["published"]
    with record("edit", by=chief, at=now, door=Door.FORM) as recorder:
        recorder.change(live, lead_image_id=picture.pk, kicker="Port", standfirst=LONG)
    factories.make_slot(world.front, live, position=2, headline="In other words")
    factories.make_link(live, articles["draft"])
    factories.make_link(live)
    factories.make_credit(live)
    factories.make_contribution(live)
    factories.make_correction(live)
    factories.tag_article(live, world.tag, factories.make_tag("Strikes"))
    factories.make_tag_alias(world.tag, "Walk-out")
    said = factories.make_comment(live, status="approved")
    factories.make_comment(live, parent=said, text=LONG * 4, reasons=[["links", "3"]])
    factories.make_comment(live, text=URDU, language="ur", name="عائشہ")
    Ban.objects.create(network="192.0.2.0/24", made_at=now, until=now + HOUR)
    factories.make_factor(factories.make_user(factories.REPORTER, username="factored"))
    Source.objects.update(failure_count=3, last_error="The address answers 404.")
    seen = Article.objects.filter(status=Status.PUBLISHED)
    seen.update(published_at=now - HOUR, visible_at=now - HOUR)


@dataclass
class Audit:
    """Reads one screen after the other and keeps what is wrong with each."""

    desk: Desk
    found: dict[str, list[str]] = field(default_factory=dict)
    titles: dict[str, list[str]] = field(default_factory=dict)
    is_first: bool = True

    def visit(self, name: str, path: str) -> None:
        """Open a screen and read it; its title is its own."""
        page = self.desk.open(path)
        self.titles.setdefault(page.title(), []).append(name)
        self.read(name)

    def read(self, name: str) -> None:
        """The page as it stands in the window, in both schemes, directions and sizes."""
        page = self.desk.page
        page.evaluate(AXE)
        page.evaluate(MEASURE)
        said = [("light ltr", self.axe(ALL)), ("desktop", page.evaluate(AT_A_DESK, LIMITS))]
        page.emulate_media(color_scheme="dark")
        said.append(("dark ltr", self.axe(COLOURS)))
        page.evaluate("measure.unfold()")
        page.evaluate("measure.turn('dark', 'rtl')")
        page.set_viewport_size(TELEPHONE)
        said += [("dark rtl", self.axe(SHAPES)), ("390", page.evaluate(ON_A_TELEPHONE, LIMITS))]
        page.emulate_media(color_scheme="light")
        page.evaluate("measure.turn('light', 'rtl')")
        page.set_viewport_size(NARROWEST)
        said.append(("320", page.evaluate("measure.sideways()")))
        page.set_viewport_size(DESKTOP)
        page.evaluate("measure.turn('auto', 'ltr')")
        self.is_first = False
        complaints = [f"{when}: {what}" for when, whats in said for what in whats]
        if complaints:
            self.found[name] = complaints

    def axe(self, options: dict[str, Any]) -> list[str]:
        """What axe finds, a line for each place; the menu, the same on all, is read once."""
        beside = [] if self.is_first else [MENU]
        read = "([options, beside]) => measure.read(options, beside)"
        found: list[str] = self.desk.page.evaluate(read, [options, beside])
        return found

    def complaints(self) -> str:
        """All that was found, a line for each, and the screens that call themselves the same."""
        lines = [f"{name}: {what}" for name, whats in self.found.items() for what in whats]
        twins = {title: names for title, names in self.titles.items() if len(names) > 1}
        return "\n".join([*lines, *(f"all called “{title}”: {twins[title]}" for title in twins)])


@pytest.fixture
def audit(desk: Desk) -> Audit:
    # A colour that still moves to the other scheme is neither of them.
    desk.page.emulate_media(reduced_motion="reduce")
    return Audit(desk)


@pytest.fixture
def world(context: BrowserContext, desk: Desk) -> World:
    """A newsroom at work, and its chief at this window."""
    people, made = test_permissions.make_all(test_permissions.OWN)
    furnish(made, people["chief"])
    log_in(context, people["chief"], desk.url)
    return made


def screens(world: World, *, of_nouns: bool) -> Screens:
    """Every address that a chief may look at, less those without a page of their own."""
    return {
        name: test_permissions.url_to_look_at(name, world)
        for name, roles in test_permissions.LOOKING.items()
        if "chief" in roles and name not in NO_PAGES and is_of_noun(name) == of_nouns
        if not is_the_same_elsewhere(name)
    }


def is_of_noun(name: str) -> bool:
    """A list, a form, a history or the uses of one model, and no screen of the desk's own."""
    return name.rpartition("_")[2] in ("changelist", "change", "history", "uses", "add")


def is_the_same_elsewhere(name: str) -> bool:
    """One page draws the history of every noun, one the uses; an article's and a story's do."""
    _app, _, rest = name.partition("_")
    noun, _, page = rest.partition("_")
    return page in ("history", "uses") and noun not in ("article", "story")


@pytest.mark.once
@pytest.mark.parametrize("of_nouns", [True, False], ids=["models", "workbench"])
def test_every_screen_of_the_desk(audit: Audit, world: World, of_nouns: bool) -> None:
    for name, path in screens(world, of_nouns=of_nouns).items():
        audit.visit(name, path)

    assert audit.complaints() == ""


@pytest.mark.once
def test_every_page_for_readers(audit: Audit) -> None:
    world = test_visibility.make_world()
    now = timezone.now()
    Article.objects.update(published_at=now - HOUR, visible_at=now - HOUR)
    paths = {name: path(world) for name, path in test_visibility.PATHS.items()}

    for name, path in paths.items():
        if is_page(path):
            audit.visit(name, path)
    for name, path in refusals(audit.desk, now).items():
        assert audit.desk.page.goto(audit.desk.url + path).status == int(name[:3])
        audit.read(name)

    assert audit.complaints() == ""


def refusals(desk: Desk, now: datetime) -> dict[str, str]:
    """Where each page stands that says no; those that need no newsroom are put there as they are.

    The name begins with the status.
    """
    gone = factories.make_published(published_at=now - HOUR, expires_at=now)
    withheld = factories.make_published(published_at=now - HOUR)
    takedown.take_down(withheld, by=None, at=now, note=LONG)
    made = {
        "404": "/nothing/here/",
        "410": gone.get_absolute_url(),
        "451": withheld.get_absolute_url(),
    }
    for template in ("400.html", "403.html", "403_csrf.html", "500.html", "503.html"):
        made[template] = f"/refused/{template}"
        desk.page.route(f"**{made[template]}", answering(template))
    return made


def answering(template: str) -> Callable[[Route], None]:
    body = render_to_string(template, {"written": [("Text", LONG)]})
    return lambda route: route.fulfill(
        status=int(template[:3]), body=body, content_type="text/html; charset=utf-8"
    )


@pytest.mark.once
def test_widest_screen_shows_pages_for_readers_without_a_sideways_scroll(desk: Desk) -> None:
    world = test_visibility.make_world()
    now = timezone.now()
    Article.objects.update(published_at=now - HOUR, visible_at=now - HOUR)
    desk.page.set_viewport_size(WIDEST)

    found = {}
    for name in ("home", "article-detail", "section-detail"):
        page = desk.open(test_visibility.PATHS[name](world))
        page.evaluate(MEASURE)
        found[name] = page.evaluate("[innerWidth, ...measure.sideways()]")

    assert found == {name: [WIDEST["width"]] for name in found}


def is_page(path: str) -> bool:
    """Whether people read it: no feed, no map, no way to another address."""
    answer = Client().get(path)
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


def chosen_in_the_list(page: Page) -> None:
    """Two articles ticked and an act chosen for them."""
    for box in page.locator("#result_list .action-select").all()[:2]:
        box.check()
    page.locator("select[name=action]").select_option(label="Spike")
    page.get_by_role("button", name="Go", exact=True).click()


@pytest.mark.once
def test_what_the_desk_answers_to_an_act(audit: Audit, world: World) -> None:
    """Pages that no address alone brings: after a form, in a window over the page, refused."""
    desk, page = audit.desk, audit.desk.page
    draft = world.articles["draft"]
    form = f"/admin/articles/article/{draft.pk}/change/"

    desk.open("/admin/namesakes/?kind=author")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    audit.read("menus over the page")
    desk.open("/admin/inbox/")
    page.keyboard.press("t")
    page.locator(".messagelist").wait_for()
    audit.read("inbox after an act")
    page.keyboard.press("s")
    audit.read("the moment of a schedule")

    call_command("rebuild_search", verbosity=0)
    desk.open("/admin/articles/article/?q=karvan")
    page.locator("#result_list").wait_for()
    audit.read("articles found")
    desk.open("/admin/articles/article/?q=karvna+zzzz")
    audit.read("no articles found")
    desk.open("/admin/articles/article/")
    chosen_in_the_list(page)
    audit.read("before an act on many")
    page.locator("button[value=begin]").click()
    page.locator(".messagelist").wait_for()
    audit.read("after an act on many")

    desk.open("/admin/paste/")
    page.get_by_label("Text").fill(f"{LONG}\n\nShare this\n\n{LONG}{LONG}\n\nSubscribe now")
    page.locator("#id_source").fill("Wire")
    page.get_by_role("button", name="Understand").click()
    page.locator(".understood-text").wait_for()
    audit.read("pasted text")

    desk.open(form)
    page.locator("[data-clock]").first.click()
    page.locator("dialog[open]").wait_for()
    audit.read("the past of a field")
    desk.open(form)
    page.get_by_label("Headline:").fill("Mine")
    page.locator("#kept:not(:empty)").wait_for()
    desk.open(form)
    audit.read("unsaved text is offered")
    page.get_by_label("Headline:").fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    audit.read("article refused")
    page.get_by_label("Headline:").fill("Mine")
    editing.edit(draft, by=None, at=timezone.now(), fields={"headline": "Theirs"})
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".conflict").wait_for()
    audit.read("two people's changes")

    desk.open(f"/admin/articles/front/{world.front.pk}/change/")
    page.locator("button[name=begin]").click()
    audit.read("a front in draft")
    desk.open("/admin/judgement/?same_copy=0.7")
    audit.read("other thresholds")
    desk.open("/admin/factor/")
    page.get_by_role("button", name="Set it up").click()
    audit.read("a second factor to confirm")
    desk.open(f"/admin/articles/colleague/{world.colleague.pk}/change/")
    page.locator("button[value=link]").click()
    audit.read("a one-time link")
    link = page.get_by_label("Link").input_value()
    desk.open(f"/admin/articles/article/{draft.pk}/delete/")
    audit.read("not allowed")
    desk.open("/admin/nothing-here/")
    audit.read("not found at the desk")

    page.context.clear_cookies()
    desk.open("/admin/login/")
    audit.read("log-in")
    page.get_by_label("Username").fill("chief")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    page.locator(".errornote").wait_for()
    audit.read("log-in refused")
    desk.open("/admin/" + link.partition("/admin/")[2])
    audit.read("a password to choose")

    assert audit.complaints() == ""


FAULTY = """<!DOCTYPE html><html lang="de" dir="rtl"><title></title><main>
<style>a:focus { outline: none; text-decoration: none; color: #777 } a { text-decoration: none }
nav { position: fixed; inset: 0 0 auto; height: 60px; background: #fff }</style>
<p><a href="#x">Covered</a></p><h1>One</h1><h1>Two</h1><nav>Over it</nav>
<p style="font-size: 10px; color: #aaa">Small</p>
<input name="bare"><button style="width: 9px; height: 9px"></button><pre>WIDE</pre></main>"""


def test_faults_of_a_page_are_found(audit: Audit) -> None:
    """What the tests above would miss if nothing were ever found."""
    audit.desk.page.set_content(FAULTY.replace("WIDE", "wide " * 99))

    audit.read("faulty")

    found = "\n".join(audit.found["faulty"])
    told = (
        "light ltr: color-contrast", "dark ltr: color-contrast", "light ltr: label",
        "light ltr: button-name", "dark rtl: target-size", "desktop: 2 h1", "no title", "lang de",
        "dir rtl", "10.0px text", "no visible label: input[name=bare]", "focus unseen: a",
        "focus covered: a", "too wide at 390", "too wide at 320",
    )  # fmt: skip
    assert [words for words in told if words not in found] == []
