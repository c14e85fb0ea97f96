"""The demo's pictures: every one draws, at the promised size, always the same."""

import json
from pathlib import Path

import pytest
from PIL import Image

from articles.demo import pictures

DEMO = Path(pictures.__file__).parents[1]
DESCRIBED: dict[str, dict[str, str]] = json.loads((DEMO / "pictures.json").read_text("utf-8"))
SIZE_LIMIT = 150_000


@pytest.mark.parametrize("picture_id", pictures.SCENES)
def test_picture_drawn_is_a_webp_of_three_to_two_under_the_limit(
    picture_id: str, tmp_path: Path
) -> None:
    target = tmp_path / "picture.webp"

    pictures.draw(picture_id, target)

    with Image.open(target) as drawn:
        assert (drawn.format, drawn.size) == ("WEBP", (1600, 1067))
        # A sheet left grey or half empty has few colours; the plainest chart has thousands.
        assert len(drawn.convert("RGB").resize((400, 267)).getcolors(400 * 267) or []) > 2000
    assert target.stat().st_size <= SIZE_LIMIT


def test_picture_drawn_twice_has_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first.webp", tmp_path / "second.webp"

    pictures.draw("08-ferry-aground", first)
    pictures.draw("08-ferry-aground", second)

    assert first.read_bytes() == second.read_bytes()


def test_draw_of_an_unknown_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        pictures.draw("99-nothing", tmp_path / "picture.webp")


def test_descriptions_name_exactly_the_pictures_that_can_be_drawn() -> None:
    assert sorted(DESCRIBED) == sorted(pictures.SCENES)
    assert len(DESCRIBED) <= 30


@pytest.mark.parametrize("picture_id", DESCRIBED)
def test_description_has_event_caption_alternative_text_and_credit(picture_id: str) -> None:
    described = DESCRIBED[picture_id]

    assert list(described) == ["event", "caption", "alt", "credit"]
    assert (DEMO / "raw" / described["event"] / "event.json").is_file()
    assert picture_id[:3] == described["event"][:3]
    assert described["caption"].endswith(".")
    assert described["alt"] != described["caption"]
    assert described["credit"].partition(": ")[0] in {"Illustration", "Drawing", "Map", "Chart"}


def test_every_picture_that_an_event_names_is_described() -> None:
    named = set()
    for path in (DEMO / "raw").glob("*/event.json"):
        picture = json.loads(path.read_text("utf-8")).get("picture", {})
        named |= {picture["id"]} if "id" in picture else set()

    assert named - set(DESCRIBED) == set()
