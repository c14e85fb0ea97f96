"""Cached pages on a Redis server: shared by machines, and missed by nobody when it is down."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from articles import cachekeys
from articles.api import limits
from articles.cachekeys import remote
from articles.web.pagecache import PageCache, shared
from tests.web.test_pagecache import BODY, Site, ask

pytestmark = pytest.mark.once
SERVER = shutil.which("redis-server")
needs_server = pytest.mark.skipif(SERVER is None, reason="redis-server is not installed")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A Redis that can be stopped and started again, empty."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ["--port", str(self.port), "--save", "", "--bind", "127.0.0.1"]
        command = [str(SERVER), *options, "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("redis-server does not start")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(remote, "PAUSE", 0.0)
    server = Server(tmp_path)
    server.start()
    with override_settings(CACHE_URL=server.url):
        yield server
    server.stop()


def machine(site: Site) -> PageCache:
    """One process of one machine: a shelf of its own, the store of all."""
    return PageCache(site, shared=shared())


@needs_server
def test_page_rendered_on_one_machine_is_served_by_another(server: Server) -> None:
    first, second = Site(), Site()

    made = ask(machine(first), HTTP_ACCEPT_ENCODING="br")

    assert ask(machine(second), HTTP_ACCEPT_ENCODING="br") == made
    assert (len(first.calls), len(second.calls)) == (1, 0)


@needs_server
def test_touch_is_known_on_every_machine_at_once(server: Server) -> None:
    site = Site()
    one, other = machine(site), machine(site)
    ask(one)
    ask(other)

    cachekeys.touch_now("another key")
    ask(other)
    cachekeys.touch_now(cachekeys.SITE)
    ask(one)
    ask(other)

    assert len(site.calls) == 2


@needs_server
def test_what_was_touched_while_the_server_was_down_is_not_served_when_it_is_back(
    server: Server,
) -> None:
    site = Site(body=b"old")
    cache = machine(site)
    assert ask(cache).body == b"old"

    server.stop()
    site.body = b"new"
    cachekeys.touch_now(cachekeys.SITE)
    down = ask(cache).body
    server.start()

    assert (down, ask(cache).body, ask(machine(site)).body) == (b"new", b"new", b"new")
    calls = len(site.calls)
    assert (ask(cache).body, len(site.calls)) == (b"new", calls)


@needs_server
def test_entry_from_before_the_server_was_emptied_is_not_served(server: Server) -> None:
    site = Site()
    cache = machine(site)
    ask(cache)

    cachekeys.server()._client.flushall()
    ask(cache)
    ask(cache)

    assert len(site.calls) == 2


def test_pages_are_served_while_no_server_answers(caplog: pytest.LogCaptureFixture) -> None:
    site = Site()
    with override_settings(CACHE_URL=f"redis://127.0.0.1:{free_port()}/0"):
        cache = machine(site)
        cachekeys.touch_now(cachekeys.SITE)
        answers = [ask(cache) for _ in range(3)]

    assert [answer.body for answer in answers] == [BODY] * 3
    assert len(site.calls) == 3
    assert [record.getMessage().partition(" (")[0] for record in caplog.records] == [
        "The page cache is off: Redis does not answer"
    ]


@needs_server
def test_calls_of_the_api_are_counted_for_all_machines_and_go_on_without_the_server(
    server: Server, tmp_path: Path, settings: Any
) -> None:
    """Two machines have two files; what they count together is on the server."""

    def call(machine: str) -> int:
        settings.VAR_DIR = tmp_path / machine
        return limits._count_together(12345, 7)

    together = [call("one"), call("two"), call("one")]
    server.stop()
    alone = [call("one"), call("two"), call("one")]
    server.start()

    assert (together, alone) == ([1, 2, 3], [1, 1, 2])
    assert call("two") == 1  # it came back empty
