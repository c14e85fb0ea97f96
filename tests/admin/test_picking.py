"""The library to pick from: order, words, stories, what may not be used, and new pictures."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image as Picture

from articles.admin import picking
from articles.models import Act, Image
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in
from tests.factories import NOW

PICK = "/admin/articles/image/pick/"
TILES = pages.classed("picture", "li")


def numbers(client: Client, **query: Any) -> list[int]:
    return [int(n) for n in pages.values(client.get(PICK, query), f"{TILES}/@data-picture")]


def jpeg(name: str = "pier.jpg") -> SimpleUploadedFile:
    kept = io.BytesIO()
    Picture.new("RGB", (40, 30), "teal").save(kept, "JPEG")
    return SimpleUploadedFile(name, kept.getvalue(), "image/jpeg")


class TestGrid:
    def test_newest_come_first_two_dozen_a_page(self, desk: Client) -> None:
        made = [factories.make_image(alt=f"Pier {n}").pk for n in range(25)]

        [older] = pages.values(desk.get(PICK), "//a[@rel='next']/@href")

        assert numbers(desk) == made[:0:-1]
        assert numbers(desk, before=older.rpartition("=")[2]) == made[:1]

    def test_words_are_found_in_caption_credit_and_alternative_text(self, desk: Client) -> None:
        caption = factories.make_image(caption="The café on the pier")
        credit = factories.make_image(credit_line="Cafer Öz / Wire")
        alt = factories.make_image(alt="کیفے")
        factories.make_image(caption="A ferry")

        assert numbers(desk, q="CAFE") == [credit.pk, caption.pk]
        assert numbers(desk, q="pier caf") == [caption.pk]
        assert numbers(desk, q="كيفے") == [alt.pk]
        assert numbers(desk, q=f"№ {caption.pk}") == [caption.pk]
        assert numbers(desk, q="x" * 10_000) == numbers(desk, q="\x00%") == []

    def test_search_says_how_far_it_looked_and_goes_on(
        self, desk: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pier = factories.make_image(caption="Pier")
        later = [factories.make_image(caption="Ferry") for _ in range(3)]
        monkeypatch.setattr(picking, "LOOKED", 2)

        first = desk.get(PICK, {"q": "pier"})
        [older] = pages.values(first, "//a[@rel='next']/@href")

        assert pages.texts(first, "//p[@class='pages']/span") == [
            f"Looked back to № {later[1].pk}."
        ]
        assert pages.values(desk.get(older), f"{TILES}/@data-picture") == [str(pier.pk)]

    def test_pictures_of_the_story_are_those_of_all_its_texts(self, desk: Client) -> None:
        lead, inside, own, _other = (factories.make_image() for _ in range(4))
        story = factories.make_story()
        article = factories.make_draft(
            story=story, body_html=f'<figure data-image="{own.pk}"></figure><p>x</p>'
        )
        factories.make_article(story=story, lead_image=lead)
        factories.make_article(
            story=story, body_html=f'<figure data-image="{inside.pk}"></figure><p>x</p>'
        )

        assert numbers(desk, article=article.pk, story=1) == [own.pk, inside.pk, lead.pk]
        assert len(numbers(desk, article=article.pk)) == 4

    def test_what_may_not_be_used_says_why_and_cannot_be_picked(self, desk: Client) -> None:
        fine = factories.make_image(expires_at=NOW + timedelta(days=3), alt="Pier")
        ended = factories.make_image(expires_at=NOW - timedelta(days=1), caption="Over")
        sealed = factories.make_image(sealed_at=NOW, caption="Libel")

        response = desk.get(PICK)

        found = {
            int(tile.get("data-picture")): (
                tile.get("data-unusable") is not None,
                [x.text_content() for x in tile.xpath(".//*[contains(@class,'badge')]")],
            )
            for tile in pages.tree(response).xpath(TILES)
        }
        assert found == {
            fine.pk: (False, []),
            ended.pk: (True, ["Right ended 19 Nov 2026"]),
            sealed.pk: (True, ["Withheld for legal reasons"]),
        }
        assert "Right ends 23 Nov 2026" in response.content.decode()
        assert "Libel" not in response.content.decode()
        assert numbers(desk, q="libel") == []

    def test_three_pictures_cost_as_many_queries_as_one(self, desk: Client) -> None:
        def queries(**query: Any) -> int:
            with CaptureQueriesContext(connection) as found:
                assert desk.get(PICK, query).status_code == 200
            return len(found)

        story = factories.make_story()
        article = factories.make_draft(story=story)
        asked = ({}, {"q": "pier"}, {"article": article.pk, "story": 1})

        def add() -> None:
            picture = factories.make_image(caption="Pier", source=factories.make_source())
            factories.make_article(story=story, lead_image=picture)

        add()
        queries()
        one = [queries(**query) for query in asked]
        add()
        add()

        assert [queries(**query) for query in asked] == one
        assert max(one) <= 12


class TestAdding:
    @pytest.fixture(autouse=True)
    def _media(self, settings: Any, tmp_path: Path) -> None:
        settings.MEDIA_ROOT = tmp_path

    def test_new_picture_is_picked_and_one_act(self, desk: Client, chief: Any) -> None:
        given = {"file": jpeg(), "alt": "A pier", "caption": "The pier.", "credit_line": "Jo Doe"}

        answer = desk.post(f"{PICK}?part=1", given).json()

        image = Image.objects.get()
        assert answer == {"number": image.pk, "src": image.file.url, "alt": "A pier"}
        assert (image.caption, image.credit_line, image.width) == ("The pier.", "Jo Doe", 40)
        act = Act.objects.get()
        assert (act.verb, act.by) == ("add-image", chief)

    def test_what_is_wrong_is_said_by_the_field(self, desk: Client) -> None:
        not_one = SimpleUploadedFile("x.jpg", b"<svg onload=alert(1)>", "image/jpeg")

        response = desk.post(f"{PICK}?part=1", {"file": not_one, "caption": "Kept"})

        rows = "//div[contains(@class, 'errors')]"
        assert pages.texts(response, f"{rows}/label") == ["File:", "Alternative text:", "Credit:"]
        assert pages.texts(response, f"{rows}//ul[@class='errorlist']/li")[1:] == [
            "Say what the picture shows.", "Say whose picture it is."
        ]  # fmt: skip
        assert pages.texts(response, "//textarea[@name='caption']") == ["Kept"]
        assert Image.objects.count() == 0

    def test_without_script_its_page_tells_the_number(self, desk: Client) -> None:
        response = desk.post(PICK, {"file": jpeg(), "alt": "A pier", "credit_line": "Jo"})

        image = Image.objects.get()
        assert response.url == f"/admin/articles/image/{image.pk}/change/"
        assert pages.said(response) == [f"The picture is № {image.pk}."]

    def test_who_may_only_look_is_offered_no_form(self, db: None) -> None:
        from django.contrib.auth.models import Permission

        viewer = factories.make_user()
        viewer.user_permissions.add(Permission.objects.get(codename="view_image"))
        client = logged_in(viewer)

        assert pages.values(client.get(PICK), "//input[@type='file']/@name") == []
        assert (
            client.post(PICK, {"file": jpeg(), "alt": "x", "credit_line": "x"}).status_code == 403
        )


def test_form_shows_the_picture_it_has_and_leads_to_the_library(desk: Client) -> None:
    image = factories.make_image(alt="A pier", file="images/ab/pier.jpg")
    article = factories.make_draft(lead_image=image)

    response = desk.get(f"/admin/articles/article/{article.pk}/change/")

    field = "//span[@data-picture-field]"
    assert pages.values(response, f"{field}//input/@value") == [str(image.pk)]
    assert pages.values(response, f"{field}//img/@alt") == ["A pier"]
    assert pages.values(response, f"{field}//a/@href") == [f"{PICK}?article={article.pk}"]
