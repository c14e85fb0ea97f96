"""The plan of a merge as data: what a page shows, a person confirms, and the act re-checks."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from articles.desk.crediting import CreditLine


@dataclass(frozen=True)
class FieldChoice:
    """One field across the articles: their values, how they read, and which one is taken and why.

    `values` are JSON values by article id (keys of rows as numbers, times in ISO 8601); `texts`
    are the same for people.
    """

    name: str
    label: str
    values: tuple[tuple[int, Any], ...]
    texts: tuple[tuple[int, str], ...]
    chosen_id: int
    reason: str

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose."""
        return len({repr(value) for _id, value in self.values}) > 1


@dataclass(frozen=True)
class Move:
    """How many rows of one kind come over to the survivor."""

    model: str
    label: str
    count: int


@dataclass(frozen=True)
class MergePlan:
    """Which articles merge into which, field by field, and what moves with them.

    `credits` are the survivor's credit lines afterwards, `versions` those of all the articles.
    """

    survivor_id: int
    duplicate_ids: tuple[int, ...]
    versions: tuple[tuple[int, int], ...]
    fields: tuple[FieldChoice, ...]
    moves: tuple[Move, ...]
    credits: tuple[CreditLine, ...]
    warnings: tuple[str, ...]

    @property
    def article_ids(self) -> tuple[int, ...]:
        """The survivor and then the duplicates."""
        return (self.survivor_id, *self.duplicate_ids)

    @property
    def choices(self) -> dict[str, int]:
        """The article that each field is taken from."""
        return {field.name: field.chosen_id for field in self.fields}

    def as_json(self) -> dict[str, Any]:
        """The plan in JSON values; `from_json` gives an equal plan."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The plan that `as_json` told. Raises KeyError or TypeError for anything else."""
        return cls(
            survivor_id=data["survivor_id"],
            duplicate_ids=tuple(data["duplicate_ids"]),
            versions=tuple((pk, version) for pk, version in data["versions"]),
            fields=tuple(_field(field) for field in data["fields"]),
            moves=tuple(Move(**move) for move in data["moves"]),
            credits=tuple(CreditLine(**line) for line in data["credits"]),
            warnings=tuple(data["warnings"]),
        )


def _field(data: Mapping[str, Any]) -> FieldChoice:
    pairs = {name: tuple((pk, value) for pk, value in data[name]) for name in ("values", "texts")}
    return FieldChoice(**{**data, **pairs})
