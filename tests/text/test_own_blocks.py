"""The blocks of our own texts: pull quotes, pictures of the library, cards, tables."""

import pytest

from articles.text import embeds, markup, tables
from articles.text.markup import sanitise

PULL = '<blockquote class="pull"><p>We stay open.</p></blockquote>'


@pytest.mark.parametrize(
    "html",
    [
        PULL,
        '<figure data-image="12"></figure>',
        '<p>One</p><figure data-image="12"><figcaption>Own <em>words</em></figcaption></figure>',
        '<figure class="embed"><figcaption><a href="https://youtu.be/abcdefghijk">Film</a>'
        "</figcaption></figure>",
        "<table><tr><th>Year</th></tr><tr><td>2026</td></tr></table>",
    ],
)
def test_own_block_is_kept_with_an_id_and_cleaning_twice_changes_nothing(html: str) -> None:
    once = sanitise(html)

    assert sanitise(once) == once
    assert once.count(' id="p-') >= 1
    for kept in ('class="pull"', 'data-image="12"', 'class="embed"', "<th>Year</th>"):
        assert (kept in once) == (kept in html)


def test_ids_of_two_like_pictures_differ_and_stay() -> None:
    html = sanitise('<figure data-image="3"></figure>' * 2)

    assert len(set(html.split('"'))) > len(
        set(sanitise('<figure data-image="3"></figure>').split('"'))
    )
    assert markup.image_ids(html) == [3]


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ('<blockquote class="pull evil"><p>x</p></blockquote>', "class"),
        ('<figure data-image="0"></figure>', "figure"),
        ('<figure data-image="1&quot; onload=x"></figure>', "figure"),
        ('<figure data-image="-1"></figure>', "figure"),
        ('<p class="pull">x</p>', "class"),
        ('<p data-image="1">x</p>', "data-image"),
        ('<figure data-image="1"><img src="https://example.org/a.jpg"></figure>', "<img"),
        ('<figure data-image="1"><script>x</script></figure>', "script"),
        ('<figure class="embed"><iframe src="https://youtu.be/abc"></iframe></figure>', "iframe"),
        ("<table onclick=x style='position:fixed'><tr><td>x</td></tr></table>", "onclick"),
        ('<figure class="embed"><table><tr><td>x</td></tr></table></figure>', "<table"),
    ],
)
def test_what_is_not_sound_goes(html: str, clean: str) -> None:
    once = sanitise(html)

    assert clean not in once
    assert sanitise(once) == once


def test_picture_holds_a_caption_and_no_other_block() -> None:
    html = sanitise('<figure data-image="1"><p>a</p><ul><li>b</li></ul><figure>c</figure></figure>')

    assert html.count("<figure") == html.count("</figure>") == 1
    assert "<ul" not in html
    assert markup.to_text(html).split() == ["a", "b", "c"]


def test_text_from_outside_brings_no_own_blocks() -> None:
    html = PULL + '<figure data-image="12"><figcaption>Words</figcaption></figure>'

    clean = sanitise(html, is_ours=False)

    assert ("pull" in clean, "data-image" in clean) == (False, False)
    assert markup.to_text(clean) == "We stay open.\nWords"


def test_pull_quote_is_text_but_no_part_of_an_excerpt() -> None:
    html = sanitise(PULL + "<p>The pier is new.</p>")

    assert markup.to_text(html) == "We stay open.\nThe pier is new."
    assert "stay" not in markup.excerpt(html, words=50)
    assert "pier" in markup.excerpt(html, words=50)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk&t=3", "YouTube"),
        ("https://m.youtube.com/watch?app=x&v=abcdefghijk", "YouTube"),
        ("https://youtu.be/abcdefghijk", "YouTube"),
        ("https://vimeo.com/123456", "Vimeo"),
        ("https://open.spotify.com/episode/abc123", "Spotify"),
        ("https://x.com/port/status/123", "X"),
        ("https://bsky.app/profile/port.example.org/post/3abc", "Bluesky"),
    ],
)
def test_address_on_the_list_has_its_provider(url: str, name: str) -> None:
    found = embeds.provider(url)

    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://www.youtube.com/watch?v=abcdefghijk",
        "https://www.youtube.com/",
        "https://youtube.com.example.org/watch?v=abcdefghijk",
        "https://youtube.com@example.org/watch?v=abcdefghijk",
        "https://example.org/?https://youtu.be/abcdefghijk",
        "https://youtu.be:8443/abcdefghijk",
        "javascript:alert(1)//youtu.be/abcdefghijk",
        "https://[bad/watch",
    ],
)
def test_any_other_address_has_none(url: str) -> None:
    assert embeds.provider(url) is None


def test_table_heads_are_told_apart_and_given_scopes_stay() -> None:
    html = (
        "<table><tbody><tr><th>Year</th><th>Ships</th></tr>"
        "<tr><th>2026</th><td>4</td></tr>"
        '<tr><th scope="rowgroup">x</th><td></td></tr></tbody></table>'
    )

    assert tables.dress(html, label='A "b"') == (
        '<div class="table" role="region" tabindex="0" aria-label="A &quot;b&quot;">'
        '<table><tbody><tr><th scope="col">Year</th><th scope="col">Ships</th></tr>'
        '<tr><th scope="row">2026</th><td>4</td></tr>'
        '<tr><th scope="rowgroup">x</th><td></td></tr></tbody></table></div>'
    )


def test_table_in_a_table_stays_well_formed() -> None:
    html = tables.dress(
        "<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>", label="T"
    )

    assert html.count("<div") == html.count("</div>") == 2
