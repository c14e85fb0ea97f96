"""The process that parses: limited in time, replaced when it dies, faithful to errors."""

import os
import time

import pytest

from articles.errors import EmptyInput, UnreadableFormat
from articles.ingest.worker import Worker


def double(number: int) -> int:
    return number * 2


def refuse() -> None:
    raise EmptyInput("There is nothing.", "Send something.")


def die() -> None:
    os._exit(7)


def test_call_gives_the_result_of_the_function() -> None:
    with Worker() as worker:
        assert [worker.call(double, 2), worker.call(double, number=4)] == [4, 8]


def test_call_that_takes_too_long_is_ended_and_the_next_one_works() -> None:
    with Worker(seconds=0.2) as worker:
        with pytest.raises(UnreadableFormat, match=r"took over 0\.2 seconds") as caught:
            worker.call(time.sleep, 60)
        worker.seconds = 60

        assert caught.value.hint == (
            "The bytes are kept; look at the document before trying it again."
        )
        assert worker.call(double, 2) == 4


def test_call_that_kills_its_process_is_an_unreadable_document() -> None:
    with Worker() as worker:
        with pytest.raises(UnreadableFormat, match="broke down"):
            worker.call(die)

        assert worker.call(double, 2) == 4


def test_error_of_the_function_comes_through_with_its_hint() -> None:
    with Worker() as worker, pytest.raises(EmptyInput) as caught:
        worker.call(refuse)

    assert (caught.value.message, caught.value.hint) == ("There is nothing.", "Send something.")


def test_worker_that_was_never_asked_starts_no_process() -> None:
    with Worker() as worker:
        assert worker._pool is None


def test_process_ends_with_the_worker() -> None:
    with Worker() as worker:
        pid = worker.call(os.getpid)

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
