"""No trick of an address reaches a private network."""

import pytest

from articles.errors import FetchRefused
from articles.net import guard
from articles.net.guard import Target

PUBLIC = "93.184.216.34"
WEB_PORTS = frozenset({80, 443})


def unasked(host: str, port: int) -> list[str]:
    raise AssertionError(f"{host} was looked up")


def check(url: str, addresses: list[str] | None = None, *, allow_private: bool = False) -> Target:
    return guard.check(
        guard.parse_url(url),
        ports=WEB_PORTS,
        allow_private=allow_private,
        resolver=unasked if addresses is None else lambda host, port: addresses,
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1.2.3/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://172.31.255.255/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://100.127.255.255/",
        "http://169.254.169.254/latest/meta-data/",
        "http://168.63.129.16/",
        "http://192.0.0.192/",
        "http://192.0.2.1/",
        "http://198.18.0.1/",
        "http://203.0.113.7/",
        "http://224.0.0.1/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[::]/",
        "http://[fc00::1]/",
        "http://[fd00:ec2::254]/",
        "http://[fe80::1]/",
        "http://[ff02::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:93.184.216.34]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b:1::a00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001::1]/",
        "http://[2001:db8::1]/",
        "https://127.0.0.1./",
    ],
)
def test_address_that_is_not_public_is_refused(url: str) -> None:
    with pytest.raises(FetchRefused):
        check(url)


@pytest.mark.parametrize(
    "host",
    [
        "2130706433", "017700000001", "0x7f000001", "0x7f.1", "127.1", "127.0.0.0x1",
        "0177.0.0.1", "1.2.3.4.5", "127.0.0.1%00.example", "[fe80::1%25eth0]",
    ],
)  # fmt: skip
def test_host_written_as_an_odd_number_is_refused_without_a_look_up(host: str) -> None:
    with pytest.raises(FetchRefused):
        check(f"http://{host}/")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://news.example/", "gopher://news.example/", "//news.example/",
        "news.example", "", "http://", "http:///feed", "javascript:alert(1)", "data:text/html,x",
        "http://user:secret@news.example/", "http://news.example\\@127.0.0.1/", "http://ho st/",
        "http://news.example/\r\nHost: other", "http://xn--/", "http://①②⑦.⓪.⓪.①/",
        "http://a..b/", "http://news.example:22/", "http://news.example:8080/",
        "http://news.example/" + "a" * 4_000, "http://[::1",
    ],
)  # fmt: skip
def test_url_that_is_no_plain_web_address_is_refused_without_a_look_up(url: str) -> None:
    with pytest.raises(FetchRefused):
        check(url)


def test_refusal_of_userinfo_does_not_repeat_the_password() -> None:
    with pytest.raises(FetchRefused) as refusal:
        check("http://user:secret@news.example/")

    assert str(refusal.value) == "The address carries a user name or password. Take it out."


@pytest.mark.parametrize("inner", ["127.0.0.1", "10.1.2.3", "::1", "169.254.169.254"])
def test_name_that_leads_inside_is_refused(inner: str) -> None:
    with pytest.raises(FetchRefused):
        check("http://news.example/", [inner])


def test_name_with_a_public_and_a_private_address_is_refused() -> None:
    with pytest.raises(FetchRefused):
        check("http://news.example/", [PUBLIC, "192.168.0.9"])


def test_public_name_is_resolved_once_to_what_will_be_connected() -> None:
    asked: list[tuple[str, int]] = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return [PUBLIC, "2606:2800:220:1::1"]

    url = guard.parse_url("https://News.Example./a?b=1")
    target = guard.check(url, ports=WEB_PORTS, allow_private=False, resolver=resolver)

    assert target == Target(
        url=url, host="news.example", port=443, addresses=(PUBLIC, "2606:2800:220:1::1")
    )
    assert asked == [("news.example", 443)]


def test_public_literal_needs_no_look_up() -> None:
    assert check(f"http://{PUBLIC}/").addresses == (PUBLIC,)


def test_internationalised_name_is_looked_up_in_its_ascii_form() -> None:
    assert check("http://خبریں.پاکستان/", [PUBLIC]).host == "xn--ngblk26czc.xn--mgbai9azgqp6j"


@pytest.mark.parametrize("inner", ["127.0.0.1", "10.1.2.3", "100.64.0.1", "::1", "fd00::5"])
def test_private_address_is_allowed_when_an_operator_says_so(inner: str) -> None:
    assert check("http://intranet/", [inner], allow_private=True).addresses == (inner,)


@pytest.mark.parametrize(
    "inner",
    [
        "169.254.169.254",
        "100.100.100.200",
        "fd00:ec2::254",
        "fe80::1",
        "0.0.0.0",
        "::ffff:10.0.0.1",
    ],
)
def test_metadata_service_is_never_allowed(inner: str) -> None:
    with pytest.raises(FetchRefused):
        check("http://intranet/", [inner], allow_private=True)
