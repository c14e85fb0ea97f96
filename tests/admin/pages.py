"""Reading the admin's answers as a person would: what is said, and where it leads."""

from typing import Any

from django.contrib.messages import get_messages
from lxml import html


def tree(response: Any) -> Any:
    """The page as a tree."""
    return html.fromstring(response.content.decode())


def texts(response: Any, path: str) -> list[str]:
    """The words of every element on the XPath, blanks squeezed."""
    return [" ".join(found.text_content().split()) for found in tree(response).xpath(path)]


def values(response: Any, path: str) -> list[str]:
    """Every attribute value on the XPath."""
    return [str(found) for found in tree(response).xpath(path)]


def classed(name: str, tag: str = "*") -> str:
    """An XPath to elements of a class."""
    return f"//{tag}[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"


def said(response: Any) -> list[str]:
    """The messages that the answer left for the next page."""
    return [str(message) for message in get_messages(response.wsgi_request)]
