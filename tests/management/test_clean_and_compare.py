"""`clean` and `compare` of files: exact keys, named errors, and no database."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.factories import EARLIER, NOW, make_article, make_source
from tests.ingest.documents import FLOOD, TRAM, html

ROOT = Path(__file__).resolve().parents[2]
CLEAN_KEYS = {
    "headline",
    "lead",
    "standfirst",
    "byline",
    "date",
    "dateline",
    "section_hints",
    "headings",
    "paragraphs",
    "cut",
}
TEXT = "\n\n".join(["River Sol breaks dyke at Harrow Bay", *FLOOD, "Leave a Reply"])


def printed(command: str, *arguments: object, **options: Any) -> str:
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def flood(tmp_path: Path) -> Path:
    path = tmp_path / "flood.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_clean_prints_the_slots_as_json(flood: Path) -> None:
    told = json.loads(printed("clean", flood, json=True))

    assert set(told) >= CLEAN_KEYS
    assert told["headline"] == "River Sol breaks dyke at Harrow Bay"
    assert told["paragraphs"] == list(FLOOD)
    assert [told[name] for name in ("lead", "standfirst", "byline", "date")] == [None] * 4
    assert (told["section_hints"], told["headings"]) == ([], [])
    assert [cut["line"] for cut in told["cut"]] == ["Leave a Reply"]
    assert set(told["cut"][0]) >= {"line", "reason"}


def test_clean_prints_for_people_too(flood: Path) -> None:
    lines = printed("clean", flood).splitlines()

    assert lines[0] == "headline: River Sol breaks dyke at Harrow Bay"
    assert "byline: (unknown)" in lines
    assert FLOOD[0] in lines
    assert lines[-1].startswith("cut [")
    assert lines[-1].endswith("] Leave a Reply")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty|no text|nothing"),
        (b" \n ", "empty|no text|nothing"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 90, "not text"),
    ],
)
@pytest.mark.parametrize("command", ["clean", "compare"])
def test_file_that_is_no_text_is_a_named_error(
    tmp_path: Path, flood: Path, command: str, data: bytes, message: str
) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    others = [flood] if command == "compare" else []

    with pytest.raises(CommandError, match=f"(?i)bad.txt: .*({message})"):
        printed(command, path, *others)


def test_file_that_is_not_there_is_a_named_error(tmp_path: Path, flood: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        printed("clean", tmp_path / "none.txt")
    with pytest.raises(CommandError, match="neither a file nor an article's id"):
        printed("compare", flood, tmp_path / "none.txt")


def test_wrong_encoding_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "cp1252.txt"
    text = TEXT.replace("Harrow Bay", "“Harrow” Bäy")
    path.write_bytes(text.encode("cp1252"))

    assert json.loads(printed("clean", path, json=True))["headline"] == (
        "River Sol breaks dyke at “Harrow” Bäy"
    )


def test_compare_prints_verdict_scores_evidence_and_reason(tmp_path: Path, flood: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("\n\n".join(["Flood at Harrow Bay", *FLOOD[:3], "12 comments"]), "utf-8")

    told = json.loads(printed("compare", flood, other, json=True))

    assert set(told) == {"verdict", "copy_score", "event_score", "evidence", "reason"}
    assert told["verdict"] == "same-copy"
    assert 0 <= told["event_score"] <= 1
    assert told["copy_score"] > 0.5
    assert told["reason"].endswith(".")


def test_compare_prints_for_people_too(tmp_path: Path, flood: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("\n\n".join(["Council passes tram line", *TRAM]), "utf-8")

    first, second = printed("compare", flood, other).splitlines()

    assert first.startswith("unrelated: ")
    assert second.startswith("copy 0.")


def test_compare_prints_what_changed_when_asked(tmp_path: Path) -> None:
    toll = "The blast at the Tarnow mill killed {} people on the day, the governor said."
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("\n\n".join(["Blast in Tarnow", toll.format("3"), *TRAM]), "utf-8")
    new.write_text("\n\n".join(["Blast in Tarnow", toll.format("five"), *TRAM[1:]]), "utf-8")

    lines = printed("compare", old, new, changes=True).splitlines()
    told = json.loads(printed("compare", old, new, changes=True, json=True))

    assert lines[2] == "number: 3 people -> five people (die) [1/1]"
    assert lines[-1] == "paragraphs: 0 added, 1 dropped, 0 moved"
    assert told["changes"]["changed"] == [
        {
            "sort": "number",
            "old": "3 people",
            "new": "five people",
            "old_paragraph": "1",
            "new_paragraph": "1",
            "about": "die",
        }
    ]
    assert told["changes"]["paragraphs"] == {"added": 0, "dropped": 1, "moved": 0}


@pytest.mark.django_db
def test_compare_of_a_new_version_prints_what_the_later_one_changed() -> None:
    source = make_source()
    toll = "The blast at the Tarnow mill killed {} people on the day, the governor said."
    newer, older = (
        make_article(
            source=source,
            headline="Blast in Tarnow",
            body_html=html([toll.format(count), *FLOOD]),
            written_at=written_at,
        )
        for count, written_at in (("5", NOW), ("3", EARLIER))
    )

    first, _scores, change, *_rest = printed("compare", newer.pk, older.pk).splitlines()

    assert first.startswith("new-version: ")
    assert change == "number: 3 people -> 5 people (die) [1/1]"


@pytest.mark.django_db
def test_compare_takes_two_article_ids(flood: Path) -> None:
    one = make_article(headline="Flood", body_html=html(FLOOD))
    two = make_article(headline="Flood!", body_html=html(FLOOD))

    told = json.loads(printed("compare", one.pk, two.pk, json=True))

    assert told["verdict"] == "same-copy"


@pytest.mark.django_db
def test_compare_takes_a_file_and_an_article_id(flood: Path) -> None:
    article = make_article(headline="Flood", body_html=html(FLOOD))

    assert json.loads(printed("compare", flood, article.pk, json=True))["verdict"] == "same-copy"


@pytest.mark.django_db
def test_compare_with_an_id_that_is_none_is_a_named_error(flood: Path) -> None:
    with pytest.raises(CommandError, match=r"There is no article 4711\."):
        printed("compare", flood, 4711)


@pytest.mark.parametrize("command", ["clean", "compare"])
def test_command_on_files_needs_no_key_no_migration_and_no_database(
    tmp_path: Path, flood: Path, command: str
) -> None:
    """Run as production, where all of that is missing."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    arguments = [str(flood)] if command == "clean" else [str(flood), str(flood)]

    ran = subprocess.run(
        [sys.executable, "manage.py", command, *arguments, "--json"],
        cwd=ROOT,
        env={
            **keep,
            "NEWSROOM_MODE": "production",
            "NEWSROOM_VAR": str(tmp_path / "var"),
            "DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:9/none",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["headline" if command == "clean" else "verdict"] in (
        "River Sol breaks dyke at Harrow Bay",
        "same-copy",
    )
