"""The process that parses: limited in time, replaced when it dies, faithful to errors."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from articles.errors import EmptyInput, UnreadableFormat
from articles.ingest.worker import Worker

ROOT = Path(__file__).resolve().parents[2]


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


def test_fault_of_the_function_is_an_unreadable_document() -> None:
    with Worker() as worker:
        with pytest.raises(UnreadableFormat, match="broke with ZeroDivisionError"):
            worker.call(divmod, 1, 0)

        assert worker.call(double, 2) == 4


def test_worker_that_was_never_asked_starts_no_process() -> None:
    with Worker() as worker:
        assert worker._pool is None


def test_process_ends_with_the_worker() -> None:
    with Worker() as worker:
        pid = worker.call(os.getpid)

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


KILLED_PARENT = """
import os, signal
from articles.ingest.worker import Worker

if __name__ == "__main__":
    print(Worker().call(os.getpid), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_worker_does_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED_PARENT)

    # The pipe closes when the last process that holds it is gone.
    ended = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        timeout=60,
        check=False,
    )

    assert ended.returncode == -signal.SIGKILL
    assert int(ended.stdout) > 0
