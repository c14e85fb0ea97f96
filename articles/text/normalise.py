"""Bring text to one form: repaired for storing and showing, folded for comparing."""

import re
import unicodedata
from functools import lru_cache
from itertools import chain

import ftfy

from articles.text.encoding import Decoded as Decoded
from articles.text.encoding import decode as decode

_FTFY = ftfy.TextFixerConfig(
    unescape_html=False,  # a text about HTML keeps its entities; markup.py unescapes
    remove_terminal_escapes=True,
    fix_encoding=True,
    restore_byte_a0=True,
    replace_lossy_sequences=True,
    decode_inconsistent_utf8=True,
    fix_c1_controls=True,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,  # the typesetter's quotes are the publisher's style
    fix_line_breaks=False,
    fix_surrogates=True,
    remove_control_chars=False,
    normalization=None,
    explain=False,
)
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ODD_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2800\ufffc\ue000-\uf8ff]")
_ARABIC_OR_INDIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u0900-\u0dff"
_EMOJI = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ufdd0-\ufdef"
    "\ud800-\udfff\U000e0000-\U000e0fff"
)
# What joins is kept where it means something: letters of joining scripts, emoji, flags.
_DROPPED = re.compile(
    f"((?<=[{_ARABIC_OR_INDIC}])[\u200c\u200d](?=[{_ARABIC_OR_INDIC}])"
    f"|(?<=[{_EMOJI}])\u200d(?=[{_EMOJI}])"
    "|\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)"
    f"|[{_INVISIBLE}]+"
)
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_NEEDS_FTFY = re.compile("[\x1b\x80-\x9f\u00c2-\u00f4\ud800-\udfff\ufffd\u0152-\u0192]")
_MOST_PASSES = 4  # mojibake of mojibake of mojibake; more was never seen


def repair(text: str) -> str:
    """Return text fit to store: mojibake mended, NFC, plain blanks and line ends, nothing unseen.

    Line ends become LF; no-break and other odd blanks become a space; control, zero-width and
    direction-override characters go, but the joiners that Urdu, Indic scripts and emoji need stay.
    Quotes keep their shape. Running it twice changes nothing more.

    >>> repair("It\\u00e2\\u20ac\\u2122s\\u00a0on\\r\\nus")
    'It’s on\\nus'
    """
    for _ in range(_MOST_PASSES):
        repaired = _repair_once(text)
        if repaired == text:
            break
        text = repaired
    return text


def _repair_once(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    if _NEEDS_FTFY.search(text):
        text = ftfy.fix_text(text, _FTFY)
    text = _BREAKS.sub("\n", text)
    text = _ODD_BLANKS.sub(" ", text)
    if _UNSEEN.search(text):
        text = _DROPPED.sub(lambda match: match[1] or "", text)
    return unicodedata.normalize("NFC", text)


_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f"
    "\ufe20-\ufe2f]"
)
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛“”„‟«»‹›′″`\"´ʼ＇", "'"),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        **dict.fromkeys("يى" "\u06d0\u06cd", "ی"),
        **dict.fromkeys("كڪګ", "ک"),
        **dict.fromkeys("هہھةۃەۀ", "ه"),
        **dict.fromkeys("ٱٲٳ", "ا"),
        "،": ",", "؛": ";", "؟": "?", "۔": ".", "٪": "%", "٫": ".", "٬": ",",
        "ı": "i", "ς": "σ",
    }
)  # fmt: skip
_COMMON_MARKS = tuple((mark, "'") for mark in "‘’“”") + tuple((mark, "-") for mark in "–—")
_ASCII_UNSEEN = dict.fromkeys((*range(9), *range(14, 28), 127))
_DIGITS = re.compile(r"(?![0-9])\d")


def fold(text: str) -> str:
    """Return text for comparing: one case, no accents or vowel signs, one kind of each letter.

    Arabic and Urdu yeh, kaf, heh and alef forms, digits of any script, quotes, dashes and blanks
    are unified. Not for showing. Running it twice changes nothing more.

    >>> fold("  “Café”  —  ۵۰٪ ")
    "'cafe' - 50%"
    """
    if not text.isascii():
        for mark, plain in _COMMON_MARKS:  # most English is ASCII but for these
            text = text.replace(mark, plain)
    if text.isascii():
        if not text.isprintable():  # a look at each character costs a tenth of translating it
            text = text.translate(_ASCII_UNSEEN)
        return " ".join(text.lower().replace("`", "'").replace('"', "'").split())
    for _ in range(_MOST_PASSES):
        folded = _fold_once(text)
        if folded == text:
            break
        text = folded
    return text


def alike() -> dict[str, str]:
    """The letters that folding puts in the place of others, for a script that folds a few labels.

    >>> alike()["ي"], alike()["ھ"]
    ('ی', 'ه')
    """
    return {chr(letter): plain for letter, plain in _ALIKE.items()}


def _fold_once(text: str) -> str:
    text = unicodedata.normalize("NFKD", text).casefold()
    text = unicodedata.normalize("NFKD", text)
    text = _MARKS.sub("", _UNSEEN.sub("", text)).translate(_ALIKE)
    text = _DIGITS.sub(lambda match: str(unicodedata.decimal(match[0])), text)
    return " ".join(unicodedata.normalize("NFC", text).split())


_LETTERS = "[^\\W_\u3040-\u30ff\u3400-\u9fff]+"
# Vowel signs of Indic, Thai and Burmese letters: Python does not count them as letters.
_SIGNS = (
    "[\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0a3c-\u0a4d\u0b82-\u0bcd\u0c3e-\u0c4d"
    "\u0cbc-\u0ccd\u0d3e-\u0d4d\u0e31-\u0e4e\u102b-\u103e]+"
)
_ANY = f"(?:{_LETTERS}|{_SIGNS})+"
_WORD = re.compile(f"{_ANY}(?:'{_ANY})*|[\u3040-\u30ff\u3400-\u9fff]")
_ASCII_WORD = re.compile("[a-z0-9]+(?:'[a-z0-9]+)*")

_LONGEST_KEPT = 40
_TOKENS_KEPT = 1 << 17
"""What stands between two blanks, so long and so many, some 30 MB, is folded and parted once in a
process: most of it comes again and again."""


def words(text: str) -> list[str]:
    """Return the folded words in order; a character of Chinese or Japanese counts as a word.

    >>> words("Russia’s 1,200 men")
    ["russia's", '1', '200', 'men']
    """
    tokens = text.split()
    if max(map(len, tokens), default=0) > _LONGEST_KEPT:  # an address, or a script without blanks
        return words_of_folded(fold(text))
    return list(chain.from_iterable(map(_words_of_token, tokens)))


@lru_cache(maxsize=_TOKENS_KEPT)
def _words_of_token(token: str) -> tuple[str, ...]:
    return tuple(words_of_folded(fold(token)))


def words_of_folded(folded: str) -> list[str]:
    """Return the words of a text that is folded already."""
    return (_ASCII_WORD if folded.isascii() else _WORD).findall(folded)
