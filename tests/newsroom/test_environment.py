"""What the environment says becomes settings, or a clear refusal."""

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom import environment


def test_mode_unset_is_production(monkeypatch):
    monkeypatch.delenv("NEWSROOM_MODE", raising=False)

    assert environment.mode() == "production"


def test_mode_unknown_is_refused_naming_the_choices(monkeypatch):
    monkeypatch.setenv("NEWSROOM_MODE", "staging")

    with pytest.raises(ImproperlyConfigured, match="production, demo, test"):
        environment.mode()


def test_hosts_of_production_are_only_those_given(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example ,")

    assert environment.hosts("production") == ["a.example", "b.example"]


def test_hosts_of_demo_are_this_machine(monkeypatch):
    monkeypatch.delenv("ALLOWED_HOSTS", raising=False)

    assert environment.hosts("demo") == ["127.0.0.1", "localhost", "[::1]"]


def test_secret_key_of_production_is_never_made_up(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)

    assert environment.secret_key("production", tmp_path) == ""
    assert list(tmp_path.iterdir()) == []


def test_secret_key_of_demo_is_kept_for_its_owner_alone(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)

    first = environment.secret_key("demo", tmp_path)

    assert environment.secret_key("demo", tmp_path) == first
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "demo-secret-key").stat().st_mode) == 0o600


def test_database_url_of_postgres_keeps_its_parameters(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://ann:secret@db.example:6432/news?sslmode=require")

    assert environment.database("production", tmp_path) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "news",
        "USER": "ann",
        "PASSWORD": "secret",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {
            "sslmode": "require",
            "options": "-c lock_timeout=10s",
            "pool": {"min_size": 1, "max_size": 8},
        },
    }


def test_database_url_unset_is_sqlite_in_var(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    settings = environment.database("demo", tmp_path)

    assert settings["NAME"] == str(tmp_path / "newsroom.sqlite3")
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_database_url_of_sqlite_names_its_file(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/own.sqlite3")

    assert environment.database("production", tmp_path)["NAME"] == f"{tmp_path}/own.sqlite3"


def test_database_url_unknown_is_refused_saying_what_works(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "mysql://host/name")

    with pytest.raises(ImproperlyConfigured, match=r"postgres://user:password@host/name"):
        environment.database("production", tmp_path)


@pytest.mark.parametrize(
    ("given", "expected"), [("", True), ("1", True), ("yes", True), ("0", False), ("off", False)]
)
def test_flag_reads_yes_and_no(monkeypatch, given, expected):
    monkeypatch.setenv("A_FLAG", given)

    assert environment.flag("A_FLAG", default=True) is expected


@pytest.mark.parametrize(("value", "number"), [("", 30), ("0", 0), (" 45 ", 45)])
def test_number_is_read_or_its_default(
    monkeypatch: pytest.MonkeyPatch, value: str, number: int
) -> None:
    monkeypatch.setenv("TWO_PERSON_MINUTES", value)

    assert environment.number("TWO_PERSON_MINUTES", default=30) == number


@pytest.mark.parametrize("value", ["-1", "half", "1.5", "١٢"])
def test_number_that_is_none_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("TWO_PERSON_MINUTES", value)

    with pytest.raises(ImproperlyConfigured, match="TWO_PERSON_MINUTES"):
        environment.number("TWO_PERSON_MINUTES", default=30)
