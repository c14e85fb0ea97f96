"""A client of the API: reads all pages of a list, keeps a copy by syncing."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.test import Client

API = "/api/v1"
FIELDS = (
    "uid,url,headline,standfirst,body_html,rights,published_at,updated_at,section,tags,source,"
    "contributions,credits,picture,corrections,language,original_url,kicker,dateline,story"
)


def get(path: str, **query: Any) -> Any:
    """The JSON of an answer that must be 200."""
    response = Client().get(f"{API}{path}" + (f"?{urlencode(query)}" if query else ""))
    assert response.status_code == 200, (path, query, response.content)
    return response.json()


def everything(path: str, name: str, **query: Any) -> list[dict[str, Any]]:
    """All rows of a list, page by page."""
    answer = get(path, **query)
    rows = list(answer[name])
    while answer["next"]:
        answer = Client().get(_local(answer["next"])).json()
        rows += answer[name]
    return rows


@dataclass
class Copy:
    """What a client holds that does as docs/api.md says."""

    articles: dict[str, Any] = field(default_factory=dict)
    gone: dict[str, Any] = field(default_factory=dict)
    cursor: str = ""
    pages: int = 0

    def sync(self, limit: int = 50) -> "Copy":
        """One run, to its last page."""
        since = {"changed_since": self.cursor} if self.cursor else {}
        answer = get("/sync", limit=limit, fields=FIELDS, **since)
        self._apply(answer)
        while answer["next"]:
            answer = Client().get(_local(answer["next"])).json()
            self._apply(answer)
        assert not answer["more"]
        self.cursor = answer["cursor"]
        return self

    def _apply(self, answer: dict[str, Any]) -> None:
        self.pages += 1
        for article in answer["articles"]:
            self.articles[article["uid"]] = article
            self.gone.pop(article["uid"], None)
        for stone in answer["gone"]:
            self.articles.pop(stone["uid"], None)
            self.gone[stone["uid"]] = stone


def fresh() -> dict[str, Any]:
    """What a reader of the whole list has, by uid."""
    return {row["uid"]: row for row in everything("/articles", "articles", fields=FIELDS, limit=3)}


def _local(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"
