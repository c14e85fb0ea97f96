"""What goes wrong with a call, as documented JSON that says what is allowed."""

from dataclasses import dataclass
from typing import Any


@dataclass
class Problem(Exception):
    """An answer other than the thing asked for; `code` never changes, `message` is for people.

    `more` holds what a program may act on: allowed values, the note to readers, when.
    """

    status: int
    code: str
    message: str
    more: dict[str, Any] | None = None

    def body(self) -> dict[str, Any]:
        """The answer's JSON."""
        error = {"status": self.status, "code": self.code, "message": self.message}
        return {"error": error | (self.more or {})}


def not_found(noun: str) -> Problem:
    """There is no such thing for readers, whether it exists or not."""
    return Problem(404, "not-found", f"There is no {noun} at this address.")


def bad_parameter(name: str, message: str, **more: Any) -> Problem:
    """One parameter cannot be used."""
    detail = {"parameter": name, "message": message} | more
    return Problem(
        422, "bad-parameter", f"The parameter {name} cannot be used.", {"details": [detail]}
    )


def bad_cursor() -> Problem:
    """A cursor that this API did not give out, or gave out for another list."""
    return bad_parameter(
        "cursor",
        "This is no cursor of this list. Follow the `next` address of an answer, or leave the "
        "parameter out to begin.",
    )


def sync_again(message: str) -> Problem:
    """Changes since then can no longer be told completely."""
    return Problem(
        410, "sync-again", f"{message} Read everything again, then sync from the new cursor."
    )
