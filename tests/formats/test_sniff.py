"""What a document is, told by its bytes."""

import pytest

from articles.errors import UnreadableFormat
from articles.formats import parse
from articles.formats.sniff import Kind, read


@pytest.mark.parametrize(
    ("text", "kind", "root"),
    [
        ('<?xml version="1.0"?><rss version="2.0"/>', Kind.FEED, "rss"),
        ("\n\n <?xml version='1.0'?>\n<!-- c --><feed xmlns='x'/>", Kind.FEED, "feed"),
        ("<rdf:RDF xmlns:rdf='x'><channel/></rdf:RDF>", Kind.FEED, "rdf"),
        ("<!DOCTYPE rss [<!ENTITY a 'b'>]>\n<rss/>", Kind.FEED, "rss"),
        ("Warning: line 3 of feed.php\n<?xml version='1.0'?><rss/>", Kind.FEED, "rss"),
        ("<br />\n<b>Notice</b>: x\n<rss version='2.0'></rss>", Kind.FEED, "rss"),
        ('{"version": "https://jsonfeed.org/version/1"}', Kind.JSON, ""),
        ("[1] A footnote\nand a text", Kind.TEXT, ""),
        ("{curly} braces in a text", Kind.TEXT, ""),
        ("<!DOCTYPE html><html></html>", Kind.HTML, "html"),
        ("<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x' 'y'><html/>", Kind.HTML, "html"),
        ("<p>A fragment.</p>", Kind.HTML, "p"),
        ("Words first <p>and then</p> <p>markup</p>", Kind.HTML, ""),
        ("5 < 6 and <b> is a tag", Kind.TEXT, ""),
        ("<?xml version='1.0'?><opml/>", Kind.XML, "opml"),
        ("A headline\n\nA text.", Kind.TEXT, ""),
    ],
)
def test_kind_is_told_by_the_beginning(text: str, kind: Kind, root: str) -> None:
    document = read(text.encode())

    assert (document.kind, document.root) == (kind, root)


@pytest.mark.parametrize(
    ("data", "content_type", "encoding"),
    [
        ("<rss>Ж</rss>".encode("koi8-r"), "text/xml; charset=koi8-r", "koi8-r"),
        ('<?xml version="1.0" encoding="koi8-r"?><rss>Ж</rss>'.encode("koi8-r"), "", "koi8-r"),
        ('<meta charset="cp1251"><p>Ж</p>'.encode("cp1251"), "text/html", "cp1251"),
        ("<rss>Ж</rss>".encode(), "text/xml; charset=iso-8859-1", "utf-8"),
        (
            '<?xml version="1.0" encoding="utf-8"?><rss>Ж</rss>'.encode(),
            "x; charset=bogus",
            "utf-8",
        ),
        ("<rss>tide</rss>".encode("utf-16"), "", "utf-16-le"),
        ('<?xml version="1.0" encoding="cp037"?><rss/>'.encode("cp037"), "", "cp037"),
    ],
)
def test_encoding_is_the_declared_one_unless_the_bytes_say_otherwise(
    data: bytes, content_type: str, encoding: str
) -> None:
    assert read(data, content_type=content_type).decoded.encoding == encoding


@pytest.mark.parametrize(
    ("root", "hint"),
    [
        ("opml", "This is a list of feeds (OPML): import the feeds it names."),
        ("urlset", "This is a sitemap: give the address of the feed or of an article."),
        ("nitf", "Send RSS, Atom, JSON Feed, HTML or plain text."),
    ],
)
def test_xml_that_is_no_feed_is_refused_with_a_hint(root: str, hint: str) -> None:
    with pytest.raises(UnreadableFormat) as refusal:
        parse(f'<?xml version="1.0"?><{root}></{root}>'.encode())

    assert (refusal.value.message, refusal.value.hint) == (
        f"The document is XML (“{root}”), but not a feed.",
        hint,
    )
