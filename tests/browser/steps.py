"""The hands of an editor: keys and typed fields, nothing else, each counted as one act.

What counts is what the table of the editor's day counts: a key, or one field with all that is
typed into it, its Enter included. Tab is a key like any other. Nothing is clicked, and nothing gets
the focus but by a key.

With the Urdu layout every letter key says what the phonetic Urdu layout has in its place, and the
digits are Urdu ones: the page gets "ج" from the key that is J on the keycap.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.browser.conftest import Desk

LETTERS = dict(zip("qwertyuiopasdfghjklzxcvbnm", "قوعرتےءیہپاسدفگحجکلزشچطبنم", strict=True))
DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
PLACES = {letter: place for place, letter in LETTERS.items()}
ALT, SHIFT = 1, 8


@dataclass
class Task:
    """One line of the table: what it took, against what it may take."""

    name: str
    target: int
    steps: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        return f"{self.name:<52}{self.steps:>6}{self.target:>8}{self.seconds:>9.1f}"


@dataclass
class Steps:
    """The acts of one person, task by task."""

    desk: Desk
    layout: str = "en"
    tasks: dict[str, Task] = field(default_factory=dict)
    now: list[Task] = field(default_factory=list)

    @contextmanager
    def task(self, name: str, target: int) -> Iterator[Task]:
        """Count what is done within for this task, too; a name that comes again goes on."""
        task = self.tasks.setdefault(name, Task(name, target))
        self.now.append(task)
        began = time.monotonic()
        yield task
        task.seconds += time.monotonic() - began
        self.now.remove(task)
        assert task.steps <= task.target, task

    def press(self, *keys: str) -> None:
        """Press keys that stay on the page."""
        for key in keys:
            self._count()
            self._strike(key)

    def go(self, *keys: str) -> None:
        """Press keys each of which leads to a page, and wait for it."""
        for key in keys:
            self._count()
            with self.desk.page.expect_navigation(wait_until="load"):
                self._strike(key)

    def type(self, text: str) -> None:
        """Type into the field that has the focus."""
        self._count()
        if self.layout != "ur":
            self.desk.page.keyboard.type(text)
            return
        # Playwright puts letters that its own layout lacks into the field without any key.
        for letter in text:
            strike(self.desk, letter, PLACES.get(letter, ""))

    def enter(self) -> None:
        """The Enter that ends a typed field, and the page that it leads to."""
        with self.desk.page.expect_navigation(wait_until="load"):
            self.desk.page.keyboard.press("Enter")

    def digits(self, text: str) -> str:
        """The digits as this person's layout types them."""
        return text.translate(DIGITS) if self.layout == "ur" else text

    def table(self, title: str) -> str:
        """What each task took, one a line."""
        head = f"{title:<52}{'steps':>6}{'target':>8}{'seconds':>9}"
        return "\n".join(["", head, *map(str, self.tasks.values())])

    def _count(self) -> None:
        for task in self.now:
            task.steps += 1

    def _strike(self, key: str) -> None:
        """One key under the layout; the browser hears of it as from a real keyboard."""
        *held, letter = key.split("+")
        if self.layout != "ur" or len(letter) > 1:
            self.desk.page.keyboard.press(key)
            return
        strike(self.desk, said(letter), letter, modifiers=ALT if "Alt" in held else 0)


def said(letter: str) -> str:
    """What the Urdu layout says where a Latin one has this letter or digit."""
    return LETTERS.get(letter, letter.translate(DIGITS))


def strike(desk: Desk, key: str, place: str, *, modifiers: int = 0, shift: bool = False) -> None:
    """Strike the key that says `key` under its layout, at the place of a Latin letter or digit.

    A `place` of "" is one that the Latin letters do not have.
    """
    told: dict[str, Any] = {"key": key, "modifiers": modifiers | (SHIFT if shift else 0)}
    if place in ("/", "?"):
        told |= {"code": "Slash", "windowsVirtualKeyCode": 191}
    elif place:
        code = f"Digit{place}" if place.isdecimal() else f"Key{place.upper()}"
        told |= {"code": code, "windowsVirtualKeyCode": ord(place.upper())}
    session = desk.page.context.new_cdp_session(desk.page)
    text = {} if modifiers else {"text": key}
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", **told, **text})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **told})
    session.detach()
