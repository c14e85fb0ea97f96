"""Picture files made for tests: small scenes that differ, with or without words in them."""

import io
import struct
import zlib
from typing import Any

from PIL import Image as Picture
from PIL import ImageDraw

from articles.models import Image
from tests import factories

XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    'xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" '
    'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    'photoshop:Credit="Sol Pictures" '
    "Iptc4xmpExt:DigitalSourceType="
    '"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia">'
    "<dc:creator><rdf:Seq><rdf:li>Ana Ruiz</rdf:li><rdf:li>Bo Lind</rdf:li></rdf:Seq></dc:creator>"
    '<dc:description><rdf:Alt><rdf:li xml:lang="de">Ein Pier</rdf:li>'
    '<rdf:li xml:lang="x-default">A pier &lt;b&gt;at dawn&lt;/b&gt;</rdf:li></rdf:Alt>'
    "</dc:description>"
    '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© Sol Pictures 2026</rdf:li></rdf:Alt>'
    "</dc:rights><Iptc4xmpCore:AltTextAccessibility><rdf:Alt>"
    '<rdf:li xml:lang="x-default">A pier in fog</rdf:li></rdf:Alt>'
    "</Iptc4xmpCore:AltTextAccessibility></rdf:Description></rdf:RDF></x:xmpmeta>"
).encode()


def scene(width: int = 900, height: int = 700, seed: int = 0) -> Picture.Image:
    """Boxes of many colours on a slope of light; another seed is another scene."""
    drawn = Picture.linear_gradient("L").resize((width, height)).convert("RGB")
    pen = ImageDraw.Draw(drawn)
    for place in range(24):
        mixed = (place * 7919 + seed * 104_729 + 13) * 2_654_435_761 % 2**32
        x, y = mixed % 89 / 89 * width, mixed // 89 % 83 / 83 * height
        far, deep = width * (0.1 + mixed % 7 / 25), height * (0.1 + mixed % 5 / 20)
        pen.rectangle(
            (x, y, x + far, y + deep), fill=(mixed & 255, mixed >> 8 & 255, mixed >> 16 & 255)
        )
    return drawn


def bytes_of(picture: Picture.Image, form: str = "JPEG", **options: Any) -> bytes:
    """The file of a picture."""
    kept = io.BytesIO()
    picture.save(kept, form, **options)
    return kept.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A PNG that says it has so many pixels; it is sound, and packs to a few kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(b"\x00" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def keep(data: bytes, *, suffix: str = "jpg", **fields: Any) -> Image:
    """A row for these bytes as an older version left it: the file in its place, nothing read."""
    image = factories.make_image(**fields)
    name = f"images/{image.uid.hex[:2]}/{image.uid.hex}.{suffix}"
    image.file.storage.save(name, io.BytesIO(data))
    Image.objects.filter(pk=image.pk).update(file=name)
    image.refresh_from_db()
    return image
