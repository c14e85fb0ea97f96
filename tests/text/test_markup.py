"""The one allow-list: nothing that runs gets through, and blocks keep their ids."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.errors import TooLarge
from articles.text import markup
from articles.text.blocks import Block
from articles.text.markup import MAX_HTML_CHARS, sanitise

BASE = "https://example.com/news/a"


def bare(clean: str) -> str:
    """Drop the ids, which are tested on their own."""
    return re.sub(r' id="p-[0-9a-z]{8}"', "", clean)


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("Hello <b>you</b>", "<p>Hello <b>you</b></p>"),
        ("<div>one</div><div>two</div>", "<p>one</p><p>two</p>"),
        ("one<br><br>two<br>three<br>", "<p>one</p><p>two<br>three</p>"),
        ("<h1>Title</h1><h6>Small</h6>", "<h2>Title</h2><h4>Small</h4>"),
        ("<p></p><p> </p><ul></ul><p>x</p>", "<p>x</p>"),
        ("<b>a <p>b</p> c</b>", "<p><b>a </b></p><p><b>b</b></p><p><b>c</b></p>"),
        ("<ul><li>a<ul><li>b</ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul>loose</ul>", "<ul><li>loose</li></ul>"),
        ("<blockquote>said</blockquote>", "<blockquote><p>said</p></blockquote>"),
        ("<pre>  a\n  b</pre>", "<pre>  a\n  b</pre>"),
        ("<p>a  \n b</p>", "<p>a b</p>"),
        ("a<hr>b", "<p>a</p><hr><p>b</p>"),
        (
            "<table><tr><td colspan=2>1<td></table>",
            '<table><tbody><tr><td colspan="2">1</td><td></td></tr></tbody></table>',
        ),
        ("<h2>a<div>b</div></h2>", "<h2>a<br>b</h2>"),
        ('<p dir="rtl" lang="ur">روس</p>', '<p dir="rtl" lang="ur">روس</p>'),
        ("<p>a&nbsp;b &amp; c &lt;d&gt;</p>", "<p>a b &amp; c &lt;d&gt;</p>"),
        ('<time datetime="2025-07-05">5 July</time>', None),
        ("<p>a\u202eb&#x202e;c&#0;d</p>", "<p>abc\ufffdd</p>"),
        ("", ""),
    ],
)
def test_sanitise_makes_proper_blocks(source: str, clean: str | None) -> None:
    assert bare(sanitise(source)) == (f"<p>{source}</p>" if clean is None else clean)


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.org/x.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<img src=x onerror=alert(1)>",
        "<img src='javascript:alert(1)'>",
        "<img src=data:image/svg+xml;base64,PHN2Zz4=>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
        "<iframe src=javascript:alert(1)>x</iframe>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<object data=evil.swf></object><embed src=evil.swf>",
        "<style>@import url(evil)</style>",
        "<link rel=stylesheet href=evil.css><meta http-equiv=refresh content=0>",
        "<base href=https://evil.org/>",
        "<template><script>alert(1)</script></template>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<textarea></textarea><select><option>x</select><button>Go</button>",
        "<!--[if IE]><script>alert(1)</script><![endif]-->",
        "<video src=x onerror=alert(1)></video><audio src=x></audio>",
        "<title>x</title>",
    ],
)
def test_sanitise_what_runs_or_loads_leaves_nothing(source: str) -> None:
    assert re.sub(r"<p[^>]*>|</p>|ipt&gt;|alert\(1\)|<br>|''?&gt;|'\s*&gt;|[\s']", "",
                  sanitise(source)) == ""  # fmt: skip


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java&#10;script:alert(1)",
        "&#106;avascript:alert(1)",
        "javascript&colon;alert(1)",
        "\x01javascript:alert(1)",
        "vbscript:msgbox(1)",
        "data:text/html,<script>alert(1)</script>",
        "blob:https://example.com/1",
        "file:///etc/passwd",
        "feed:javascript:alert(1)",
        "view-source:x",
    ],
)
@pytest.mark.parametrize("base", ["", BASE])
def test_sanitise_dangerous_link_becomes_text(href: str, base: str) -> None:
    clean = bare(sanitise(f'<p><a href="{href}" onclick="x()">text</a></p>', base_url=base))

    assert clean == "<p>text</p>"


@pytest.mark.parametrize("href", ["/\\evil.org", "\\\\evil.org", "//evil.org"])
def test_sanitise_disguised_address_is_shown_as_the_browser_would_take_it(href: str) -> None:
    clean = bare(sanitise(f'<p><a href="{href}">text</a></p>'))

    assert clean == '<p><a href="https://evil.org/" rel="noopener noreferrer">text</a></p>'


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("<p style='position:fixed' class=x onclick=x() data-x=1>a</p>", "<p>a</p>"),
        ("<p id=evil>a</p>", "<p>a</p>"),
        ("<p dir='x' lang='en\"onload'>a</p>", "<p>a</p>"),
        ("<a name=x>a</a>", "<p>a</p>"),
        ("<span class=x>a</span>", "<p>a</p>"),
        ("<form action=//evil.org><p>a</p><input name=x></form>", "<p>a</p>"),
        ("<p><a href=https://a.org target=_blank>a</a></p>",
         '<p><a href="https://a.org/" rel="noopener noreferrer">a</a></p>'),
        ("<p><a href=mailto:a@b.org>a</a></p>",
         '<p><a href="mailto:a@b.org" rel="noopener noreferrer">a</a></p>'),
        ("<p><a href=/b?x=1&y=2>a</a></p>",
         '<p><a href="https://example.com/b?x=1&amp;y=2" rel="noopener noreferrer">a</a></p>'),
        ("<img src=/i.png width=10 height=20 srcset=x alt='A\"b'>",
         '<p><img src="https://example.com/i.png" alt="A&quot;b" width="10" height="20"></p>'),
        ("<img src=https://t.org/p.gif width=1 height=1>", ""),
        ("<figure><img src=i.png><figcaption><p>A</p><p>B</p></figcaption></figure>",
         '<figure><img src="https://example.com/news/i.png" alt=""><figcaption>A<br>B</figcaption>'
         "</figure>"),
    ],
)  # fmt: skip
def test_sanitise_keeps_only_known_attributes(source: str, clean: str) -> None:
    assert bare(sanitise(source, base_url=BASE)) == clean


def test_sanitise_without_base_keeps_own_paths_and_fragments() -> None:
    clean = bare(sanitise("<p><a href='/news/1/a/'>a</a><a href='#p-00000001'>b</a></p>"))

    assert clean == (
        '<p><a href="/news/1/a/" rel="noopener noreferrer">a</a>'
        '<a href="#p-00000001" rel="noopener noreferrer">b</a></p>'
    )


def test_sanitise_ids_sound_ones_stay_doubles_are_renewed_missing_are_given() -> None:
    source = '<p id="p-abcdefgh">a</p><p id="p-abcdefgh">a</p><p id="x">a</p><p>a</p>'

    ids = re.findall(r'id="([^"]+)"', sanitise(source))

    assert ids[0] == "p-abcdefgh"
    assert len(set(ids)) == 4
    assert all(re.fullmatch("p-[0-9a-z]{8}", one) for one in ids)
    assert re.findall(r'id="([^"]+)"', sanitise(source)) == ids


def test_sanitise_id_of_a_paragraph_does_not_depend_on_its_neighbours() -> None:
    alone, third = sanitise("<p>same</p>"), sanitise("<p>a</p><p>b</p><p>same</p>")

    assert third.endswith(alone)


def test_sanitise_every_block_has_an_id() -> None:
    source = (
        "<h2>a</h2><h3>b</h3><p>c</p><blockquote>d</blockquote><ul><li>e</ul><pre>f</pre>"
        "<figure><img src=https://a.org/b.png></figure><table><tr><td>g</table>"
    )

    tags = re.findall(r'<(\w+) id="p-\w{8}"', sanitise(source))

    assert tags == ["h2", "h3", "p", "blockquote", "p", "li", "pre", "figure", "table"]


PIECES = """
<p> </p> <div> </div> <b> </b> <i> </a> <ul> <li> </li> </ul> <br> <h2> </h2> <hr>
<blockquote> </blockquote> <pre> </pre> <table> <tr> <td> </td> </table> <figure> </figure>
<figcaption> </figcaption> <script> </script> <svg> </svg> <!----> &lt; text two
"""
TAGS = st.sampled_from([*PIECES.split(), "\n", "<a href='/x'>", "<img src=/i.png>"])


@settings(max_examples=500, deadline=None)
@given(st.lists(TAGS, max_size=25).map(" ".join) | st.lists(TAGS, max_size=25).map("".join))
def test_sanitise_twice_is_once(source: str) -> None:
    once = sanitise(source, base_url=BASE)

    assert sanitise(once, base_url=BASE) == once
    assert sanitise(once) == once


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="<>/&;\"'= abpscriptonx:!-\n\u00a0é", max_size=120))
def test_sanitise_any_text_gives_no_tag_outside_the_list(source: str) -> None:
    tags = set(re.findall(r"<([a-z0-9]+)", sanitise(source)))

    assert tags <= {"p", "b", "i", "s", "a", "br"}


@pytest.mark.parametrize(
    "tag", ["div", "b", "blockquote", "ul><li", "table><tr><td", "span dir=rtl"]
)
def test_sanitise_sixty_thousand_nested_tags_keep_their_text(tag: str) -> None:
    assert markup.to_text(f"<{tag}>" * 20_000 + "core") == "core"


def test_sanitise_over_the_limit_is_refused() -> None:
    with pytest.raises(TooLarge, match="the limit is"):
        sanitise("x" * (MAX_HTML_CHARS + 1))


def test_from_blocks_escapes_text_and_joins_list_items() -> None:
    blocks = [Block("h2", "A <b>"), Block("li", "x"), Block("li", "y"), Block("p", "R&D")]

    assert bare(markup.from_blocks(blocks)) == (
        "<h2>A &lt;b&gt;</h2><ul><li>x</li><li>y</li></ul><p>R&amp;D</p>"
    )


def test_to_text_is_a_line_for_each_block() -> None:
    source = (
        "<h1>T</h1><p>a <b>b</b><br>c</p><ul><li>x<ul><li>y</ul>z</ul><table><tr><td>1<td>2</table>"
    )

    assert markup.to_text(source) == "T\na b c\nx z\ny\n1\t2"


def test_paragraphs_have_the_ids_that_sanitise_gives() -> None:
    source = "<h2>T</h2><p>a</p><ul><li>x</ul><table><tr><td>1<td>2</table>"
    clean = sanitise(source)

    found = markup.paragraphs(source)

    assert [text for _, text in found] == ["T", "a", "x", "1\t2"]
    assert [anchor for anchor, _ in found] == re.findall(r'id="([^"]+)"', clean)
    assert markup.paragraphs(clean) == found


def test_word_count_counts_what_a_reader_sees() -> None:
    assert markup.word_count("<p>one two</p><script>three</script><ul><li>four</ul>") == 3


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<b>Bold</b> &amp; plain", "Bold & plain"),
        ("Q&amp;amp;A", "Q&A"),
        ("&amp;lt;i&amp;gt;x&amp;lt;/i&amp;gt;", "x"),
        ("5 < 6 > 4", "5 < 6 > 4"),
        ("a<br/>b", "a b"),
        ("x <script>alert(1)</script> y", "x y"),
        ("<img src=x onerror=alert(1)>Hi", "Hi"),
        ("  two\n lines\u00a0", "two lines"),
        ("<!-- note -->x", "x"),
        ("🎉", "🎉"),
        ("روس <em>نے</em>", "روس نے"),
    ],
)
def test_strip_tags_makes_a_plain_headline(source: str, expected: str) -> None:
    assert markup.strip_tags(source) == expected


@given(st.text(alphabet="<>/&;abltgmp \n", max_size=60))
def test_strip_tags_twice_is_once(source: str) -> None:
    once = markup.strip_tags(source)

    assert markup.strip_tags(once) == once


def test_strip_tags_endless_escapes_end() -> None:
    assert markup.strip_tags("&" + "amp;" * 50_000).startswith("&")


def test_sanitise_loses_no_word_of_the_text() -> None:
    source = "<div>a<section>b<p>c <b>d</b></p>e</section><dl><dt>f<dd>g</dl></div>h<hr>i"

    assert html.unescape(markup.to_text(source)).split() == list("abcdefghi")
