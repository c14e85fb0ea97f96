"""Fixtures that every test may use."""

import gc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings

from tests import migrated

# How long an example takes is the machine's affair: timings are benchmarks, never assertions.
settings.register_profile("newsroom", deadline=None)
settings.load_profile("newsroom")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(autouse=True)
def speaks_english() -> Iterator[None]:
    """A request in another language leaves it behind, for whatever test comes next."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Make the test database from the run's template; PostgreSQL is told by its settings."""
    if migrated.given() and connection.vendor == "sqlite":
        connection.creation = migrated.Copied(connection)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """On SQLite a test that commits leaves the database as it found it, whatever comes next."""
    if connection.vendor != "sqlite":
        yield
        return
    with django_db_blocker.unblock():
        snapshot = migrated.Snapshot(connection)
    # What the tests that ask for a serialized rollback would be given once more.
    if hasattr(connection, "_test_serialized_contents"):
        del connection._test_serialized_contents
    with closing(snapshot), pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: snapshot.bring_back())
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="run only what reads a database: the rest is the same on every one",
    )


def pytest_configure() -> None:
    """Look for garbage seldom, it took a tenth of the time; what nobody closed is still found."""
    gc.set_threshold(100_000, 20, 20)


def pytest_collection_finish() -> None:
    """Never look among what was imported."""
    gc.collect()
    gc.freeze()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their parameter: packed ones may carry the second they were packed in.

    The processes of a run must collect the same names, or none of its tests is run.
    """
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what reads no database, where another run has it already."""
    if config.getoption("--database-only"):
        left = [item for item in items if not _reads_a_database(item)]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if _reads_a_database(item)]


def _reads_a_database(item: pytest.Item) -> bool:
    """Whether the test says so: by its mark, by a fixture, or by the class it belongs to."""
    if item.get_closest_marker("once"):
        return False
    if item.get_closest_marker("django_db") or item.get_closest_marker("own_database"):
        return True
    if not isinstance(item, pytest.Function):
        return False
    is_case = item.cls is not None and issubclass(item.cls, TransactionTestCase)
    return is_case or not {"db", "transactional_db"}.isdisjoint(item.fixturenames)
