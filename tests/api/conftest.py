"""The paper that the API's tests read, at a fixed moment; the same as the site's."""

from tests.web.conftest import clock, paper

__all__ = ["clock", "paper"]
