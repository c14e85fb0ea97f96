"""The small files for machines, and what an editor may type into them."""

from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from lxml import etree

from articles.enums import AiTerms, Kind, Rights
from articles.models import Article, Publication, notices
from tests import factories
from tests.factories import NOW

RSL = "{https://rslstandard.org/rsl}"


def lines(client: Client, path: str) -> list[str]:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    return response.content.decode().splitlines()


def test_robots_txt_adds_the_desks_own_groups(client: Client, paper: Publication) -> None:
    own = "User-agent: GreedyBot\r\nDisallow: /\r\n\r\nLicense: https://paper.example/rsl.xml"
    notices.check_robots(own)
    Publication.objects.update(robots_text=own)

    assert lines(client, "/robots.txt") == [
        "User-agent: *",
        "Disallow: /admin/",
        "",
        "User-agent: GreedyBot",
        "Disallow: /",
        "",
        "License: https://paper.example/rsl.xml",
        "",
        "Sitemap: https://paper.example/sitemap.xml",
        "Sitemap: https://paper.example/sitemap-news.xml",
    ]


def test_trust_txt_says_the_usual_unless_the_desk_said_it(
    client: Client, paper: Publication
) -> None:
    Publication.objects.update(
        trust_text="social=https://social.example/us\nContact=https://a.example/"
    )

    told = lines(client, "/trust.txt")

    assert told == lines(client, "/.well-known/trust.txt")
    assert told == [
        "social=https://social.example/us",
        "Contact=https://a.example/",
        "disclosure=https://paper.example/about/",
        "datatrainingallowed=no",
    ]


def test_ads_txt_is_missing_until_somebody_is_named(client: Client, paper: Publication) -> None:
    assert client.get("/ads.txt").status_code == client.get("/app-ads.txt").status_code == 404

    Publication.objects.update(ads_text="a.example, 12, DIRECT, f08c47fec0942fa0\n")

    assert lines(client, "/ads.txt") == ["a.example, 12, DIRECT, f08c47fec0942fa0"]
    assert client.get("/app-ads.txt").status_code == 404


def test_security_txt_expires_within_a_year_and_is_found_from_the_root(
    client: Client, paper: Publication
) -> None:
    moved = client.get("/security.txt")
    told = dict(line.split(": ", 1) for line in lines(client, "/.well-known/security.txt"))

    assert (moved.status_code, moved["Location"]) == (301, "/.well-known/security.txt")
    assert (told["Contact"], told["Canonical"]) == (
        "mailto:desk@paper.example",
        "https://paper.example/.well-known/security.txt",
    )
    assert 0 < (datetime.fromisoformat(told["Expires"]) - NOW).days < 365
    Publication.objects.update(email="", security_contact="https://paper.example/flaws")
    assert lines(client, "/.well-known/security.txt")[0] == "Contact: https://paper.example/flaws"
    Publication.objects.update(security_contact="")
    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (notices.check_robots, "User-agent: *\nDisallow: /"),
        (notices.check_robots, "User-agent: A\nUser-agent: *\nDisallow: /*"),
        (notices.check_robots, "User-agent: A\nDisallow: /static/"),
        (notices.check_robots, "User-agent: A\nDisallow: /*.css$"),
        (notices.check_robots, "User-agent: A\nDisallow: /media/images"),
        (notices.check_robots, "Disallow: /x"),
        (notices.check_robots, "User-agent: A\nDisallow: x"),
        (notices.check_robots, "User-agent: A\nHost: example.org"),
        (notices.check_robots, "License: /rsl.xml"),
        (notices.check_robots, "a sentence"),
        (notices.check_robots, "#" * 20_001),
        (notices.check_trust, "friend=https://a.example/"),
        (notices.check_trust, "member=a.example"),
        (notices.check_trust, "datatrainingallowed=perhaps"),
        (notices.check_ads, "a.example, 1"),
        (notices.check_ads, "a.example, 1, FRIEND"),
        (notices.check_ads, "nodomain, 1, DIRECT"),
        (notices.check_contact, "javascript:alert(1)"),
        (notices.check_contact, "nobody"),
    ],
)
def test_typed_text_that_says_nothing_or_harms_is_refused(check: object, text: str) -> None:
    with pytest.raises(ValidationError):
        check(text)  # type: ignore[operator]  # a validator


def test_typed_text_that_is_right_is_taken() -> None:
    notices.check_robots("# ours\nUser-agent: A\nUser-agent: B\nDisallow: /\nAllow: /about/\n\n")
    notices.check_robots("User-agent: *\nDisallow: /search/\nCrawl-delay: 2")
    notices.check_trust("member=https://a.example/\ncontact=desk@a.example\ndatatrainingallowed=No")
    notices.check_ads("contact=ads@a.example\na.example, 1, reseller # note\nownerdomain=a.example")
    notices.check_contact("desk@a.example")


def licence(client: Client, path: str) -> dict[str, str]:
    """What an RSL document says, flat."""
    response = client.get(path)
    assert response["Content-Type"] == "application/rsl+xml; charset=utf-8"
    root = etree.fromstring(response.content)
    (content,) = root.findall(f"{RSL}content")
    (given,) = content.findall(f"{RSL}license")
    payment = given.find(f"{RSL}payment")
    return {
        "url": content.get("url", ""),
        "permits": given.findtext(f"{RSL}permits", ""),
        "prohibits": given.findtext(f"{RSL}prohibits", ""),
        "payment": payment.get("type", "") if payment is not None else "",
        "holder": content.findtext(f"{RSL}copyright", ""),
    }


def article_terms(client: Client, article: Article) -> tuple[str, str, str, str]:
    told = licence(client, f"/news/{article.pk}/rsl.xml")
    assert told["url"] == f"https://paper.example{article.get_absolute_url()}"
    return told["permits"], told["prohibits"], told["payment"], told["holder"]


RESERVED = ("search", "ai-all", "")


def test_licence_of_the_site_reserves_all_whatever_our_own_terms_are(
    client: Client, paper: Publication
) -> None:
    Publication.objects.update(ai_terms=AiTerms.CREDIT)

    assert licence(client, "/rsl.xml") == {
        "url": "https://paper.example/*",
        "permits": "search",
        "prohibits": "ai-all",
        "payment": "",
        "holder": "The Test Paper",
    }


def test_licence_of_our_own_article_follows_section_then_publication(
    client: Client, paper: Publication
) -> None:
    sport = factories.make_section(ai_terms=AiTerms.FEE)
    article = factories.make_published(section=sport, slug="x")
    plain = factories.make_published(slug="y")
    assert article_terms(client, article)[:3] == RESERVED  # nobody is named who takes the fee

    Publication.objects.update(ai_terms=AiTerms.CREDIT, licence_url="https://paper.example/buy/")

    assert article_terms(client, article) == ("search ai-all", "", "purchase", "The Test Paper")
    assert article_terms(client, plain) == ("search ai-all", "", "attribution", "The Test Paper")


def test_licence_never_gives_away_what_others_wrote(client: Client, paper: Publication) -> None:
    Publication.objects.update(ai_terms=AiTerms.CREDIT)
    open_section = factories.make_section(ai_terms=AiTerms.CREDIT)
    wire = factories.make_source(name="Wire")
    free = factories.make_source(name="Free", ai_terms=AiTerms.CREDIT)
    cut = factories.make_source(name="Cut", ai_terms=AiTerms.CREDIT, rights=Rights.EXCERPT)
    made = {
        source.name: factories.make_published(
            source=source, kind=Kind.REPUBLISHED, section=open_section, slug="x"
        )
        for source in (wire, free, cut)
    }
    ours_from_wire = factories.make_published(source=wire, kind=Kind.OWN, slug="x")

    assert article_terms(client, made["Wire"]) == (*RESERVED, "Wire")
    assert article_terms(client, made["Free"]) == ("search ai-all", "", "attribution", "Free")
    assert article_terms(client, made["Cut"])[:3] == RESERVED
    assert article_terms(client, ours_from_wire)[:3] == RESERVED
