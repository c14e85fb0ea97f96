"""The plan of a merge of two tags, sources or authors: what a page shows before it is done."""

from dataclasses import dataclass

from articles.desk.merge_plan import Move


@dataclass(frozen=True)
class Question:
    """What a person must agree to; its key changes with what it asks about."""

    key: str
    text: str


@dataclass(frozen=True)
class NounPlan:
    """What follows (counted to a bound), which names will mean the row that stays, what is asked.

    Empty `questions` mean that the merge loses nothing and changes no terms.
    """

    gone_id: int
    stays_id: int
    moves: tuple[Move, ...]
    names: tuple[str, ...]
    questions: tuple[Question, ...]
