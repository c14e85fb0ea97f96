"""One example of every answer, for the document; a test reads each against its shape."""

from typing import Any

_SITE = "https://news.example.org"
_API = f"{_SITE}/api/v1"

PATHS: dict[str, Any] = {
    "article_id": 4711,
    "uid": "0b6f1d0e-3a55-4a4e-9f0c-6f1f0f3c2a11",
    "slug": "world",
    "story_id": 52,
}


def _at(noun: str, slug: str) -> dict[str, str]:
    return {"url": f"{_SITE}/{noun}/{slug}/", "api_url": f"{_API}/{noun}s/{slug}"}


_SECTION = {"slug": "world", "name": "World", **_at("section", "world")}
_TAG = {"slug": "ports", "name": "Ports", **_at("tag", "ports")}
_SOURCE = {
    "slug": "coast-wire", "name": "Coast Wire", "home_url": "https://wire.example/",
    **_at("source", "coast-wire"),
}  # fmt: skip
_REF = {
    "id": 4711,
    "uid": PATHS["uid"],
    "headline": "Ferry line opens again after the storm",
    "url": f"{_SITE}/news/4711/ferry-line-opens-again/",
    "api_url": f"{_API}/articles/4711",
}
_PICTURE = {
    "url": f"{_SITE}/media/images/ab/abababababababababababababababab.jpg",
    "width": 1600, "height": 1067, "alt": "A white ferry leaves the quay.",
    "caption": "The first boat left at six.", "credit": "Coast Wire", "expires_at": None,
}  # fmt: skip
_ARTICLE = {
    **_REF,
    "kicker": "Transport",
    "standfirst": "Boats run every hour from today.",
    "body_html": '<p id="p-0000000a">Boats run every hour from today.</p>',
    "rights": "full",
    "kind": "own",
    "dateline": "SOL",
    "language": "en",
    "direction": "ltr",
    "published_at": "2026-11-20T16:00:00+05:00",
    "updated_at": "2026-11-20T17:30:00+05:00",
    "section": _SECTION,
    "tags": [_TAG],
    "story": {"id": 52, "api_url": f"{_API}/stories/52"},
    "source": _SOURCE,
    "original_url": "https://wire.example/ferry",
    "contributions": [
        {
            "name": "Ann Writer",
            "role": "writer",
            "author": {"slug": "ann-writer", **_at("author", "ann-writer")},
        }
    ],
    "credits": [
        {"text": "Coast Wire", "url": "https://wire.example/ferry", "source": "Coast Wire"}
    ],
    "picture": _PICTURE,
    "corrections": [],
    "retraction": None,
    "copy_of": None,
}
_LINE = {name: value for name, value in _ARTICLE.items() if name != "body_html"}
_STORY = {
    "id": 52,
    "title": "The storm on the coast",
    "language": "en",
    "url": f"{_SITE}/story/52/the-storm-on-the-coast/",
    "api_url": f"{_API}/stories/52",
    "articles_url": f"{_API}/articles?story=52",
    "lead": _REF,
    "newest_at": "2026-11-20T16:00:00+05:00",
}
_FRONT = {
    "name": "World", "section": "world", "url": f"{_SITE}/section/world/",
    "api_url": f"{_API}/fronts/section/world",
}  # fmt: skip
_SLOTS = [
    {
        "position": 1,
        "picked": True,
        "headline": "Boats run again",
        "standfirst": "Every hour from today.",
        "picture": _PICTURE,
        "article": _LINE,
    }
]
_CORRECTION = {
    "id": 9,
    "kind": "correction",
    "text": "The boats run every hour, not every two.",
    "paragraph": "p-0000000a",
    "made_at": "2026-11-20T17:30:00+05:00",
    "article": _REF,
}
_SECTION_OUT = {**_SECTION, "id": 3, "description": "", "language": "en", "position": 10}
_TAG_OUT = {**_TAG, "id": 12, "description": ""}
_SOURCE_OUT = {
    **_SOURCE, "id": 5, "language": "en", "rights": "full", "licence": "By contract",
    "credit_line": "Coast Wire",
}  # fmt: skip
_AUTHOR_OUT = {
    "id": 2, "slug": "ann-writer", "name": "Ann Writer", "job_title": "Reporter", "bio": "",
    **_at("author", "ann-writer"),
}  # fmt: skip
_GONE = {
    "uid": "7f1c2a34-0d6e-4c58-8a55-1f2e3d4c5b6a",
    "reason": "merged",
    "at": "2026-11-20T17:45:00+05:00",
    "survivor": _REF,
}

OF: dict[str, Any] = {
    "articles": {"articles": [_LINE], "next": f"{_API}/articles?cursor=eJw"},
    "article": _ARTICLE,
    "article_by_uid": _ARTICLE,
    "sync": {
        "articles": [_ARTICLE],
        "new": [PATHS["uid"]],
        "gone": [_GONE],
        "more": False,
        "cursor": "WyJhIiwwXQ:1vK:x",
        "next": None,
    },
    "stories": {"stories": [_STORY], "next": None},
    "story": {**_STORY, "articles": [_LINE]},
    "fronts": {"fronts": [_FRONT], "next": None},
    "site_front": {
        **_FRONT, "name": "The News", "section": None, "url": f"{_SITE}/",
        "api_url": f"{_API}/fronts/site", "slots": _SLOTS,
    },
    "section_front": {**_FRONT, "slots": _SLOTS},
    "sections": {"sections": [_SECTION_OUT], "next": None},
    "section": _SECTION_OUT,
    "tags": {"tags": [_TAG_OUT], "next": None},
    "tag": _TAG_OUT,
    "sources": {"sources": [_SOURCE_OUT], "next": None},
    "source": _SOURCE_OUT,
    "authors": {"authors": [_AUTHOR_OUT], "next": None},
    "author": _AUTHOR_OUT,
    "corrections": {"corrections": [_CORRECTION], "next": None},
}  # fmt: skip


def _error(status: int, code: str, message: str, **more: Any) -> dict[str, Any]:
    return {"error": {"status": status, "code": code, "message": message, **more}}


ERRORS: dict[int, Any] = {
    301: _error(301, "merged", "It was merged.", location=f"{_API}/articles/4711"),
    404: _error(404, "not-found", "There is no article at this address."),
    410: _error(410, "gone", "This article is no longer offered.", note="Told in error."),
    422: _error(
        422,
        "bad-parameter",
        "The parameter order cannot be used.",
        details=[
            {"parameter": "order", "message": "Not allowed.", "allowed": ["newest", "oldest"]}
        ],
    ),
    429: _error(429, "too-many-calls", "Too many calls. Wait 31 seconds.", retry_after=31),
    451: _error(451, "legal", "This article is withheld for legal reasons."),
}
