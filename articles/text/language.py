"""Guess the language of a text, and know which way it runs."""

import re
from collections import Counter
from typing import Literal

_SAMPLE = 2000  # characters looked at; more never changed an answer
_ARABIC_SCRIPT = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_LETTER = re.compile(r"[^\W\d_]+")
_URDU_LETTERS = re.compile("[ٹڈڑںےہھ]")
_ARABIC_LETTERS = re.compile("[ةيكىإأؤ]")
# Words so common that a text without them is in another language.
_STOP_WORD_LISTS = {
    "ur": "کے کی کا ہے میں سے نے کو اور پر یہ کہ ہیں اس تھا تھی بھی گیا گئی کیا ان وہ ایک",
    "ar": "في من على إلى أن التي الذي هذا هذه عن مع قال كان ما لا بعد بين قد ذلك كما لم",
    "en": "the of and to in a is that for on with as was by at it from has have be are said his "
    "its not an this will but they he she were or which who their after over into",
    "fr": "le la les des et du est dans une pour qui que sur au par ne pas ce",
    "de": "der die das und ist nicht von den mit dem ein eine auf für im zu des",
    "es": "el la los las de que y en un una por con para del se es al como su",
    "it": "il di che la e per un una con del della è le dei nel al da sono",
    "pt": "o a os as de que e do da em um uma para com não no na por dos",
    "nl": "de het een van en in is dat op te zijn voor met die niet aan er",
    "tr": "ve bir bu için ile de da olarak daha çok olan gibi kadar sonra",
    "id": "yang dan di dari untuk dengan ini pada itu dalam tidak akan ke",
}
STOP_WORDS = {language: frozenset(listed.split()) for language, listed in _STOP_WORD_LISTS.items()}
ALL_STOP_WORDS = frozenset().union(*STOP_WORDS.values())
_SHORT_TEXT_WORDS = 12  # a headline proves nothing by having few stop words


def guess(text: str) -> str:
    """Return "en", "ur" or "ar", or "" where the text is another language or too short to say.

    >>> guess("The first country to do so"), guess("روس نے تسلیم کر لیا ہے"), guess("12:30")
    ('en', 'ur', '')
    """
    sample = text[:_SAMPLE]
    letters = _count(_LETTER, sample)
    if not letters:
        return ""
    if _count(_ARABIC_SCRIPT, sample) > 0.5 * letters:
        return _guess_arabic_script(sample)
    if _count(_LATIN, sample) > 0.7 * letters:
        return _guess_latin_script(sample)
    return ""


def _count(script: re.Pattern[str], sample: str) -> int:
    """Return how many characters the runs of a script have."""
    return sum(map(len, script.findall(sample)))


def _guess_arabic_script(sample: str) -> str:
    found = sample.split()
    urdu = 2 * sum(word in STOP_WORDS["ur"] for word in found) + len(_URDU_LETTERS.findall(sample))
    arabic = 2 * sum(word in STOP_WORDS["ar"] for word in found) + len(
        _ARABIC_LETTERS.findall(sample)
    )
    arabic += sum(word.startswith("ال") for word in found)
    if urdu == arabic:
        return ""
    return "ur" if urdu > arabic else "ar"


def _guess_latin_script(sample: str) -> str:
    found = re.findall(r"[^\W\d_]+", sample.lower())
    times = Counter(found)
    counts = Counter(
        {
            language: sum(times[word] for word in stop_words)
            for language, stop_words in STOP_WORDS.items()
        }
    )
    (best, hits), (_, second) = counts.most_common(2)
    if best != "en" or hits == second:
        return ""
    enough = 0.08 if len(found) < _SHORT_TEXT_WORDS else 0.12
    return "en" if hits >= enough * len(found) else ""


def direction(lang: str) -> Literal["ltr", "rtl"]:
    """Return the writing direction of a language tag, "ltr" for an unknown one.

    >>> direction("ur-PK"), direction("")
    ('rtl', 'ltr')
    """
    primary = re.split("[-_]", lang.lower())[0]
    rtl = {"ar", "ur", "fa", "he", "ps", "sd", "ug", "yi", "ckb", "dv", "pnb", "iw"}
    return "rtl" if primary in rtl else "ltr"
