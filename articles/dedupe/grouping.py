"""Copy groups and stories of texts that arrive one after the other, in memory."""

from collections import defaultdict
from collections.abc import Callable, Mapping

from .cluster import MOST_ACCOUNTS, Voice, best_story, groups_to_join, takes_lead
from .event import SAME_EVENT
from .judge import Judgement
from .match import EVENTS


class Grouping:
    """Texts by number, in order of arrival; days are any count, None if unknown."""

    def __init__(self) -> None:
        self.leaders: dict[int, int] = {}
        self.stories: dict[int, int] = {}
        self._members: dict[int, list[int]] = {}
        self._accounts: dict[int, list[int]] = defaultdict(list)
        self._words: dict[int, int] = {}
        self._days: dict[int, float | None] = {}

    def place(
        self,
        number: int,
        judged: Mapping[int, Judgement],
        judge: Callable[[int], Judgement],
        *,
        word_count: int,
        day: float | None = None,
    ) -> None:
        """Put a text into the group and the story that it belongs to, or into new ones.

        `judge` compares it with any other text.
        """
        self._words[number], self._days[number] = word_count, day
        joined = self._join_group(number, judged)
        if joined is None:
            self.stories[number] = self._story_of(number, judged, judge)
            self._accounts[self.stories[number]].append(number)
        else:
            self.stories[number] = self.stories[joined]

    def _join_group(self, number: int, judged: Mapping[int, Judgement]) -> int | None:
        """A member of the group that the text came into."""
        scores = {text: judgement.copy_score for text, judgement in judged.items()}
        leaders = {text: self.leaders[text] for text in scores}
        sizes = {leader: len(self._members[leader]) for leader in set(leaders.values())}
        found = groups_to_join(scores, leaders, sizes)
        if not found:
            self.leaders[number], self._members[number] = number, [number]
            return None
        leader = found[0]
        members = self._members.pop(leader)
        members.append(number)
        head = number if takes_lead(self._words[number], self._words[leader]) else leader
        self._members[head] = members
        self.leaders.update(dict.fromkeys(members, head))
        return leader

    def _story_of(
        self, number: int, judged: Mapping[int, Judgement], judge: Callable[[int], Judgement]
    ) -> int:
        """The story that the text fits best; its own number starts a new one."""
        likely = {
            self.stories[text]
            for text, found in judged.items()
            if found.event_score >= SAME_EVENT and self._is_open(text, number)
        }
        voices: dict[int, list[Voice]] = {}
        for story in likely:
            latest = [one for one in reversed(self._accounts[story]) if self._is_open(one, number)]
            heard = [judged.get(one) or judge(one) for one in latest[:MOST_ACCOUNTS]]
            voices[story] = [
                Voice(found.event_score, found.pair.signals.across is not None) for found in heard
            ]
        return next(iter(best_story(voices)), number)

    def _is_open(self, text: int, number: int) -> bool:
        one, other = self._days[text], self._days[number]
        return one is None or other is None or abs(one - other) <= EVENTS.days
