"""ninjs and NewsML-G2 as agencies send them, broken ones among them."""

import json

import pytest

from articles.errors import UnreadableFormat
from articles.formats import ninjs
from articles.formats.parsing import parse


def test_ninjs_of_the_first_series_is_read() -> None:
    item = {
        "uri": "tag:agency.example,2026:1",
        "headline": "Dyke holds",
        "byline": "By Ann Lee",
        "versioncreated": "2026-11-20T10:00:00Z",
        "firstcreated": "2026-11-20T09:00:00Z",
        "body_xhtml": "<p>The dyke at Karvan held through the night.</p>",
        "language": "en-GB",
        "subject": [{"name": "Flood"}, {"code": "x"}],
        "associations": {
            "main": {
                "type": "picture",
                "renditions": {
                    "small": {"href": "https://agency.example/s.jpg", "width": 100},
                    "large": {"href": "https://agency.example/l.jpg", "width": 900},
                },
            }
        },
        "pubstatus": "canceled",
    }

    parsed = parse(json.dumps([item, item | {"uri": "tag:agency.example,2026:2"}]).encode())

    assert [one.guid for one in parsed.items] == [item["uri"], "tag:agency.example,2026:2"]
    first = parsed.items[0]
    assert (first.headline, first.authors, first.tags) == ("Dyke holds", ("Ann Lee",), ("Flood",))
    assert first.image_url == "https://agency.example/l.jpg"
    assert "held through the night" in first.body_html
    assert "the supplier's status: canceled" in first.problems


@pytest.mark.parametrize(
    "strange",
    [
        {"uri": "x", "headline": 5, "bodies": "no list", "subjects": [None, 3]},
        {
            "uri": "x",
            "headlines": [3],
            "bodies": [{"value": 4}],
            "associations": [7, {"type": "picture", "renditions": 3}],
        },
        {
            "uri": "x",
            "versionCreated": "yesterday",
            "headlines": [{"value": 1}],
            "by": ["A"],
        },
    ],
)
def test_ninjs_with_values_of_other_kinds_is_read_as_far_as_it_goes(strange: object) -> None:
    (item,) = parse(json.dumps(strange).encode()).items

    assert (item.guid, item.headline, item.body_html) == ("x", "", "")


def test_other_json_is_no_ninjs() -> None:
    assert not ninjs.looks_like('{"version": "https://jsonfeed.org/version/1.1", "items": []}')
    assert not ninjs.looks_like("[" * 100_000)
    with pytest.raises(UnreadableFormat):
        parse(b'{"uri": "only this"}')


NEWSML = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>{items}</itemSet></newsMessage>"""
ONE = """<newsItem guid="tag:agency.example:{n}" version="2" standard="NewsML-G2"><itemMeta>
<versionCreated>2026-11-20T10:00:00Z</versionCreated><pubStatus qcode="stat:canceled"/></itemMeta>
<contentMeta><language tag="en"/><headline>Dyke {n} holds</headline></contentMeta><contentSet>
<inlineData contenttype="text/plain">The dyke held.\n\nNobody slept.</inlineData></contentSet>
</newsItem>"""


def test_newsml_message_gives_each_item_and_opens_no_file() -> None:
    document = NEWSML.format(items=ONE.format(n=1) + ONE.format(n=2)).encode()

    parsed = parse(document)

    assert (parsed.kind, [item.headline for item in parsed.items]) == (
        "newsml",
        ["Dyke 1 holds", "Dyke 2 holds"],
    )
    assert "Nobody slept" in parsed.items[0].body_text + parsed.items[0].body_html
    assert "the supplier's status: stat:canceled" in parsed.items[0].problems
    assert b"root:" not in parsed.items[0].raw


def test_broken_newsml_is_refused_by_name() -> None:
    with pytest.raises(UnreadableFormat, match="broken"):
        parse(b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta></newsItem>')
