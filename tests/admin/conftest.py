"""People at the desk, and a clock that stands still."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests import factories


@pytest.fixture(autouse=True)
def _still_clock() -> Iterator[None]:
    with time_machine.travel(factories.NOW, tick=False):
        yield


@pytest.fixture
def chief(db: None) -> Any:
    return factories.make_chief(username="chief")


@pytest.fixture
def desk(chief: Any) -> Client:
    """A browser in which a chief editor is logged in."""
    return logged_in(chief)


def logged_in(user: Any) -> Client:
    """A browser of that person."""
    client = Client()
    client.force_login(user)
    return client
