"""Every page of the admin in a real browser: no word from the content policy, no script error."""

from dataclasses import asdict

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect

from articles.dedupe.judge import Weighed
from tests import factories, test_permissions
from tests.browser.conftest import Desk, log_in

# What the judge kept of a pair that a higher threshold leaves to a person.
DOUBTFUL = asdict(
    Weighed(
        exact=False, empty=False, item=False, template=False, retold=False, quote=False,
        version=False, contained=0.6, in_order=0.0, event=0.9,
    )
)  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def test_no_page_breaks_the_content_policy_or_a_script(desk: Desk, context: BrowserContext) -> None:
    people, world = test_permissions.make_all(test_permissions.OWN)
    log_in(context, people["superuser"], desk.url)
    names = [n for n, roles in test_permissions.LOOKING.items() if "superuser" in roles]
    for no_page in ("bulk-state", "complete"):  # scripts ask for them
        names.remove(no_page)
    paths = [test_permissions.url_to_look_at(name, world) for name in names]
    paths += ["/admin/password_change/", "/admin/auth/user/", "/admin/articles/"]

    for path in paths:
        desk.open(path)

    assert desk.problems == []


def test_login_page_is_clean(desk: Desk) -> None:
    page = desk.open("/admin/login/")

    expect(page.get_by_label("Username")).to_be_focused()
    assert desk.problems == []


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ur", "rtl")])
def test_no_screen_of_the_desk_scrolls_sideways(
    chief_desk: Desk, language: str, direction: str
) -> None:
    story = factories.make_story()
    long = "port of Karvan " * 9
    one, other, _third = (
        factories.make_article(
            story=story,
            headline=f"{n} {long}",
            body_html=f"<p>In 198{n} the {long * 9}</p><p>It cost Karvan £{n + 3}.4 million.</p>",
        )
        for n in range(3)
    )
    live = factories.make_published(headline=long)
    source = factories.make_source(name=long, autopilot_reason=long)
    factories.make_label(one, other, a_source=source)
    factories.make_match(one, other, found_at=timezone.now(), evidence={"weighed": DOUBTFUL})
    chief_desk.page.set_extra_http_headers({"Accept-Language": language})
    paths = [
        "/admin/inbox/",
        f"/admin/compare/{one.pk}/{other.pk}/",
        f"/admin/compare/{one.pk}/{other.pk}/board/",
        f"/admin/merge/?id={one.pk}&id={other.pk}",
        f"/admin/articles/story/{story.pk}/change/",
        f"/admin/articles/article/{live.pk}/change/",
        f"/admin/articles/article/{live.pk}/history/",
        "/admin/articles/article/",
        "/admin/paste/",
        "/admin/judgement/?same_copy=0.7",
        "/admin/articles/label/",
        "/admin/",
    ]
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

    found = {}
    for path in paths:
        page = chief_desk.open(path)
        found[path] = [page.evaluate("document.documentElement.dir")]
        for width in (390, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            found[path].append(page.evaluate(overflow))

    assert found == {path: [direction, 0, 0, 0] for path in paths}


@pytest.mark.parametrize(
    ("path", "row"),
    [("/admin/inbox/", "tr[data-row]"), ("/admin/articles/article/", "#result_list tbody tr")],
)
def test_forty_rows_stand_on_one_screen(chief_desk: Desk, path: str, row: str) -> None:
    for number in range(40):
        factories.make_article(headline=f"Headline {number}")

    page = chief_desk.open(path)

    bottom = page.locator(row).last.evaluate("e => e.getBoundingClientRect().bottom")
    assert page.locator(row).count() == 40
    assert bottom <= 1080
