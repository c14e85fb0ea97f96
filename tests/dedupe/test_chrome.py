"""Lines that belong to a site, not to its reports."""

from articles.dedupe.chrome import BESIDE, LineCounts


def report(number: int) -> str:
    return f"Report number {number} tells at some length what happened in the harbour that day."


def test_a_line_beside_many_texts_is_chrome() -> None:
    lines = LineCounts()
    for number in range(BESIDE):
        lines.add([report(number), "Share  THIS page"])

    assert lines.chrome == {"share this page"}


def test_a_line_beside_too_few_texts_is_not() -> None:
    lines = LineCounts()
    for number in range(BESIDE - 1):
        lines.add([report(number), "Share this page"])

    assert lines.chrome == frozenset()


def test_one_report_that_everybody_prints_is_no_chrome() -> None:
    lines = LineCounts()
    for _ in range(10 * BESIDE):
        lines.add([report(1), "The mayor came too.", "So did the pilot."])

    assert lines.chrome == frozenset()


def test_empty_texts_count_for_nothing() -> None:
    lines = LineCounts()
    for _ in range(BESIDE):
        lines.add(["", " \n "])

    assert lines.chrome == frozenset()
