"""The API keeps its own document: every operation, whatever it is asked, answers as declared."""

import json
import re
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import time_machine
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from lxml import html

from articles.api import document, examples
from articles.api.routes import api
from articles.models import Publication
from tests import factories
from tests.api.reading import API
from tests.factories import NOW

# What is promised and how it is read is the same on every database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

OPERATIONS = {
    operation.operation_id: operation
    for router in api._get_bound_routers()
    for view in router.path_operations.values()
    for operation in view.operations
}
# Beside what type checks refuse: real values, and what breaks careless code.
ODD = [
    "",
    " ",
    "0",
    "-1",
    "9" * 30,
    "null",
    "\x00",
    "../..",
    "a,b",
    "ё",
    "😀",
    "'--",
    "%",
]
GOOD = ["1", "world", "en", "newest", "headline,url", "2026-11-20T12:00:00Z", "50", "zoo"]
WORD = st.one_of(st.sampled_from(ODD + GOOD), st.text(st.characters(codec="utf-8"), max_size=12))


def parameters(operation_id: str) -> dict[str, list[str]]:
    """Names of the parameters by where they stand."""
    for methods in document._paths_and_shapes()["paths"].values():
        if methods["get"]["operationId"] == operation_id:
            found = methods["get"]["parameters"]
            return {
                place: [one["name"] for one in found if one["in"] == place]
                for place in ("path", "query")
            }
    raise AssertionError(operation_id)


def path_of(operation: Any, values: dict[str, str]) -> str:
    return API + re.sub(r"{(\w+)}", lambda m: quote(values[m[1]], safe=""), operation.path)


def read_as_declared(operation: Any, response: Any) -> None:
    """Fails unless the status is declared and the body has its shape, with nothing more."""
    shape = operation.response_models.get(response.status_code)
    assert shape is not None, (response.status_code, response.content)
    shape.model_validate({"response": response.json()})


class EveryOperation(TestCase):
    @settings(max_examples=120, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def test_answers_as_its_document_says_whatever_it_is_asked(self, data: Any) -> None:
        with time_machine.travel(NOW, tick=False):
            operation = OPERATIONS[data.draw(st.sampled_from(sorted(OPERATIONS)))]
            known = parameters(operation.operation_id)
            parts = {name: data.draw(WORD) for name in known["path"]}
            names = st.sampled_from([*known["query"], "status", "x"])
            query = data.draw(st.dictionaries(names, WORD, max_size=3))

            response = Client().get(f"{path_of(operation, parts)}?{urlencode(query)}")

            if "" in parts.values() or "/" in "".join(parts.values()):
                assert response.status_code in (404, 422)  # another address, or none
            else:
                read_as_declared(operation, response)


@pytest.mark.parametrize("operation_id", sorted(OPERATIONS))
def test_answer_has_the_shape_that_is_declared(
    client: Client, paper: Publication, operation_id: str
) -> None:
    section, source = factories.make_section(slug="world"), factories.make_source(slug="world")
    author, tag = factories.make_author(slug="world"), factories.make_tag("World")
    story = factories.make_story(pk=52)
    article = factories.make_published(
        pk=4711, uid=examples.PATHS["uid"], section=section, source=source, story=story,
        lead_image=factories.make_image(), canonical_url="https://wire.example/",
    )  # fmt: skip
    factories.make_contribution(article, author=author)
    factories.make_contribution(article, name="A. Stringer")
    factories.tag_article(article, tag)
    factories.make_correction(article)
    factories.make_slot(factories.make_front(), article)
    operation = OPERATIONS[operation_id]
    parts = {name: str(examples.PATHS[name]) for name in parameters(operation_id)["path"]}

    response = client.get(path_of(operation, parts))

    assert response.status_code == 200, response.content
    read_as_declared(operation, response)


@pytest.mark.parametrize("operation_id", sorted(OPERATIONS))
def test_example_has_the_shape_that_is_declared(operation_id: str) -> None:
    models = OPERATIONS[operation_id].response_models

    models[200].model_validate({"response": examples.OF[operation_id]})
    for status, example in examples.ERRORS.items():
        if status in models:
            models[status].model_validate({"response": example})


def test_document_is_whole(client: Client, paper: Publication) -> None:
    found = client.get(f"{API}/openapi.json").json()

    assert found["servers"] == [{"url": "https://paper.example"}]
    assert len(found["paths"]) == len(OPERATIONS)
    for path, methods in found["paths"].items():
        assert set(methods) == {"get"}, path
        told = methods["get"]["responses"]
        assert {"200", "304", "422", "429"} <= set(told), path
        assert "404" in told or "{" not in path
        assert "example" in told["200"]["content"]["application/json"]
        assert set(document.HEADERS) <= set(told["200"]["headers"])
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(found)))
    assert named <= set(found["components"]["schemas"])


def test_page_for_people_names_every_operation_and_loads_nothing_from_elsewhere(
    client: Client, paper: Publication
) -> None:
    page = client.get(f"{API}/")
    text = page.content.decode()

    assert page["Content-Type"] == "text/html; charset=utf-8"
    for path in document._paths_and_shapes()["paths"]:
        assert f"<code>GET {path}</code>" in text
    assert "<script" not in text
    loaded = re.findall(r'<link rel="stylesheet" href="([^"]+)"|src="([^"]+)"', text)
    assert loaded == [("/static/articles/api.css", ""), ("/static/articles/site.css", "")]


def test_page_for_people_stands_in_the_papers_frame_and_language(
    client: Client, paper: Publication
) -> None:
    factories.make_section(name="World", slug="world")
    Publication.objects.update(language="ur", name="روزنامہ")

    page = html.fromstring(client.get(f"{API}/").content)

    assert (page.get("lang"), page.get("dir")) == ("ur", "rtl")
    assert page.xpath("//nav[@class='menu']//a[@href='/section/world/']")
    assert [block.get("dir") for block in page.xpath("//*[@lang='en']")] == ["ltr", "ltr"]
    assert len(page.xpath("//h1")) == 1
