"""Production says what is missing and does not start without it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BRIEF = """Council votes for the bridge

The council of Tellin met on Monday and voted for the new bridge by nine votes to four.

It is to open in two years, the mayor said, and will carry trams as well as cars.

The old bridge, which is 90 years old, stays open to people on foot.
"""
NAMES = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "TEST_DATABASE_URL")


def run(command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if k not in NAMES and not k.startswith("DJANGO")}
    clean.pop("NEWSROOM_MODE", None)
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_wsgi_without_settings_refuses_naming_all_three(tmp_path):
    answer = run(["-c", "import newsroom.wsgi"], NEWSROOM_VAR=str(tmp_path))

    assert answer.returncode == 1
    assert [name for name in NAMES[:3] if f"{name} is not set" in answer.stderr] == list(NAMES[:3])


def test_wsgi_with_settings_starts(tmp_path):
    (tmp_path / "static").mkdir()

    answer = run(
        ["-c", "import newsroom.wsgi"],
        NEWSROOM_VAR=str(tmp_path),
        SECRET_KEY="k" * 25 + "x9!" * 10,
        ALLOWED_HOSTS="news.example",
        DATABASE_URL=f"sqlite:///{tmp_path}/news.sqlite3",
    )

    assert (answer.returncode, answer.stderr) == (0, "")


def test_check_deploy_without_settings_names_what_to_set(tmp_path):
    answer = run(["manage.py", "check", "--deploy"], NEWSROOM_VAR=str(tmp_path))

    assert answer.returncode == 1
    assert [code for code in ("E001", "E002", "E003") if f"newsroom.{code}" in answer.stderr] == [
        "E001",
        "E002",
        "E003",
    ]


def test_pure_command_needs_no_key_and_no_database(tmp_path):
    text = tmp_path / "text.txt"
    text.write_text(BRIEF)

    answer = run(["manage.py", "clean", str(text)], NEWSROOM_VAR=str(tmp_path))

    assert answer.returncode == 0
    assert "headline: Council votes for the bridge" in answer.stdout


def check(tmp_path, **environment):
    url = f"sqlite:///{tmp_path}/news.sqlite3"
    return run(["manage.py", "check"], NEWSROOM_VAR=str(tmp_path), DATABASE_URL=url, **environment)


def test_check_names_a_model_that_cannot_be_had_and_what_to_do(tmp_path):
    answer = check(tmp_path, EMBEDDINGS="no.such.Model")

    assert answer.returncode == 1
    assert "(newsroom.E004) EMBEDDINGS is no.such.Model" in answer.stderr
    assert "A folder's path begins with /" in answer.stderr


def test_wsgi_with_a_model_that_cannot_be_had_refuses(tmp_path):
    answer = run(
        ["-c", "import newsroom.wsgi"],
        NEWSROOM_VAR=str(tmp_path),
        NEWSROOM_MODE="test",
        EMBEDDINGS="/no/folder",
    )

    assert answer.returncode == 1
    assert "/no/folder" in answer.stderr.splitlines()[-1]


def test_check_warns_of_a_model_that_would_change_nothing(tmp_path):
    model = "tests.dedupe.embedders.Meanings"
    weights = tmp_path / "weights.json"
    weights.write_text(f'{{"{model}": {{"usual": 0.5, "weight": 0, "scripts": ["latin"]}}}}')

    answer = check(
        tmp_path,
        EMBEDDINGS=model,
        EMBEDDINGS_WEIGHTS=str(weights),
    )

    assert answer.returncode == 0
    assert "(newsroom.W001)" in answer.stderr


def test_check_without_a_model_says_nothing(tmp_path):
    answer = check(tmp_path)

    assert (answer.returncode, answer.stderr) == (0, "")


def test_check_names_a_header_that_no_cache_reads(tmp_path):
    answer = check(tmp_path, CACHE_KEYS_HEADER="Surrogate-Keys")

    assert answer.returncode == 1
    assert "(newsroom.E005) CACHE_KEYS_HEADER is 'Surrogate-Keys'" in answer.stderr
    assert "Surrogate-Key, Cache-Tag, xkey" in answer.stderr
