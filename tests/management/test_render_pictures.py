"""The command that makes what pictures lack."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from articles.media import renditions
from articles.models import Image
from tests.media import samples

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def run(*options: str) -> str:
    said = io.StringIO()
    call_command("render_pictures", *options, stdout=said, stderr=said)
    return said.getvalue().splitlines()[-1]


def test_makes_what_is_missing_once_and_goes_on_past_a_broken_picture() -> None:
    old = samples.keep(samples.bytes_of(samples.scene(200, 300)))
    broken = samples.keep(b"broken")

    counted = run("--dry-run")
    untouched = Image.objects.exclude(renditions={}).count()
    with pytest.raises(SystemExit) as ended:
        run()
    old.refresh_from_db()
    broken.delete()

    assert (counted, untouched, ended.value.code) == ("To be rendered: 2.", 0, 1)
    assert renditions.is_complete(old)
    assert (old.width, old.height, len(old.likeness)) == (200, 300, 32)
    assert run() == "Rendered: 0. Failed: 0."
