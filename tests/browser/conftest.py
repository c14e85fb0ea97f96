"""A real Chromium against the live server, and a record of everything it complains about.

Without Chromium the tests skip with one line that says so. A failed test leaves a picture of the
page in the system's folder for temporary files, outside the repository.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from articles import migrations
from tests import factories

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
PICTURES = Path(tempfile.gettempdir()) / "newsroom-browser"


@dataclass
class Desk:
    """A browser window at the desk; `problems` is what its console and scripts complained of."""

    page: Page
    url: str
    problems: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open a path of the live server; its modules have run when this returns."""
        self.page.goto(self.url + path, wait_until="load")
        return self.page

    def press(self, *keys: str) -> None:
        """Press keys, each of which loads a page, and wait for it."""
        for key in keys:
            with self.page.expect_navigation(wait_until="load"):
                self.page.keyboard.press(key)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("No Chromium found: browser tests are skipped. Install it (apt: chromium).")
    # The driver runs an event loop in this thread, which Django would take for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def ground(transactional_db: None) -> None:
    """What the migrations put in, where a test before this one took it away: on PostgreSQL.

    Django's own way, serialized_rollback, does not work here: the driver's event loop gives this
    thread another connection than the one that holds the serialized rows.
    """
    if Group.objects.exists():
        return
    groups = import_module("articles.migrations.0002_groups").GROUPS
    for name, codenames in groups.items():
        ours = Permission.objects.filter(content_type__app_label="articles", codename__in=codenames)
        Group.objects.create(name=name).permissions.set(ours)
    for later in (m.name for m in iter_modules(migrations.__path__)):
        if later.endswith(("_labels", "_search", "_accounts", "_comments")):
            import_module(f"articles.migrations.{later}").give_rights(apps, None)
    factories.make_front()


@pytest.fixture
def context(chromium: Browser, live_server: Any, ground: None) -> Iterator[BrowserContext]:
    found = chromium.new_context(viewport={"width": 1440, "height": 1080})
    found.set_default_timeout(10_000)
    yield found
    found.close()


@pytest.fixture
def desk(context: BrowserContext, live_server: Any, request: Any) -> Iterator[Desk]:
    """A window in which nobody is logged in yet."""
    window = Desk(context.new_page(), live_server.url)
    watch(window)
    yield window
    if request.node.stash.get(FAILED, False):
        PICTURES.mkdir(exist_ok=True)
        name = re.sub(r"\W+", "-", request.node.name)
        window.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def watch(window: Desk) -> None:
    """Keep what the console calls an error and what scripts throw."""

    def hear(message: Any) -> None:
        if message.type in ("error", "warning"):
            window.problems.append(f"{window.page.url}: {message.text}")

    window.page.on("console", hear)
    window.page.on("pageerror", lambda error: window.problems.append(str(error)))


def log_in(context: BrowserContext, user: Any, url: str) -> None:
    """Give the browser the session of that person."""
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}])


@pytest.fixture
def chief_desk(desk: Desk, context: BrowserContext) -> Desk:
    """A window in which a chief editor works."""
    log_in(context, factories.make_chief(username="chief"), desk.url)
    return desk


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Iterator[None]:
    report: Any = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report
