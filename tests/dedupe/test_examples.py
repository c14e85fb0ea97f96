"""The examples in the docstrings of the dedupe package are true."""

import doctest
import importlib
import pkgutil

import pytest

from articles import dedupe

MODULES = sorted(module.name for module in pkgutil.iter_modules(dedupe.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_hold(name: str) -> None:
    module = importlib.import_module(f"articles.dedupe.{name}")

    assert doctest.testmod(module).failed == 0
