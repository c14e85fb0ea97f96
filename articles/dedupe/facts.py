"""Facts a text states that survive rewording: names, dates, years and figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .names import Name, find_names
from .numerals import BAR, find_figures, near_digits, take_dates, take_years


@dataclass(frozen=True, slots=True)
class Facts:
    """What one text states.

    `names` are the name words by their key, in order of first appearance; `dates` are
    "2025-07-05", "2025-07", or "--07-05" where no year is printed; `years` include those of the
    dates; `figures` are plain decimals ("15000", "2.5").
    """

    names: Mapping[str, Name]
    dates: frozenset[str]
    years: frozenset[str]
    figures: frozenset[str]


def read_facts(paragraphs: Iterable[str]) -> Facts:
    """Collect the facts of all `paragraphs`; a number counts once, as date, year or figure."""
    texts = list(paragraphs)
    undated, dates = take_dates(near_digits(f" {BAR} ".join(texts)))
    bare, years = take_years(undated)
    years |= {date[:4] for date in dates if not date.startswith("-")}
    figures = find_figures(bare)
    return Facts(find_names(texts), frozenset(dates), frozenset(years), frozenset(figures))


def shared_dates(one: Facts, other: Facts) -> tuple[str, ...]:
    """Years, then dates that both state, each sorted: ("1979", "2021", "2021-08").

    A date without a year agrees with the same day of any year, and is then given in full.
    """
    days = {_day(date): date for date in sorted(other.dates)}
    same_day = {max(date, days[_day(date)]) for date in one.dates if _day(date) in days}
    agreed = {date for date in same_day if _agree(date, one.dates) and _agree(date, other.dates)}
    dates = (one.dates & other.dates) | agreed
    return (*sorted(one.years & other.years), *sorted(dates))


def _day(date: str) -> str:
    """Month and day of a full date, the whole of a month."""
    return date[-5:] if date.count("-") != 1 else date


def _agree(date: str, dates: Iterable[str]) -> bool:
    """Whether `dates` hold `date` or its day without a year."""
    return date in dates or f"--{_day(date)}" in dates
