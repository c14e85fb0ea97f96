"""The one door for a picture's file: what comes in, what is known, what it says of itself."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.desk import rendering
from articles.models import Act, Image
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in
from tests.factories import NOW
from tests.media import samples

ADD = "/admin/articles/image/add/"
LIST = "/admin/articles/image/"
PICK = "/admin/articles/image/pick/"
ERRORS = "//ul[@class='errorlist']/li"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def upload(data: bytes, name: str = "pier.exe.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/png")


def jpeg(seed: int = 0, **options: Any) -> bytes:
    return samples.bytes_of(samples.scene(400, 300, seed), **options)


def form(data: bytes | None, **fields: Any) -> dict[str, Any]:
    given = {"alt": "A pier", "credit_line": "Jo", "focal_x": 50, "focal_y": 40, **fields}
    return given if data is None else {"file": upload(data), **given}


def test_file_gets_the_ending_of_what_it_is_and_is_kept_as_it_came(
    desk: Client, media: Path
) -> None:
    data = jpeg()

    desk.post(ADD, form(data))

    image = Image.objects.get()
    assert image.file.name == f"images/{image.uid.hex[:2]}/{image.uid.hex}.jpg"
    assert (media / image.file.name).read_bytes() == data
    assert (image.width, image.height) == (400, 300)


@pytest.mark.parametrize("address", [ADD, f"{PICK}?part=1"])
def test_what_is_refused_is_refused_at_every_door_and_loses_no_word(
    desk: Client, address: str
) -> None:
    for bad in (b"<svg onload=alert(1)>", jpeg()[:-900], samples.huge_png(50_000, 50_000)):
        response = desk.post(address, form(bad, caption="Kept as typed"))

        assert len(pages.texts(response, ERRORS)) == 1, bad[:9]
        assert pages.texts(response, "//textarea[@name='caption']")[0].strip() == "Kept as typed"
    assert not Image.objects.exists()


def test_words_in_the_file_fill_what_was_left_empty_and_nothing_else(desk: Client) -> None:
    data = jpeg(xmp=samples.XMP)

    desk.post(f"{PICK}?part=1", {"file": upload(data), "credit_line": "Our own"})

    image = Image.objects.get()
    assert (image.caption, image.alt) == ("A pier <b>at dawn</b>", "A pier in fog")
    assert (image.credit_line, image.creator) == ("Our own", "Ana Ruiz, Bo Lind")
    assert (image.rights_notice, image.source_type) == (
        "© Sol Pictures 2026", "trainedAlgorithmicMedia",
    )  # fmt: skip


def test_words_found_are_shown_when_something_else_is_missing(desk: Client) -> None:
    plain = samples.XMP.replace(b"Iptc4xmpCore:AltTextAccessibility", b"Iptc4xmpCore:Nothing")

    response = desk.post(f"{PICK}?part=1", {"file": upload(jpeg(xmp=plain))})

    assert pages.texts(response, ERRORS) == ["Say what the picture shows."]
    assert pages.values(response, "//input[@name='credit_line']/@value") == ["Sol Pictures"]


def test_file_that_is_in_the_library_is_offered_from_there(desk: Client) -> None:
    desk.post(ADD, form(jpeg(), caption="The first words"))
    known = Image.objects.get()
    acts = Act.objects.count()

    picked = desk.post(f"{PICK}?part=1", form(jpeg(), caption="Other words"))
    added = desk.post(ADD, form(jpeg(), caption="Other words"))

    for response in (picked, added):
        [said] = pages.texts(response, ERRORS)
        assert said.startswith(f"The library has this very file: № {known.pk}")
    offers = pages.tree(picked).xpath("//details//li[@data-picture]")
    assert [int(tile.get("data-picture")) for tile in offers] == [known.pk]
    assert Image.objects.get().caption == "The first words"
    assert Act.objects.count() == acts


def test_file_that_the_law_withholds_does_not_come_in_again(desk: Client) -> None:
    desk.post(ADD, form(jpeg(), caption="Libel"))
    Image.objects.update(sealed_at=NOW)

    response = desk.post(f"{PICK}?part=1", form(jpeg()))

    assert pages.texts(response, ERRORS) == ["This picture is withheld for legal reasons."]
    assert "Libel" not in response.content.decode()
    assert Image.objects.count() == 1


def test_look_alike_is_shown_before_another_picture_is_added(desk: Client) -> None:
    desk.post(ADD, form(jpeg()))
    known = Image.objects.get()
    smaller = samples.bytes_of(samples.scene(400, 300).resize((200, 150)), quality=60)

    asked = desk.post(f"{PICK}?part=1", form(smaller))
    sure = pages.values(asked, "//input[@name='is_another']/@value")
    kept = Image.objects.count()
    added = desk.post(f"{PICK}?part=1", form(smaller, is_another=sure[0]))

    offers = pages.tree(asked).xpath("//details//li[@data-picture]")
    assert [int(tile.get("data-picture")) for tile in offers] == [known.pk]
    assert (kept, added.json()["number"], Image.objects.count()) == (
        1, Image.objects.latest("pk").pk, 2,
    )  # fmt: skip


def test_look_alike_of_a_form_is_named_afterwards(desk: Client) -> None:
    desk.post(ADD, form(jpeg()))
    known = Image.objects.get()

    response = desk.post(ADD, form(jpeg(quality=50)))

    warned = [said for said in pages.said(response) if said.startswith("It looks like")]
    assert [f"/admin/articles/image/{known.pk}/change/" in said for said in warned] == [True]


def test_replaced_file_keeps_the_former_one_and_is_told_anew(desk: Client, media: Path) -> None:
    first, second = jpeg(), samples.bytes_of(samples.scene(300, 400, 4), "PNG")
    desk.post(ADD, form(first))
    image = Image.objects.get()

    desk.post(f"{LIST}{image.pk}/change/", form(second))

    changed = Image.objects.get()
    assert (changed.width, changed.height) == (300, 400)
    assert changed.sha256 != image.sha256
    assert sorted(path.read_bytes() for path in (media / "images").rglob("*.*")) == sorted(
        [first, second]
    )
    assert set(changed.keys.values_list("key", flat=True)) != set()


def test_original_is_for_the_desk_alone(desk: Client, client: Client) -> None:
    data = jpeg(xmp=samples.XMP)
    desk.post(ADD, form(data))
    url = f"{LIST}{Image.objects.get().pk}/original/"

    response = desk.get(url)
    body = b"".join(response)  # type: ignore[arg-type]  # Django types it as not streaming
    others = [Client().get(url).status_code, logged_in(factories.make_user()).get(url).status_code]
    Image.objects.update(sealed_at=NOW)

    assert body == data
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert others == [302, 403]
    assert desk.get(url).status_code == 403


def test_list_and_form_show_small_renditions_and_the_crops(desk: Client) -> None:
    desk.post(ADD, form(jpeg()))
    image = Image.objects.get()
    rendering.render(image.pk)

    row = pages.values(desk.get(LIST), "//img[@class='thumb']/@src")
    page = desk.get(f"{LIST}{image.pk}/change/")

    assert [path.rpartition("-")[2] for path in row] == ["c160.webp"]
    shown = pages.values(page, "//*[@data-focal]//img/@src")
    assert [path.rpartition("-")[2] for path in shown] == ["w400.webp", "c320.webp", "s400.jpg"]
    assert pages.values(page, "//*[@data-focal-crop]/@data-focal-crop") == ["3:2", "1200:630"]


def test_list_costs_the_same_for_one_picture_and_three(desk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(LIST).status_code == 200
        return len(caught)

    factories.make_image()
    queries()
    one = queries()
    factories.make_image()
    factories.make_image()

    assert queries() == one
