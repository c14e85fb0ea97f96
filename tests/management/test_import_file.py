"""`import_file`: any file in, each item counted, nothing skipped silently, nothing lost."""

import json
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.desk import merging_nouns
from articles.enums import CaptureOutcome
from articles.models import Article, Capture, Source
from tests.factories import make_source
from tests.ingest.documents import FLOOD, TRAM, html, rss, rss_item
from tests.tables import dump

pytestmark = pytest.mark.django_db

AT = "2026-11-20T12:00:00+00:00"
TEXT = "\n\n".join(["River Sol breaks dyke at Harrow Bay", *FLOOD])


@pytest.fixture(autouse=True)
def wire() -> Source:
    return make_source(slug="wire", name="Wire")


def run(*paths: Path, **options: Any) -> tuple[int, str]:
    """(exit status, what was printed)."""
    out = StringIO()
    options.setdefault("source", "wire")
    options.setdefault("at", AT)
    try:
        call_command("import_file", *map(str, paths), stdout=out, **options)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def tally_of(*paths: Path, **options: Any) -> dict[str, Any]:
    _code, printed = run(*paths, json=True, **options)
    told: dict[str, Any] = json.loads(printed)
    return told


def written(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_text_file_becomes_an_article_of_the_source(tmp_path: Path, wire: Source) -> None:
    path = written(tmp_path / "flood.txt", TEXT)

    code, printed = run(path, url="https://wire.example/flood")

    article = Article.objects.get()
    assert (code, printed) == (0, "1 create\n")
    assert article.headline == "River Sol breaks dyke at Harrow Bay"
    assert article.body_text == "\n".join(FLOOD)
    assert (article.source, article.canonical_url) == (wire, "https://wire.example/flood")
    assert article.arrived_at.isoformat() == AT
    assert article.written_at is None
    assert Capture.objects.select_related("raw").get().raw.data == TEXT.encode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("feed.xml", rss(rss_item(1), rss_item(2, description=html(FLOOD)))),
        (
            "feed.atom",
            '<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>'
            "<entry><id>tag:a,2026:1</id><title>One</title><content>First text.</content></entry>"
            "<entry><id>tag:a,2026:2</id><title>Two</title><content>Second text.</content></entry>"
            "</feed>",
        ),
        (
            "feed.json",
            json.dumps(
                {
                    "version": "https://jsonfeed.org/version/1.1",
                    "title": "J",
                    "items": [
                        {"id": "1", "title": "One", "content_text": "First text."},
                        {"id": "2", "title": "Two", "content_text": "Second text."},
                    ],
                }
            ),
        ),
    ],
)
def test_feed_of_any_kind_brings_its_items(tmp_path: Path, name: str, data: bytes | str) -> None:
    assert tally_of(written(tmp_path / name, data))["create"] == 2
    assert Article.objects.count() == 2


def test_same_files_a_second_time_change_no_table(tmp_path: Path) -> None:
    """The cleaner has learned the source's furniture by then; that makes no new versions."""
    texts = {"flood": FLOOD, "tram": TRAM}
    paths = [written(tmp_path / "feed.xml", rss(*[rss_item(n) for n in range(4)]))]
    for name, text in texts.items():
        page = "\n\n".join([f"Report on the {name} of Karvan", *text, "Ring the bell before tea"])
        paths.append(written(tmp_path / f"{name}.txt", page))
    first = tally_of(*paths)
    before = dump()

    again = tally_of(*paths, at="2026-11-21T12:00:00+00:00")

    assert first["failed"] == 0
    assert dump() == before
    assert (again["known"], again["create"], again["update"]) == (6, 0, 0)


def test_folder_gives_all_its_files_in_the_order_of_their_names(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    written(tmp_path / "b.txt", TEXT)
    written(tmp_path / "deep" / "a.txt", "\n\n".join(["Council passes tram line", *TRAM]))

    assert tally_of(tmp_path)["create"] == 2
    assert list(Article.objects.order_by("id").values_list("headline", flat=True)) == [
        "River Sol breaks dyke at Harrow Bay",
        "Council passes tram line",
    ]


def test_dry_run_says_what_would_be_and_stores_nothing(tmp_path: Path) -> None:
    good = written(tmp_path / "a.xml", rss(rss_item(1), rss_item(2)))
    bad = written(tmp_path / "b.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50)
    before = dump()

    code, printed = run(good, bad, dry_run=True)

    assert dump() == before
    assert code == 1
    assert printed.splitlines()[-1] == "Would be: 2 create, 1 failed"


def test_unreadable_files_are_named_counted_and_kept_while_the_others_come_in(
    tmp_path: Path,
) -> None:
    files: dict[str, tuple[bytes, str]] = {
        "1-empty.txt": (b"", "The input holds no text."),
        "2-blank.txt": (b" \n\t\n", "The input holds no text."),
        "3-image.txt": (b"\x89PNG\r\n\x1a\n" + b"\x00\x01" * 100, "The input is not text"),
        "4-archive.xml": (b"PK\x03\x04" + bytes(range(256)), "The input is not text"),
        "5-opml.xml": (b"<?xml version='1.0'?><opml><body/></opml>", "but not a feed."),
        "6-huge.txt": (b"word " * 10_100_000, "The input has 50,500,000 bytes; the limit is"),
    }
    paths = [written(tmp_path / name, data) for name, (data, _error) in files.items()]
    good = written(tmp_path / "7-good.txt", TEXT)

    code, printed = run(*paths, good)

    *lines, last = printed.splitlines()
    assert (code, last) == (1, "1 create, 6 failed")
    for line, (name, (_data, error)) in zip(lines, files.items(), strict=True):
        assert line.startswith(f"{tmp_path}/{name}: ")
        assert error in line
    failed = Capture.objects.filter(outcome=CaptureOutcome.FAILED).select_related("raw")
    assert {capture.raw.data for capture in failed} == {data for data, _error in files.values()}
    assert Article.objects.get().headline == "River Sol breaks dyke at Harrow Bay"


def test_bomb_of_entities_is_defused(tmp_path: Path) -> None:
    path = written(tmp_path / "bomb.xml", bomb())

    code, printed = run(path)

    assert (code, printed.splitlines()[-1]) == (0, "1 create")
    assert "entities of the DOCTYPE ignored: 9" in printed
    assert Capture.objects.select_related("raw").get().article is not None
    assert "ha" not in Article.objects.get().headline


def bomb() -> bytes:
    """A billion laughs, with a feed around them."""
    entities = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(9)
    )
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]><rss version="2.0"><channel>'
        "<title>&l8;</title><item><title>&l8;</title><guid>1</guid></item></channel></rss>"
    ).encode()


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    code, printed = run(tmp_path / "nothing.txt")

    assert code == 1
    assert printed == (
        f"{tmp_path}/nothing.txt: cannot be read: No such file or directory.\n1 failed\n"
    )


def test_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file in"):
        run(tmp_path)


def test_unknown_source_is_an_error_that_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"There is no source 'wirre'\. Known: wire\."):
        run(written(tmp_path / "a.txt", TEXT), source="wirre")


@pytest.mark.parametrize("at", ["yesterday", "2026-13-45T00:00:00", "2026-11-20T25:00"])
def test_time_that_is_none_is_an_error(tmp_path: Path, at: str) -> None:
    with pytest.raises(CommandError, match=f"--at {at}"):
        run(written(tmp_path / "a.txt", TEXT), at=at)


def test_time_without_zone_is_in_utc(tmp_path: Path) -> None:
    run(written(tmp_path / "a.txt", TEXT), at="2026-11-20T12:00:00")

    assert Article.objects.get().arrived_at.isoformat() == AT


def test_one_address_for_several_files_is_refused(tmp_path: Path) -> None:
    paths = [written(tmp_path / "a.txt", TEXT), written(tmp_path / "b.txt", "other")]

    with pytest.raises(CommandError, match="--url names the web address of one document"):
        run(*paths, url="https://wire.example/1")

    assert Article.objects.count() == 0


def test_address_that_is_a_script_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--url"):
        run(written(tmp_path / "a.txt", TEXT), url="javascript:alert(1)")


def test_quiet_on_success_at_verbosity_0(tmp_path: Path) -> None:
    assert run(written(tmp_path / "a.txt", TEXT), verbosity=0) == (0, "")


def test_progress_is_shown_on_a_terminal_only() -> None:
    from articles.management.commands.import_file import Progress

    terminal, file = StringIO(), StringIO()
    for stream, shown in ((terminal, True), (file, False)):
        bar = Progress(stream, shown=shown)
        bar.expect(2)
        bar.step()
        bar.step()
        bar.done()

    assert terminal.getvalue().split("\r")[1:] == [
        "[###############...............] 1 of 2",
        "[##############################] 2 of 2\n",
    ]
    assert file.getvalue() == ""


def test_slug_of_a_merged_source_means_the_one_that_stays(tmp_path: Path, wire: Source) -> None:
    gone = make_source(slug="old-wire")
    merging_nouns.merge(gone, into=wire, by=None, at=datetime.fromisoformat(AT))

    run(written(tmp_path / "flood.txt", TEXT), source="old-wire")

    assert Article.objects.get().source == wire
