"""What a picture's file says of itself (XMP, IPTC-IIM, EXIF), and what we write into ours.

Fields and names by the IPTC Photo Metadata Standard 2023.1.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from PIL import Image, IptcImagePlugin

from articles.enums import SourceType

_MOST_XMP: Final = 512 * 1024
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_PHOTOSHOP: Final = "http://ns.adobe.com/photoshop/1.0/"
_CORE: Final = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
_EXTENSION: Final = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
SOURCE_TYPES: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"
# The mark of a C2PA manifest's own box, the same in every kind of file.
_CREDENTIALS: Final = bytes.fromhex("63327061 0011 0010 8000 00aa00389b71")
# What cameras write where nobody wrote anything.
_CAMERAS: Final = re.compile(
    r"(?:olympus|minolta|kodak|konica|sony|samsung|ricoh)\b.{0,20}\b(?:camera|dsc)|sony dsc|dcim"
    r"|default|untitled|screenshot|processed with \w+.*",
    re.IGNORECASE,
)
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Names that newer editions of the vocabulary gave to older terms.
_FORMER: Final = {
    "minorHumanEdits": SourceType.EDITED,
    "digitalArt": SourceType.CREATION,
    "softwareImage": SourceType.CREATION,
}


@dataclass(frozen=True)
class Embedded:
    """What the file says, each "" where it says nothing; plain text, cut to what rows hold."""

    caption: str = ""
    alt: str = ""
    credit_line: str = ""
    creator: str = ""
    rights_notice: str = ""
    source_type: str = ""


def read(picture: Image.Image) -> Embedded:
    """What an opened picture says; what cannot be read says nothing.

    XMP before IPTC-IIM before EXIF, as the standard advises.
    """
    told: list[dict[str, str]] = []
    for reader in (_xmp, _iim, _exif):
        with suppress(ValueError, OSError, SyntaxError, KeyError, IndexError, TypeError):
            told.append(reader(picture))
    found = {}
    for field in fields(Embedded):
        texts = (_clean(said.get(field.name, ""), _LENGTHS[field.name]) for said in told)
        found[field.name] = next(filter(None, texts), "")
    found["source_type"] = _source_type(found["source_type"])
    return Embedded(**found)


def has_credentials(data: bytes) -> bool:
    """Whether the file carries Content Credentials (C2PA); they are kept, not judged."""
    return _CREDENTIALS in data


_LENGTHS: Final = {
    "caption": 2000,
    "alt": 400,
    "credit_line": 200,
    "creator": 200,
    "rights_notice": 400,
    "source_type": 200,
}


def packet(
    *, alt: str = "", credit: str = "", creator: str = "", rights: str = "", source_type: str = ""
) -> bytes:
    """An XMP packet with what is given, for a picture that leaves the house; b"" for nothing."""
    marks = [("photoshop", _PHOTOSHOP, "Credit", credit)]
    if source_type:
        kind = ("Iptc4xmpExt", _EXTENSION, "DigitalSourceType", SOURCE_TYPES + source_type)
        marks.append(kind)
    inner = [
        _element("dc", _DC, "creator", "Seq", creator),
        _element("dc", _DC, "rights", "Alt", rights),
        _element("Iptc4xmpCore", _CORE, "AltTextAccessibility", "Alt", alt),
    ]
    attributes = "".join(
        f" xmlns:{short}={quoteattr(space)} {short}:{name}={quoteattr(_writable(text))}"
        for short, space, name, text in marks
        if text
    )
    body = "".join(inner)
    if not attributes and not body:
        return b""
    text = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}">'
        f'<rdf:Description rdf:about=""{attributes}>{body}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
    return text.encode()


def _element(short: str, space: str, name: str, holder: str, text: str) -> str:
    if not text:
        return ""
    lang = ' xml:lang="x-default"' if holder == "Alt" else ""
    return (
        f'<{short}:{name} xmlns:{short}="{space}"><rdf:{holder}><rdf:li{lang}>'
        f"{escape(_writable(text))}</rdf:li></rdf:{holder}></{short}:{name}>"
    )


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("", text)


def _clean(text: str, length: int) -> str:
    """One line of plain text, without what cameras put there by themselves."""
    line = " ".join(_UNWRITABLE.sub(" ", text).split())[:length].strip()
    return "" if _CAMERAS.fullmatch(line) else line


def _source_type(address: str) -> str:
    """Our value for a term of the vocabulary, by address or name; "" for an unknown one."""
    term = address.rstrip("/").rpartition("/")[2]
    if term in _FORMER:
        return _FORMER[term].value
    return term if term in SourceType.values else ""


def _xmp(picture: Image.Image) -> dict[str, str]:
    packed = picture.info.get("xmp", b"")
    data = packed.encode() if isinstance(packed, str) else bytes(packed)
    if not data or len(data) > _MOST_XMP or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    tree = etree.fromstring(data.strip(b"\x00 \r\n\t"), parser)
    if tree is None:
        return {}
    return {
        "caption": _said(tree, _DC, "description"),
        "alt": _said(tree, _CORE, "AltTextAccessibility"),
        "credit_line": _said(tree, _PHOTOSHOP, "Credit"),
        "creator": _said(tree, _DC, "creator"),
        "rights_notice": _said(tree, _DC, "rights"),
        "source_type": _said(tree, _EXTENSION, "DigitalSourceType"),
    }


def _said(tree: Any, space: str, name: str) -> str:
    """A property written as attribute, as element, or as a list of either kind."""
    for node in tree.iter(f"{{{_RDF}}}Description"):
        if value := node.get(f"{{{space}}}{name}"):
            return str(value)
    for node in tree.iter(f"{{{space}}}{name}"):
        items = list(node.iter(f"{{{_RDF}}}li"))
        if not items:
            return node.get(f"{{{_RDF}}}resource") or "".join(node.itertext())
        default = [item for item in items if item.get(_LANGUAGE) == "x-default"]
        chosen = default[:1] or (items[:1] if items[0].get(_LANGUAGE) else items)
        return ", ".join("".join(item.itertext()).strip() for item in chosen)
    return ""


_IIM: Final = {
    "caption": (2, 120),
    "credit_line": (2, 110),
    "creator": (2, 80),
    "rights_notice": (2, 116),
}


def _iim(picture: Image.Image) -> dict[str, str]:
    told = IptcImagePlugin.getiptcinfo(picture) or {}  # type: ignore[arg-type]  # any picture file
    found = {}
    for name, key in _IIM.items():
        value = told.get(key, b"")
        parts = value if isinstance(value, list) else [value]
        found[name] = ", ".join(_decoded(bytes(part)) for part in parts)
    return found


_EXIF: Final = {"caption": 0x010E, "creator": 0x013B, "rights_notice": 0x8298}


def _exif(picture: Image.Image) -> dict[str, str]:
    told = picture.getexif()
    return {name: _text(told.get(tag, "")) for name, tag in _EXIF.items()}


def _text(value: Any) -> str:
    """EXIF calls its text ASCII; cameras and editors write UTF-8, which Pillow reads as Latin-1."""
    if isinstance(value, bytes):
        return _decoded(value)
    text = value if isinstance(value, str) else ""
    with suppress(UnicodeError):
        return text.encode("latin-1").decode("utf-8")
    return text


def _decoded(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")
