"""Small models that tell the same of a text every time, and some that are broken."""

from collections.abc import Sequence

from articles.dedupe.fingerprint import Document
from articles.dedupe.likeness import Leaning, Vector
from tests.ingest.documents import FLOOD

FLOODED = Document("Sol breaks Mill Dyke at Harrow Bay, three missing", FLOOD)
# Another account of the flood, by its people and not by its facts: words leave it open, at 0.49.
SWAMPED = Document(
    "Homes under water as river bursts its banks",
    (
        "Cots stood in rows in the fish auction hall at Harrow Bay last night, where families "
        "driven out by the Sol waited for word of their homes.",
        "Volunteers handed out soup and dry socks. A man who had carried his mother up the "
        "stairs said that he had never heard a noise like it.",
    ),
)
# A third account, of which so little is the same that a glance alone would pass it over, at 0.29.
CHURCH = Document(
    "Brackendale opens its church to families driven from their homes",
    (
        "Father Anselm Tiverton carried mattresses into Saint Oswin, and volunteers from Oxmoor "
        "and Brackendale handed out soup to people from Harrow Bay.",
        "Insurers led by Corvin Mutual sent assessors along the Sol, and the premier, Delia "
        "Ostrander, promised loans to shopkeepers whose stock was ruined.",
    ),
)
# The same river and town, another event: beside SWAMPED words leave it open, at 0.50.
REGATTA = Document(
    "Rowers back at Harrow Bay",
    (
        "The spring regatta returned to Harrow Bay on Sunday, and eleven crews raced on the Sol "
        "as far as the Mill Dyke.",
        "The home club took the cup for the third time. Its coach praised the calm water and the "
        "crowd along the bank.",
    ),
)
LEANING = Leaning(usual=0.5, weight=3.0, scripts=("latin",))
MEANINGS = (
    {"flooded", "river", "broke", "bursts", "banks", "missing", "driven", "homes", "breaks"},
    {"regatta", "rowers", "crews", "raced", "club", "cup", "coach"},
)


class Meanings:
    """Counts the words of each meaning; a text with none of them reads like no other."""

    name = "meanings"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        self.asked += texts
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> Vector:
        words = text.lower().replace(".", "").replace(",", "").split()
        return [0.01, *(float(sum(word in meant for word in words)) for meant in MEANINGS)]


class Meaningless:
    """Finds all texts alike."""

    name = "meaningless"

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        return [[1.0, 0.0] for _text in texts]


class Raising:
    """Fails as a library does that meets what it did not expect."""

    name = "raising"
    asked = 0

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        type(self).asked += 1
        raise IndexError("index 32000 is out of bounds")


class Unmade:
    """Cannot even be made."""

    name = "unmade"

    def __init__(self) -> None:
        raise RuntimeError("CUDA driver not found")

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        raise NotImplementedError


class Odd:
    """Gives what it is told to give, whatever it is asked."""

    name = "odd"

    def __init__(self, *answers: Sequence[Vector]) -> None:
        self._answers = list(answers)

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        return self._answers.pop(0)
