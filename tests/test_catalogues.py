"""Every text of the product in each of its languages, whole and compiled."""

import gettext
import io
import re

import pytest
from babel.messages.catalog import Message

from tests import catalogues

pytestmark = pytest.mark.once
PLACE = re.compile(r"%\([a-z_0-9]+\)[sdf]|%[sd]|\{[a-z_0-9]*\}|</?[a-z]+|&[a-z#0-9]+;")
FILES = [
    pytest.param(path, language, id=f"{path.parts[-5]}-{language}")
    for language in catalogues.LANGUAGES
    for folder in (catalogues.OURS, catalogues.DJANGO)
    if (path := catalogues.po(folder, language)).exists()
]


def texts(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def translations(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


@pytest.fixture(scope="module")
def asked() -> set[tuple[str | None, str]]:
    """Context and text of all that code and templates mark for translation."""
    return {(one.context, texts(one)[0]) for one in catalogues.extracted() if one.id}


def test_code_and_templates_were_read(asked: set[tuple[str | None, str]]) -> None:
    found = {text for _context, text in asked}

    assert {"Headline", "Undo", "Corrections"} <= found
    assert len(found) > 1500


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_nothing_is_left_in_english(language: str, asked: set[tuple[str | None, str]]) -> None:
    catalog = catalogues.read(catalogues.po(catalogues.OURS, language), language)
    done = {(one.context, texts(one)[0]) for one in catalog if catalogues.is_translated(one)}

    assert sorted(text for _context, text in asked - done) == []


@pytest.mark.parametrize(("path", "language"), FILES)
def test_translation_keeps_what_is_filled_in(path, language) -> None:  # type: ignore[no-untyped-def]
    wrong = []
    for message in catalogues.read(path, language):
        if not message.id or not catalogues.is_translated(message):
            continue
        wanted = set(PLACE.findall(texts(message)[-1]))
        for text in translations(message):
            found = set(PLACE.findall(text))
            # A form for one may say "one" instead of the number, as in English.
            is_right = found <= wanted if message.pluralizable else found == wanted
            if not is_right:
                wrong.append((message.id, text))

    assert wrong == []


@pytest.mark.parametrize(("path", "language"), FILES)
def test_compiled_catalogue_is_of_these_texts(path, language) -> None:  # type: ignore[no-untyped-def]
    made = catalogues.compiled(catalogues.read(path, language))

    def held(data: bytes) -> object:
        return gettext.GNUTranslations(io.BytesIO(data))._catalog  # type: ignore[attr-defined]

    assert held(path.with_suffix(".mo").read_bytes()) == held(made)


def test_every_cut_of_a_line_has_a_reason_in_words() -> None:
    from articles.templatetags.desk import CUT
    from articles.text.plain import REASONS

    assert set(CUT) == set(REASONS)
