"""How the code is laid out: what may import what, how long things may get, what is forbidden."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MOST_LINES_A_FILE = 400
MOST_LINES_A_FUNCTION = 60
NAMELESS = {"utils", "helpers", "common", "services", "misc", "util", "helper"}
# The text of an article and of a feed item: HTML that text.markup cleaned.
UNESCAPED = {"templates/articles/_text.jinja", "templates/feeds/item.jinja"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> list[Path]:
    """Our own code, without the generated migrations."""
    found = [path for folder in ("newsroom", "articles") for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> list[Path]:
    kinds = ("*.html", "*.jinja")
    return sorted(path for kind in kinds for path in (ROOT / "templates").rglob(kind))


def told(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, Function):
            yield node


def lines_of(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_there_is_code_and_there_are_templates_to_look_at() -> None:
    assert len(modules()) > 100
    assert len(templates()) > 20


def test_imports_point_down() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"

    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "2 kept, 0 broken" in ran.stdout


def test_no_file_is_too_long() -> None:
    lengths = {told(path): len(path.read_text("utf-8").splitlines()) for path in modules()}

    assert {n: lines for n, lines in lengths.items() if lines > MOST_LINES_A_FILE} == {}


def test_no_function_is_too_long() -> None:
    long = [
        f"{told(path)}:{function.lineno} {function.name} has {lines_of(function)} lines"
        for path in modules()
        for function in functions(path)
        if lines_of(function) > MOST_LINES_A_FUNCTION
    ]

    assert long == []


def test_functions_are_short_as_a_rule() -> None:
    lengths = sorted(lines_of(f) for path in modules() for f in functions(path))

    assert lengths[len(lengths) // 2] <= 10


def test_every_module_has_a_name_that_says_something() -> None:
    names = [*modules(), *(ROOT / "tests").rglob("*.py")]

    assert [told(path) for path in names if {path.stem, path.parent.name} & NAMELESS] == []


def test_only_the_two_templates_of_a_text_leave_it_unescaped() -> None:
    unescaped = {
        told(path)
        for path in templates()
        if re.search(r"\|\s*safe(?:seq)?\b|autoescape\s+(?:off|false)", path.read_text("utf-8"))
    }

    assert unescaped - UNESCAPED == set()


def test_code_that_marks_text_as_safe_says_why() -> None:
    """Elsewhere HTML is put together by format_html, which escapes what it is given."""
    unexplained = [
        f"{told(path)}: {line.strip()}"
        for path in modules()
        for line in path.read_text("utf-8").splitlines()
        if "mark_safe(" in line and not re.search(r"# noqa: S308  \w+", line)
    ]

    assert unexplained == []


@pytest.mark.parametrize(
    "forbidden",
    [
        # A block of data, which browsers never run, is no script.
        r"<script(?![^>]*\b(?:src=|type=\"application/ld\+json\"))",
        r"<style\b",
        r"\sstyle\s*=",
        r"\son[a-z]+\s*=",
        r"javascript:",
    ],
)
def test_templates_hold_no_inline_script_and_no_inline_style(forbidden: str) -> None:
    holding = {
        told(path): match[0]
        for path in templates()
        if (match := re.search(forbidden, path.read_text("utf-8"), re.IGNORECASE))
    }

    assert holding == {}


def test_code_and_templates_name_no_machine_and_no_secret() -> None:
    paths = [*modules(), *templates(), *(ROOT / "docs").rglob("*.md"), ROOT / "Makefile"]
    telling = re.compile(r"/(?:root|home/\w+|work)/|BEGIN [A-Z ]*PRIVATE KEY")

    assert [told(p) for p in paths if telling.search(p.read_text("utf-8"))] == []
