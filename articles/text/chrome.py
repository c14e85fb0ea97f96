"""Tell the furniture of a page from the text of an article, by its words."""

import re
from enum import IntEnum

from articles.text.lexicon import STARTS, STOPS, WHOLE, phrase_length
from articles.text.lines import Line
from articles.text.sections import section_names

_MOST_WORDS = 25  # a longer line is a paragraph, whatever it begins with
_MOST_NOTICE_WORDS = 80  # but for legal notices, which begin with three known words or a ©
_NOTICE_START = 3
_LOOSE, _TIGHT = 8, 5  # words a line may have for each word of the phrase: without a stop, with one
_SYMBOLS_ONLY = re.compile(r"[\W_]*\d*[\W_]*")
_LONGEST_BUTTONS = 100
_BUTTON = "|".join(
    sorted((re.escape(name) for name in WHOLE if len(name) > 2), key=len, reverse=True)
)
_BUTTONS = re.compile(rf"(?:{_BUTTON}|[\W\d])+")
_AGO = re.compile(
    r"(?:posted |updated |published |about )?(?:an?|\d+) ?"
    r"(?:s|m|h|d|w|secs?|mins?|minutes?|hours?|hrs?|days?|weeks?|months?|years?)(?: ago| read)?"
    r"|yesterday|just now|\d+ (?:گھنٹے|منٹ|دن|ہفتے) (?:پہلے|قبل)|منذ .{1,20}|قبل \d.{1,12}"
)
_COUNTED = re.compile(
    r"\d[\d.,]*[km]? "
    r"(?:comments?|shares?|views?|likes?|replies|retweets?|reads?|reactions?)\b.*"
)
_COPYRIGHT = re.compile(
    r"\W*(?:©|\(c\) ?(?:19|20)\d\d|copyright (?:©|\(c\)|(?:19|20)\d\d))", re.IGNORECASE
)
_CAPTION = re.compile(
    r"^\W*(?:(?:file )?(?:photo|image|picture|photograph|illustration|credit|pic|video)s?"
    r"(?: credit| by|:| courtesy)|(?:photo|image)(?:graphy)? ?[:/©]|getty images"
    r"|تصویر ?:|فوٹو ?:|فائل فوٹو|تصویر بشکریہ|الصورة ?:|صورة أرشيفية|تصوير ?:)",
    re.IGNORECASE,
)
_PICTURE_AGENCY = (
    r"getty(?: images)?|reuters|afp|ap photo|associated press|shutterstock|alamy|epa|xinhua"
    r"|file photo|file|courtesy[^)]*|photo|images?"
)
_CREDIT_END = re.compile(
    r"(?:credit\W{1,3}|photo(?:graph)? by |image: |\(|/ ?|\[)\s*[^()\[\]]{0,60}"
    rf"\b(?:{_PICTURE_AGENCY})[^()]{{0,30}}[)\]]?$",
    re.IGNORECASE,
)
_CREDIT_MARK = re.compile(r"(?:credit(?:\.\.\.|:)|photograph(?::| by ))\s?\S", re.IGNORECASE)
_LONGEST_CREDIT = 150  # characters
_MOST_CAPTION_WORDS = 60


class Furniture(IntEnum):
    """How surely a line is no part of the article."""

    NO = 0
    LIKELY = 1
    SURE = 2


def furniture(line: Line) -> Furniture:
    """Tell how surely the words of a line make it chrome, wherever it stands.

    >>> furniture(Line(0, "Back to top button")), furniture(Line(0, "Share this:"))
    (<Furniture.SURE: 2>, <Furniture.SURE: 2>)
    """
    if _SYMBOLS_ONLY.fullmatch(line.text):
        return Furniture.SURE
    if line.count > _MOST_WORDS:
        return _notice(line)
    key = " ".join(line.words)
    if key in WHOLE or _AGO.fullmatch(line.folded) or _COUNTED.fullmatch(line.folded):
        return Furniture.SURE
    if _COPYRIGHT.match(line.text) or _only_buttons(line):
        return Furniture.SURE
    return _by_start(line)


def _notice(line: Line) -> Furniture:
    if line.count > _MOST_NOTICE_WORDS:
        return Furniture.NO
    known = phrase_length(line.words, STARTS) >= _NOTICE_START
    legal = _COPYRIGHT.match(line.text) is not None or "all rights reserved" in line.folded
    return Furniture.SURE if known or legal else Furniture.NO


def _by_start(line: Line) -> Furniture:
    length = phrase_length(line.words, STARTS)
    if not length:
        return Furniture.NO
    if line.count > length and len(section_names(line)) > 1:
        return Furniture.NO  # "Top Stories › World" is a breadcrumb
    allowed = length * (_TIGHT if line.has_stop else _LOOSE)
    return Furniture.SURE if line.count <= allowed else Furniture.LIKELY


def _only_buttons(line: Line) -> bool:
    """Tell whether the line is a run of buttons: "FacebookTwitterWhatsApp", "1 Share Tweet"."""
    return len(line.text) <= _LONGEST_BUTTONS and _BUTTONS.fullmatch(line.folded) is not None


def ends_article(line: Line) -> bool:
    """Tell whether the page goes on to other matters behind this line."""
    length = phrase_length(line.words, STOPS)
    counted = _COUNTED.fullmatch(line.folded) is not None and "comment" in line.folded
    whole = line.folded.strip(" :.-") in ("comments", "comment", "تبصرے", "التعليقات")
    return counted or whole or (bool(length) and line.count <= length * _TIGHT)


def is_caption(line: Line) -> bool:
    """Tell whether the line is a picture's text: it names a photographer or picture agency."""
    if line.count > _MOST_CAPTION_WORDS:
        return False
    if _CAPTION.match(line.text) or _CREDIT_MARK.search(line.text):
        return True
    return _CREDIT_END.search(line.text[-_LONGEST_CREDIT:]) is not None
