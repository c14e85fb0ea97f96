"""How far a long run is: a bar on a terminal, now and then a line where there is none."""

import time
from typing import TextIO

BAR = 30
LINE_SECONDS = 30.0
BAR_SECONDS = 0.2


class Progress:
    """Counts towards a total known beforehand and tells rate and remaining time."""

    def __init__(self, stream: TextIO, total: int, *, quiet: bool = False) -> None:
        self.stream = stream
        self.total = total
        self.count = 0
        self.is_bar = stream.isatty()
        self.quiet = quiet
        self.started = self.told = time.monotonic()

    def step(self, count: int = 1) -> None:
        """So many more are done."""
        self.count += count
        now = time.monotonic()
        if not self.quiet and now - self.told >= (BAR_SECONDS if self.is_bar else LINE_SECONDS):
            self.told = now
            self._tell(now)

    def done(self) -> None:
        """Tell the end, and end the line of a bar."""
        if not self.quiet and self.is_bar:
            self._tell(time.monotonic())
            self.stream.write("\n")

    def line(self, seconds: float) -> str:
        """What is told after so many seconds.

        >>> import io
        >>> progress = Progress(io.StringIO(), 300)
        >>> progress.step(100)
        >>> progress.line(50.0)
        '100 of 300, 2/s, 0:01:40 left'
        """
        rate = self.count / seconds if seconds else 0.0
        left = max(self.total - self.count, 0)
        minutes, second = divmod(round(left / rate) if rate else 0, 60)
        hour, minute = divmod(minutes, 60)
        told = f", {hour}:{minute:02}:{second:02} left" if left and rate else ""
        return f"{self.count} of {self.total}, {rate:.0f}/s{told}"

    def _tell(self, now: float) -> None:
        line = self.line(now - self.started)
        if self.is_bar:
            full = BAR * min(self.count, self.total) // max(self.total, 1)
            self.stream.write(f"\r[{'#' * full}{'.' * (BAR - full)}] {line}   ")
        else:
            self.stream.write(f"{line}\n")
        self.stream.flush()
