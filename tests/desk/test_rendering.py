"""Renditions follow every act on a picture; nothing outdated, sealed or half-made is shown."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from articles import cachekeys
from articles.desk import picturing, rendering, takedown, undoing
from articles.desk.acting import act
from articles.enums import Door
from articles.errors import BadInput
from articles.media import reading, renditions
from articles.models import Act, Image
from tests import factories
from tests.factories import LATER, NOW
from tests.media import samples

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def files(media: Path, image: Image) -> set[str]:
    return {path.name for path in (media / renditions.folder(image.uid)).glob("*")}


def fetched(client: Client, url: str) -> int:
    response = client.get(url)
    b"".join(response)  # which closes the file, too
    return response.status_code


def change(image: Image, **fields: Any) -> None:
    with act("edit-image", by=None, at=NOW) as recorder:
        recorder.change(Image.objects.get(pk=image.pk), **fields)


def made(image: Image) -> str:
    return str(Image.objects.get(pk=image.pk).renditions.get("key", ""))


def added(commits: Any, seed: int = 0) -> Image:
    data = samples.bytes_of(samples.scene(400, 300, seed))
    image = Image(file=ContentFile(data, "x.jpg"), alt="A pier", credit_line="Jo")
    with commits():
        picturing.add(image, reading.read(data), by=None, at=NOW)
    return Image.objects.get(pk=image.pk)


def test_added_picture_has_every_rendition_once_the_act_is_committed(
    commits: Any, media: Path
) -> None:
    image = added(commits)

    assert renditions.is_complete(image)
    assert {name[:12] for name in files(media, image)} == {renditions.key_of(image)}
    assert list(rendering.incomplete()) == []


def test_renditions_made_later_tell_the_pages_that_show_the_picture_and_the_sitemaps(
    commits: Any,
) -> None:
    image = added(commits)
    Image.objects.update(renditions={})
    keys = (cachekeys.names.image(image.pk), cachekeys.names.PICTURES)
    before = [cachekeys.latest(key) for key in keys]

    with commits():
        rendering.render(image.pk)

    assert all(cachekeys.latest(key) > tick for key, tick in zip(keys, before, strict=True))


def test_new_focal_point_makes_them_anew_and_undoing_brings_the_former_back(
    commits: Any, media: Path
) -> None:
    image = added(commits)
    first = made(image)

    with commits():
        change(image, focal_x=10)
    second = made(image)
    names = files(media, image)
    with commits():
        undoing.undo_act(Act.objects.latest("pk"), by=None, at=LATER)

    assert (second != first, {name[:12] for name in names}) == (True, {second})
    assert made(image) == first
    assert renditions.is_complete(Image.objects.get(pk=image.pk))


def test_caption_and_right_of_use_make_nothing_anew(commits: Any) -> None:
    image = added(commits)

    with commits() as asked:
        change(image, caption="Another", expires_at=LATER)

    assert [one for one in asked if "rendering" in repr(one)] == []
    assert renditions.is_complete(Image.objects.get(pk=image.pk))


def test_run_that_was_outrun_by_a_change_leaves_nothing(
    commits: Any, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The focal point moves while the files of the former one are being drawn."""
    image = added(commits)
    Image.objects.filter(pk=image.pk).update(focal_x=20)
    original = rendering.rendering.render

    def outrun(*given: Any) -> Any:
        Image.objects.filter(pk=image.pk).update(focal_x=90)
        return original(*given)

    monkeypatch.setattr(rendering.rendering, "render", outrun)

    assert rendering.render(image.pk) is False
    assert made(image) == image.renditions["key"]
    monkeypatch.undo()
    assert rendering.render(image.pk) is True
    assert {name[:12] for name in files(media, image)} == {made(image)}


def test_sealed_picture_loses_its_renditions_and_gets_them_back(
    commits: Any, media: Path, client: Client
) -> None:
    image = added(commits)
    article = factories.make_published(lead_image=image)
    address = renditions.one(image, "card", 320, "webp").url
    assert fetched(client, address) == 200

    with commits():
        takedown.take_down(article, note="By order", by=None, at=NOW)
    sealed = Image.objects.get(pk=image.pk)
    gone = client.get(address).status_code
    left = [path for path in media.rglob("*") if path.is_file()]
    waiting = list(rendering.incomplete())
    with commits():
        undoing.undo_act(Act.objects.latest("pk"), by=None, at=LATER)

    assert (gone, left, sealed.renditions, waiting) == (451, [], {}, [])
    assert fetched(client, address) == 200
    assert renditions.is_complete(Image.objects.get(pk=image.pk))


def test_broken_original_harms_no_act_and_is_named_again(commits: Any) -> None:
    image = samples.keep(b"no picture")

    with commits():
        change(image, focal_x=10)

    assert made(image) == ""
    assert list(rendering.incomplete()) == [image.pk]


def test_demo_leaves_the_work_to_the_command(commits: Any) -> None:
    data = samples.bytes_of(samples.scene(400, 300))
    with commits() as asked:
        picturing.add(
            Image(file=ContentFile(data, "x.jpg")),
            reading.read(data),
            by=None,
            at=NOW,
            door=Door.DEMO,
        )

    image = Image.objects.get()
    assert (image.renditions, image.keys.count() > 0) == ({}, True)
    assert len(asked) == 1  # the page cache is told, and nobody asks for renditions


def test_file_is_known_by_its_bytes_and_a_look_alike_by_its_looks(commits: Any) -> None:
    first, other = added(commits), added(commits, seed=5)
    again = reading.read(samples.bytes_of(samples.scene(400, 300)))
    smaller = reading.read(samples.bytes_of(samples.scene(400, 300).resize((200, 150)), quality=50))

    assert picturing.known(again.sha256) == first
    assert picturing.known(again.sha256, besides=first.pk) is None
    assert picturing.known("") is picturing.known(smaller.sha256) is None
    assert picturing.alike(smaller.likeness) == [first]
    assert picturing.alike(other.likeness, besides=other.pk) == []


def test_look_up_reads_a_bounded_number_of_pictures(
    commits: Any, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    pictures = [added(commits) for _ in range(3)]
    monkeypatch.setattr(picturing, "MOST_COMPARED", 2 * 8)

    with django_assert_num_queries(2):
        found = picturing.alike(pictures[0].likeness)

    assert found == pictures[:0:-1]  # the newest two; an older one is not looked at


def test_fault_of_a_file_is_noted_shows_no_empty_frame_and_goes_when_it_is_mended(
    media: Path,
) -> None:
    lost = samples.keep(samples.bytes_of(samples.scene(40, 30)))
    data = (media / lost.file.name).read_bytes()
    seen = []
    for content in (None, b"broken", data):
        if content is None:
            (media / lost.file.name).unlink()
        else:
            (media / lost.file.name).write_bytes(content)
        with suppress(OSError, BadInput):
            rendering.render(lost.pk)
        lost.refresh_from_db()
        seen.append((lost.fault, lost.may_be_used(NOW), lost.may_be_shown(NOW)))

    assert seen == [("missing", True, False), ("damaged", True, False), ("", True, True)]


def test_look_at_the_disk_makes_anew_what_is_gone_and_names_what_cannot_be(media: Path) -> None:
    whole, lost = (samples.keep(samples.bytes_of(samples.scene(40, 30, n))) for n in (1, 2))
    for image in (whole, lost):
        rendering.render(image.pk)
    assert list(rendering.incomplete(look=True)) == []
    whole.refresh_from_db()
    gone = media / renditions.names(whole)[0]
    gone.unlink()
    (media / lost.file.name).unlink()

    assert list(rendering.incomplete()) == []
    assert list(rendering.incomplete(look=True)) == [lost.pk, whole.pk]
    rendering.render(whole.pk, look=True)
    assert gone.is_file()
    for path in (media / renditions.folder(lost.uid)).glob("*"):
        assert Image.objects.get(pk=lost.pk).may_be_shown(NOW)  # by what was made of it
        path.unlink()
    with pytest.raises(FileNotFoundError):
        rendering.render(lost.pk, look=True)
    assert not Image.objects.get(pk=lost.pk).may_be_shown(NOW)
