"""The focal point by hand: a click and the arrow keys say what the numbers say."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect

from articles.desk import picturing, rendering
from articles.media import reading, renditions
from articles.models import Image
from tests.browser.conftest import Desk
from tests.factories import NOW
from tests.media import samples

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
]

SHOWN = """img => {
    const [x, y] = getComputedStyle(img).objectPosition.split(" ").map(parseFloat);
    return [Math.round(x), Math.round(y)];
}"""


@pytest.fixture
def image(settings: Any, tmp_path: Path, transactional_db: None) -> Image:
    settings.MEDIA_ROOT = tmp_path
    data = samples.bytes_of(samples.scene(400, 300))
    row = Image(file=ContentFile(data, name="pier.jpg"), alt="A pier", credit_line="Jo")
    picturing.add(row, reading.read(data), by=None, at=NOW)
    rendering.render(row.pk)
    row.refresh_from_db()
    return row


def test_click_and_arrow_keys_set_the_focal_point_and_the_crops_follow(
    chief_desk: Desk, image: Image
) -> None:
    page = chief_desk.open(f"/admin/articles/image/{image.pk}/change/")
    picture, across, down = (
        page.locator(found) for found in ("[data-focal-picture]", "#id_focal_x", "#id_focal_y")
    )
    size = picture.bounding_box()
    assert size is not None

    picture.click(position={"x": size["width"] * 0.25, "y": size["height"] * 0.1})
    expect(across).to_have_value("25")
    expect(down).to_have_value("10")
    mark = page.get_by_role("button", name="Focal point: 25 per cent from the left, 10 per cent")
    expect(mark).to_be_focused()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(across).to_have_value("26")
    expect(down).to_have_value("20")
    crops = page.locator("[data-focal-crop]")
    # 400 × 300 cut to 3 : 2 leaves 33 lines; the top is 0 at a focal point so high up.
    assert crops.nth(0).evaluate(SHOWN) == [50, 0]
    down.fill("60")
    [left, top, _right, bottom] = renditions.box(Image(width=400, height=300, focal_y=60), "card")
    assert crops.nth(0).evaluate(SHOWN) == [50, round(100 * top / (300 - bottom + top))]
    assert left == 0

    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/image/")
    image.refresh_from_db()
    assert (image.focal_x, image.focal_y) == (26, 60)
    assert chief_desk.problems == []


def test_chosen_file_is_shown_and_cut_before_it_is_sent(
    chief_desk: Desk, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    data = samples.bytes_of(samples.scene(400, 300))
    page = chief_desk.open("/admin/articles/image/add/")
    for part in ("picture", "mark"):
        expect(page.locator(f"[data-focal-{part}]")).to_be_hidden()

    page.locator("input[type=file]").set_input_files(
        {"name": "pier.jpg", "mimeType": "image/jpeg", "buffer": data}
    )
    page.locator("[data-focal-picture]").click(position={"x": 1, "y": 1})

    expect(page.locator("#id_focal_x")).to_have_value("0")
    assert chief_desk.problems == []
