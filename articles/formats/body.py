"""Make the body of an item: sanitised blocks, without the furniture that was delivered with it."""

import html as entities
import re
from collections import Counter
from dataclasses import dataclass, field

import lxml.html

from articles.errors import TooLarge
from articles.formats.fields import Notes
from articles.formats.hazards import without_floods
from articles.text import markup
from articles.text.blocks import Block
from articles.text.normalise import repair
from articles.text.plain import CleanedText, Cut, clean_text

_MARKUP = re.compile(
    r"</?(?:p|br|div|a|img|b|i|em|strong|span|ul|ol|li|h[1-6]|blockquote|table|figure|iframe|script"
    r"|section|article|font|center|pre|code|svg|hr)\b[^<>]*>|</[a-z][a-z0-9-]*>",
    re.IGNORECASE,
)
_ESCAPED_MARKUP = re.compile(r"&(?:amp;)?lt;/?(?:p|br|div|a|img|strong|em|ul|h[1-6])\b", re.I)
_TEASER_END = re.compile(
    r"(?:\[\s*(?:…|\.\.\.|&hellip;)\s*\]|…|\.\.\.)\W*$|\b(?:read|continue) (?:more|reading|on)\W*$",
    re.IGNORECASE,
)
# What blogs and feed services hang on to each item; the cleaner's lexicon is about whole pages.
_FURNITURE = re.compile(
    r"the post .{1,300} (?:first appeared|appeared first) on .{1,100}"
    r"|(?:read more|continue reading|read the (?:full|rest|whole|original)|view (?:full|original)"
    r"|click here to (?:read|continue)|full (?:story|article)|permalink|comments?|share this"
    r"|leave a comment|add a comment|filed under)\b[^.!?]{0,90}[.…→»>\]]*"
    r"|\[\s*(?:…|\.\.\.)\s*\]|مزید پڑھیں.{0,60}|اقرأ المزيد.{0,60}",
    re.IGNORECASE | re.DOTALL,
)
# An invitation at the very end of the last block, as a link or not.
_INVITATION = re.compile(
    r"(?:<a\s[^<>]*>)?\s*(?P<words>(?:read more|continue reading|read on"
    r"|read the full (?:story|article)|مزید پڑھیں|اقرأ المزيد)"
    r"[\s.…→»>]*(?:&gt;)*)\s*(?:</a>)?\s*(?P<end></p>\s*)$",
    re.IGNORECASE,
)
_LONGEST_FURNITURE = 400
_LONGEST_TEASER_END = 100
_MOST_BLOCKS = 3_000
"""An article has under 500; the cleaner takes seconds for 20,000, and they are no article."""
# Of the cleaner's reasons, those that are safe to act on where the supplier marked up the text:
# its choice of the best run of lines would cost lists, captions and short paragraphs.
_SAFE_REASONS = frozenset({"breadcrumb", "chrome", "known-chrome", "headline-echo", "repeat"})


@dataclass(frozen=True)
class Body:
    """A clean body, what was cut from it, and what the cleaner found on the way.

    `is_teaser` tells that the text breaks off or invites to read on elsewhere.
    """

    html: str = ""
    text: str = ""
    cut: tuple[Cut, ...] = ()
    standfirst: str = ""
    headline: str = ""
    byline: str = ""
    date: str = ""
    language: str = ""
    section_hints: tuple[str, ...] = ()
    is_teaser: bool = False
    facts: dict[str, object] = field(default_factory=dict)

    def report(self) -> dict[str, object]:
        """Return what a reviewer needs to see, JSON-able."""
        cut = [{"line": c.line, "reason": c.reason, "number": c.number} for c in self.cut]
        return {"cut": cut, **self.facts}


def read(
    source: str, *, headline: str, base_url: str, chrome: frozenset[str], notes: Notes
) -> Body:
    """Make the body from what a feed delivered as HTML or as plain text; the text itself tells."""
    if not _MARKUP.search(source) and _ESCAPED_MARKUP.search(source):
        notes.add("text escaped twice")
        source = entities.unescape(source)
    if _MARKUP.search(source):
        return from_html(source, headline=headline, base_url=base_url, chrome=chrome, notes=notes)
    return from_text(entities.unescape(source), headline=headline, chrome=chrome, notes=notes)


def from_html(
    source: str, *, headline: str, base_url: str, chrome: frozenset[str], notes: Notes
) -> Body:
    """Sanitise HTML and take out the blocks that are surely no part of the text.

    A body over the size limit is left empty and noted as a problem; the item's bytes still hold it.
    """
    try:
        html = markup.sanitise(without_floods(source), base_url=base_url, is_ours=False)
        blocks = markup.paragraphs(html)
        cut = _furniture(blocks, headline, chrome)
        if cut:
            html = _without(html, {blocks[one.number][0] for one in cut})
        gone = {one.number for one in cut}
        texts = [text for number, (_, text) in enumerate(blocks) if number not in gone]
        return _finished(html, texts, cut)
    except TooLarge as error:
        notes.add(error.message)
        return Body(is_teaser=True)


def from_text(source: str, *, headline: str, chrome: frozenset[str], notes: Notes) -> Body:
    """Run plain text through the cleaner; a single line is left as it is. Limits as `from_html`."""
    text = repair(source).strip()
    try:
        if "\n" in text:
            return from_cleaned(clean_text(text, headline=headline or None, chrome=chrome))
        return _finished(markup.from_blocks([Block("p", text)]) if text else "", [text], ())
    except TooLarge as error:
        notes.add(error.message)
        return Body(is_teaser=True)


def from_cleaned(cleaned: CleanedText) -> Body:
    """Make the body of a cleaned text; its lead is the first paragraph."""
    blocks = cleaned.blocks
    if cleaned.lead and (not blocks or blocks[0].text != cleaned.lead):
        blocks = (Block("p", cleaned.lead), *blocks)
    html = markup.from_blocks(blocks)
    text = "\n".join(block.text for block in blocks)
    return Body(
        html=html,
        text=text,
        cut=cleaned.cut,
        standfirst=cleaned.standfirst or "",
        headline=cleaned.headline or "",
        byline=cleaned.byline or "",
        date=cleaned.date or "",
        language=cleaned.language,
        section_hints=cleaned.section_hints,
        is_teaser=_is_teaser(text),
        facts={"confidence": cleaned.confidence},
    )


def _finished(html: str, texts: list[str], cut: tuple[Cut, ...]) -> Body:
    """Take off the invitation to read on at the end, and tell whether the text breaks off."""
    text = "\n".join(texts)
    invitation = _INVITATION.search(html[-_LONGEST_FURNITURE:])
    if invitation:
        length = min(_LONGEST_FURNITURE, len(html)) - invitation.start()
        html = markup.sanitise(html[:-length] + invitation["end"])
        text = markup.to_text(html)
        words = invitation["words"].strip()
        cut += (Cut(line=words, reason="chrome", number=len(texts) + len(cut) - 1),)
    ends = [one.line for one in cut] + [text]
    return Body(html=html, text=text, cut=cut, is_teaser=any(map(_is_teaser, ends)))


def _is_teaser(text: str) -> bool:
    return bool(_TEASER_END.search(text[-_LONGEST_TEASER_END:]))


def _furniture(
    blocks: list[tuple[str, str]], headline: str, chrome: frozenset[str]
) -> tuple[Cut, ...]:
    """Choose the blocks to leave out; never all of them, and none that shares its id."""
    shared = Counter(anchor for anchor, _ in blocks)
    lines = [" ".join(text.split()) for _, text in blocks]
    reasons = _reasons(lines, headline, chrome)
    cut = tuple(
        Cut(line=lines[number], reason=reason, number=number)
        for number, reason in sorted(reasons.items())
        if blocks[number][0] and shared[blocks[number][0]] == 1
    )
    return cut if len(cut) < len(blocks) else ()


def _reasons(lines: list[str], headline: str, chrome: frozenset[str]) -> dict[int, str]:
    reasons = {
        number: "chrome"
        for number, line in enumerate(lines)
        if len(line) <= _LONGEST_FURNITURE and _FURNITURE.fullmatch(line)
    }
    if 1 < len(lines) <= _MOST_BLOCKS:
        cleaned = clean_text("\n".join(lines), headline=headline or None, chrome=chrome)
        for one in cleaned.cut:
            if one.reason in _SAFE_REASONS:
                reasons.setdefault(one.number, one.reason)
    return reasons


def _without(html: str, anchors: set[str]) -> str:
    """Drop blocks of sanitised HTML by their ids; what becomes empty around them goes too."""
    tree = lxml.html.fragment_fromstring(html, create_parent="div")
    for element in tree.xpath("//*[@id]"):
        if element.get("id") in anchors:
            element.drop_tree()
    inner = lxml.html.tostring(tree, encoding="unicode")
    return markup.sanitise(inner.removeprefix("<div>").removesuffix("</div>"))
