"""The examples in the docstrings of the text package are true."""

import doctest
import importlib
import pkgutil

import pytest

from articles import text

MODULES = sorted(module.name for module in pkgutil.iter_modules(text.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_hold(name: str) -> None:
    module = importlib.import_module(f"articles.text.{name}")

    assert doctest.testmod(module).failed == 0
