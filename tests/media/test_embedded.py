"""What a file says of itself, and what ours say when they leave the house."""

import io
import struct

import pytest
from PIL import Image as Picture

from articles.media import embedded
from articles.media.embedded import Embedded
from tests.media import samples


def read(data: bytes) -> Embedded:
    with Picture.open(io.BytesIO(data)) as picture:
        return embedded.read(picture)


def test_xmp_tells_words_rights_and_how_the_picture_came_about() -> None:
    told = read(samples.bytes_of(samples.scene(60, 40), xmp=samples.XMP))

    assert told == Embedded(
        caption="A pier <b>at dawn</b>",
        alt="A pier in fog",
        credit_line="Sol Pictures",
        creator="Ana Ruiz, Bo Lind",
        rights_notice="© Sol Pictures 2026",
        source_type="trainedAlgorithmicMedia",
    )


def iim(**fields: str) -> bytes:
    """A JPEG with an IPTC-IIM block, as agencies' older systems write it."""
    numbers = {"creator": 80, "credit": 110, "rights": 116, "caption": 120}
    block = b"".join(
        b"\x1c\x02" + bytes([numbers[name]]) + struct.pack(">H", len(text.encode())) + text.encode()
        for name, text in fields.items()
    )
    resource = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(block)) + block
    data = b"Photoshop 3.0\x00" + resource + (b"\x00" if len(block) % 2 else b"")
    plain = samples.bytes_of(samples.scene(60, 40))
    return plain[:2] + b"\xff\xed" + struct.pack(">H", len(data) + 2) + data + plain[2:]


def test_iptc_and_exif_fill_what_xmp_leaves_open() -> None:
    old = read(iim(caption="Café am Pier", credit="DPA", creator="Li Na"))
    exif = Picture.Exif()
    exif[0x010E], exif[0x013B], exif[0x8298] = "OLYMPUS DIGITAL CAMERA", "Jo Doe", "(c) Jo"
    camera = read(samples.bytes_of(samples.scene(60, 40), exif=exif))

    assert old == Embedded(caption="Café am Pier", credit_line="DPA", creator="Li Na")
    assert camera == Embedded(creator="Jo Doe", rights_notice="(c) Jo")


@pytest.mark.parametrize(
    "xmp",
    [
        b"<x:xmpmeta",
        b'<!DOCTYPE x [<!ENTITY a "b">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&a;</x:xmpmeta>',
        b"\xff\xfe\x00" * 50,
    ],
)
def test_broken_or_hostile_metadata_says_nothing(xmp: bytes) -> None:
    assert read(samples.bytes_of(samples.scene(60, 40), "WEBP", xmp=xmp)) == Embedded()


def test_packet_holds_what_it_is_given_and_survives_being_read() -> None:
    packet = embedded.packet(
        alt='A "pier" <in> fog',
        credit="Jo & Co",
        creator="Jo Doe",
        rights="© 2026\x00",
        source_type="digitalCapture",
    )

    assert read(samples.bytes_of(samples.scene(60, 40), "AVIF", xmp=packet)) == Embedded(
        alt='A "pier" <in> fog',
        credit_line="Jo & Co",
        creator="Jo Doe",
        rights_notice="© 2026",
        source_type="digitalCapture",
    )
    assert embedded.packet() == b""


def test_content_credentials_are_noticed() -> None:
    box = b"\x00\x00\x00\x1djumdc2pa".replace(b"c2pa", b"") + bytes.fromhex(
        "6332706100110010800000aa00389b71"
    )

    assert embedded.has_credentials(b"\xff\xd8\xff\xeb" + box)
    assert not embedded.has_credentials(samples.bytes_of(samples.scene(60, 40)))
