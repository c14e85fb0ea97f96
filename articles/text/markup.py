"""Clean HTML in the product's one allow-list, with a stable id on every block."""

import html as entities
import re
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Final

import nh3

from articles.errors import TooLarge
from articles.text.blocks import Block
from articles.text.normalise import repair, words
from articles.text.tidy import BLOCKS, INLINE, RENAMED, Tidy
from articles.text.urls import absolute

MAX_HTML_CHARS: Final = 2_000_000  # a long article has 200,000

_MOST_PASSES: Final = 5  # the last look changes nothing, unless tags stood where none may

_SCHEMES: Final = {"http", "https", "mailto"}
_TAGS: Final = set(BLOCKS | INLINE | {"br", "hr", "img"})
# Known only for their edges, so that two words are not glued where a box ended.
_EDGES: Final = frozenset(
    {"div", "section", "article", "main", "header", "footer", "aside", "nav", "center", "form"}
    | {"details", "summary", "dl", "dt", "dd", "fieldset", "legend", "address", "hgroup"}
)
_WITH_CONTENT: Final = frozenset(
    {"script", "style", "iframe", "noscript", "template", "textarea", "select", "option", "button"}
    | {"svg", "math", "object", "embed", "applet", "frameset", "noframes", "noembed", "audio"}
    | {"video", "canvas", "title", "datalist"}
)
_BLOCK_ATTRIBUTES: Final = {"id", "dir", "lang"}
_ATTRIBUTES: Final[dict[str, set[str]]] = {
    **{tag: set(_BLOCK_ATTRIBUTES) for tag in BLOCKS | set(RENAMED)},
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "width", "height"},
    "abbr": {"title"},
    "time": {"datetime"},
    "span": {"dir", "lang"},
    "td": {"colspan", "rowspan", "dir", "lang"},
    "th": {"colspan", "rowspan", "scope", "dir", "lang"},
}
_VALUES: Final = {
    "dir": re.compile("ltr|rtl|auto"),
    "lang": re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}"),
    "width": re.compile(r"\d{1,5}"),
    "height": re.compile(r"\d{1,5}"),
    "colspan": re.compile(r"\d{1,3}"),
    "rowspan": re.compile(r"\d{1,3}"),
    "rel": re.compile("noopener noreferrer"),
    "scope": re.compile("col|row|colgroup|rowgroup"),
    "datetime": re.compile(r"[0-9A-Za-z:.+\- ]{1,40}"),
    "data-image": re.compile(r"[1-9]\d{0,8}"),
}
# The blocks that only our own texts have: a pull quote, a picture of the library by its number,
# a card that leads to a film or post elsewhere.
_OURS: Final[dict[str, set[str]]] = {"blockquote": {"class"}, "figure": {"class", "data-image"}}
_CLASSES: Final = {"blockquote": re.compile("pull"), "figure": re.compile("embed")}
_OWN_ATTRIBUTES: Final = {tag: names | _OURS.get(tag, set()) for tag, names in _ATTRIBUTES.items()}
_LIBRARY: Final = re.compile(r'<figure [^>]*\bdata-image="(\d+)"')


def _only_sound_values(tag: str, name: str, value: str) -> str | None:
    if name == "class" and tag not in _CLASSES:
        return None
    pattern = _CLASSES[tag] if name == "class" else _VALUES.get(name)
    return value if pattern is None or pattern.fullmatch(value) else None


_FIRST: Final = nh3.Cleaner(
    tags=_TAGS | set(_EDGES) | set(RENAMED),
    clean_content_tags=set(_WITH_CONTENT),
    attributes=_ATTRIBUTES,
    attribute_filter=_only_sound_values,
    url_schemes=_SCHEMES,
    link_rel=None,
)
_FIRST_OWN: Final = nh3.Cleaner(
    tags=_TAGS | set(_EDGES) | set(RENAMED),
    clean_content_tags=set(_WITH_CONTENT),
    attributes=_OWN_ATTRIBUTES,
    attribute_filter=_only_sound_values,
    url_schemes=_SCHEMES,
    link_rel=None,
)
_LAST: Final = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=set(_WITH_CONTENT),
    attributes=_OWN_ATTRIBUTES,
    attribute_filter=_only_sound_values,
    url_schemes=_SCHEMES,
    link_rel=None,
)


def sanitise(html: str, *, base_url: str = "", is_ours: bool = True) -> str:
    """Return the HTML that may be stored and shown: allow-listed, in blocks, each with an id.

    Scripts, styles, frames, forms' controls, event attributes and addresses other than http, https
    and mailto go. Links and pictures are made absolute against `base_url`; without one only whole
    addresses, paths from our own root and fragments stay. Loose text becomes paragraphs, empty
    blocks go, h1 becomes h2. Ids are `p-` and 8 characters: sound ones stay, doubles are renewed,
    missing ones follow from the text, so running it twice changes nothing. A text from outside,
    not `is_ours`, cannot name pictures of our library or bring our other own blocks. Raises
    `TooLarge`.

    >>> sanitise('<div onclick="x()">Hello <b>you</b><script>x()</script></div>')
    '<p id="p-b8dd017b">Hello <b>you</b></p>'
    """
    for _ in range(_MOST_PASSES):
        tidied = _tidy(html, base_url, is_ours)[0]
        html = _LAST.clean(tidied)
        if html == tidied:
            break
    return html


def from_blocks(blocks: Iterable[Block]) -> str:
    """Return clean HTML for plain-text blocks; neighbouring list items share a list."""
    parts = []
    for is_item, group in groupby(blocks, key=lambda block: block.kind == "li"):
        items = "".join(
            f"<{block.kind}>{entities.escape(block.text, quote=False)}</{block.kind}>"
            for block in group
        )
        parts.append(f"<ul>{items}</ul>" if is_item else items)
    return sanitise("".join(parts))


def to_text(html: str) -> str:
    """Return the plain text, a line for each block; the cells of a table row share one."""
    return "\n".join(text for _, _, text in _tidy(html)[1])


_INLINE_TAG = re.compile(
    rf"""</?(?:{"|".join(sorted(INLINE))})(?=[\s/>])(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE
)
_ANY_TAG = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")


def bare(html: str) -> str:
    """Return the words of HTML that is clean already, in one line; all but inline tags part words.

    Many times as fast as `to_text`, for the search, which reads fifty texts for one page.

    >>> bare('<p id="a>b">One<br>two</p><p><b>A</b>&amp;B</p>')
    'One two A&B'
    """
    return " ".join(entities.unescape(_ANY_TAG.sub(" ", _INLINE_TAG.sub("", html))).split())


def paragraphs(html: str) -> list[tuple[str, str]]:
    """Return (id, text) of each text block in order, with the ids that `sanitise` gives."""
    return [(anchor, text) for _, anchor, text in _tidy(html)[1]]


def excerpt(html: str, *, words: int) -> str:
    """Return the first paragraphs as plain text in `<p>`, at most `words` words of them.

    Whole paragraphs where they fit; a first one that does not is cut at a word and ends in "…".
    Headings, lists, tables, pull quotes and pictures are left out; the ids stay.

    >>> excerpt('<p>One two three.</p><p>Four five.</p>', words=4)
    '<p id="p-7512d09b">One two three.</p>'
    """
    taken: list[str] = []
    left = words
    for kind, anchor, text in _tidy(html)[1]:
        found = text.split()
        if kind != "p":
            continue
        if len(found) > left and taken:
            break
        cut = " ".join(found[:left]) + "…" if len(found) > left else text
        taken.append(f'<p id="{anchor}">{entities.escape(cut, quote=False)}</p>')
        left -= len(found)
        if left <= 0:
            break
    return "".join(taken)


def image_ids(html: str) -> list[int]:
    """Return the numbers of the library's pictures in clean HTML, in order, each once."""
    return list(dict.fromkeys(map(int, _LIBRARY.findall(html))))


_PICTURE: Final = re.compile(r'<img [^>]*?\bsrc="(?P<url>(?:https?:)?//[^"]*)"[^>]*>')
_FIGURE: Final = re.compile(r"<figure[ >](?:(?!</figure>).)*</figure>", re.DOTALL)
_EMPTIED: Final = re.compile(
    r"<(a|b|em|i|strong|span|p|li|ul|ol|blockquote|figure)(?: [^>]*)?>(?:\s|<br>)*</\1>"
)


def elsewhere(html: str, *, home: str = "") -> list[str]:
    """Return the addresses of pictures in clean HTML that lie on other sites than `home`.

    >>> elsewhere('<img src="https://a.example/b.png"><img src="/c.png">')
    ['https://a.example/b.png']
    """
    if "<img" not in html:
        return []
    found = (entities.unescape(match["url"]) for match in _PICTURE.finditer(html))
    return [url for url in found if not (home and url.startswith(home.rstrip("/") + "/"))]


def without_elsewhere(html: str, *, home: str = "") -> str:
    """Return clean HTML without pictures that lie on other sites than `home`.

    A figure goes with its caption; a paragraph that held nothing else goes with the picture.

    >>> without_elsewhere('<p>A <img src="https://a.example/b.png">b.</p>')
    '<p>A b.</p>'
    """
    if not elsewhere(html, home=home):
        return html

    def without(match: re.Match[str]) -> str:
        return "" if elsewhere(match[0], home=home) else match[0]

    html = _PICTURE.sub(without, _FIGURE.sub(without, html))
    for _ in range(_MOST_PASSES):  # a link in a paragraph in a quotation
        html, emptied = _EMPTIED.subn("", html)
        if not emptied:
            break
    return html


def word_count(html: str) -> int:
    """Return the number of words a reader sees."""
    return len(words(to_text(html)))


_TAG: Final = re.compile(
    r"</?[a-z][a-z0-9:-]{0,20}(?:\s[^<>]*)?/?>|<!--.*?-->|<!\w[^>]*>", re.I | re.S
)
_UNSEEN_CONTENT: Final = re.compile(r"<(script|style|iframe)\b[^>]*>.*?</\1\s*>", re.I | re.S)
_MOST_ESCAPES: Final = 8  # levels of escaping undone; each feed that re-publishes adds one
_LONGEST_LINE: Final = 100_000


def strip_tags(html: str) -> str:
    """Return a headline without markup on one line, undoing escapes of escapes.

    A lone "<" stays. The result is plain text: it must still be escaped where it is shown.

    >>> strip_tags("Q&amp;amp;A: &lt;b&gt;5 &lt; 6&lt;/b&gt;")
    'Q&A: 5 < 6'
    """
    text = html[:_LONGEST_LINE]
    for _ in range(_MOST_ESCAPES):
        stripped = _TAG.sub(" ", _UNSEEN_CONTENT.sub(" ", entities.unescape(text)))
        if stripped == text:
            break
        text = stripped
    return " ".join(repair(text).split())


def _tidy(
    html: str, base_url: str = "", is_ours: bool = True
) -> tuple[str, list[tuple[str, str, str]]]:
    if len(html) > MAX_HTML_CHARS:
        raise TooLarge(
            f"The HTML has {len(html):,} characters; the limit is {MAX_HTML_CHARS:,}.",
            "Send only the article.",
        )
    reader = Tidy(_resolver(base_url, mail=True), _resolver(base_url, mail=False))
    reader.feed((_FIRST_OWN if is_ours else _FIRST).clean(_shallow(repair(html))))
    return reader.finish()


_NESTING: Final = re.compile(
    r"<(?P<end>/?)(?P<name>div|section|article|main|header|footer|aside|nav|center|form|details"
    r"|fieldset|dl|ul|ol|blockquote|table|figure|span|font|big|small|tt|nobr|strike"
    r"|[abisu]|em|strong|su[bp]|cite|q|code|abbr|time|object|svg|math|button)\b[^>]*>",
    re.IGNORECASE,
)
_DEEPEST: Final = 400


def _shallow(html: str) -> str:
    """Replace start tags nested deeper than any page's by line breaks; text is untouched.

    The parser's time grows with the square of the depth: 60,000 open boxes took it 45 seconds.
    """
    if html.count("<") <= _DEEPEST:
        return html
    depth = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal depth
        depth = max(0, depth - 1) if match["end"] else depth + 1
        return match[0] if depth <= _DEEPEST else "<br>"

    return _NESTING.sub(replace, html)


def _resolver(base_url: str, *, mail: bool) -> Callable[[str], str | None]:
    """Return what makes an address of the page at `base_url` absolute, or refuses it."""

    def resolve(url: str) -> str | None:
        if not url:
            return None
        if mail and re.match(r"mailto:[^\s<>\"]+$", url, re.IGNORECASE):
            return url
        if not base_url and re.match(r"(?:/(?![/\\])|#)[^\s\\]*$", url):
            return url
        return absolute(url, base_url or "https:")

    return resolve
