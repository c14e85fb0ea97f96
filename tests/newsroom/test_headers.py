"""What every answer says to browsers, whichever part of the newsroom gave it."""

import pytest
from django.test import Client

from newsroom import headers

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.mark.parametrize(
    "path",
    ["/", "/nothing/", "/feed.rss", "/robots.txt", "/admin/", "/admin/login/", "/api/v1/"],
)
def test_every_answer_lends_nothing_and_allows_no_device(client: Client, path: str) -> None:
    response = client.get(path)

    assert response["Permissions-Policy"] == headers.PERMISSIONS
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_form_refused_for_its_token_says_the_same() -> None:
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"})

    assert response.status_code == 403
    assert response["Permissions-Policy"] == headers.PERMISSIONS
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
