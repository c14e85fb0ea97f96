"""The paper that the site's tests read, at a fixed moment."""

from collections.abc import Iterator

import pytest
import time_machine

from articles.models import Publication
from tests.factories import NOW


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """The clock stands still at NOW; tests that need another moment move it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def paper(db: None) -> Publication:
    """The publication: in English, in a zone five hours ahead of UTC, at an address of its own."""
    return Publication.objects.create(
        pk=1,
        name="The Test Paper",
        tagline="All of it made up",
        base_url="https://paper.example",
        language="en",
        zone="Asia/Karachi",
        email="desk@paper.example",
    )
