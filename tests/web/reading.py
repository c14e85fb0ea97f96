"""A page as tests look at it: a tree, its text, its structured data."""

import json
from typing import Any

import lxml.html
from django.test import Client
from lxml.html import HtmlElement


def read(client: Client, path: str) -> HtmlElement:
    """The page at `path`, which must answer 200."""
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return lxml.html.fromstring(response.content.decode())


def text(tree: HtmlElement, xpath: str) -> list[str]:
    """The text of each element found, blanks squeezed."""
    return [" ".join(element.text_content().split()) for element in tree.xpath(xpath)]


def one(tree: HtmlElement, xpath: str) -> str:
    """The text of the only element found."""
    (found,) = text(tree, xpath)
    return found


def headlines(tree: HtmlElement) -> list[str]:
    """Every linked headline in the main part of the page, in order."""
    return text(tree, "//main//*[self::h1 or self::h2 or self::h3][a]")


def graph(tree: HtmlElement) -> dict[str, dict[str, Any]]:
    """The things that the page's JSON-LD tells of, by type."""
    (script,) = tree.xpath("//script")
    assert script.get("type") == "application/ld+json"
    return {thing["@type"]: thing for thing in json.loads(script.text_content())["@graph"]}
