"""Start the demo newsroom: database, content, static files, server."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.demo import loading, painting, script, statics, steps, world

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = (
        "Starts the demo on this machine: migrates, takes in the demo's raw documents through the "
        "real pipeline, lets a scripted desk work on them, collects static files and serves the "
        "site with granian. A second start keeps everything; --reset starts anew."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reset", action="store_true", help="Throw the demo's data away.")
        parser.add_argument(
            "--prepare", action="store_true", help="Make everything ready, but serve nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.MODE != "demo":
            raise CommandError("This command needs NEWSROOM_MODE=demo. `make demo` sets it.")
        port = options["port"]
        if not options["prepare"]:
            self._refuse_taken(port)
        if options["reset"]:
            self._reset()
        with _only_one():
            self._prepare(f"http://{HOST}:{port}")
        if not options["prepare"]:
            self._serve(port)

    def _refuse_taken(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} is taken. Stop what uses it, or start on another one: "
                    f"make demo PORT={port + 1}"
                ) from error

    def _reset(self) -> None:
        """Remove what the demo made in its own folder; nothing else is touched."""
        for name in ("newsroom.sqlite3", "newsroom.sqlite3-wal", "newsroom.sqlite3-shm"):
            (settings.VAR_DIR / name).unlink(missing_ok=True)
        for name in ("demo-logins", "cachekeys", "pages"):
            (settings.VAR_DIR / name).unlink(missing_ok=True)
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)

    def _prepare(self, base_url: str) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        now = timezone.now().replace(microsecond=0)
        anchor = steps.anchor(now)
        if not steps.is_done(script.LAST_STEP):
            self.stdout.write("Preparing the demo newsroom; this happens once.")
            world.lay(anchor, base_url=base_url, passwords=_passwords())
            if not steps.is_done("loaded"):
                tally = loading.load(anchor, self._progress("Taking in"))
                self.stdout.write(f"\n{tally}")
                with steps.once("loaded", anchor):
                    pass
            painting.paint(anchor, self._progress("Drawing"))
            self.stdout.write("")
            script.play(anchor)
        world.move_to(base_url)
        statics.collect()

    def _progress(self, verb: str) -> Any:
        def show(done: int, total: int) -> None:
            if sys.stdout.isatty():
                self.stdout.write(f"\r{verb} {done} of {total}", ending="")
                self.stdout.flush()

        return show

    def _serve(self, port: int) -> None:
        self.stdout.write(f"\nThe newspaper:  http://{HOST}:{port}/")
        self.stdout.write(f"The newsroom:   http://{HOST}:{port}/admin/\n")
        for role, name, password in world.logins(_passwords()):
            self.stdout.write(f"  {role:<15} {name:<10} {password}")
        self.stdout.write(f"\nThe logins are kept in {_shown(_passwords())}. Stop with Ctrl-C.")
        if os.geteuid() == 0:
            self.stdout.write("Note: running as root; an ordinary user is enough.")
        self.stdout.flush()
        os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
        _render_beside()
        granian = Path(sys.executable).parent / "granian"
        arguments = ["--interface", "wsgi", "--host", HOST, "--port", str(port)]
        arguments += ["--workers", "1", "--blocking-threads", "4", "--log-level", "warning"]
        command = [str(granian), *arguments, "newsroom.wsgi:application"]
        os.execv(command[0], command)  # noqa: S606  the server takes this process over


def _render_beside() -> None:
    """What pictures lack is made while the site is up, by a process that ends by itself.

    Forty seconds of work that nobody shall wait for: until then pages show one plain size.
    """
    code = "from django.core.management import execute_from_command_line as run; run()"
    command = [sys.executable, "-c", code, "render_pictures", "--nice", "--verbosity", "0"]
    silent = subprocess.DEVNULL
    subprocess.Popen(  # noqa: S603  this very Python with words of our own
        command, cwd=settings.BASE_DIR, stdin=silent, stdout=silent, stderr=silent
    )


class _only_one:  # noqa: N801  reads as a phrase in its with statement
    """Holds the demo's folder while it is being prepared, so that two starts do not mix."""

    def __enter__(self) -> None:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        self.file = (settings.VAR_DIR / "demo-lock").open("w")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CommandError(
                "Another start is preparing the demo right now. Wait until it is done."
            ) from error

    def __exit__(self, *error: object) -> None:
        self.file.close()


def _passwords() -> Path:
    return Path(settings.VAR_DIR) / "demo-logins"


def _shown(path: Path) -> str:
    """The path as seen from the checkout, where it lies in it."""
    return (
        str(path.relative_to(settings.BASE_DIR)) if settings.BASE_DIR in path.parents else str(path)
    )
