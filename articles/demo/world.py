"""The demo paper itself: publication, sections, sources, and its people with their logins."""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from articles.demo import steps
from articles.desk import rights
from articles.enums import Autopilot, Rights, SourceKind, Trust
from articles.models import Author, Front, Publication, Section, SectionMember, Source

SECTIONS = (
    ("region", "Region", "teal"),
    ("city", "City", "blue"),
    ("world", "World", "violet"),
    ("business", "Business", "amber"),
    ("science", "Science", "green"),
    ("weather", "Weather", "blue"),
    ("culture", "Culture", "violet"),
    ("sport", "Sport", "red"),
)


@dataclass(frozen=True)
class Person:
    """Somebody of the demo staff who can log in."""

    username: str
    name: str
    group: str
    title: str
    sections: tuple[str, ...] = ()
    bio: str = ""


STAFF = (
    Person(
        "chief",
        "Adela Moreau",
        rights.CHIEF,
        "Editor",
        bio=(
            "Adela Moreau has edited the Courier for six years. She began as a night copy taker at "
            "the harbour office, still reads tide tables for pleasure, and writes on the port, on "
            "money and on whatever people in Karvan argue about at breakfast."
        ),
    ),
    Person(
        "section",
        "Kamal Haidari",
        rights.SECTION_EDITOR,
        "Region and city editor",
        ("region", "city", "weather"),
        bio=(
            "Kamal Haidari runs the region and city pages. He grew up two bends above Harrow Bay, "
            "keeps a gauge in his garden, and explains water, weather and council papers."
        ),
    ),
    Person(
        "reporter",
        "Jonna Sarkis",
        rights.REPORTER,
        "Reporter",
        ("city",),
        bio=(
            "Jonna Sarkis reports from Karvan’s streets, depots and back rooms, mostly at hours "
            "when nobody else is awake. Before that she drove the 19 bus for two winters."
        ),
    ),
)


@dataclass(frozen=True)
class Publisher:
    """A source of the demo."""

    slug: str
    name: str
    kind: SourceKind
    rights: Rights
    trust: Trust
    home: str
    language: str = "en"
    licence: str = "Partner agreement"


PUBLISHERS = (
    Publisher(
        "marsa-wire",
        "Marsa Wire Agency",
        SourceKind.WIRE,
        Rights.FULL,
        Trust.HIGH,
        "https://marsa-wire.example/",
        licence="Agency subscription",
    ),
    Publisher(
        "karvan-herald",
        "The Karvan Herald",
        SourceKind.PAGE,
        Rights.FULL,
        Trust.HIGH,
        "https://karvan-herald.example/",
    ),
    Publisher(
        "sol-tribune",
        "Sol Tribune",
        SourceKind.FEED,
        Rights.FULL,
        Trust.USUAL,
        "https://sol-tribune.example/",
    ),
    Publisher(
        "radio-marsa",
        "Radio Marsa",
        SourceKind.FEED,
        Rights.FULL,
        Trust.HIGH,
        "https://radio-marsa.example/",
    ),
    Publisher(
        "harbour-post",
        "Harbour Post",
        SourceKind.FEED,
        Rights.FULL,
        Trust.USUAL,
        "https://harbour-post.example/",
    ),
    Publisher(
        "interior-ministry",
        "Ministry of the Interior",
        SourceKind.FILE,
        Rights.EXCERPT,
        Trust.USUAL,
        "https://interior.marsa.example/",
        licence="Press statements",
    ),
    Publisher(
        "riverbank-blog",
        "The Riverbank",
        SourceKind.FEED,
        Rights.LINK,
        Trust.LOW,
        "https://theriverbank.example/",
        licence="Link only, by letter",
    ),
    Publisher(
        "roznama-sahil",
        "روزنامہ ساحل",
        SourceKind.FEED,
        Rights.FULL,
        Trust.USUAL,
        "https://roznama-sahil.example/",
        "ur",
    ),
    Publisher(
        "sawt-al-nahr",
        "صوت النهر",
        SourceKind.FEED,
        Rights.FULL,
        Trust.USUAL,
        "https://sawt-al-nahr.example/",
        "ar",
    ),
)


def lay(at: datetime, *, base_url: str, passwords: Path) -> None:
    """Make the paper once; the passwords stand in a file that only its owner can read."""
    with steps.once("world", at) as fresh:
        if not fresh:
            return
        Publication.objects.update_or_create(
            pk=1,
            defaults={
                "name": "The Marsa Courier",
                "tagline": "Karvan and the river Sol, since 1911",
                "base_url": base_url,
                "zone": "Europe/Lisbon",
                "email": "desk@marsa-courier.example",
                "about": ABOUT,
            },
        )
        for place, (slug, name, hue) in enumerate(SECTIONS):
            Section.objects.create(slug=slug, name=name, hue=hue, position=place)
        Front.objects.get_or_create(section=None, defaults={"name": "Home"})
        for publisher in PUBLISHERS:
            _add_source(publisher)
        for person in STAFF:
            _add_person(person, _password(person.username, passwords))


def logins(passwords: Path) -> list[tuple[str, str, str]]:
    """(role, user name, password) of the three demo logins."""
    lines = passwords.read_text().splitlines() if passwords.exists() else []
    known = dict(line.split(" ", 1) for line in lines)
    return [(person.group, person.username, known.get(person.username, "?")) for person in STAFF]


def user(username: str) -> Any:
    """The demo user of that name."""
    return get_user_model().objects.get(username=username)


def _add_source(publisher: Publisher) -> None:
    Source.objects.create(
        slug=publisher.slug,
        name=publisher.name,
        kind=publisher.kind,
        rights=publisher.rights,
        trust=publisher.trust,
        home_url=publisher.home,
        language=publisher.language,
        licence=publisher.licence,
        autopilot=Autopilot.TRUSTED,
        autopilot_reason=TRUST,
    )


def _add_person(person: Person, password: str) -> None:
    first, last = person.name.split(" ", 1)
    account = get_user_model().objects.create_user(
        person.username, password=password, first_name=first, last_name=last, is_staff=True
    )
    account.groups.add(Group.objects.get(name=person.group))
    Author.objects.create(
        name=person.name,
        slug=person.name.lower().replace(" ", "-"),
        job_title=person.title,
        bio=person.bio,
        user=account,
    )
    for section in Section.objects.filter(slug__in=person.sections):
        is_owner = person.group == rights.SECTION_EDITOR
        SectionMember.objects.create(section=section, user=account, is_owner=is_owner)


def _password(username: str, passwords: Path) -> str:
    """A new random password, written down beside the others."""
    password = secrets.token_urlsafe(9)
    passwords.parent.mkdir(parents=True, exist_ok=True)
    kept = [
        line
        for line in (passwords.read_text().splitlines() if passwords.exists() else [])
        if not line.startswith(f"{username} ")
    ]
    descriptor = os.open(passwords, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("\n".join([*kept, f"{username} {password}"]) + "\n")
    return password


TRUST = (
    "The demo begins in the middle of a paper's life: its partners' copies have proved to be "
    "copies for years."
)
ABOUT = (
    "The Marsa Courier reports on the port city of Karvan, the river Sol and the region of Marsa. "
    "The city, the people and every word printed here are invented: this paper shows what the "
    "newsroom behind it can do. Texts of agencies and partners carry their credit; what was wrong "
    "is said on the corrections page."
)


def move_to(base_url: str) -> None:
    """Let the paper's address follow the port that the demo is served on."""
    Publication.objects.filter(pk=1).exclude(base_url=base_url).update(base_url=base_url)
