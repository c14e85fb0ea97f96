"""The unit of a clean body: one paragraph or sub-heading."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """Plain text of one block; `kind` is the HTML tag it becomes ("p", "h2", "h3", "li", …)."""

    kind: str
    text: str
