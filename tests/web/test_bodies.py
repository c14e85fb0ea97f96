"""The text as readers get it: rights of pictures at the moment of reading, cards, tables."""

from datetime import timedelta
from typing import Any

import time_machine
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from lxml import html as lxml_html

from articles.enums import Rights
from articles.models import Article, Image, Publication
from tests import factories
from tests.factories import NOW


def figure(image: Image, caption: str = "") -> str:
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure data-image="{image.pk}">{words}</figure>'


def card(url: str, title: str = "The storm, filmed") -> str:
    return f'<figure class="embed"><figcaption><a href="{url}">{title}</a></figcaption></figure>'


class BodyTest(TestCase):
    def setUp(self) -> None:
        still = time_machine.travel(NOW, tick=False)
        still.start()
        self.addCleanup(still.stop)

    def body(self, article: Article) -> Any:
        page = lxml_html.fromstring(self.client.get(article.get_absolute_url()).content)
        return page.xpath("//div[contains(@class, 'body')]")[0]

    def feed(self, path: str = "/feed.json") -> str:
        [item] = Client().get(path).json()["items"]
        return str(item["content_html"])

    def test_library_picture_comes_with_words_caption_and_credit(self) -> None:
        image = factories.make_image(alt="A pier", caption="At <dawn>", credit_line="Photo: Desk")
        article = factories.make_published(body_html=figure(image))

        shown = self.body(article).xpath(".//figure")[0]

        assert dict(shown.xpath("./img")[0].attrib) == {
            "src": image.file.url, "alt": "A pier", "width": "1200", "height": "800",
            "loading": "lazy", "decoding": "async",
        }  # fmt: skip
        assert shown.xpath("string(./figcaption)") == "At <dawn> Photo: Desk"
        assert shown.get("id", "").startswith("p-")

    def test_own_caption_stands_for_the_librarys(self) -> None:
        image = factories.make_image(caption="Library")
        article = factories.make_published(body_html=figure(image, "Our <em>own</em>"))

        assert self.body(article).xpath("string(.//figcaption)") == "Our own"

    def test_picture_goes_on_every_channel_when_its_right_ends(self) -> None:
        Publication.objects.update_or_create(pk=1)
        end = NOW + timedelta(seconds=30)
        image = factories.make_image(caption="Kept", expires_at=end)
        article = factories.make_published(body_html="<p>Text.</p>" + figure(image))

        before = self.client.get(article.get_absolute_url())
        assert "max-age=30" in before.headers["Cache-Control"]
        assert image.file.url in self.feed()
        with time_machine.travel(end, tick=False):
            after = self.client.get(article.get_absolute_url()).content.decode()
            told = self.feed()

        assert (image.file.url in after, "Kept" in after) == (False, False)
        assert (image.file.url in told, "Kept" in told, "Text." in told) == (False, False, True)

    def test_pasted_address_of_an_upload_obeys_its_right(self) -> None:
        path = "images/ab/ab000000000000000000000000000001.jpg"
        uid = "ab000000-0000-0000-0000-000000000001"
        image = factories.make_image(file=path, uid=uid)
        own = f'<p>Text.</p><img src="/media/{path}" alt="x">'
        foreign = f'<p>Text.</p><img src="https://pictures.example.org/{path}" alt="x">'
        articles = [factories.make_published(body_html=html) for html in (own, foreign)]

        assert [len(self.body(a).xpath(".//img")) for a in articles] == [1, 0]
        Image.objects.filter(pk=image.pk).update(expires_at=NOW)
        assert [len(self.body(a).xpath(".//img")) for a in articles] == [0, 0]

    def test_picture_of_another_site_is_loaded_from_there_by_nobody(self) -> None:
        away = '<img src="https://pictures.example.org/a.jpg" alt="x">'
        article = factories.make_published(
            body_html=f'<p>Text.</p><p><a href="https://pictures.example.org/">{away}</a></p>'
            f"<figure>{away}<figcaption>Its words</figcaption></figure>"
        )

        shown = self.body(article)

        assert (shown.text_content().strip(), len(shown.xpath(".//a[not(text())]"))) == ("Text.", 0)
        told = self.feed()
        assert ("Text." in told, "a.jpg" in told, "Its words" in told) == (True, False, False)

    def test_picture_that_is_not_there_leaves_nothing(self) -> None:
        article = factories.make_published(
            body_html='<p>Text.</p><figure data-image="99"><figcaption>Lost</figcaption></figure>'
        )

        assert self.body(article).text_content().strip() == "Text."

    def test_feed_gives_whole_addresses(self) -> None:
        image = factories.make_image()
        factories.make_published(body_html=figure(image))

        assert f'src="http://127.0.0.1:8000{image.file.url}"' in self.feed()

    def test_excerpt_shows_no_pictures(self) -> None:
        image = factories.make_image()
        article = factories.make_published(
            body_html="<p>Text.</p>" + figure(image), rights=Rights.EXCERPT
        )

        assert self.body(article).xpath(".//img") == []

    def test_card_is_a_link_that_says_where_it_leads(self) -> None:
        url = "https://www.youtube.com/watch?v=abcdefghijk&t=3"
        article = factories.make_published(body_html=card(url.replace("&", "&amp;")))

        [link] = self.body(article).xpath(".//figure[@class='embed']/a")

        assert (link.get("href"), link.get("rel")) == (url, "noopener noreferrer")
        assert link.text_content() == "Watch on YouTube The storm, filmed"

    def test_card_to_another_address_is_a_plain_link(self) -> None:
        article = factories.make_published(body_html=card("https://example.org/film"))

        body = self.body(article)

        assert body.xpath(".//figure[@class='embed']") == []
        assert body.xpath("string(.//figure//a[@href='https://example.org/film'])") != ""

    def test_hostile_title_and_caption_stay_text(self) -> None:
        evil = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=y&gt;"
        image = factories.make_image(
            alt='" onload="x', caption="<script>x</script>", credit_line="<b>c</b>"
        )
        url = "https://youtu.be/abcdefghijk"
        article = factories.make_published(body_html=card(url, evil) + figure(image))

        body = self.body(article)

        assert body.xpath(".//script | .//b | .//*[@onload] | .//*[@onerror]") == []
        assert len(body.xpath(".//img")) == 1

    def test_page_holds_no_frame_and_no_foreign_script(self) -> None:
        article = factories.make_published(body_html=card("https://youtu.be/abcdefghijk"))

        page = self.client.get(article.get_absolute_url()).content.decode()

        assert "<iframe" not in page
        assert page.count("youtu.be") == 1

    def test_table_scrolls_in_a_named_box_and_pull_quote_keeps_its_class(self) -> None:
        article = factories.make_published(
            body_html="<table><tr><th>Year</th></tr><tr><td>2026</td></tr></table>"
            '<blockquote class="pull"><p>Open.</p></blockquote>'
        )

        body = self.body(article)

        [box] = body.xpath(".//div[@class='table']")
        assert (box.get("role"), box.get("tabindex"), box.get("aria-label")) == (
            "region", "0", "Table",
        )  # fmt: skip
        assert box.xpath(".//th/@scope") == ["col"]
        assert body.xpath("string(.//blockquote[@class='pull'])").strip() == "Open."

    def test_pictures_of_a_text_cost_one_query(self) -> None:
        one, three = (
            factories.make_published(
                body_html="".join(figure(factories.make_image()) for _ in range(n))
            )
            for n in (1, 3)
        )
        bare = factories.make_published()

        counts = [self._queries(a.get_absolute_url()) for a in (bare, one, three)]

        assert counts == [counts[0], counts[0] + 1, counts[0] + 1]

    def test_pictures_of_a_whole_feed_cost_one_query(self) -> None:
        factories.make_published(body_html=figure(factories.make_image()))
        one = self._queries("/feed.json")
        for _ in range(2):
            factories.make_published(body_html=figure(factories.make_image()))

        assert self._queries("/feed.json") == one

    def _queries(self, path: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert self.client.get(path).status_code == 200
        return len(caught)
