"""Two texts of our own in the shapes of the two seeds, and the seeds themselves, as parts."""

from dataclasses import dataclass

from tests.conftest import SHARED

SEEDS = SHARED / "seeds"
SEED_BREADCRUMB = SEEDS / "000_c6c02cf326206763.txt"
SEED_ECHO = SEEDS / "002_60fc6d12e449eae6.txt"
NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Breadcrumb:
    """A page's text: section names run together, headline, paragraphs, the page's furniture."""

    names: tuple[str, ...]
    crumb: str
    headline: str
    paragraphs: tuple[str, ...]
    heading: str
    dateline: str
    chrome: tuple[str, ...]

    def text(self, *, gap: str = "\n\n") -> str:
        """Return it as it was pasted."""
        first, *rest = self.paragraphs
        odd = f"{NBSP}{gap}{NBSP}"
        parts = [self.crumb, self.headline, first, odd, *rest, NBSP, *self.chrome]
        return gap.join(part for part in parts if part)


@dataclass(frozen=True)
class Echo:
    """A text with its lead above the headline, the headline twice and paragraphs pasted again."""

    lead: str
    headline: str
    standfirst: str
    paragraphs: tuple[str, ...]
    repeated: tuple[str, ...]

    def text(self) -> str:
        """Return it as it was pasted."""
        top = [self.lead, self.headline, "", self.headline, self.standfirst]
        return "\n".join([*top, *self.paragraphs, *self.repeated])


FERRY = Breadcrumb(
    names=("Latest", "Region", "Top News"),
    crumb="LatestRegionTop News",
    headline="Velmora becomes first port to ban diesel ferries from inner harbour",
    paragraphs=(
        "Velmora: The city of Velmora has become the first port on the Saltmarch coast to ban "
        "diesel ferries from its inner harbour.",
        "According to the harbour office, the council approved the ban on Tuesday evening by 31 "
        "votes to 12, ending a dispute that had split the fishing wards for two years.",
        "The statement from the office says that the rule is a step towards cleaner air along the "
        "Ropewalk and the Old Quay.",
        "The decision was made during a meeting between Mayor Ilse Arden and the ferry owner Tomas "
        "Reike. The owners’ guild also conveyed that its members had been told of the date.",
        "He added that the city’s decision would cost his company four vessels. Reike also "
        "remarked that “nobody has shown us the money yet”.",
        "It is worth noting that after the spill of August 2021, the council promised new rules "
        "within a year.",
        "Long quarrel of harbour and town",
        "Velmora’s bond with its ferries has changed over the years, marked by strikes, two "
        "bankrupt lines and a bridge that was never built.",
        "Since 2022, the city has been buying electric boats from the yard at Harrow Point, which "
        "employs 240 people.",
        "In December 1979, dockers closed the quay for eleven weeks—the longest strike in the "
        "history of the port.",
        "The guild asserts that it respects the vote, but it wants the first boats to be free of "
        "fees until 2030.",
    ),
    heading="Long quarrel of harbour and town",
    dateline="Velmora",
    chrome=(
        "Related Articles",
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "Back to top button",
    ),
)

TRAM = Echo(
    lead=(
        "In a surprising turn, the Velmora council has reopened the tram line to the hill wards, "
        "marking a first for any town on the coast since the storms of August 2021. Transport "
        'chief Nadia Holm labelled the decision a "stubborn" act of hope, and expects “a new phase '
        "of quiet streets” between the wards. The reopening is set against long concerns about "
        "the cost."
    ),
    headline="Velmora Reopens Hill Tram, Marking a Costly Turn in City Transport",
    standfirst=(
        "Velmora becomes the first coastal town to bring back its tram, prompting a wave of "
        "responses from shopkeepers."
    ),
    paragraphs=(
        "During a meeting on the Ropewalk with the builders' agent, Petra Sundin, Holm welcomed "
        "the statement from the tram yard that emphasised the potential for jobs in maintenance, "
        "signal work and track laying. Both sides have committed themselves to open the second "
        "line by May.",
        "The town's early love of trams included keeping the depot while other towns sold theirs "
        "in 1994, along with signing a supply agreement in 2022 focused on copper wire. The bond "
        "between tram and town reflects a deep, albeit costly, history stemming from the flood "
        "of 1979.",
        "While the reopening is seen as a chance for the hill wards, it comes amid wide doubts "
        "from the finance board about the fares. Issues such as ticket prices, night service and "
        "the steep Cooper's Bend remain obstacles to a profit.",
        "The passengers' union continues to criticise the timetable, stressing the cuts to the "
        "bus lines. As of now, Velmora stands alone in its return to rails, a decision that "
        "could shape building in the region.",
    ),
    repeated=(),
)


def own_echo() -> Echo:
    """Return the tram text with its last three paragraphs pasted again, as in the seed."""
    return Echo(TRAM.lead, TRAM.headline, TRAM.standfirst, TRAM.paragraphs, TRAM.paragraphs[1:])


def seed_breadcrumb() -> Breadcrumb:
    """Return the parts of seed 000, cut by line number."""
    lines = [line for line in SEED_BREADCRUMB.read_text().splitlines() if line.strip(f" {NBSP}")]
    return Breadcrumb(
        names=("Latest", "Pakistan", "Top News"),
        crumb=lines[0],
        headline=lines[1],
        paragraphs=tuple(lines[2:22]),
        heading="Complex History of Russia and Afghanistan",
        dateline="Kabul",
        chrome=tuple(lines[22:]),
    )


def seed_echo() -> Echo:
    """Return the parts of seed 002, cut by line number."""
    lines = [line for line in SEED_ECHO.read_text().splitlines() if line.strip()]
    return Echo(lines[0], lines[1], lines[3], tuple(lines[4:8]), tuple(lines[8:]))
