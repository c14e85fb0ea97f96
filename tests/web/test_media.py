"""What readers are handed at a picture's addresses: our files, while they may be shown."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from PIL import Image as Picture

from articles.desk import rendering
from articles.media import renditions
from articles.models import Image
from tests import factories
from tests.factories import NOW
from tests.media import samples

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def fetch(client: Client, url: str, **headers: str) -> tuple[Any, bytes]:
    response = client.get(url, headers=headers)
    return response, b"".join(response)


def make(**fields: Any) -> Image:
    exif = Picture.Exif()
    exif[0x010F] = "SecretCam"
    image = samples.keep(samples.bytes_of(samples.scene(700, 500), exif=exif), **fields)
    rendering.render(image.pk)
    image.refresh_from_db()
    return image


def test_rendition_is_kept_by_caches_for_ever_and_runs_nothing(client: Client) -> None:
    url = renditions.one(make(), "card", 320, "avif").url

    response, _body = fetch(client, url)
    known, _none = fetch(client, url, **{"If-None-Match": response["ETag"]})

    assert (response["Content-Type"], known.status_code) == ("image/avif", 304)
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    lent = [one["Cross-Origin-Resource-Policy"] for one in (response, known)]
    assert lent == ["cross-origin"] * 2  # web feed readers show it


def test_address_of_an_original_gives_a_picture_made_anew(client: Client, media: Path) -> None:
    """With renditions and before there are any; never the bytes that were uploaded."""
    image = make()
    before = samples.keep(samples.bytes_of(samples.scene(700, 500, 3)))

    bodies = []
    for one in (image, before):
        response, body = fetch(client, one.file.url)
        assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
        assert body != (media / str(one.file.name)).read_bytes()
        assert response["Cache-Control"] == "public, max-age=3600"
        bodies.append(body)

    assert b"SecretCam" in (media / str(image.file.name)).read_bytes()
    assert not any(b"SecretCam" in body for body in bodies)


def test_right_of_use_ends_the_files_as_well(client: Client) -> None:
    end = NOW + timedelta(minutes=5)
    image = make(expires_at=end)
    urls = [renditions.one(image, "card", 320, "webp").url, image.file.url]

    before = [fetch(client, url)[0] for url in urls]
    with time_machine.travel(end, tick=False):
        after = [fetch(client, url)[0].status_code for url in urls]
        client.force_login(factories.make_user())
        desk = [fetch(client, url)[0] for url in urls]

    assert [one["Cache-Control"] for one in before] == ["public, max-age=300"] * 2
    assert after == [410, 410]
    assert [one.status_code for one in desk] == [200, 200]
    assert {one["Cache-Control"] for one in desk} == {"private, no-store"}


def test_sealed_picture_answers_451_at_all_its_addresses(client: Client) -> None:
    image = make()
    url = renditions.one(image, "whole", 640).url
    Image.objects.filter(pk=image.pk).update(sealed_at=NOW)
    client.force_login(factories.make_chief())

    assert [fetch(client, one)[0].status_code for one in (url, image.file.url)] == [451, 451]


def test_former_rendition_leads_to_the_present_one(client: Client) -> None:
    """A page that a cache still holds names it."""
    image = make()
    former = renditions.one(image, "card", 480, "webp").url
    Image.objects.filter(pk=image.pk).update(focal_x=0)
    rendering.render(image.pk)
    image.refresh_from_db()

    response, _body = fetch(client, former)

    assert (response.status_code, response["Location"]) == (
        302, renditions.one(image, "card", 480, "webp").url,
    )  # fmt: skip


def test_rendition_lost_from_the_disk_leads_to_what_can_be_made(
    client: Client, media: Path
) -> None:
    image = make()
    url = renditions.one(image, "card", 480, "webp").url
    (media / url.removeprefix("/media/")).unlink()

    response, _body = fetch(client, url)

    assert response["Location"] == image.file.url


@pytest.mark.parametrize(
    "path",
    [
        "/media/renditions/aa/" + "a" * 32 + "/0123456789ab-c320.webp",
        "/media/renditions/bb/" + "a" * 32 + "/0123456789ab-c320.webp",
        "/media/renditions/aa/" + "a" * 32 + "/../../secret",
        "/media/images/aa/" + "a" * 32 + ".jpg",
        "/media-sealed/images/aa/" + "a" * 32 + ".jpg",
    ],
)
def test_nothing_else_is_handed_out(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_original_that_is_no_picture_or_gone_is_not_found(client: Client, media: Path) -> None:
    broken, gone = samples.keep(b"<script>alert(1)</script>"), make()
    (media / str(gone.file.name)).unlink()
    rendering.rendering.remove(gone)

    assert [fetch(client, one.file.url)[0].status_code for one in (broken, gone)] == [404, 404]
