"""Plain text with headings and lists, as a chief types the paper's statements."""

from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

Kind = Literal["paragraph", "heading", "list"]

_MARKS: Final[tuple[tuple[str, Kind], ...]] = (("## ", "heading"), ("- ", "list"))


@dataclass(frozen=True)
class Passage:
    """A paragraph with its lines as they were broken, a heading, or a list with its items."""

    kind: Kind
    lines: tuple[str, ...]


def read(text: str) -> list[Passage]:
    """The passages: "## " begins a heading, "- " an item, an empty line ends a paragraph.

    >>> for passage in read("Who we are.\\n## Money\\n- Readers\\n\\n- Nobody else"):
    ...     print(passage.kind, passage.lines)
    paragraph ('Who we are.',)
    heading ('Money',)
    list ('Readers', 'Nobody else')

    A list goes on over empty lines. Nothing is mark-up: what a template escapes stays text.
    """
    paragraph = 0
    keyed: list[tuple[tuple[Kind, int], str]] = []
    for number, written in enumerate(text.splitlines()):
        kind, line = _marked(written.strip())
        if not line:
            paragraph = number
        else:
            # Headings stand alone, items of a list together, lines until the next empty one.
            key = {"heading": number, "list": 0, "paragraph": paragraph}[kind]
            keyed.append(((kind, key), line))
    return [
        Passage(kind, tuple(line for _key, line in lines))
        for (kind, _number), lines in groupby(keyed, key=lambda one: one[0])
    ]


def _marked(line: str) -> tuple[Kind, str]:
    for mark, kind in _MARKS:
        if line.startswith(mark):
            return kind, line.removeprefix(mark).strip()
    return "paragraph", line
