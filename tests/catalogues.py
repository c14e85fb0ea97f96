"""Bring the catalogues of translations up to date: `make messages`.

Reads every text that code and templates mark for translation (Babel, no gettext tools needed),
keeps what is translated, drops what is no longer asked for, and compiles. The catalogue in
`newsroom/locale` is kept by hand: it holds what Django's own catalogues lack, and is compiled only.
"""

import io
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parents[1]
OURS = ROOT / "articles" / "locale"
DJANGO = ROOT / "newsroom" / "locale"
LANGUAGES = ("ar", "ur")
HEADER = "# Kept by `make messages`, but for the translations."
ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
# As Django's own catalogues have them, so that both may be merged. Babel's order of Arabic differs.
PLURALS = {
    "ar": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
        "n%100>=11 && n%100<=99 ? 4 : 5;"
    ),
    "ur": "nplurals=2; plural=(n != 1);",
}
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "_": None,
}


def sources() -> Iterator[Path]:
    """The files whose texts are translated, in a lasting order."""
    for folder in ("articles", "newsroom"):
        yield from sorted(
            path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts
        )
    for kind in ("*.html", "*.jinja", "*.txt", "*.xml"):
        yield from sorted((ROOT / "templates").rglob(kind))


def extracted() -> Catalog:
    """Every text of the product, with the files that show it; no lines, which move too often."""
    catalog = Catalog(project="newsroom", charset="utf-8")
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        for _line, message, _comments, context in marked(path, name):
            catalog.add(message, locations=[(name, 0)], context=context)
    return catalog


def marked(path: Path, name: str) -> Iterable[tuple[Any, ...]]:
    """What one file marks, as Babel tells it."""
    text = path.read_text()
    if path.suffix == ".jinja":
        file = io.BytesIO(text.encode())
        return extract(babel_extract, file, KEYWORDS, options={"newstyle_gettext": "true"})
    if path.suffix != ".py":
        lines = templatize(text, origin=name).splitlines()
        text = "\n".join(line.strip() for line in lines)  # Python minds an indent
    return extract("python", io.BytesIO(text.encode()), KEYWORDS)


def read(path: Path, language: str) -> Catalog:
    """A catalogue from its file; an empty one where there is none yet."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def po(folder: Path, language: str) -> Path:
    return folder / language / "LC_MESSAGES" / "django.po"


def is_translated(message: Message) -> bool:
    """Whether it has a text in each of its forms."""
    texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(texts) and not message.fuzzy


def compiled(catalog: Catalog) -> bytes:
    """What gettext reads at run time."""
    catalog.creation_date = catalog.revision_date = ANY_TIME  # stands in the file's head
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def update(language: str) -> int:
    """Write one language's catalogue anew; the number of texts it still lacks."""
    path = po(OURS, language)
    before = read(path, language)
    catalog = Catalog(locale=language, header_comment=HEADER, fuzzy=False)
    catalog.mime_headers = [("Plural-Forms", PLURALS[language])]
    for asked in extracted():
        if asked.id:
            known = before.get(asked.id, asked.context)
            catalog.add(
                asked.id,
                known.string if known and is_translated(known) else None,
                locations=asked.locations,
                context=asked.context,
            )
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=0, sort_output=True)
    head, texts = path.read_text().split("\n\n", 1)
    # What says when, by whom and of what kind would change the file where nothing else did.
    head = re.sub(r'"(?!Language:|MIME|Content|Plural)[A-Z][A-Za-z-]+: [^"]*"\n?', "", head)
    texts = re.sub(r"^#: (.*):0$", r"#: \1", texts, flags=re.MULTILINE)
    path.write_text(f"{head.rstrip()}\n\n{texts}")
    return sum(1 for message in catalog if message.id and not is_translated(message))


def main() -> None:
    """Update and compile every catalogue."""
    for language in LANGUAGES:
        print(f"{language}: {update(language)} texts to translate")
        for folder in (OURS, DJANGO):
            path = po(folder, language)
            if path.exists():
                path.with_suffix(".mo").write_bytes(compiled(read(path, language)))


if __name__ == "__main__":
    main()
