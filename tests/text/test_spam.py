"""What speaks against showing a reader's words at once, and which of them are links."""

import time

import pytest

from articles.text import links, spam

NEWS = "The old dyke gives way at night in Harrow Bay"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I agree, and so does https://a.example and http://b.example.", []),
        ("www.a.example [url=x] <a href=y>", [("links", "3", 1)]),
        ("http://a.example " * 100, [("links", "100", 10)]),
        ("Visit our CASINÓ, now!", [("blocked", "casino", 5)]),
        ("The casinos of old.", []),
        ("Cheap   pills online", [("blocked", "cheap pills", 5)]),
        ("Прочитайте наши новости сегодня", [("script", "cyrillic", 2)]),
        ("OK 👍", []),
        ("", []),
    ],
)
def test_what_speaks_against_it_is_found(text: str, found: list[tuple[str, str, int]]) -> None:
    judged = spam.findings(text, of=NEWS, links_allowed=2, blocked=["casino", "", "cheap pills"])

    assert [(one.name, one.detail, one.weight) for one in judged] == found


def test_another_script_says_nothing_of_an_article_in_it() -> None:
    text = "یہ پل بہت پرانا تھا اور گر گیا ہے"

    assert spam.findings(text, of=text, links_allowed=0, blocked=[]) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://example.org/a.", ["https://example.org/a"]),
        ("(https://example.org/a_(b))", ["https://example.org/a_(b)"]),
        ("HTTPS://Example.org/x?a=1&b=2؟", ["HTTPS://Example.org/x?a=1&b=2"]),
        ("javascript:alert(1) data:text/html,x //a.example mailto:a@b.example", []),
        ("http://user:pass@evil.example/", []),
        ("http:// http://[ http://a:99999/", []),
        ("xhttps://example.org/", []),
        ("http://a.example/" + "x" * 600, []),
    ],
)
def test_only_whole_addresses_become_links(text: str, found: list[str]) -> None:
    pieces = links.pieces(text)

    assert [piece.url for piece in pieces if piece.url] == found
    assert "".join(piece.text for piece in pieces) == text


@pytest.mark.parametrize(
    "text", ["http://" * 12_000, "http://a" * 12_000, "(" * 90_000, ")" * 90_000]
)
def test_text_made_to_take_long_does_not(text: str) -> None:
    began = time.perf_counter()

    assert "".join(piece.text for piece in links.pieces(text)) == text
    assert time.perf_counter() - began < 2
