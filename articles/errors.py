"""Named errors, each carrying what a person needs to act on it."""


class NewsroomError(Exception):
    """What went wrong (`message`) and what to do about it (`hint`), both plain sentences."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class BadInput(NewsroomError):
    """The bytes or text that came in cannot be used; nothing was stored or changed."""


class EmptyInput(BadInput):
    """There is no text to work on."""


class BinaryInput(BadInput):
    """The bytes are not text."""


class TooLarge(BadInput):
    """The input is over a stated limit, which the message names."""


class UnreadableFormat(BadInput):
    """The bytes look like a known format but cannot be parsed, even leniently."""


class FetchFailed(NewsroomError):
    """An address could not be fetched this time; trying again later may help.

    `status` is the HTTP status, 0 when there was no answer. `retry_after` is the number of
    seconds that the server asked us to wait, None when it did not ask.
    """

    def __init__(
        self, message: str, hint: str = "", *, status: int = 0, retry_after: int | None = None
    ) -> None:
        super().__init__(message, hint)
        self.status = status
        self.retry_after = retry_after


class FetchGone(NewsroomError):
    """The server says that the address is gone for good (HTTP 410); stop asking for it."""


class FetchRefused(NewsroomError):
    """An address must not be fetched (private network, scheme, port); permanent."""


class SearchAway(NewsroomError):
    """The server that keeps the search index does not answer."""

    def __init__(self) -> None:
        super().__init__("The search server does not answer.", "Try again in a moment.")


class ActRefused(NewsroomError):
    """An editorial act cannot be done as asked; nothing was changed."""


class NotPermitted(ActRefused):
    """The person lacks the right; the hint names the right and who can give it."""


class SecondPersonNeeded(ActRefused):
    """The act is one that nobody carries out alone; the hint says how to ask for a second name."""


class IllegalMove(ActRefused):
    """The article's status does not allow this move."""


class Busy(ActRefused):
    """Somebody else held the same rows for too long, twice; trying again helps."""


class PlanOutdated(ActRefused):
    """The rows changed since the plan was shown; make the plan again."""


class EmbeddingFailed(NewsroomError):
    """A model could not turn a text into a vector; the words alone decide then."""


class NotReady(ActRefused):
    """The article has faults with which it must not go out; `reasons` names each."""

    def __init__(self, message: str, hint: str, reasons: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint)
        self.reasons = reasons


class TooFast(ActRefused):
    """More came from one place than is taken in so short a time; try again later."""

    def __init__(self, message: str, hint: str, *, retry_after: int) -> None:
        super().__init__(message, hint)
        self.retry_after = retry_after
