"""Parsing in a process of its own, so that a hostile document costs a time limit and no more."""

import logging
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as NotInTime
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Thread
from types import TracebackType
from typing import Any, Self, TypeVar

from articles.errors import NewsroomError, UnreadableFormat

logger = logging.getLogger(__name__)

PARSE_SECONDS = 20.0
KEPT = "The bytes are kept; look at the document before trying it again."
T = TypeVar("T")


class Worker:
    """One process kept for a run; replaced when a call takes too long or kills it.

    The process is forked from a clean server that never saw a database connection.
    """

    def __init__(self, seconds: float = PARSE_SECONDS) -> None:
        self.seconds = seconds
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def call(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """The function's result; raises UnreadableFormat when it is not done in time or breaks.

        Function, arguments and result must be picklable. Named errors of the function come
        through.
        """
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                1, mp_context=get_context("forkserver"), initializer=_end_with_parent
            )
        try:
            return self._pool.submit(function, *args, **kwargs).result(self.seconds)
        except (NotInTime, BrokenProcessPool) as error:
            self._stop()
            raise UnreadableFormat(
                f"Reading the document took over {self.seconds:g} seconds or broke down.",
                KEPT,
            ) from error
        except NewsroomError:
            raise
        except Exception as error:  # a fault of a reader costs one document, never the run
            logger.exception("A reader broke on a document")
            raise UnreadableFormat(
                f"Reading the document broke with {type(error).__name__}.", KEPT
            ) from error

    def _stop(self) -> None:
        if self._pool is None:
            return
        for process in list((self._pool._processes or {}).values()):
            process.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None


def _end_with_parent() -> None:
    """In the worker: watch the process that asks, which may be killed without a word."""
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)
