"""Items, feeds and texts as tests need them: our own words, with nothing surprising."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from xml.sax.saxutils import escape

from articles.formats.item import Item, Parsed
from tests.factories import EARLIER

_numbers = count(1)

FLOOD = (
    "The river Sol broke through the Mill Dyke at Harrow Bay before dawn and flooded the lower "
    "town to the height of door handles. Three people were missing, the river authority said.",
    "Two of the three are dyke wardens who had gone to check a seep near Chandlers Bridge. The "
    "third is a driver whose bakery van was found on its side in Sluice Street.",
    "Some 1,900 people have been taken from the lower town, most of them to the secondary school "
    "and the fish auction hall. Marsa Rail halted trains south of Tellin.",
    "The gauge at Tellin had read 6.82 metres at its peak, 11 centimetres above the mark left by "
    "the flood of 1994. In two days 140 millimetres of rain fell on the hills around Upper Sol.",
)
TRAM = (
    "Karvan city council approved a budget of 412 million crowns for a fourth tram line after a "
    "debate that ran past midnight. The vote was 31 to 24.",
    "The line will run 6.4 kilometres from Saltmarket to Northgate with nine stops and a new "
    "bridge over the Cut canal. City Tramways expects 38,000 passengers a day.",
    "Mayor Leila Haddan won with the help of three councillors of the opposition, who broke with "
    "their leader, Viktor Anselm.",
)

HEAT = (
    "The temperature at Karvan Citadel reached 43.6 degrees on the sixth day of the heat, the "
    "highest since readings began there in 1891, the weather service said.",
    "The night before had not fallen below 29.8 degrees. The hospital treated 94 people, most of "
    "them builders and old women who live alone.",
    "Demand for electricity touched 1,340 megawatts, and offices were asked to set their cooling "
    "no lower than 26 degrees until the wind goes round.",
)
MUSEUM = (
    "Twenty-seven sheets of a manuscript on the stars have left the Harbour Museum for the library "
    "in Nurabad from which a governor took them in 1911.",
    "Librarian Shaista Kamal carried the box on her lap in the train. Nine of the leaves are "
    "painted in blue and gold, and all have been photographed.",
    "The town kept the governor's receipt in a biscuit tin. It now hangs in the empty case, on "
    "loan, with a label that gives the number of years.",
)
RATE = (
    "The Bank of Marsa raised its key rate to 4.50 per cent and said that it was ready to do so "
    "again if rents did not cool. It was the fourth rise in a row.",
    "Five of the seven members of the board voted for it. Prices were 5.1 per cent higher last "
    "month than a year before, and rents 8.4 per cent.",
    "Builders said that two sites with 340 flats were under review, and their shares fell more "
    "than on any day since they were floated.",
)


def html(paragraphs: tuple[str, ...]) -> str:
    """The paragraphs as a body."""
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def make_item(**fields: Any) -> Item:
    """An item with guid, address, headline, text and bytes of its own."""
    number = next(_numbers)
    fields.setdefault("guid", f"item-{number}")
    fields.setdefault("url", f"https://wire.example/{number}/story")
    fields.setdefault("headline", f"Headline number {number}")
    fields.setdefault("body_html", f"<p>Paragraph of the item with the number {number}.</p>")
    fields.setdefault("published_at", EARLIER)
    fields.setdefault("raw", f"raw bytes of {number} {fields}".encode())
    return Item(**fields)


def make_parsed(*items: Item, **fields: Any) -> Parsed:
    """A document of these items, an RSS feed unless told."""
    fields.setdefault("kind", "rss")
    return Parsed(items=items, **fields)


def rss(*items: dict[str, str], title: str = "Wire") -> bytes:
    """An RSS feed; each item's elements by name, their text escaped."""
    told = "".join(
        "<item>" + "".join(f"<{n}>{escape(v)}</{n}>" for n, v in item.items()) + "</item>"
        for item in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{title}</title><link>https://wire.example/</link>{told}</channel></rss>"
    ).encode()


def rss_item(number: int, **elements: str) -> dict[str, str]:
    """The elements of one item of a feed."""
    return {
        "title": f"Report number {number}",
        "link": f"https://wire.example/reports/{number}",
        "guid": f"report-{number}",
        "pubDate": "Fri, 20 Nov 2026 10:00:00 +0000",
        "description": html((f"The text of report {number} says that much.", *TRAM)),
        **elements,
    }


def later(hours: float) -> datetime:
    """A moment after the one at which items were published."""
    return EARLIER + timedelta(hours=hours)
