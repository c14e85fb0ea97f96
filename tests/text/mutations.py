"""Other forms of the two shapes, each with what the cleaner must make of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.text.material import Breadcrumb, Echo

CRUMBS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("HomeWorldEconomy", ("Home", "World", "Economy")),
    ("WorldAsiaBreaking News", ("World", "Asia", "Breaking News")),
    ("BusinessEnergy", ("Business", "Energy")),
    ("HomeNewsPoliticsElections", ("Home", "News", "Politics", "Elections")),
    ("Home › World › South Asia", ("Home", "World", "South Asia")),
    ("News / Region / Transport", ("News", "Region", "Transport")),
    ("Top StoriesUKHealth", ("Top Stories", "UK", "Health")),
    ("ہومدنیااہم خبریں", ("ہوم", "دنیا", "اہم خبریں")),
    ("الرئيسية » العالم » سياسة", ("الرئيسية", "العالم", "سياسة")),
)
ENGLISH = ("Share this", "Read more", "You may also like", "Subscribe to our newsletter")
FORMS = ("Post a comment", "Your comment", "Name *", "Email *", "Back to Top ↑")
URDU = (
    "متعلقہ خبریں",
    "شیئر کریں",
    "اپنا تبصرہ لکھیں",
    "آپ کا ای میل ایڈریس شائع نہیں کیا جائے گا",
    "اوپر جائیں",
)
ARABIC = (
    "مقالات ذات صلة",
    "شارك على فيسبوك",
    "اترك تعليقاً",
    "لن يتم نشر عنوان بريدك الإلكتروني",
    "العودة إلى الأعلى",
)


@dataclass(frozen=True)
class Case:
    """A text, the slots it holds, and the lines that must be cut, as (line, reason)."""

    name: str
    text: str
    slots: dict[str, Any]
    cut: tuple[tuple[str, str], ...]


def breadcrumb_forms(page: Breadcrumb) -> Iterator[Case]:
    """Yield 22 forms of a page with a breadcrumb and furniture."""
    for crumb, names in CRUMBS:
        yield _page_case(f"crumb {crumb}", replace(page, crumb=crumb, names=names))
    yield _page_case("no crumb", replace(page, crumb="", names=()))
    yield _page_case("english", replace(page, chrome=ENGLISH))
    yield _page_case("forms", replace(page, chrome=FORMS))
    yield _page_case("urdu", replace(page, chrome=URDU))
    yield _page_case("arabic", replace(page, chrome=ARABIC))
    yield _page_case("crlf", page, newline="\r\n")
    yield _page_case("no odd blanks", page, nbsp=False)
    yield _page_case("no blank lines", page, gap="\n", nbsp=False)
    yield _page_case("last line ended", page, end="\n")
    yield _page_case("skip link", page, above=("Skip to content",))
    yield _page_case("advertisement inside", page, inside=("Advertisement",))
    first, last = page.paragraphs[0], page.paragraphs[-1]
    yield _page_case("last paragraph again", page, repeats=(last,))
    yield _page_case("first and last again", page, repeats=(first, last))


def _page_case(
    name: str,
    page: Breadcrumb,
    *,
    gap: str = "\n\n",
    newline: str = "\n",
    nbsp: bool = True,
    end: str = "",
    above: Sequence[str] = (),
    inside: Sequence[str] = (),
    repeats: Sequence[str] = (),
) -> Case:
    whole = replace(
        page, paragraphs=(*page.paragraphs[:2], *inside, *page.paragraphs[2:], *repeats)
    )
    text = gap.join([*above, whole.text(gap=gap)]) + end
    if not nbsp:
        text = "\n".join(line for line in text.split("\n") if line != "\N{NO-BREAK SPACE}")
    crumb = [(page.crumb, "breadcrumb")] if page.crumb else []
    cut = (
        *((line, "chrome") for line in above),
        *crumb,
        *((line, "chrome") for line in inside),
        *((line, "repeat") for line in repeats),
        *((line, "chrome") for line in page.chrome),
    )
    return Case(name, text.replace("\n", newline), page_slots(page), tuple(cut))


def page_slots(page: Breadcrumb) -> dict[str, Any]:
    """Return the slots of a page with a breadcrumb."""
    return {
        "headline": page.headline,
        "lead": None,
        "standfirst": None,
        "byline": None,
        "date": None,
        "dateline": page.dateline,
        "section_hints": page.names,
        "headings": (page.heading,),
        "paragraphs": page.paragraphs,
    }


def echo_slots(text: Echo) -> dict[str, Any]:
    """Return the slots of a text with lead and echo."""
    return {
        "headline": text.headline,
        "lead": text.lead,
        "standfirst": text.standfirst,
        "byline": None,
        "date": None,
        "dateline": None,
        "section_hints": (),
        "headings": (),
        "paragraphs": text.paragraphs,
    }


def echo_forms(text: Echo) -> Iterator[Case]:
    """Yield 22 forms of a text that repeats itself."""
    one, two, three, four = text.paragraphs
    top = (text.lead, text.headline)
    low = (text.standfirst, one, two, three, four)
    again = (text.headline,)
    yield _echo_case("one again", text, *top, *again, *low, four)
    yield _echo_case("two again", text, *top, *again, *low, three, four)
    yield _echo_case("first again", text, *top, *again, *low, one)
    yield _echo_case("all again", text, *top, *again, *low, one, two, three, four)
    yield _echo_case("other order", text, *top, *again, *low, four, two)
    yield _echo_case("interleaved", text, *top, *again, *low[:3], two, three, two, four, three)
    yield _echo_case(
        "each twice", text, *top, *again, low[0], one, one, two, two, three, three, four, four
    )
    yield _echo_case("no repeat", text, *top, *again, *low)
    yield _echo_case("headline thrice", text, *top, *again, *again, *low, two, three, four)
    yield _echo_case("headline once", text, *top, *low, two, three, four)
    yield _echo_case("lead at the end", text, *top, *again, *low, text.lead)
    yield _echo_case("standfirst again", text, *top, *again, *low, text.standfirst)
    yield _echo_case("headline at the end", text, *top, *again, *low, text.headline)
    site = f"{text.headline} | The Velmora Post"
    yield _echo_case("site name", text, *top, site, *low, two, three, four)
    yield _echo_case("crlf", text, *top, *again, *low, three, four, newline="\r\n")
    yield _echo_case("blank lines", text, *top, *again, *low, three, four, newline="\n\n")
    yield _echo_case(
        "odd blanks", text, *top, *again, *low, three, four, newline="\n\N{NO-BREAK SPACE}\n"
    )
    yield _echo_case("last line ended", text, *top, *again, *low, two, three, four, end="\n")
    yield _echo_case("english chrome", text, *top, *again, *low, two, *ENGLISH)
    yield _echo_case("forms", text, *top, *again, *low, two, three, *FORMS)
    yield _echo_case("urdu chrome", text, *top, *again, *low, four, *URDU)
    yield _echo_case("share between", text, *top, "Share this", *again, *low, four)


def _echo_case(name: str, text: Echo, *lines: str, newline: str = "\n", end: str = "") -> Case:
    seen: set[str] = set()
    cut = []
    for line in lines:
        if line in seen or line.startswith(f"{text.headline} |"):
            cut.append((line, "headline-echo" if line.startswith(text.headline) else "repeat"))
        elif line in (*ENGLISH, *FORMS, *URDU):
            cut.append((line, "chrome"))
        seen.add(line)
    return Case(name, newline.join(lines) + end, echo_slots(text), tuple(cut))
