"""Addresses: one key for one page, and no link to anything but the web."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.urls import absolute, is_web, normalise

KEY = "example.com/news/a"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/news/a",
        "https://www.example.com/news/a/",
        "HTTPS://EXAMPLE.COM:443/news/a",
        "http://example.com:80/news/a#comments",
        "//example.com/news/a",
        "example.com/news/a",
        "https://user:secret@example.com/news/a",
        "https://example.com./news/a",
        "https://m.example.com/news/a",
        "https://amp.example.com/news/a",
        "https://example.com/news/a/amp/",
        "https://example.com/news/a?amp=1",
        "https://www.google.com/amp/s/example.com/news/a/amp",
        "https://example-com.cdn.ampproject.org/c/s/example.com/news/a",
        "https://example.com/news/a?utm_source=x&utm_medium=rss&fbclid=1&gclid=2",
        "https://example.com/news/a?ref=rss",
        "https://example.com/%6eews/a",
        " https://exam\nple.com/news/a\t",
    ],
)
def test_normalise_spellings_of_one_page_give_one_key(url: str) -> None:
    assert normalise(url) == KEY


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://example.com/?b=2&a=1&a=0", "example.com?a=0&a=1&b=2"),
        ("https://example.com/story?id=7&ref=1234", "example.com/story?id=7&ref=1234"),
        ("https://example.com:8080/a", "example.com:8080/a"),
        ("https://münchen.de/ä", "xn--mnchen-3ya.de/%C3%A4"),
        ("https://example.com/%c3%a4", "example.com/%C3%A4"),
        ("https://example.com/a%2Fb", "example.com/a%2Fb"),
        ("https://example.com/Case", "example.com/Case"),
        ("https://example.com/example.amp.html", "example.com/example.html"),
        ("http://[::1]:80/a", "[::1]/a"),
        ("https://m.tt/a", "m.tt/a"),
        ("urn:uuid:1234", "urn:uuid:1234"),
        ("tag:example.com,2025:1", "tag:example.com,2025:1"),
        ("mailto:a@example.com", "mailto:a@example.com"),
        ("https://example.com:port/a", "https://example.com:port/a"),
        ("", ""),
    ],
)
def test_normalise_keeps_what_tells_pages_apart(url: str, key: str) -> None:
    assert normalise(url) == key


@given(st.text(max_size=40) | st.from_regex(r"https?://[a-z.]{1,9}/[a-zA-Z%?=&#/.]{0,30}"))
def test_normalise_key_of_any_text_is_a_string_without_controls(url: str) -> None:
    assert "\n" not in normalise(url)


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("/a b", "https://example.com/x/y", "https://example.com/a%20b"),
        ("../c?d=ä#e", "https://example.com/x/y/z", "https://example.com/x/c?d=%C3%A4#e"),
        ("//other.org/a", "https://example.com", "https://other.org/a"),
        ("https:\\\\other.org\\a", "https://example.com", "https://other.org/a"),
        ("http://user@host.org/", "", "http://host.org/"),
        ("https://münchen.de", "", "https://xn--mnchen-3ya.de/"),
        ("", "https://example.com/x", "https://example.com/x"),
        ("javascript:alert(1)", "https://example.com", None),
        ("java\nscript:alert(1)", "https://example.com", None),
        ("JaVaScRiPt:alert(1)", "https://example.com", None),
        ("data:text/html,x", "https://example.com", None),
        ("mailto:a@example.com", "https://example.com", None),
        ("ftp://example.com/a", "https://example.com", None),
        ("http://", "https://example.com", None),
        ("http://[bad/", "https://example.com", None),
        ("/a", "", None),
        ("/a", "file:///etc/", None),
    ],
)
def test_absolute_gives_a_web_address_or_none(url: str, base: str, expected: str | None) -> None:
    assert absolute(url, base) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com/a", True),
        ("HTTP://EXAMPLE.COM", True),
        ("https://", False),
        ("example.com", False),
        ("javascript:alert(1)", False),
        ("https://exa mple.com", False),
        ("https://example.com/\n", False),
        ("https://example.com\\@evil.org", False),
    ],
)
def test_is_web_tells_whole_addresses(url: str, expected: bool) -> None:
    assert is_web(url) is expected
