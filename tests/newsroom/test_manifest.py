"""Every screen and page as a newsroom serves it: what they name is collected, under its hash.

The other tests name files as they lie in the source, where a missing one is nobody's error.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client, override_settings

from tests import test_permissions, test_visibility
from tests.factories import NOW

pytestmark = [pytest.mark.once, pytest.mark.django_db]

# As `CompressedManifestStaticFilesStorage`, less the compressing, which takes most of its time.
STORAGE = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
NAMED = re.compile(r"/static/([^\"'\\\s<>()?#&]+)")
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All static files, collected once."""
    found = tmp_path_factory.mktemp("static")
    with served_from(found):
        call_command("collectstatic", interactive=False, verbosity=0)
    return found


@pytest.fixture(autouse=True)
def served(folder: Path) -> Iterator[None]:
    with served_from(folder), time_machine.travel(NOW, tick=False):
        yield


def served_from(folder: Path) -> override_settings:
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": STORAGE},
    }
    return override_settings(STATIC_ROOT=folder, STORAGES=storages)


def unhashed(client: Client, paths: list[str], folder: Path) -> tuple[int, set[str]]:
    """How many files the answers at these addresses name, and which of them are not collected."""
    answers = {path: client.get(path, follow=True) for path in paths}
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(
        paths, 200
    )
    named = {name for one in answers.values() for name in NAMED.findall(one.content.decode())}
    missing = {name for name in named if not HASHED.search(name) or not (folder / name).exists()}
    return len(named), missing


def test_every_screen_of_the_desk_names_files_that_are_collected(folder: Path) -> None:
    people, world = test_permissions.make_all(test_permissions.OWN)
    client = test_permissions.client_of(people["superuser"])
    shown = [name for name, roles in test_permissions.LOOKING.items() if "superuser" in roles]

    count, missing = unhashed(
        client, [test_permissions.url_to_look_at(name, world) for name in shown], folder
    )

    assert (count > 50, missing) == (True, set())


def test_every_page_for_readers_names_files_that_are_collected(
    client: Client, folder: Path
) -> None:
    world = test_visibility.make_world()
    paths = [path(world) for path in test_visibility.PATHS.values()]

    count, missing = unhashed(client, ["/admin/login/", "/api/v1/", *paths], folder)

    assert (count > 10, missing) == (True, set())
