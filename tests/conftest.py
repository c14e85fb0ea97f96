"""Fixtures that every test may use."""

from pathlib import Path

from hypothesis import settings

# How long an example takes is the machine's affair: timings are benchmarks, never assertions.
settings.register_profile("newsroom", deadline=None)
settings.load_profile("newsroom")

SHARED = Path(__file__).resolve().parents[2] / "shared"
